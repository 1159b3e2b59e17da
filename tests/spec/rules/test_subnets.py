"""Pod and Service subnets: one each, wide enough, and not too wide."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "ok-both-said": (
        {
            "\n\ntalos:\n": "\n  podSubnets: [10.32.0.0/16]\n  serviceSubnets: [10.112.0.0/12]\n\ntalos:\n"
        },
        (),
    ),
    "two-pod-subnets": (
        {"\n\ntalos:\n": "\n  podSubnets: [②10.32.0.0/16, ①10.33.0.0/16]\n\ntalos:\n"},
        (
            "①: network.podSubnets has 2 subnets: Kubernetes takes one for IPv4\n"
            "  see also ②\n"
            "  fix: keep one",
        ),
    ),
    "two-service-subnets": (
        {"\n\ntalos:\n": "\n  serviceSubnets: [②10.112.0.0/16, ①10.113.0.0/16]\n\ntalos:\n"},
        (
            "①: network.serviceSubnets has 2 subnets: Kubernetes takes one for IPv4\n"
            "  see also ②\n"
            "  fix: keep one",
        ),
    ),
    "ok-room-for-four-nodes": (
        {"\n\ntalos:\n": "\n  podSubnets: [10.32.0.0/22]\n\ntalos:\n"},
        (),
    ),
    "room-for-two-nodes": (
        {"\n\ntalos:\n": "\n  podSubnets: [①10.32.0.0/23]\n\ntalos:\n"},
        (
            "①: the pod subnet 10.32.0.0/23 has room for 2 nodes, the cluster has 4: each takes a /24\n"
            "  fix: take a wider pod subnet",
        ),
    ),
    "room-for-none": (
        {"\n\ntalos:\n": "\n  podSubnets: [①10.32.0.0/25]\n\ntalos:\n"},
        (
            "①: the pod subnet 10.32.0.0/25 has room for 0 nodes, the cluster has 4: each takes a /24\n"
            "  fix: take a wider pod subnet",
        ),
    ),
    "no-pod-network": (
        {"\n\ntalos:\n": "\n  podSubnets: [①10.32.0.0]\n\ntalos:\n"},
        (
            '①: the pod subnet: "10.32.0.0" is no network in CIDR form\n'
            "  fix: write a network, as 10.244.0.0/16",
        ),
    ),
    "pods-with-host-bits": (
        {"\n\ntalos:\n": "\n  podSubnets: [①10.32.1.0/16]\n\ntalos:\n"},
        (
            '①: the pod subnet: "10.32.1.0/16" has host bits set: the network is 10.32.0.0/16\n'
            "  fix: write a network, as 10.244.0.0/16",
        ),
    ),
    "ipv6-pods": (
        {"\n\ntalos:\n": "\n  podSubnets: [①'fd00::/56']\n\ntalos:\n"},
        ("①: the pod subnet fd00::/56 is IPv6\n  fix: this release writes IPv4 clusters only",),
    ),
    "service-subnet-too-wide": (
        {
            "\n\ntalos:\n": "\n  podSubnets: [172.16.0.0/16]\n  serviceSubnets: [①10.224.0.0/11]\n\ntalos:\n"
        },
        (
            "①: the Service subnet 10.224.0.0/11 is too wide: the API server takes /12 at most\n"
            "  fix: take a network between /12 and /28",
        ),
    ),
    "ok-service-subnet-widest": (
        {
            "\n\ntalos:\n": "\n  podSubnets: [172.16.0.0/16]\n  serviceSubnets: [10.240.0.0/12]\n\ntalos:\n"
        },
        (),
    ),
    "ok-service-subnet-narrowest": (
        {"\n\ntalos:\n": "\n  serviceSubnets: [10.112.0.0/28]\n\ntalos:\n"},
        (),
    ),
    "service-subnet-too-narrow": (
        {"\n\ntalos:\n": "\n  serviceSubnets: [①10.112.0.0/29]\n\ntalos:\n"},
        (
            "①: the Service subnet 10.112.0.0/29 is too narrow: Talos gives CoreDNS its 10th address\n"
            "  fix: take a network between /12 and /28",
        ),
    ),
    "no-service-network": (
        {"\n\ntalos:\n": "\n  serviceSubnets: [①10.112.0.0-10.112.0.255]\n\ntalos:\n"},
        (
            '①: the Service subnet: "10.112.0.0-10.112.0.255" is no network in CIDR form\n'
            "  fix: write a network, as 10.96.0.0/12",
        ),
    ),
    "none": (
        {"\n\ntalos:\n": "\n  ①podSubnets: []\n\ntalos:\n"},
        ("①: network.podSubnets: must not be empty",),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
