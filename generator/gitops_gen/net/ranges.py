"""IPv4 and IPv6 ranges: `first-last`, CIDR and single addresses, and how they lie to each other."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Range:
    """All addresses from `first` to `last`, both included; one family."""

    first: Address
    last: Address

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

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
        first, last = address(left), address(right)
        if first.version != last.version:
            raise ValueError("mixes IPv4 and IPv6")
        if int(first) > int(last):
            raise ValueError("runs backwards")
        return Range(first, last)
    if "/" in text:
        whole = network(text)
        return Range(whole[0], whole[-1])
    one = address(text)
    return Range(one, one)


def address(text: str) -> Address:
    """One address; raises ValueError with what is wrong."""
    if "%" in text:
        raise ValueError("an address with a zone is no address of a cluster")
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        raise ValueError("is no IP address") from None


def network(text: str) -> Network:
    """A network without host bits; raises ValueError with what is wrong and the network that is meant."""
    base, slash, length = text.partition("/")
    if not slash or not length.isdecimal() or not length.isascii():
        raise ValueError("is no network in CIDR form, as 192.168.42.0/24")
    address(base)
    try:
        meant = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError("is no network in CIDR form, as 192.168.42.0/24") from None
    if str(meant.network_address) != str(address(base)):
        raise ValueError(f"has host bits set: the network is {meant}")
    return meant
