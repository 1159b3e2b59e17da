"""Every address parses, is of this world, and has one owner; who must be in the subnet is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "ok-as-it-is": (
        {},
        (),
    ),
    "vip-is-a-worker": (
        {
            "vip: 192.168.42.210": "vip: ①192.168.42.204",
            "address: 192.168.42.204": "address: ②192.168.42.204",
        },
        (
            "①: the VIP has the same address as node talos-wo-1\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "vip-is-the-gateway": (
        {
            "vip: 192.168.42.210": "vip: ②192.168.42.1",
            "gateway: 192.168.42.1": "gateway: ①192.168.42.1",
            "        address: 192.168.42.1\n": "        address: ③192.168.42.1\n",
        },
        (
            "①: the gateway has the same address as the VIP\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
            "③: BGP peer mikrotik has the same address as the VIP\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "vip-outside": (
        {
            "vip: 192.168.42.210": "vip: ①192.168.43.210",
            "subnet: 192.168.42.0/24": "subnet: ②192.168.42.0/24",
        },
        (
            "①: the VIP (192.168.43.210) is outside the subnet 192.168.42.0/24\n"
            "  see also ②\n"
            "  fix: take an address of the subnet, or mend the subnet",
        ),
    ),
    "vip-is-no-address": (
        {"vip: 192.168.42.210": "vip: ①192.168.42.999"},
        (
            '①: the VIP: "192.168.42.999" is no IP address\n'
            "  fix: write one IPv4 address, as 192.168.42.1",
        ),
    ),
    "vip-is-a-name": (
        {"vip: 192.168.42.210": "vip: ①api.example.com"},
        (
            '①: the VIP: "api.example.com" is no IP address\n'
            "  fix: write one IPv4 address, as 192.168.42.1",
        ),
    ),
    "vip-is-ipv6": (
        {
            "vip: 192.168.42.210": "vip: ①fd00::1",
            "subnet: 192.168.42.0/24": "subnet: ②192.168.42.0/24",
        },
        ("①: the VIP is IPv6\n  fix: this release writes IPv4 clusters only",),
    ),
    "vip-with-zone": (
        {"vip: 192.168.42.210": "vip: ①fe80::1%eth0"},
        (
            '①: the VIP: "fe80::1%eth0" has a zone: no address of a cluster has one\n'
            "  fix: write one IPv4 address, as 192.168.42.1",
        ),
    ),
    "vip-in-pool": (
        {
            "vip: 192.168.42.210": "vip: ②192.168.42.230",
            "- 192.168.42.230-192.168.42.239": "- ①192.168.42.230-192.168.42.239",
        },
        (
            "①: pool arp (192.168.42.230-192.168.42.239) holds the VIP: once the pool hands it out, Cilium drops every other port of it, the Kubernetes API included\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "vip-in-dhcp": (
        {
            "vip: 192.168.42.210": "vip: ②192.168.42.150",
            "- 192.168.42.100-192.168.42.199": "- ①192.168.42.100-192.168.42.199",
        },
        (
            "①: the DHCP range 192.168.42.100-192.168.42.199 holds the VIP: the DHCP server may give it to another machine\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "vip-is-broadcast": (
        {
            "vip: 192.168.42.210": "vip: ①192.168.42.255",
            "subnet: 192.168.42.0/24": "subnet: ②192.168.42.0/24",
        },
        (
            "①: the VIP is the network or broadcast address of 192.168.42.0/24\n"
            "  see also ②\n"
            "  fix: leave the subnet's first and last address out",
        ),
    ),
    "ok-vip-before-broadcast": (
        {"vip: 192.168.42.210": "vip: 192.168.42.254"},
        (),
    ),
    "node-is-the-network": (
        {
            "address: 192.168.42.204": "address: ①192.168.42.0",
            "subnet: 192.168.42.0/24": "subnet: ②192.168.42.0/24",
        },
        (
            "①: node talos-wo-1 is the network or broadcast address of 192.168.42.0/24\n"
            "  see also ②\n"
            "  fix: leave the subnet's first and last address out",
        ),
    ),
    "two-nodes": (
        {
            "address: 192.168.42.204": "address: ①192.168.42.201",
            "address: 192.168.42.201": "address: ②192.168.42.201",
        },
        (
            "①: node talos-wo-1 has the same address as node talos-cp-1\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "node-in-dhcp": (
        {
            "address: 192.168.42.204": "address: ②192.168.42.199",
            "- 192.168.42.100-192.168.42.199": "- ①192.168.42.100-192.168.42.199",
        },
        (
            "①: the DHCP range 192.168.42.100-192.168.42.199 holds node talos-wo-1: the DHCP server may give it to another machine\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "ok-node-after-dhcp": (
        {"address: 192.168.42.204": "address: 192.168.42.200"},
        (),
    ),
    "node-in-pool": (
        {
            "address: 192.168.42.204": "address: ②192.168.42.239",
            "- 192.168.42.230-192.168.42.239": "- ①192.168.42.230-192.168.42.239",
        },
        (
            "①: pool arp (192.168.42.230-192.168.42.239) holds node talos-wo-1: once the pool hands it out, Cilium drops every other port of it\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "ok-node-after-pool": (
        {"address: 192.168.42.204": "address: 192.168.42.240"},
        (),
    ),
    "node-outside": (
        {
            "address: 192.168.42.204": "address: ①10.0.0.4",
            "subnet: 192.168.42.0/24": "subnet: ②192.168.42.0/24",
        },
        (
            "①: node talos-wo-1 (10.0.0.4) is outside the subnet 192.168.42.0/24\n"
            "  see also ②\n"
            "  fix: take an address of the subnet, or mend the subnet",
        ),
    ),
    "maintenance-of-another": (
        {
            "maintenanceAddress: 192.168.42.142": "maintenanceAddress: ②192.168.42.204",
            "address: 192.168.42.204": "address: ①192.168.42.204",
        },
        (
            "①: node talos-wo-1 has the same address as the maintenance address of talos-cp-1\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "ok-maintenance-is-its-own": (
        {"maintenanceAddress: 192.168.42.142": "maintenanceAddress: 192.168.42.201"},
        (),
    ),
    "maintenance-twice": (
        {
            "maintenanceAddress: 192.168.42.142": "maintenanceAddress: ②192.168.42.142",
            "address: 192.168.42.204": "address: 192.168.42.204\n    maintenanceAddress: ①192.168.42.142",
        },
        (
            "①: the maintenance address of talos-wo-1 has the same address as the maintenance address of talos-cp-1\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "maintenance-empty": (
        {"maintenanceAddress: 192.168.42.142": "maintenanceAddress: ①''"},
        (
            '①: the maintenance address of talos-cp-1: "" is no IP address\n'
            "  fix: write one IPv4 address, as 192.168.42.1",
        ),
    ),
    "gateway-outside": (
        {
            "gateway: 192.168.42.1": "gateway: ①192.168.41.1",
            "subnet: 192.168.42.0/24": "subnet: ②192.168.42.0/24",
        },
        (
            "①: the gateway (192.168.41.1) is outside the subnet 192.168.42.0/24\n"
            "  see also ②\n"
            "  fix: take an address of the subnet, or mend the subnet",
        ),
    ),
    "gateway-is-a-node": (
        {
            "gateway: 192.168.42.1": "gateway: ①192.168.42.204",
            "address: 192.168.42.204": "address: ②192.168.42.204",
        },
        (
            "①: the gateway has the same address as node talos-wo-1\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "ok-gateway-is-name-server": (
        {"- 192.168.42.2\n": "- 192.168.42.1\n"},
        (),
    ),
    "name-server-twice": (
        {"- 192.168.42.2\n": "- ②192.168.42.2\n    - ①192.168.42.2\n"},
        (
            "①: name server 192.168.42.2 has the same address as name server 192.168.42.2\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "name-server-in-pool": (
        {
            "- 192.168.42.2\n": "- ②192.168.42.231\n",
            "- 192.168.42.230-192.168.42.239": "- ①192.168.42.230-192.168.42.239",
        },
        (
            "①: pool arp (192.168.42.230-192.168.42.239) holds name server 192.168.42.231: once the pool hands it out, Cilium drops every other port of it\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "ok-name-server-outside": (
        {"- 192.168.42.2\n": "- 9.9.9.9\n"},
        (),
    ),
    "name-server-is-host-dns": (
        {"- 192.168.42.2\n": "- ①169.254.116.108\n"},
        (
            "①: Talos' host DNS 169.254.116.108 has the same address as name server 169.254.116.108\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "name-server-is-loopback": (
        {"- 192.168.42.2\n": "- ①127.0.0.53\n"},
        (
            "①: name server 127.0.0.53 has addresses of 127.0.0.0/8: no host can have one (loopback)\n"
            "  fix: take addresses of a network that you own, or private ones (RFC 1918)",
        ),
    ),
    "peer-is-the-vip": (
        {
            "        address: 192.168.42.1\n": "        address: ①192.168.42.210\n",
            "vip: 192.168.42.210": "vip: ②192.168.42.210",
        },
        (
            "①: BGP peer mikrotik has the same address as the VIP\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "dhcp-backwards": (
        {"- 192.168.42.100-192.168.42.199": "- ①192.168.42.199-192.168.42.100"},
        (
            '①: the DHCP range: "192.168.42.199-192.168.42.100" runs backwards\n'
            "  fix: write FIRST-LAST or a network, as 192.168.42.100-192.168.42.199",
        ),
    ),
    "dhcp-short": (
        {"- 192.168.42.100-192.168.42.199": "- ①192.168.42.100-199"},
        (
            '①: the DHCP range: "192.168.42.100-199" is no range: "199" is no IP address\n'
            "  fix: write FIRST-LAST or a network, as 192.168.42.100-192.168.42.199",
        ),
    ),
    "dhcp-spaced": (
        {"- 192.168.42.100-192.168.42.199": "- ①192.168.42.100 - 192.168.42.199"},
        (
            '①: the DHCP range: "192.168.42.100 - 192.168.42.199" is no range: "192.168.42.100 " is no IP address\n'
            "  fix: write FIRST-LAST or a network, as 192.168.42.100-192.168.42.199",
        ),
    ),
    "dhcp-elsewhere": (
        {
            "- 192.168.42.100-192.168.42.199": "- ①192.168.44.100-192.168.44.199",
            "subnet: 192.168.42.0/24": "subnet: ②192.168.42.0/24",
        },
        (
            "warning: ①: the DHCP range 192.168.44.100-192.168.44.199 is not inside the subnet 192.168.42.0/24\n"
            "  see also ②\n"
            "  fix: name what the subnet's own DHCP server hands out",
        ),
    ),
    "dhcp-with-gateway": (
        {
            "- 192.168.42.100-192.168.42.199": "- ①192.168.42.1-192.168.42.99",
            "gateway: 192.168.42.1": "gateway: ②192.168.42.1",
            "- 192.168.42.2\n": "- ③192.168.42.2\n",
            "        address: 192.168.42.1\n": "        address: ④192.168.42.1\n",
        },
        (
            "①: the DHCP range 192.168.42.1-192.168.42.99 holds the gateway: the DHCP server may give it to another machine\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
            "①: the DHCP range 192.168.42.1-192.168.42.99 holds name server 192.168.42.2: the DHCP server may give it to another machine\n"
            "  see also ③\n"
            "  fix: give one of them other addresses",
            "④: BGP peer mikrotik stands in the DHCP range 192.168.42.1-192.168.42.99: the DHCP server may give it to another machine\n"
            "  see also ①\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "two-dhcp-ranges": (
        {
            "- 192.168.42.100-192.168.42.199": "- ②192.168.42.100-192.168.42.199\n    - ①192.168.42.199"
        },
        (
            "①: the DHCP range 192.168.42.199 stands in the DHCP range 192.168.42.100-192.168.42.199: the DHCP server may give it to another machine\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "ok-dhcp-as-network": (
        {"- 192.168.42.100-192.168.42.199": "- 192.168.42.128/26"},
        (),
    ),
    "pool-mixes": (
        {"- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.50\n        - ①42.42.42.42-fd00::1"},
        (
            '①: pool bgp: "42.42.42.42-fd00::1" mixes IPv4 and IPv6\n'
            "  fix: write FIRST-LAST or a network, as 192.168.42.230-192.168.42.239 or 192.168.42.240/28",
        ),
    ),
    "pool-with-host-bits": (
        {"- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.50\n        - ①42.42.42.42/28"},
        (
            '①: pool bgp: "42.42.42.42/28" has host bits set: the network is 42.42.42.32/28\n'
            "  fix: write FIRST-LAST or a network, as 192.168.42.230-192.168.42.239 or 192.168.42.240/28",
        ),
    ),
    "ok-pool-as-network": (
        {"- 42.42.42.42-42.42.42.50": "- 42.42.42.32/27"},
        (),
    ),
    "pools-overlap": (
        {
            "- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.50\n        - ①192.168.42.239-192.168.42.240",
            "- 192.168.42.230-192.168.42.239": "- ②192.168.42.230-192.168.42.239",
        },
        (
            "①: pool bgp (192.168.42.239-192.168.42.240) overlaps pool arp (192.168.42.230-192.168.42.239)\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "pool-overlaps-itself-by-one": (
        {
            "- 192.168.42.230-192.168.42.239": "- ②192.168.42.230-192.168.42.239\n        - ①192.168.42.235"
        },
        (
            "①: pool arp (192.168.42.235) stands in pool arp (192.168.42.230-192.168.42.239)\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "pool-holds-broadcast": (
        {
            "- 192.168.42.230-192.168.42.239": "- ①192.168.42.240-192.168.42.255",
            "subnet: 192.168.42.0/24": "subnet: ②192.168.42.0/24",
        },
        (
            "①: pool arp (192.168.42.240-192.168.42.255) holds the network or broadcast address of 192.168.42.0/24\n"
            "  see also ②\n"
            "  fix: leave the subnet's first and last address out",
        ),
    ),
    "pool-is-ipv6": (
        {"- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.50\n        - ①fd00::/112"},
        ("①: pool bgp (fd00::/112) is IPv6\n  fix: this release writes IPv4 clusters only",),
    ),
    "pool-is-multicast": (
        {"- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.50\n        - ①224.0.0.1-224.0.0.9"},
        (
            "①: pool bgp (224.0.0.1-224.0.0.9) has addresses of 224.0.0.0/4: no host can have one (multicast)\n"
            "  fix: take addresses of a network that you own, or private ones (RFC 1918)",
        ),
    ),
    "pool-is-reserved": (
        {"- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.50\n        - ①240.0.0.1"},
        (
            "①: pool bgp (240.0.0.1) has addresses of 240.0.0.0/4: no host can have one (reserved)\n"
            "  fix: take addresses of a network that you own, or private ones (RFC 1918)",
        ),
    ),
    "pool-is-host-dns": (
        {"- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.50\n        - ①169.254.116.0/24"},
        (
            "①: Talos' host DNS 169.254.116.108 stands in pool bgp (169.254.116.0/24)\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "pool-in-pods": (
        {
            "- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.50\n        - ②10.244.7.0/24",
            "\n\ntalos:\n": "\n  podSubnets: [①10.244.0.0/16]\n\ntalos:\n",
        },
        (
            "①: the pod subnet 10.244.0.0/16 overlaps pool bgp (10.244.7.0/24)\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "pool-in-default-services": (
        {
            "- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.50\n        - ②10.96.7.0/24",
            "\nnetwork:\n": "\n①network:\n",
        },
        (
            "①: the Service subnet 10.96.0.0/12 overlaps pool bgp (10.96.7.0/24)\n"
            "  see also ②\n"
            "  fix: give one of them other addresses",
        ),
    ),
    "subnet-with-host-bits": (
        {"subnet: 192.168.42.0/24": "subnet: ①192.168.42.1/24"},
        (
            '①: the subnet: "192.168.42.1/24" has host bits set: the network is 192.168.42.0/24\n'
            "  fix: write a network, as 192.168.42.0/24",
        ),
    ),
    "subnet-without-length": (
        {"subnet: 192.168.42.0/24": "subnet: ①192.168.42.0"},
        (
            '①: the subnet: "192.168.42.0" is no network in CIDR form\n'
            "  fix: write a network, as 192.168.42.0/24",
        ),
    ),
    "subnet-is-ipv6": (
        {"subnet: 192.168.42.0/24": "subnet: ①192.168.42.0/33"},
        (
            '①: the subnet: "192.168.42.0/33" is no network in CIDR form\n'
            "  fix: write a network, as 192.168.42.0/24",
        ),
    ),
    "pods-over-the-subnet": (
        {
            "\n\ntalos:\n": "\n  serviceSubnets: [②10.0.0.0/12]\n  podSubnets: [①10.0.0.0/16]\n\ntalos:\n"
        },
        (
            "②: the Service subnet 10.0.0.0/12 overlaps the pod subnet 10.0.0.0/16\n"
            "  see also ①\n"
            "  fix: give one of them other addresses",
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
