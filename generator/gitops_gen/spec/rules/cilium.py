"""What Cilium accepts and then does nothing with: selectors, interface patterns, peers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gitops_gen.findings import Finding
from gitops_gen.net import ranges
from gitops_gen.spec.load import Loaded
from gitops_gen.spec.rules.names import selectors

_NOT_RE2 = re.compile(r"\(\?(?![imsU-]*[:)]|P?<[A-Za-z])|\\[1-9ZG]|[*+?}]\+")
"""Look-around, back-references, \\Z and possessive repeats: Python takes them, RE2 does not."""


def selectors_are_complete(loaded: Loaded) -> Iterator[Finding]:
    for path, selector in selectors(loaded):
        if not selector.match_labels and not selector.match_expressions:
            yield Finding(
                loaded.at(*path), "the selector is empty", "leave it out to select everything"
            )
        for i, expression in enumerate(selector.match_expressions):
            wants = expression.operator in ("In", "NotIn")
            if wants != bool(expression.values):
                verb = "needs" if wants else "takes no"
                yield Finding(
                    loaded.at(*path, "matchExpressions", i),
                    f"the operator {expression.operator} {verb} values",
                )


def interfaces_are_anchored(loaded: Loaded) -> Iterator[Finding]:
    """Cilium searches the pattern in the interface's name (pkg/l2announcer), and skips what RE2 refuses."""
    for i, policy in enumerate(loaded.spec.cilium.l2):
        for j, pattern in enumerate(policy.interfaces):
            at = loaded.at("cilium", "l2", i, "interfaces", j)
            if not _compiles(pattern):
                yield Finding(
                    at,
                    f'"{pattern}" is no regular expression that Cilium (RE2) takes',
                    "no look-around, no back-references",
                )
            elif not (pattern.startswith("^") and pattern.endswith("$")):
                yield Finding(
                    at,
                    f'"{pattern}" is not anchored: Cilium searches it anywhere in the name',
                    f'write "^{pattern.removeprefix("^").removesuffix("$")}$"',
                )


def _compiles(pattern: str) -> bool:
    if _NOT_RE2.search(pattern):
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def peers_are_reachable(loaded: Loaded) -> Iterator[Finding]:
    """A single-hop eBGP session needs the router in the nodes' subnet."""
    bgp = loaded.spec.cilium.bgp
    if bgp is None:
        return
    for i, peer in enumerate(bgp.peers):
        try:
            subnet = ranges.network(loaded.spec.network.subnet)
            inside = ranges.address(peer.address) in subnet
        except ValueError:
            continue
        at = loaded.at("cilium", "bgp", "peers", i, "address")
        if not inside and peer.multihop == 1 and peer.asn != bgp.local_asn:
            yield Finding(
                at,
                f"BGP peer {peer.name} ({peer.address}) is outside {subnet} and multihop is 1: the "
                "session never comes up",
                "set multihop to the number of hops, or peer with a router of the subnet",
                (loaded.at("network", "subnet"),),
            )
        if peer.multihop > 1 and peer.asn == bgp.local_asn:
            yield Finding(
                loaded.at("cilium", "bgp", "peers", i, "multihop"),
                f"BGP peer {peer.name} has the cluster's own ASN (iBGP): multihop is for eBGP alone",
                "leave multihop out",
            )


def hubble_ui_has_relay(loaded: Loaded) -> Iterator[Finding]:
    hubble = loaded.spec.cilium.hubble
    if hubble.ui and not hubble.relay:
        yield Finding(
            loaded.at("cilium", "hubble", "ui"),
            "Hubble's UI needs its relay: the chart refuses this",
            "set cilium.hubble.relay to true, or ui to false",
        )
