"""Services get what they ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "address-on-nodeport": (
        {
            "        workload: rello\n        type: NodePort\n": "        workload: rello\n        type: NodePort\n        address: ①192.168.42.231\n"
        },
        (
            "①: a Service of type NodePort asks for no address\n"
            "  fix: set type: LoadBalancer, or leave address out",
        ),
    ),
    "nodeport-on-clusterip": (
        {"        workload: redis\n": "        workload: redis\n        nodePort: ①30001\n"},
        (
            "①: a Service of type ClusterIP has no nodePort\n"
            "  fix: set type: NodePort, or leave nodePort out",
        ),
    ),
    "nodeport-twice": (
        {
            "        workload: rello\n        type: NodePort\n": "        workload: rello\n        type: NodePort\n        nodePort: ②30001\n      - name: other\n        workload: rello\n        type: NodePort\n        nodePort: ①30001\n"
        },
        (
            "①: two Services ask for the node port 30001\n"
            "  see also ②\n"
            "  fix: give one of them another, or leave it out",
        ),
    ),
    "ok-nodeport": (
        {
            "        workload: rello\n        type: NodePort\n": "        workload: rello\n        type: NodePort\n        nodePort: 30001\n",
            "          announcement: arp\n": "          announcement: arp\n        nodePort: 30002\n",
        },
        (),
    ),
    "no-address": (
        {"        address: 42.42.42.43": "        address: ①42.42.42"},
        (
            '①: Ingress rello asks for "42.42.42", which is no IP address\n'
            "  fix: write one address, as 192.168.42.230",
        ),
    ),
    "in-no-pool": (
        {
            "        address: 42.42.42.43": "        address: ①42.42.42.51",
            "\n  pools:": "\n  ②pools:",
        },
        (
            "①: Ingress rello asks for 42.42.42.51, which is in no pool: it never gets an address\n"
            "  see also ②\n"
            "  fix: take an address of a pool, or widen one",
        ),
    ),
    "of-another-pool": (
        {
            "        address: 42.42.42.43": "        address: ①192.168.42.231",
            "      serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [arp]\n    # ...": "      ②serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [arp]\n    # ...",
        },
        (
            "①: Ingress rello asks for 192.168.42.231 of pool arp, which does not select it: it never gets an address\n"
            "  see also ②\n"
            "  fix: give it the labels that the pool selects, or take an address of another pool",
        ),
    ),
    "twice": (
        {
            "        address: 42.42.42.43": "        address: ②42.42.42.43\n      - name: other\n        service: rello\n        address: ①42.42.42.43"
        },
        (
            "①: Ingress other asks for 42.42.42.43, which is asked for already\n"
            "  see also ②\n"
            "  fix: give one of them another address",
        ),
    ),
    "first-address": (
        {
            "        address: 42.42.42.43": "        address: ①42.42.42.42",
            "- 42.42.42.42-42.42.42.50": "- ②42.42.42.42-42.42.42.50",
        },
        (
            "warning: ①: Ingress rello asks for 42.42.42.42, the first address of pool bgp: Cilium's shared ingress may have taken it\n"
            "  see also ②\n"
            "  fix: take a later address of the pool",
        ),
    ),
    "ok-first-address-without-ingress": (
        {
            "          announcement: arp\n": "          announcement: arp\n        address: 192.168.42.230\n"
        },
        (),
    ),
    "too-few": (
        {
            "- 42.42.42.42-42.42.42.50": "- 42.42.42.42",
            "        address: 42.42.42.43": "",
            "    - name: bgp\n      ranges": "    - name: bgp\n      ①ranges",
            "    ingresses:\n      - name": "    ingresses:\n      - ②name",
            "\ncilium:\n": "\n③cilium:\n",
        },
        (
            "①: too few addresses in pool bgp (1): 2 Services get theirs from it alone, Ingress rello, Cilium's shared ingress\n"
            "  see also ②\n"
            "  see also ③\n"
            "  fix: widen the pool",
        ),
    ),
    "ok-just-enough": (
        {"- 42.42.42.42-42.42.42.50": "- 42.42.42.42-42.42.42.43"},
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
