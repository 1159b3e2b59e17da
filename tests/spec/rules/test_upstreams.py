"""Hosts outside: URLs that their readers take, images without tags."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "ok-mirrors": (
        {
            "\nflux:\n": "\nupstreams:\n  registries:\n    docker.io: ['https://r.example.com:5000/v2/docker.io', 'http://10.0.0.9']\n  timeServers: [192.168.42.1, time.cloudflare.com]\n  ciliumChart: oci://r.example.com/charts\n  installer: r.example.com:5000/installer\n  fluxManifests: oci://r.example.com:5000/flux\n  discovery: https://d.example.com/\n\nflux:\n"
        },
        (),
    ),
    "mirrors": (
        {
            "\nflux:\n": "\nupstreams:\n  registries:\n    docker.io: [①r.example.com, ②'oci://r.example.com', ③'https://r .example.com']\n    ④ghcr.io: []\n\nflux:\n"
        },
        (
            "①: this is no URL\n  fix: write one, as https://registry.example.com/v2/ghcr.io",
            "②: this is no URL\n  fix: write one, as https://registry.example.com/v2/ghcr.io",
            "③: this is no URL\n  fix: write one, as https://registry.example.com/v2/ghcr.io",
            "④: ghcr.io has no mirror\n  fix: add a URL, or remove the registry",
        ),
    ),
    "ports-and-hosts": (
        {
            "\nflux:\n": "\nupstreams:\n  ciliumChart: ①https://-x.example.com\n  discovery: ②https://d.example.com:99999999/\n\nflux:\n"
        },
        (
            '①: "-x.example.com" is no host\n  fix: write a host name or an IPv4 address',
            '②: "99999999" is no port\n'
            "  fix: write host/path, or host:port/path: the form git@host:path is not a URL",
        ),
    ),
    "tags": (
        {
            "\nflux:\n": "\nupstreams:\n  installer: ①ghcr.io/siderolabs/installer:v1.13.9\n  kubelet: ②ghcr.io/siderolabs/kubelet@sha256:0\n  fluxManifests: ③oci://ghcr.io/fluxcd/flux-manifests:v2.9.5\n\nflux:\n"
        },
        (
            "①: upstreams.installer has a tag or a digest of its own\n"
            "  fix: leave it out: the version stands in versions",
            "②: upstreams.kubelet has a tag or a digest of its own\n"
            "  fix: leave it out: the version stands in versions",
            "③: upstreams.fluxManifests has a tag or a digest of its own\n"
            "  fix: leave it out: the version stands in versions",
        ),
    ),
    "time-servers": (
        {"\nflux:\n": "\nupstreams:\n  timeServers: [①'time.example.com:123', ②'']\n\nflux:\n"},
        (
            '①: "time.example.com:123" is no host\n'
            "  fix: write a host name or an address, without a port",
            '②: "" is no host\n  fix: write a host name or an address, without a port',
        ),
    ),
    "scp-in-a-url": (
        {
            "url: https://git.example.com/home/clusters.git": "url: ①ssh://git@git.example.com:home/clusters.git\n    credential: {credential: git}"
        },
        (
            '①: "home" is no port\n'
            "  fix: write host/path, or host:port/path: the form git@host:path is not a URL",
        ),
    ),
    "ssh-without-key": (
        {
            "url: https://git.example.com/home/clusters.git": "url: ①ssh://git@git.example.com/home/clusters.git"
        },
        (
            "①: Flux clones over ssh only with a key, and flux.source.credential names none\n"
            "  fix: add credential: {credential: NAME}, a mapping of identity and known_hosts",
        ),
    ),
    "ok-ssh": (
        {
            "url: https://git.example.com/home/clusters.git": "url: ssh://git@git.example.com:2222/home/clusters.git\n    credential: {credential: git}"
        },
        (),
    ),
    "ok-ssh-by-bootstrap": (
        {
            "url: https://git.example.com/home/clusters.git": "url: ssh://git@git.example.com/home/clusters.git\n  install: bootstrap"
        },
        (),
    ),
    "branch-by-ref": (
        {
            "url: https://git.example.com/home/clusters.git": "url: https://git.example.com/home/clusters.git\n    branch: ①refs/heads/main"
        },
        ('①: "refs/heads/main" is no name of a branch\n  fix: write its name alone, as main',),
    ),
    "branch-with-space": (
        {
            "url: https://git.example.com/home/clusters.git": "url: https://git.example.com/home/clusters.git\n    branch: ①my branch"
        },
        ('①: "my branch" is no name of a branch\n  fix: write its name alone, as main',),
    ),
    "ok-branch": (
        {
            "url: https://git.example.com/home/clusters.git": "url: https://git.example.com/home/clusters.git\n    branch: team/home-2.x"
        },
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
