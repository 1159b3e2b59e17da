"""Ingresses that Kubernetes takes and Cilium serves, and flows that let callers in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "nobody-serves": (
        {
            "\ncilium:\n": "\ncilium:\n  ingressController: ②false\n",
            "    ingresses:\n      - name": "    ingresses:\n      - ①name",
        },
        (
            "①: nobody serves Ingress rello: cilium.ingressController is off\n"
            "  see also ②\n"
            "  fix: set cilium.ingressController to true, or remove the Ingress",
        ),
    ),
    "host": (
        {
            "        address: 42.42.42.43": "        address: 42.42.42.43\n        host: ①Rello.example.com"
        },
        (
            '①: "Rello.example.com" is no host name\n'
            "  fix: write a DNS name in lower case, without scheme and port; only its first label may be *",
        ),
    ),
    "host-is-url": (
        {
            "        address: 42.42.42.43": "        address: 42.42.42.43\n        host: ①http://rello.example.com"
        },
        (
            '①: "http://rello.example.com" is no host name\n'
            "  fix: write a DNS name in lower case, without scheme and port; only its first label may be *",
        ),
    ),
    "host-is-address": (
        {
            "        address: 42.42.42.43": "        address: 42.42.42.43\n        host: ①42.42.42.43"
        },
        (
            '①: "42.42.42.43" is no host name\n'
            "  fix: write a DNS name in lower case, without scheme and port; only its first label may be *",
        ),
    ),
    "star-inside": (
        {
            "        address: 42.42.42.43": "        address: 42.42.42.43\n        host: ①a.*.example.com"
        },
        (
            '①: "a.*.example.com" is no host name\n'
            "  fix: write a DNS name in lower case, without scheme and port; only its first label may be *",
        ),
    ),
    "ok-star": (
        {
            "        address: 42.42.42.43": "        address: 42.42.42.43\n        host: '*.example.com'"
        },
        (),
    ),
    "path": (
        {"        address: 42.42.42.43": "        address: 42.42.42.43\n        path: ①/a//b"},
        (
            '①: the API server refuses the path "/a//b"\n'
            "  fix: write it without //, /./, /../ and %2f",
        ),
    ),
    "path-ends": (
        {"        address: 42.42.42.43": "        address: 42.42.42.43\n        path: ①/a/.."},
        (
            '①: the API server refuses the path "/a/.."\n'
            "  fix: write it without //, /./, /../ and %2f",
        ),
    ),
    "ok-path": (
        {"        address: 42.42.42.43": "        address: 42.42.42.43\n        path: /a/b.c"},
        (),
    ),
    "service-of-cilium": (
        {
            "- name: rello-np": "- name: ①cilium-ingress-rello",
            "    ingresses:\n      - name: rello": "    ingresses:\n      - name: ②rello",
        },
        (
            "①: Cilium makes a Service of this name for Ingress rello\n"
            "  see also ②\n"
            "  fix: call the Service something else",
        ),
    ),
    "nobody-let-in": (
        {
            "      - from: anyone\n        to: rello\n": "",
            "      - name: rello-lb": "      - ①name: rello-lb",
            "      - name: rello-np": "      - ②name: rello-np",
            "    ingresses:\n      - name": "    ingresses:\n      - ③name",
        },
        (
            "warning: ①: no flow lets anybody outside reach rello through Service rello-lb\n"
            "  fix: add a flow to: rello, from: anyone or a CIDR",
            "warning: ②: no flow lets anybody outside reach rello through Service rello-np\n"
            "  fix: add a flow to: rello, from: anyone or a CIDR",
            "warning: ③: no flow lets Ingress rello reach rello: every request is denied\n"
            "  fix: add the flow from: anyone, to: rello",
        ),
    ),
    "only-a-cidr": (
        {
            "      - from: anyone\n        to: rello\n": "      - from: 10.0.0.0/8\n        to: rello\n",
            "    ingresses:\n      - name": "    ingresses:\n      - ①name",
        },
        (
            "warning: ①: no flow lets Ingress rello reach rello: every request is denied\n"
            "  fix: add the flow from: anyone, to: rello",
        ),
    ),
    "another-port": (
        {
            "      - from: anyone\n        to: rello\n": "      - from: anyone\n        to: rello\n        ports: [9000]\n",
            "      - name: rello-lb": "      - ①name: rello-lb",
            "      - name: rello-np": "      - ②name: rello-np",
            "    ingresses:\n      - name": "    ingresses:\n      - ③name",
        },
        (
            "warning: ①: no flow lets anybody outside reach rello through Service rello-lb\n"
            "  fix: add a flow to: rello, from: anyone or a CIDR",
            "warning: ②: no flow lets anybody outside reach rello through Service rello-np\n"
            "  fix: add a flow to: rello, from: anyone or a CIDR",
            "warning: ③: no flow lets Ingress rello reach rello: every request is denied\n"
            "  fix: add the flow from: anyone, to: rello",
        ),
    ),
    "ok-let-in-by-hand": (
        {
            "      - from: anyone\n        to: rello\n": "",
            "": "    extraResources: [policies.yaml]\n",
        },
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
