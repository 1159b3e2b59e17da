"""Hosts outside: URLs that their readers take, images without tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gitops_gen.findings import Finding
from gitops_gen.grammar.names import is_subdomain
from gitops_gen.net import ranges
from gitops_gen.spec.load import Loaded

Path = tuple[str | int, ...]

_URL = re.compile(
    r"(?P<scheme>[a-z]+)://(?:[^@/]*@)?(?P<host>[^/:@]+)(?P<port>:[^/]*)?(?P<path>/.*)?\Z"
)
_PORT = re.compile(r":[1-9][0-9]{0,4}\Z")


def urls_are_urls(loaded: Loaded) -> Iterator[Finding]:
    up = loaded.spec.upstreams
    places: list[tuple[Path, str]] = [
        (("flux", "source", "url"), loaded.spec.flux.source.url),
        (("upstreams", "ciliumChart"), up.cilium_chart),
        (("upstreams", "fluxManifests"), up.flux_manifests),
        (("upstreams", "discovery"), up.discovery),
    ]
    for registry, mirrors in up.registries.items():
        if not mirrors:
            at = loaded.at("upstreams", "registries", registry)
            yield Finding(at, f"{registry} has no mirror", "add a URL, or remove the registry")
        places += [(("upstreams", "registries", registry, i), m) for i, m in enumerate(mirrors)]
    for path, text in places:
        if said := _no_url(text, mirror=path[1] == "registries"):
            message, fix = said
            yield Finding(loaded.at(*path), message, fix)


def _no_url(text: str, *, mirror: bool) -> tuple[str, str] | None:
    """Message and fix for what is no URL; the text is not quoted: URLs carry passwords."""
    match = _URL.match(text)
    if match is None or " " in text or (mirror and match["scheme"] not in ("http", "https")):
        return "this is no URL", "write one, as https://registry.example.com/v2/ghcr.io"
    if not is_subdomain(match["host"].lower()):
        return f'"{match["host"]}" is no host', "write a host name or an IPv4 address"
    if match["port"] and not _PORT.match(match["port"]):
        fix = "write host/path, or host:port/path: the form git@host:path is not a URL"
        return f'"{match["port"][1:]}" is no port', fix
    return None


def upstreams_have_no_tags(loaded: Loaded) -> Iterator[Finding]:
    """The versions stand in `versions`; a tag here would be written twice."""
    up = loaded.spec.upstreams
    for field, text in (
        ("installer", up.installer),
        ("kubelet", up.kubelet),
        ("fluxManifests", up.flux_manifests),
    ):
        if ":" in text.rpartition("/")[2] or "@" in text:
            yield Finding(
                loaded.at("upstreams", field),
                f"upstreams.{field} has a tag or a digest of its own",
                "leave it out: the version stands in versions",
            )


def time_servers_are_hosts(loaded: Loaded) -> Iterator[Finding]:
    for i, text in enumerate(loaded.spec.upstreams.time_servers):
        if not is_subdomain(text) and not _is_address(text):
            yield Finding(
                loaded.at("upstreams", "timeServers", i),
                f'"{text}" is no host',
                "write a host name or an address, without a port",
            )


def _is_address(text: str) -> bool:
    try:
        ranges.address(text)
    except ValueError:
        return False
    return True


def the_source_can_be_cloned(loaded: Loaded) -> Iterator[Finding]:
    source = loaded.spec.flux.source
    ssh = source.url.startswith("ssh://")
    if ssh and source.credential is None and loaded.spec.flux.install == "artifact":
        yield Finding(
            loaded.at("flux", "source", "url"),
            "Flux clones over ssh only with a key, and flux.source.credential names none",
            "add credential: {credential: NAME}, a mapping of identity and known_hosts",
        )
    if source.branch.startswith(("refs/", "-")) or not _BRANCH.match(source.branch):
        yield Finding(
            loaded.at("flux", "source", "branch"),
            f'"{source.branch}" is no name of a branch',
            "write its name alone, as main",
        )


_BRANCH = re.compile(r"(?!.*(?:\.\.|//|@\{|\.lock\Z|[./]\Z))[^\s~^:?*\[\\]+\Z")
"""Git's own rules for names of branches (git check-ref-format)."""
