"""An app's parts fit together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "kube-system": (
        {
            "  - name: rello\n    podSecurity": "  - name: rello\n    namespace: ①kube-system\n    podSecurity"
        },
        ("①: the namespace kube-system is not an app's to own\n  fix: take another",),
    ),
    "cilium-secrets": (
        {"": "  - name: ①cilium-secrets\n"},
        ("①: the namespace cilium-secrets is not an app's to own\n  fix: take another",),
    ),
    "called-cilium": (
        {"": "  - name: ①cilium\n"},
        (
            "①: a Flux Kustomization of this tree is already called cilium\n"
            "  fix: give the app another name",
        ),
    ),
    "one-namespace": (
        {
            "": "  - name: other\n    namespace: ①rello\n",
            "  - name: rello\n    podSecurity": "  - name: ②rello\n    podSecurity",
        },
        ("①: two apps own the namespace rello\n  see also ②\n  fix: one app, one namespace",),
    ),
    "one-namespace-said": (
        {
            "": "  - name: ①ours\n",
            "  - name: rello\n    podSecurity": "  - name: rello\n    namespace: ②ours\n    podSecurity",
        },
        ("①: two apps own the namespace ours\n  see also ②\n  fix: one app, one namespace",),
    ),
    "no-such-workload": (
        {"workload: redis": "workload: ①rediss"},
        (
            '①: this app has no workload "rediss" (did you mean "redis"?)\n'
            "  fix: it has rello, redis",
        ),
    ),
    "no-such-service": (
        {"        service: rello\n": "        service: ①frontend\n"},
        ('①: this app has no service "frontend"\n  fix: it has rello, rello-lb, rello-np, redis',),
    ),
    "no-workload-at-all": (
        {"": "  - name: other\n    services:\n      - name: x\n        workload: ①x\n"},
        ('①: this app has no workload "x"\n  fix: declare the workload',),
    ),
    "flow-from-unknown": (
        {"      - from: rello\n        to: dns": "      - from: ①relo\n        to: dns"},
        (
            '①: "relo" is no workload of this app (did you mean "rello"?)\n'
            "  fix: a workload, anyone, or a CIDR",
        ),
    ),
    "flow-to-anyone": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n      - from: rello\n        to: ①anyone"
        },
        ('①: "anyone" cannot stand in `to` of a flow\n  fix: a workload, dns, or a CIDR',),
    ),
    "flow-from-dns": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n      - from: ①dns\n        to: rello"
        },
        ('①: "dns" cannot stand in `from` of a flow\n  fix: a workload, anyone, or a CIDR',),
    ),
    "flow-between-others": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n      - ①from: 10.0.0.0/8\n        to: 11.0.0.0/8\n        ports: [1]"
        },
        (
            "①: neither end of the flow is a workload of this app: it allows nothing\n"
            "  fix: name a workload in from or in to",
        ),
    ),
    "flow-to-cidr-without-ports": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n      - ①from: rello\n        to: 203.0.113.0/24"
        },
        ("①: a flow to 203.0.113.0/24 needs its ports\n  fix: add ports: [443]",),
    ),
    "ok-flow-to-cidr": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n      - from: rello\n        to: 203.0.113.0/24\n        ports: [443]"
        },
        (),
    ),
    "flow-to-host-bits": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n      - from: rello\n        to: ①203.0.113.1/24\n        ports: [443]"
        },
        (
            '①: "203.0.113.1/24" has host bits set: the network is 203.0.113.0/24\n'
            "  fix: write a network, as 203.0.113.0/24",
        ),
    ),
    "dns-with-ports": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n        ①ports: [53]"
        },
        ("①: a flow to dns has its ports: udp and tcp 53\n  fix: leave ports and protocol out",),
    ),
    "dns-with-protocol": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n        protocol: ①UDP"
        },
        ("①: a flow to dns has its ports: udp and tcp 53\n  fix: leave ports and protocol out",),
    ),
    "udp-without-ports": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n      - from: anyone\n        to: redis\n        protocol: ①UDP"
        },
        (
            "①: redis listens on TCP: a flow over UDP needs its ports\n"
            "  fix: add ports, or leave protocol out",
        ),
    ),
    "ok-udp": (
        {
            "      - from: rello\n        to: dns": "      - from: rello\n        to: dns\n      - from: anyone\n        to: redis\n        protocol: UDP\n        ports: [6380]"
        },
        (),
    ),
    "workload-called-dns": (
        {
            "": "  - name: other\n    workloads:\n      - name: ①dns\n        image: a:1\n        port: 53\n      - name: ②anyone\n        image: a:1\n        port: 53\n"
        },
        (
            '①: "dns" has a meaning of its own in flows\n  fix: call the workload something else',
            '②: "anyone" has a meaning of its own in flows\n'
            "  fix: call the workload something else",
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
