"""Services are reached from outside: a pool gives each an address, and somebody announces it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "no-pool": (
        {
            "      serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [arp]\n    # ...": "      serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [lan]\n    # ...",
            "      - name: rello-lb": "      - ①name: rello-lb",
            "\n  pools:": "\n  ②pools:",
        },
        (
            "①: no pool selects Service rello-lb: it never gets an address\n"
            "  see also ②\n"
            "  fix: give it labels that a pool selects, or add a pool",
        ),
    ),
    "no-pool-but-by-hand": (
        {
            "      serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [arp]\n    # ...": "      serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [lan]\n    # ...",
            "      - name: rello-lb": "      - ①name: rello-lb",
            "\n  pools:": "\n  ②pools:",
            "": "extraResources: [pools.yaml]\n",
        },
        (
            "warning: ①: no pool selects Service rello-lb: it never gets an address\n"
            "  see also ②\n"
            "  fix: give it labels that a pool selects, or add a pool",
        ),
    ),
    "two-pools": (
        {
            "      serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [arp]\n    # ...": "    # ...",
            "    - name: arp\n      ranges": "    - ②name: arp\n      ranges",
            "    - name: bgp\n      ranges": "    - ③name: bgp\n      ranges",
            "    ingresses:\n      - name: rello\n        service: rello\n        # Cilium's shared ingress takes the pool's first address, .42.\n        address: 42.42.42.43": "    ingresses:\n      - ①name: rello\n        service: rello",
        },
        (
            "warning: ①: pools arp and bgp both select Ingress rello: which of them gives the address is not defined\n"
            "  see also ②\n"
            "  see also ③\n"
            "  fix: make their selectors disjoint, or ask for an address",
        ),
    ),
    "ok-two-pools-and-an-address": (
        {
            "      serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [arp]\n    # ...": "    # ..."
        },
        (),
    ),
    "nobody-announces": (
        {
            "      serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [arp]\n  bgp:": "      ③serviceSelector:\n        matchExpressions:\n          - key: announcement\n            operator: In\n            values: [lan]\n  bgp:",
            "      - name: rello-lb": "      - ①name: rello-lb",
            "    - name: arp\n      ranges": "    - name: arp\n      ②ranges",
        },
        (
            "warning: ③: L2 policy arp selects no Service of this spec\n"
            "  fix: mend its selector, or the labels of a Service",
            "warning: ①: nobody announces the address of Service rello-lb: neither an L2 policy nor a BGP advertisement selects it\n"
            "  see also ②\n"
            "  fix: give it labels that one of them selects, or add one",
        ),
    ),
    "only-arp-outside": (
        {
            "- 192.168.42.230-192.168.42.239": "- 192.168.43.230-192.168.43.239",
            "      - name: rello-lb": "      - ①name: rello-lb",
            "    - name: arp\n      ranges": "    - name: arp\n      ②ranges",
        },
        (
            "warning: ①: only an L2 policy announces the address of Service rello-lb, which is outside the nodes' subnet: hosts ask their router, and it knows no way\n"
            "  see also ②\n"
            "  fix: announce it by BGP, or take a pool of the subnet",
        ),
    ),
    "only-bgp-inside-2": (
        {
            "- 42.42.42.42-42.42.42.50": "- 192.168.42.242-192.168.42.250",
            "        address: 42.42.42.43": "        address: 192.168.42.243",
            "    ingresses:\n      - name": "    ingresses:\n      - ①name",
            "    - name: bgp\n      ranges": "    - name: bgp\n      ②ranges",
        },
        (
            "warning: ①: only BGP announces the address of Ingress rello, which is in the nodes' subnet: its hosts ask for it by ARP, and nobody answers\n"
            "  see also ②\n"
            "  fix: announce it by an L2 policy, or take a pool outside the subnet",
        ),
    ),
    "idle-advertisement": (
        {
            "      - name: services\n": "      - name: none\n        ①serviceSelector: {matchLabels: {x: z}}\n      - name: services\n"
        },
        (),
    ),
    "ok-idle-by-hand": (
        {
            "      - name: services\n": "      - name: none\n        serviceSelector: {matchLabels: {x: z}}\n      - name: services\n",
            "": "    extraResources: [svc.yaml]\n",
        },
        (),
    ),
    "ok-external-ips": (
        {
            "      - name: services\n": "      - name: none\n        addresses: [ExternalIP]\n        serviceSelector: {matchLabels: {x: z}}\n      - name: services\n"
        },
        (),
    ),
    "slow-agent": (
        {
            "\ncilium:\n": "\ncilium:\n  clientRateLimit: {qps: ①1, burst: 2}\n",
            "": "  - name: many\n    workloads: [{name: a, image: 'a:1', port: 80}]\n    flows: [{from: anyone, to: a}]\n    services:\n      - {name: a0, workload: a, type: LoadBalancer, labels: {announcement: arp}}\n      - {name: a1, workload: a, type: LoadBalancer, labels: {announcement: arp}}\n      - {name: a2, workload: a, type: LoadBalancer, labels: {announcement: arp}}\n      - {name: a3, workload: a, type: LoadBalancer, labels: {announcement: arp}}\n      - {name: a4, workload: a, type: LoadBalancer, labels: {announcement: arp}}\n",
        },
        (
            "warning: ①: 6 Services announced by layer 2 cost an agent 2 requests per second, and clientRateLimit.qps is 1: leases run out, and addresses jump between nodes\n"
            "  fix: set it to 12 or more",
        ),
    ),
    "ok-fast-enough": (
        {
            "\ncilium:\n": "\ncilium:\n  clientRateLimit: {qps: 1, burst: 2}\n",
            "": "  - name: many\n    workloads: [{name: a, image: 'a:1', port: 80}]\n    flows: [{from: anyone, to: a}]\n    services:\n      - {name: a0, workload: a, type: LoadBalancer, labels: {announcement: arp}}\n      - {name: a1, workload: a, type: LoadBalancer, labels: {announcement: arp}}\n      - {name: a2, workload: a, type: LoadBalancer, labels: {announcement: arp}}\n      - {name: a3, workload: a, type: LoadBalancer, labels: {announcement: arp}}\n",
        },
        (),
    ),
    "small-burst": (
        {"\ncilium:\n": "\ncilium:\n  clientRateLimit: {qps: 100, burst: ①99}\n"},
        (
            "warning: ①: a burst of 99 is below 100 requests per second\n"
            "  fix: set it slightly above qps",
        ),
    ),
    "ok-equal-burst": (
        {"\ncilium:\n": "\ncilium:\n  clientRateLimit: {qps: 100, burst: 100}\n"},
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
