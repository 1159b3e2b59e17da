"""The ledger of addresses: everything that owns one, written or default; it judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.net import ranges
from gitops_gen.records import Record
from gitops_gen.spec.load import Loaded

HOST_DNS = "169.254.116.108"
"""Where Talos' own DNS cache listens on every node (constants.HostDNSAddress)."""

_WITH_TEXT = ("nameserver", "dhcp", "pods", "services")


class Entry(Record, frozen=True):
    """An owner of addresses: its kind, its title for people, its text and its place in the spec."""

    kind: str
    title: str
    text: str
    path: tuple[str | int, ...]
    owner: str = ""

    def __str__(self) -> str:
        if self.kind == "pool":
            return f"{self.title} ({self.text})"
        return f"{self.title} {self.text}" if self.kind in _WITH_TEXT else self.title


def entries(loaded: Loaded) -> Iterator[Entry]:
    """Every owner, the defaults that nobody wrote included."""
    yield from _nodes(loaded)
    net = loaded.spec.network
    yield Entry("vip", "the VIP", net.vip, ("network", "vip"))
    yield Entry("gateway", "the gateway", net.gateway, ("network", "gateway"))
    for i, text in enumerate(net.nameservers):
        yield Entry("nameserver", "name server", text, ("network", "nameservers", i))
    for i, text in enumerate(net.dhcp):
        yield Entry("dhcp", "the DHCP range", text, ("network", "dhcp", i))
    yield from _cilium(loaded)
    for i, text in enumerate(net.pod_subnets):
        yield Entry("pods", "the pod subnet", text, ("network", "podSubnets", i))
    for i, text in enumerate(net.service_subnets):
        yield Entry("services", "the Service subnet", text, ("network", "serviceSubnets", i))
    yield Entry("host-dns", f"Talos' host DNS {HOST_DNS}", HOST_DNS, ("network",))


def _nodes(loaded: Loaded) -> Iterator[Entry]:
    for i, node in enumerate(loaded.spec.nodes):
        path = ("nodes", i)
        yield Entry("node", f"node {node.name}", node.address, (*path, "address"), node.name)
        if node.maintenance_address is not None:
            title = f"the maintenance address of {node.name}"
            at = (*path, "maintenanceAddress")
            yield Entry("maintenance", title, node.maintenance_address, at, node.name)


def _cilium(loaded: Loaded) -> Iterator[Entry]:
    cilium = loaded.spec.cilium
    for i, pool in enumerate(cilium.pools):
        for j, text in enumerate(pool.ranges):
            path = ("cilium", "pools", i, "ranges", j)
            yield Entry("pool", f"pool {pool.name}", text, path, pool.name)
    for i, peer in enumerate(cilium.bgp.peers if cilium.bgp else ()):
        at = ("cilium", "bgp", "peers", i, "address")
        yield Entry("peer", f"BGP peer {peer.name}", peer.address, at, peer.name)


def parsed(entry: Entry) -> ranges.Range:
    """The range of an entry; raises ValueError with what is wrong."""
    if entry.kind in ("pods", "services"):
        return ranges.whole(ranges.network(entry.text))
    if entry.kind in ("pool", "dhcp"):
        return ranges.parse(entry.text)
    one = ranges.address(entry.text)
    return ranges.Range(one, one)


def ledger(loaded: Loaded) -> list[tuple[Entry, ranges.Range]]:
    """The entries that parse; the others have a finding of their own."""
    found = []
    for entry in entries(loaded):
        try:
            found.append((entry, parsed(entry)))
        except ValueError:
            continue
    return found


def subnet(loaded: Loaded) -> ranges.Network | None:
    """The nodes' subnet, where it parses."""
    try:
        return ranges.network(loaded.spec.network.subnet)
    except ValueError:
        return None
