"""What Cilium accepts and then does nothing with: selectors, interface patterns, peers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gitops_gen.findings import Finding, Severity
from gitops_gen.net import ranges
from gitops_gen.spec.load import Loaded
from gitops_gen.spec.rules.selection import node_labels, selectors, selects

_FOREIGN = re.compile(
    r"\(\?(?!:)|\\[^dDwWsS!-/:-@\[-`{-~]|\\$|[*+?}]\+|\{,|\[[^\]]*(?:\[|--|&&|~~|\|\|)"
)
"""What Python's and Go's regular expressions read differently, or only one of them takes."""
_LONGEST = 200


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
                    "add them" if wants else "leave them out",
                )


def interfaces_are_anchored(loaded: Loaded) -> Iterator[Finding]:
    """Cilium searches the pattern in the interface's name (pkg/l2announcer), and skips what RE2 refuses."""
    for i, policy in enumerate(loaded.spec.cilium.l2):
        for j, pattern in enumerate(policy.interfaces):
            path = ("cilium", "l2", i, "interfaces", j)
            if not compiles(pattern):
                yield Finding(
                    loaded.at(*path),
                    f'"{pattern}" is no regular expression that Cilium (RE2) takes',
                    "write it with letters, digits, . [ ] ( ) | * + ? { } ^ $ alone",
                )
            elif not (pattern.startswith("^") and pattern.endswith("$")):
                yield Finding(
                    loaded.at(*path),
                    f'"{pattern}" is not anchored: Cilium searches it anywhere in the name',
                    f'write "^{pattern.removeprefix("^").removesuffix("$")}$"',
                )


def compiles(pattern: str) -> bool:
    """Whether a pattern is one that Go's RE2 takes too, and reads as Python does."""
    if len(pattern) > _LONGEST or not pattern.isascii() or _FOREIGN.search(pattern):
        return False
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, OverflowError):
        return False
    return not any(int(count) > 1000 for count in re.findall(r"[{,]([0-9]{4,})", pattern))


def finds(pattern: str, name: str) -> bool:
    """Whether Cilium finds a pattern in the name of an interface."""
    return re.search(pattern, name, re.ASCII) is not None


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
        if not inside and peer.multihop == 1 and peer.asn != bgp.local_asn:
            yield Finding(
                loaded.at("cilium", "bgp", "peers", i, "address"),
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


def l2_policies_announce(loaded: Loaded) -> Iterator[Finding]:
    for i, policy in enumerate(loaded.spec.cilium.l2):
        if not policy.external_ips and not policy.load_balancer_ips:
            yield Finding(
                loaded.at("cilium", "l2", i, "loadBalancerIPs"),
                f"L2 policy {policy.name} announces nothing: externalIPs and loadBalancerIPs are off",
                "leave both out, or set one to true",
            )


def l2_interfaces_are_there(loaded: Loaded) -> Iterator[Finding]:
    """Some node that a policy selects has an interface that it names; the nodes' others are not known."""
    for i, policy in enumerate(loaded.spec.cilium.l2):
        patterns = [text for text in policy.interfaces if compiles(text)]
        nodes = [n for n in loaded.spec.nodes if selects(policy.node_selector, node_labels(n))]
        named = {node.interface for node in nodes}
        if not patterns or not named:
            continue
        if not any(finds(pattern, name) for pattern in patterns for name in named):
            yield Finding(
                loaded.at("cilium", "l2", i, "interfaces"),
                f"L2 policy {policy.name} names no interface that a node's address is on: "
                f"{', '.join(sorted(named))}",
                "add a pattern for it, or leave interfaces out",
                severity=Severity.WARNING,
            )


def node_selectors_select(loaded: Loaded) -> Iterator[Finding]:
    labels = [node_labels(node) for node in loaded.spec.nodes]
    for path, selector in selectors(loaded):
        if path[-1] == "nodeSelector" and not any(selects(selector, one) for one in labels):
            yield Finding(
                loaded.at(*path),
                "the selector selects no node of this spec",
                "give a node the label, or mend the selector",
                severity=Severity.WARNING,
            )


def cluster_ips_are_taken(loaded: Loaded) -> Iterator[Finding]:
    """A node drops traffic from outside to a cluster address unless the chart is told otherwise."""
    bgp = loaded.spec.cilium.bgp
    bpf = loaded.spec.cilium.values.get("bpf")
    if bgp is None or (isinstance(bpf, dict) and bpf.get("lbExternalClusterIP") is True):
        return
    for i, advertisement in enumerate(bgp.advertisements):
        if "ClusterIP" in advertisement.addresses:
            place = advertisement.addresses.index("ClusterIP")
            yield Finding(
                loaded.at("cilium", "bgp", "advertisements", i, "addresses", place),
                f"BGP advertisement {advertisement.name} sends traffic for cluster addresses to nodes "
                "that drop it",
                "set cilium.values.bpf.lbExternalClusterIP to true, or leave ClusterIP out",
            )


def graceful_restart_is_long_enough(loaded: Loaded) -> Iterator[Finding]:
    bgp = loaded.spec.cilium.bgp
    if bgp is not None and bgp.graceful_restart_seconds < 30:
        yield Finding(
            loaded.at("cilium", "bgp", "gracefulRestartSeconds"),
            f"an agent seldom restarts within {bgp.graceful_restart_seconds} s: the routers drop its "
            "routes at every update",
            "leave it out (120), or set it to 30 or more",
            severity=Severity.WARNING,
        )
