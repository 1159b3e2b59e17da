"""Addresses: all of them parse, no two owners meet, and who must be in the subnet is in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from gitops_gen.findings import Finding, Severity
from gitops_gen.net import ranges
from gitops_gen.spec.load import Loaded
from gitops_gen.spec.rules.ledger import Entry, entries, ledger, parsed, subnet

_BOXES = frozenset(("gateway", "nameserver", "peer"))
"""What may be one and the same box: a router is gateway, name server and BGP peer."""
_FORMS = {
    "pods": "write a network, as 10.244.0.0/16",
    "services": "write a network, as 10.96.0.0/12",
    "pool": "write FIRST-LAST or a network, as 192.168.42.230-192.168.42.239 or 192.168.42.240/28",
    "dhcp": "write FIRST-LAST or a network, as 192.168.42.100-192.168.42.199",
}
_NO_HOSTS = tuple(
    (text, ranges.parse(text), use)
    for text, use in (
        ("0.0.0.0/8", "this network"),
        ("127.0.0.0/8", "loopback"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
"""Blocks of which no host can have an address (RFC 6890, RFC 5771)."""


def addresses_parse(loaded: Loaded) -> Iterator[Finding]:
    """Everything is an address, a range or a network, and IPv4."""
    text = loaded.spec.network.subnet
    own = Entry("subnet", "the subnet", text, ("network", "subnet"))
    for entry in (own, *entries(loaded)):
        try:
            where = ranges.whole(ranges.network(text)) if entry is own else parsed(entry)
        except ValueError as error:
            yield Finding(
                loaded.at(*entry.path), f'{entry.title}: "{entry.text}" {error}', _form(entry)
            )
            continue
        yield from _usable(loaded, entry, where)


def _form(entry: Entry) -> str:
    if entry.kind == "subnet":
        return "write a network, as 192.168.42.0/24"
    return _FORMS.get(entry.kind, "write one IPv4 address, as 192.168.42.1")


def _usable(loaded: Loaded, entry: Entry, where: ranges.Range) -> Iterator[Finding]:
    if where.first.version != 4:
        yield Finding(
            loaded.at(*entry.path), f"{entry} is IPv6", "this release writes IPv4 clusters only"
        )
        return
    for text, block, use in _NO_HOSTS:
        if where.overlaps(block):
            yield Finding(
                loaded.at(*entry.path),
                f"{entry} has addresses of {text}: no host can have one ({use})",
                "take addresses of a network that you own, or private ones (RFC 1918)",
            )


def addresses_do_not_meet(loaded: Loaded) -> Iterator[Finding]:
    """No two owners share an address, but where they may be one box."""
    for (one, left), (two, right) in combinations(ledger(loaded), 2):
        if not left.overlaps(right) or _may_meet(one, two):
            continue
        shown = one if two.kind == "host-dns" else two
        others = () if shown is one else (loaded.at(*one.path),)
        yield Finding(
            loaded.at(*shown.path),
            f"{two} {_verb(left, right)} {one}{_why(one, two)}",
            "give one of them other addresses",
            others,
        )


def _verb(left: ranges.Range, right: ranges.Range) -> str:
    if left.size == right.size == 1:
        return "has the same address as"
    if right.size == 1:
        return "stands in"
    return "holds" if left.size == 1 else "overlaps"


def _may_meet(one: Entry, two: Entry) -> bool:
    kinds = {one.kind, two.kind}
    if kinds <= _BOXES:
        return len(kinds) == 2
    if kinds == {"maintenance", "dhcp"}:
        return True
    return kinds == {"node", "maintenance"} and one.owner == two.owner


def _why(one: Entry, two: Entry) -> str:
    kinds = {one.kind, two.kind}
    if "pool" in kinds and kinds & {"vip", "node", "gateway", "nameserver"}:
        api = ", the Kubernetes API included" if "vip" in kinds else ""
        return f": once the pool hands it out, Cilium drops every other port of it{api}"
    if "dhcp" in kinds:
        return ": the DHCP server may give it to another machine"
    return ""


def addresses_are_in_the_subnet(loaded: Loaded) -> Iterator[Finding]:
    """Nodes, VIP and gateway are hosts of the subnet; the pod and Service ranges are not in it."""
    around = subnet(loaded)
    if around is None:
        return
    for entry, where in ledger(loaded):
        if said := _outside(entry, where, around):
            message, fix = said
            severity = Severity.WARNING if entry.kind == "dhcp" else Severity.ERROR
            other = (loaded.at("network", "subnet"),)
            yield Finding(loaded.at(*entry.path), message, fix, other, severity)


def _outside(entry: Entry, where: ranges.Range, around: ranges.Network) -> tuple[str, str] | None:
    """Message and fix for an entry that lies wrong to the nodes' subnet."""
    if where.first.version != around.version:
        return None
    ends = (around[0], around[-1]) if around.num_addresses > 2 else ()
    if entry.kind in ("node", "vip", "gateway") and where.first not in around:
        message = f"{entry} ({entry.text}) is outside the subnet {around}"
        return message, "take an address of the subnet, or mend the subnet"
    if entry.kind in ("pods", "services"):
        if where.overlaps(ranges.whole(around)):
            fix = "take a range that is used nowhere around the cluster"
            return f"{entry} overlaps the nodes' subnet {around}", fix
        return None
    if entry.kind == "dhcp" and not where.within(around):
        fix = "name what the subnet's own DHCP server hands out"
        return f"{entry} is not inside the subnet {around}", fix
    if any(where.holds(end) for end in ends):
        fix = "leave the subnet's first and last address out"
        verb = "is" if where.size == 1 else "holds"
        return f"{entry} {verb} the network or broadcast address of {around}", fix
    return None
