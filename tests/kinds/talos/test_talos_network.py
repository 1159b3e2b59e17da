"""Talos' network and registry documents and the talosconfig: every field at its place, unset ones left out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gitops_gen.kinds.talos import network, registry, talosconfig


def same(made: dict[str, Any], kind: str, **fields: Any) -> None:
    """Equal in its keys' order, too."""
    wanted = {"apiVersion": "v1alpha1", "kind": kind, **fields}
    assert json.dumps(made) == json.dumps(wanted)


def test_hostname() -> None:
    same(network.hostname_config("n1"), "HostnameConfig", auto="off", hostname="n1")


def test_resolver() -> None:
    servers = [{"address": "10.0.0.2"}, {"address": "10.0.0.3"}]
    same(network.resolver_config(["10.0.0.2", "10.0.0.3"]), "ResolverConfig", nameservers=servers)
    same(
        network.resolver_config(["10.0.0.2"], search_domains=["a.b"], disable_default_search=False),
        "ResolverConfig",
        nameservers=servers[:1],
        searchDomains={"domains": ["a.b"], "disableDefault": False},
    )
    same(
        network.resolver_config([], search_domains=["a.b"]),
        "ResolverConfig",
        searchDomains={"domains": ["a.b"]},
    )


@pytest.mark.parametrize("everywhere", ["", "0.0.0.0/0", "::/0"])
def test_default_route_has_no_destination(everywhere: str) -> None:
    assert network.route("10.0.0.1", destination=everywhere) == {"gateway": "10.0.0.1"}


def test_route() -> None:
    made = network.route("10.0.0.1", destination="10.8.0.0/16", metric=0)
    assert list(made.items()) == [
        ("destination", "10.8.0.0/16"),
        ("gateway", "10.0.0.1"),
        ("metric", 0),
    ]


def test_link() -> None:
    same(network.link_config("enp0s3"), "LinkConfig", name="enp0s3")
    same(
        network.link_config(
            "enp0s3",
            addresses=["10.0.0.5/24"],
            routes=[network.route("10.0.0.1")],
            mtu=9000,
            up=False,
        ),
        "LinkConfig",
        name="enp0s3",
        up=False,
        mtu=9000,
        addresses=[{"address": "10.0.0.5/24"}],
        routes=[{"gateway": "10.0.0.1"}],
    )


def test_shared_address() -> None:
    same(network.layer2_vip_config("10.0.0.9", "e0"), "Layer2VIPConfig", name="10.0.0.9", link="e0")


def test_time() -> None:
    same(network.time_sync_config(["t"]), "TimeSyncConfig", ntp={"servers": ["t"]})
    same(
        network.time_sync_config(["t"], boot_timeout="2m0s"),
        "TimeSyncConfig",
        bootTimeout="2m0s",
        ntp={"servers": ["t"]},
    )


def test_mirror() -> None:
    same(
        registry.registry_mirror_config("ghcr.io", ["https://m"]),
        "RegistryMirrorConfig",
        name="ghcr.io",
        endpoints=[{"url": "https://m"}],
    )
    same(
        registry.registry_mirror_config("*", ["a", "b"], override_path=True, skip_fallback=True),
        "RegistryMirrorConfig",
        name="*",
        endpoints=[{"url": "a", "overridePath": True}, {"url": "b", "overridePath": True}],
        skipFallback=True,
    )


def test_mirrors_are_sorted() -> None:
    made = registry.registry_mirror_configs({"b": ["x"], "a": ["y"]})
    assert [(document["name"], document["endpoints"]) for document in made] == [
        ("a", [{"url": "y"}]),
        ("b", [{"url": "x"}]),
    ]


def test_talosconfig() -> None:
    made = talosconfig.talosconfig("home", ("10.0.0.1",), ca="CA", crt="CRT", key="KEY")
    assert json.dumps(made) == json.dumps(
        {
            "context": "home",
            "contexts": {
                "home": {"endpoints": ["10.0.0.1"], "ca": "CA", "crt": "CRT", "key": "KEY"}
            },
        }
    )


def test_talosconfig_with_nodes() -> None:
    made = talosconfig.talosconfig("home", [], ca="", crt="", key="", nodes=("10.0.0.1",))
    context = made["contexts"]["home"]
    assert list(context) == ["endpoints", "nodes", "ca", "crt", "key"]
    assert context["nodes"] == ["10.0.0.1"]
