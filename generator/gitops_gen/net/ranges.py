"""IPv4 and IPv6 ranges: `first-last`, CIDR and single addresses, and how they lie to each other."""

from __future__ import annotations

import ipaddress
import re

from gitops_gen.records import Record

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_LENGTH = re.compile(r"(0|[1-9][0-9]{0,2})\Z")
_NO_NETWORK = "is no network in CIDR form"


class Range(Record, frozen=True):
    """All addresses from `first` to `last`, both included; one family."""

    first: Address
    last: Address

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def size(self) -> int:
        """How many addresses it holds."""
        return int(self.last) - int(self.first) + 1

    def overlaps(self, other: Range) -> bool:
        if self.first.version != other.first.version:
            return False
        return int(self.first) <= int(other.last) and int(other.first) <= int(self.last)

    def holds(self, address: Address) -> bool:
        return self.overlaps(Range(address, address))

    def within(self, network: Network) -> bool:
        return self.first in network and self.last in network


def parse(text: str) -> Range:
    """`10.0.0.1`, `10.0.0.1-10.0.0.9` or `10.0.0.0/24`; raises ValueError with what is wrong."""
    if "-" in text:
        left, _, right = text.partition("-")
        first, last = _end(left), _end(right)
        if first.version != last.version:
            raise ValueError("mixes IPv4 and IPv6")
        if int(first) > int(last):
            raise ValueError("runs backwards")
        return Range(first, last)
    if "/" in text:
        return whole(network(text))
    one = address(text)
    return Range(one, one)


def _end(text: str) -> Address:
    try:
        return address(text)
    except ValueError as error:
        raise ValueError(f'is no range: "{text}" {error}') from None


def address(text: str) -> Address:
    """One address; raises ValueError with what is wrong."""
    if "%" in text:
        raise ValueError("has a zone: no address of a cluster has one")
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        raise ValueError("is no IP address") from None


def network(text: str) -> Network:
    """A network without host bits; raises ValueError with what is wrong and the network that is meant."""
    base, _, length = text.partition("/")
    if not _LENGTH.match(length):
        raise ValueError(_NO_NETWORK)
    own = address(base)
    try:
        meant = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError(_NO_NETWORK) from None
    if meant.network_address != own:
        raise ValueError(f"has host bits set: the network is {meant}")
    return meant


def whole(network: Network) -> Range:
    """All addresses of a network, its first and last included."""
    return Range(network[0], network[-1])
