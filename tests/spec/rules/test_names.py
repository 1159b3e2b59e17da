"""Names and labels that Kubernetes would refuse, and names that stand twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "two-nodes": (
        {"name: talos-cp-2": "name: ①talos-cp-1", "name: talos-cp-1": "name: ②talos-cp-1"},
        ("①: two node entries are called talos-cp-1\n  see also ②\n  fix: give each its own name",),
    ),
    "two-pools": (
        {
            "- name: bgp\n      ranges": "- name: ①arp\n      ranges",
            "- name: arp\n      ranges": "- name: ②arp\n      ranges",
        },
        ("①: two pool entries are called arp\n  see also ②\n  fix: give each its own name",),
    ),
    "two-policies": (
        {
            "  bgp:\n    localASN": "    - name: ①arp\n  bgp:\n    localASN",
            "- name: arp\n      interfaces": "- name: ②arp\n      interfaces",
        },
        ("①: two L2 policy entries are called arp\n  see also ②\n  fix: give each its own name",),
    ),
    "two-peers": (
        {
            "        asn: 64513": "        asn: 64513\n      - name: ①mikrotik\n        address: 192.168.42.3\n        asn: 64513",
            "- name: mikrotik": "- name: ②mikrotik",
        },
        ("①: two peer entries are called mikrotik\n  see also ②\n  fix: give each its own name",),
    ),
    "two-advertisements": (
        {"      - name: services\n": "      - name: ②services\n      - name: ①services\n"},
        (
            "①: two advertisement entries are called services\n"
            "  see also ②\n"
            "  fix: give each its own name",
        ),
    ),
    "two-workloads": (
        {
            "      - name: redis\n        image": "      - name: ①rello\n        image",
            "      - name: rello\n        image": "      - name: ②rello\n        image",
            "workload: redis": "workload: rello",
            "to: redis": "to: rello",
        },
        ("①: two workload entries are called rello\n  see also ②\n  fix: give each its own name",),
    ),
    "two-services": (
        {
            "- name: rello-np": "- name: ①rello",
            "- name: rello\n        workload": "- name: ②rello\n        workload",
        },
        ("①: two service entries are called rello\n  see also ②\n  fix: give each its own name",),
    ),
    "two-ingresses": (
        {
            "        address: 42.42.42.43\n": "        address: 42.42.42.43\n      - name: ①rello\n        service: rello\n",
            "    ingresses:\n      - name: rello\n": "    ingresses:\n      - name: ②rello\n",
        },
        ("①: two ingress entries are called rello\n  see also ②\n  fix: give each its own name",),
    ),
    "two-apps": (
        {
            "": "  - name: ①rello\n    namespace: other\n",
            "  - name: rello\n    podSecurity": "  - name: ②rello\n    podSecurity",
        },
        ("①: two app entries are called rello\n  see also ②\n  fix: give each its own name",),
    ),
    "ok-two-apps": (
        {"": "  - name: other\n"},
        (),
    ),
    "label-keys": (
        {
            "address: 192.168.42.204": "address: 192.168.42.204\n    labels:\n      -x: ①a\n      /x: ②a\n      x y: ③a"
        },
        (
            '①: "-x" is no label key\n'
            "  fix: [prefix/]name: at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit; the prefix is a DNS name",
            '②: "/x" is no label key\n'
            "  fix: [prefix/]name: at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit; the prefix is a DNS name",
            '③: "x y" is no label key\n'
            "  fix: [prefix/]name: at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit; the prefix is a DNS name",
        ),
    ),
    "label-values": (
        {
            "address: 192.168.42.204": "address: 192.168.42.204\n    labels:\n      x: ①a b\n      y: ''"
        },
        (
            '①: "a b" is no value for the label x\n'
            "  fix: at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit",
        ),
    ),
    "ok-labels": (
        {
            "address: 192.168.42.204": "address: 192.168.42.204\n    labels:\n      example.com/x: a_b.c-D\n      X: ''"
        },
        (),
    ),
    "service-labels": (
        {"          announcement: arp": "          announcement: arp\n          team: ①née"},
        (
            '①: "née" is no value for the label team\n'
            "  fix: at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit",
        ),
    ),
    "selector-values": (
        {
            "  bgp:\n    localASN": "    - name: other\n      nodeSelector:\n        matchExpressions:\n          - ①key: a b\n            operator: NotIn\n            values: [c]\n  bgp:\n    localASN"
        },
        (
            '①: "a b" is no label key\n'
            "  fix: [prefix/]name: at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit; the prefix is a DNS name",
        ),
    ),
    "dns-domain": (
        {"\n\ntalos:\n": "\n  dnsDomain: ①Cluster.Local\n\ntalos:\n"},
        (
            '①: "Cluster.Local" is no DNS domain\n'
            "  fix: write it in lower case, without a dot at its ends, as cluster.local",
        ),
    ),
    "ok-dns-domain": (
        {"\n\ntalos:\n": "\n  dnsDomain: home.arpa\n\ntalos:\n"},
        (),
    ),
    "ok-digit-first-on-1.36": (
        {"- name: rello-np": "- name: 9-np"},
        (),
    ),
    "digit-first-on-1.35": (
        {"- name: rello-np": "- name: ①9-np", "kubernetes: 1.36.3": "kubernetes: ②1.35.4"},
        (
            "①: Kubernetes 1.35.4 takes no Service name that begins with a digit\n"
            "  see also ②\n"
            "  fix: begin it with a letter",
        ),
    ),
    "cluster-and-folder": (
        {"name: vtalos\n": "name: ①other\n"},
        (
            "①: the cluster is called other, its folder vtalos\n"
            "  fix: give both the same name; files of the old name go with a full render",
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
