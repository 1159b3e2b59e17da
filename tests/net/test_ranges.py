"""Ranges: what is taken, what is refused in which words, and how two lie to each other."""

from __future__ import annotations

import ipaddress
import re

import pytest

from gitops_gen.net import ranges


@pytest.mark.parametrize(
    ("text", "first", "last", "size", "spelt"),
    [
        ("10.0.0.1", "10.0.0.1", "10.0.0.1", 1, "10.0.0.1"),
        ("10.0.0.1-10.0.0.9", "10.0.0.1", "10.0.0.9", 9, "10.0.0.1-10.0.0.9"),
        ("10.0.0.9-10.0.0.9", "10.0.0.9", "10.0.0.9", 1, "10.0.0.9"),
        ("10.0.0.0/30", "10.0.0.0", "10.0.0.3", 4, "10.0.0.0-10.0.0.3"),
        ("10.0.0.7/32", "10.0.0.7", "10.0.0.7", 1, "10.0.0.7"),
        ("fd00::/126", "fd00::", "fd00::3", 4, "fd00::-fd00::3"),
        ("0.0.0.0/0", "0.0.0.0", "255.255.255.255", 2**32, "0.0.0.0-255.255.255.255"),
    ],
)
def test_a_range_is_read(text: str, first: str, last: str, size: int, spelt: str) -> None:
    found = ranges.parse(text)
    assert (str(found.first), str(found.last), found.size, str(found)) == (first, last, size, spelt)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no IP address"),
        ("10.0.0.256", "is no IP address"),
        ("fe80::1%eth0", "has a zone: no address of a cluster has one"),
        ("10.0.0.9-10.0.0.1", "runs backwards"),
        ("10.0.0.9-fd00::1", "mixes IPv4 and IPv6"),
        ("10.0.0.9-", 'is no range: "" is no IP address'),
        ("10.0.0.1-2-3", 'is no range: "2-3" is no IP address'),
        ("10.0.0.0/33", "is no network in CIDR form"),
        ("10.0.0.0/08", "is no network in CIDR form"),
        ("10.0.0.0/", "is no network in CIDR form"),
        ("10.0.0.0/x", "is no network in CIDR form"),
        ("10.0.0/8", "is no IP address"),
        ("10.0.0.1/30", "has host bits set: the network is 10.0.0.0/30"),
    ],
)
def test_a_refusal_says_why(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        ranges.parse(text)


def test_a_network_needs_its_length() -> None:
    with pytest.raises(ValueError, match=r"^is no network in CIDR form$"):
        ranges.network("10.0.0.0")


@pytest.mark.parametrize(
    ("one", "two", "meet"),
    [
        ("10.0.0.1-10.0.0.5", "10.0.0.5-10.0.0.9", True),
        ("10.0.0.1-10.0.0.5", "10.0.0.6-10.0.0.9", False),
        ("10.0.0.0/24", "10.0.0.7", True),
        ("10.0.0.0/24", "10.0.1.0", False),
        ("10.0.0.1", "::a00:1", False),
        ("fd00::/64", "fd00::1", True),
    ],
)
def test_two_ranges_meet_or_not(one: str, two: str, meet: bool) -> None:
    assert ranges.parse(one).overlaps(ranges.parse(two)) is meet
    assert ranges.parse(two).overlaps(ranges.parse(one)) is meet


def test_holding_and_standing_within() -> None:
    some = ranges.parse("10.0.0.4-10.0.0.7")
    assert some.holds(ranges.address("10.0.0.4"))
    assert some.holds(ranges.address("10.0.0.7"))
    assert not some.holds(ranges.address("10.0.0.8"))
    assert some.within(ranges.network("10.0.0.4/30"))
    assert not some.within(ranges.network("10.0.0.0/30"))
    assert not ranges.parse("10.0.0.3-10.0.0.4").within(ranges.network("10.0.0.4/30"))
    assert not ranges.parse("10.0.0.7-10.0.0.8").within(ranges.network("10.0.0.4/30"))


def test_a_whole_network() -> None:
    found = ranges.whole(ipaddress.ip_network("10.0.0.0/29"))
    assert str(found) == "10.0.0.0-10.0.0.7"
