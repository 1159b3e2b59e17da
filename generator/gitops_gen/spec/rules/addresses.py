"""The ledger of addresses: everything that owns one, written or default, and who meets whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from gitops_gen.findings import Finding
from gitops_gen.net import ranges
from gitops_gen.spec.load import Loaded

HOST_DNS = "169.254.116.108"
"""Where Talos' own DNS cache listens on every node (constants.HostDNSAddress)."""

_BOXES = frozenset(("gateway", "nameserver", "peer"))
"""What may be one and the same box: a router is gateway, name server and BGP peer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An owner of addresses: its kind, its title for people, its text and its place in the spec."""

    kind: str
    title: str
    text: str
    path: tuple[str | int, ...]
    owner: str = ""


def entries(loaded: Loaded) -> Iterator[Entry]:
    """Every owner, the defaults that nobody wrote included."""
    spec, net = loaded.spec, loaded.spec.network
    for i, node in enumerate(spec.nodes):
        yield Entry("node", f"node {node.name}", node.address, ("nodes", i, "address"), node.name)
        if node.maintenance_address:
            title = f"the maintenance address of {node.name}"
            path = ("nodes", i, "maintenanceAddress")
            yield Entry("maintenance", title, node.maintenance_address, path, node.name)
    yield Entry("vip", "the VIP", net.vip, ("network", "vip"))
    yield Entry("gateway", "the gateway", net.gateway, ("network", "gateway"))
    for i, server in enumerate(net.nameservers):
        yield Entry("nameserver", f"name server {server}", server, ("network", "nameservers", i))
    for i, text in enumerate(net.dhcp):
        yield Entry("dhcp", f"the DHCP range {text}", text, ("network", "dhcp", i))
    for i, pool in enumerate(spec.cilium.pools):
        for j, text in enumerate(pool.ranges):
            title = f"pool {pool.name} ({text})"
            yield Entry("pool", title, text, ("cilium", "pools", i, "ranges", j))
    if spec.cilium.bgp:
        for i, peer in enumerate(spec.cilium.bgp.peers):
            title = f"BGP peer {peer.name}"
            yield Entry("peer", title, peer.address, ("cilium", "bgp", "peers", i, "address"))
    for i, text in enumerate(net.pod_subnets):
        yield Entry("pods", f"the pod subnet {text}", text, ("network", "podSubnets", i))
    for i, text in enumerate(net.service_subnets):
        yield Entry(
            "services", f"the Service subnet {text}", text, ("network", "serviceSubnets", i)
        )
    yield Entry("host-dns", f"Talos' host DNS {HOST_DNS}", HOST_DNS, ("network",))


def parsed(entry: Entry) -> ranges.Range:
    """The range of an entry; raises ValueError with what is wrong."""
    if entry.kind in ("pods", "services"):
        whole = ranges.network(entry.text)
        return ranges.Range(whole[0], whole[-1])
    if entry.kind in ("pool", "dhcp"):
        return ranges.parse(entry.text)
    one = ranges.address(entry.text)
    return ranges.Range(one, one)


def addresses_parse(loaded: Loaded) -> Iterator[Finding]:
    """Everything is an address, a range or a network, and IPv4."""
    for entry in entries(loaded):
        try:
            family = parsed(entry).first.version
        except ValueError as error:
            yield Finding(loaded.at(*entry.path), f'{entry.title}: "{entry.text}" {error}')
            continue
        if family != 4:
            yield Finding(
                loaded.at(*entry.path),
                f"{entry.title} is IPv6",
                "this release writes IPv4 clusters only",
            )
    try:
        ranges.network(loaded.spec.network.subnet)
    except ValueError as error:
        text = loaded.spec.network.subnet
        yield Finding(loaded.at("network", "subnet"), f'the subnet "{text}" {error}')


def _ledger(loaded: Loaded) -> list[tuple[Entry, ranges.Range]]:
    """The entries that parse; the others have a finding of their own."""
    found = []
    for entry in entries(loaded):
        try:
            found.append((entry, parsed(entry)))
        except ValueError:
            continue
    return found


def addresses_do_not_meet(loaded: Loaded) -> Iterator[Finding]:
    """No two owners share an address, but where they may be one box."""
    for (one, left), (two, right) in combinations(_ledger(loaded), 2):
        if left.overlaps(right) and not _may_meet(one, two):
            yield Finding(
                loaded.at(*two.path),
                f"{two.title} meets {one.title}{_why(one, two)}",
                "give one of them other addresses",
                (loaded.at(*one.path),),
            )


def _may_meet(one: Entry, two: Entry) -> bool:
    kinds = {one.kind, two.kind}
    if kinds <= _BOXES:
        return len(kinds) == 2
    if kinds == {"maintenance", "dhcp"}:
        return True
    return kinds == {"node", "maintenance"} and one.owner == two.owner


def _why(one: Entry, two: Entry) -> str:
    kinds = {one.kind, two.kind}
    if kinds == {"pool", "vip"}:
        return (
            ": once the pool hands it out, Cilium drops every other port of it, the Kubernetes API "
            "included"
        )
    if "dhcp" in kinds:
        return ": the DHCP server may give it to another machine"
    return ""


def _subnet(loaded: Loaded) -> ranges.Network | None:
    try:
        return ranges.network(loaded.spec.network.subnet)
    except ValueError:
        return None


def node_addresses_are_in_the_subnet(loaded: Loaded) -> Iterator[Finding]:
    """Nodes, VIP and gateway are hosts of the subnet; the pod and Service ranges are not in it."""
    subnet = _subnet(loaded)
    if subnet is None:
        return
    ends = {subnet[0], subnet[-1]} if subnet.num_addresses > 2 else set()
    for entry, where in _ledger(loaded):
        if entry.kind in ("node", "vip", "gateway") and where.first not in subnet:
            yield Finding(
                loaded.at(*entry.path),
                f"{entry.title} ({entry.text}) is outside the subnet {subnet}",
                "",
                (loaded.at("network", "subnet"),),
            )
        elif entry.kind in ("pods", "services"):
            if where.overlaps(ranges.Range(subnet[0], subnet[-1])):
                yield Finding(
                    loaded.at(*entry.path),
                    f"{entry.title} overlaps the nodes' subnet {subnet}",
                    "take a range that is used nowhere around the cluster",
                    (loaded.at("network", "subnet"),),
                )
        elif any(where.holds(end) for end in ends):
            yield Finding(
                loaded.at(*entry.path),
                f"{entry.title} holds the network or broadcast address of {subnet}",
                "leave the first and the last address of the subnet out",
            )


def ranges_are_wide_enough(loaded: Loaded) -> Iterator[Finding]:
    """Every node gets a /24 of the pod subnet (kube-controller-manager's node-cidr-mask-size)."""
    for i, text in enumerate(loaded.spec.network.pod_subnets):
        try:
            whole = ranges.network(text)
        except ValueError:
            continue
        room = 2 ** max(0, 24 - whole.prefixlen) if whole.prefixlen <= 24 else 0
        if whole.version == 4 and room < len(loaded.spec.nodes):
            yield Finding(
                loaded.at("network", "podSubnets", i),
                f"the pod subnet {text} has room for {room} nodes, the cluster has "
                f"{len(loaded.spec.nodes)}: each takes a /24",
                "take a wider pod subnet",
            )
