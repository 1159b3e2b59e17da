"""What Cilium accepts and then does nothing with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "empty-selector": (
        {
            "  bgp:\n    localASN": "    - name: other\n      ①serviceSelector: {}\n  bgp:\n    localASN"
        },
        ("①: the selector is empty\n  fix: leave it out to select everything",),
    ),
    "in-without-values": (
        {
            "              values: [arp]\n\nflux": "              values: [arp]\n            - ①key: other\n              operator: NotIn\n\nflux"
        },
        ("①: the operator NotIn needs values\n  fix: add them",),
    ),
    "exists-with-values": (
        {
            "              values: [arp]\n\nflux": "              values: [arp]\n            - ①key: announcement\n              operator: DoesNotExist\n              values: [x]\n\nflux",
            "          announcement: arp\n": "          announcement: arp\n",
        },
        ("①: the operator DoesNotExist takes no values\n  fix: leave them out",),
    ),
    "not-anchored": (
        {
            "      interfaces:\n        - ^eth[0-9]+$\n        - ^enp0s[0-9]+$\n": "      interfaces:\n        - ①enp0s[0-9]+\n        - ②^eth\n        - ③ens$\n"
        },
        (
            '①: "enp0s[0-9]+" is not anchored: Cilium searches it anywhere in the name\n'
            '  fix: write "^enp0s[0-9]+$"',
            '②: "^eth" is not anchored: Cilium searches it anywhere in the name\n'
            '  fix: write "^eth$"',
            '③: "ens$" is not anchored: Cilium searches it anywhere in the name\n'
            '  fix: write "^ens$"',
        ),
    ),
    "look-ahead": (
        {
            "      interfaces:\n        - ^eth[0-9]+$\n        - ^enp0s[0-9]+$\n": "      interfaces:\n        - ①^(?!lo).*$\n        - ^enp0s[0-9]+$\n"
        },
        (
            '①: "^(?!lo).*$" is no regular expression that Cilium (RE2) takes\n'
            "  fix: write it with letters, digits, . [ ] ( ) | * + ? { } ^ $ alone",
        ),
    ),
    "broken-pattern": (
        {
            "      interfaces:\n        - ^eth[0-9]+$\n        - ^enp0s[0-9]+$\n": "      interfaces:\n        - ①^($\n        - ②^a{1001}$\n        - ③^a{99999999999}$\n        - ^enp0s[0-9]+$\n"
        },
        (
            '①: "^($" is no regular expression that Cilium (RE2) takes\n'
            "  fix: write it with letters, digits, . [ ] ( ) | * + ? { } ^ $ alone",
            '②: "^a{1001}$" is no regular expression that Cilium (RE2) takes\n'
            "  fix: write it with letters, digits, . [ ] ( ) | * + ? { } ^ $ alone",
            '③: "^a{99999999999}$" is no regular expression that Cilium (RE2) takes\n'
            "  fix: write it with letters, digits, . [ ] ( ) | * + ? { } ^ $ alone",
        ),
    ),
    "no-such-interface": (
        {
            "      interfaces:\n        - ^eth[0-9]+$\n        - ^enp0s[0-9]+$\n": "      ①interfaces:\n        - ^wlan[0-9]+$\n"
        },
        (
            "warning: ①: L2 policy arp names no interface that a node's address is on: enp0s17, enp0s3\n"
            "  fix: add a pattern for it, or leave interfaces out",
        ),
    ),
    "ok-every-interface": (
        {"      interfaces:\n        - ^eth[0-9]+$\n        - ^enp0s[0-9]+$\n": ""},
        (),
    ),
    "announces-nothing": (
        {
            "      interfaces:\n        - ^eth[0-9]+$\n        - ^enp0s[0-9]+$\n": "      interfaces: [^enp0s17$]\n      externalIPs: false\n      loadBalancerIPs: ①false\n",
            "      - name: rello-lb": "      - ②name: rello-lb",
            "        - 192.168.42.230-": "        - 192.168.42.230-",
            "      ranges:\n        - 192": "      ③ranges:\n        - 192",
        },
        (
            "①: L2 policy arp announces nothing: externalIPs and loadBalancerIPs are off\n"
            "  fix: leave both out, or set one to true",
            "warning: ②: nobody announces the address of Service rello-lb: neither an L2 policy nor a BGP advertisement selects it\n"
            "  see also ③\n"
            "  fix: give it labels that one of them selects, or add one",
        ),
    ),
    "node-selectors": (
        {
            "      interfaces:\n        - ^eth[0-9]+$\n        - ^enp0s[0-9]+$\n": "      ①nodeSelector:\n        matchLabels:\n          zone: cellar\n",
            "    localASN: 64542\n": "    localASN: 64542\n    ②nodeSelector:\n      matchExpressions:\n        - key: kubernetes.io/hostname\n          operator: In\n          values: [talos-wo-2]\n",
        },
        (
            "warning: ①: the selector selects no node of this spec\n"
            "  fix: give a node the label, or mend the selector",
            "warning: ②: the selector selects no node of this spec\n"
            "  fix: give a node the label, or mend the selector",
        ),
    ),
    "ok-node-selectors": (
        {
            "      interfaces:\n        - ^eth[0-9]+$\n        - ^enp0s[0-9]+$\n": "      nodeSelector:\n        matchLabels:\n          kubernetes.io/hostname: talos-wo-1\n",
            "    localASN: 64542\n": "    localASN: 64542\n    nodeSelector:\n      matchExpressions:\n        - key: node-role.kubernetes.io/control-plane\n          operator: Exists\n",
        },
        (),
    ),
    "interface-of-others": (
        {
            "      interfaces:\n        - ^eth[0-9]+$\n        - ^enp0s[0-9]+$\n": "      ①interfaces: [^enp0s17$]\n      nodeSelector:\n        matchLabels:\n          kubernetes.io/hostname: talos-wo-1\n"
        },
        (
            "warning: ①: L2 policy arp names no interface that a node's address is on: enp0s3\n"
            "  fix: add a pattern for it, or leave interfaces out",
        ),
    ),
    "peer-far-away": (
        {
            "        address: 192.168.42.1\n": "        address: ①10.9.8.7\n",
            "subnet: 192.168.42.0/24": "subnet: ②192.168.42.0/24",
        },
        (
            "①: BGP peer mikrotik (10.9.8.7) is outside 192.168.42.0/24 and multihop is 1: the session never comes up\n"
            "  see also ②\n"
            "  fix: set multihop to the number of hops, or peer with a router of the subnet",
        ),
    ),
    "ok-peer-by-multihop": (
        {"        address: 192.168.42.1\n": "        address: 10.9.8.7\n        multihop: 2\n"},
        (),
    ),
    "ok-far-ibgp": (
        {
            "        address: 192.168.42.1\n": "        address: 10.9.8.7\n",
            "asn: 64513": "asn: 64542",
        },
        (),
    ),
    "multihop-ibgp": (
        {
            "        address: 192.168.42.1\n": "        address: 192.168.42.1\n        multihop: ①2\n",
            "asn: 64513": "asn: 64542",
        },
        (
            "①: BGP peer mikrotik has the cluster's own ASN (iBGP): multihop is for eBGP alone\n"
            "  fix: leave multihop out",
        ),
    ),
    "cluster-ips": (
        {
            "      - name: services\n": "      - name: services\n        addresses: [LoadBalancerIP, ①ClusterIP]\n"
        },
        (
            "①: BGP advertisement services sends traffic for cluster addresses to nodes that drop it\n"
            "  fix: set cilium.values.bpf.lbExternalClusterIP to true, or leave ClusterIP out",
        ),
    ),
    "ok-cluster-ips": (
        {
            "      - name: services\n": "      - name: services\n        addresses: [LoadBalancerIP, ClusterIP]\n",
            "\ncilium:\n": "\ncilium:\n  values: {bpf: {lbExternalClusterIP: true}}\n",
        },
        (),
    ),
    "short-restart": (
        {"    localASN: 64542\n": "    localASN: 64542\n    gracefulRestartSeconds: ①29\n"},
        (
            "warning: ①: an agent seldom restarts within 29 s: the routers drop its routes at every update\n"
            "  fix: leave it out (120), or set it to 30 or more",
        ),
    ),
    "ok-restart": (
        {"    localASN: 64542\n": "    localASN: 64542\n    gracefulRestartSeconds: 30\n"},
        (),
    ),
    "ui-without-relay": (
        {"\ncilium:\n": "\ncilium:\n  hubble:\n    relay: false\n    ui: ①true\n"},
        (
            "①: Hubble's UI needs its relay: the chart refuses this\n"
            "  fix: set cilium.hubble.relay to true, or ui to false",
        ),
    ),
    "ok-no-hubble": (
        {"\ncilium:\n": "\ncilium:\n  hubble: {relay: false, ui: false}\n"},
        (),
    ),
    "ok-relay-alone": (
        {"\ncilium:\n": "\ncilium:\n  hubble: {ui: false}\n"},
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
