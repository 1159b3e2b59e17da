"""The machines as a set."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "no-control-plane": (
        {
            "    role: controlplane\n    address: 192.168.42.201\n": "    role: worker\n    address: 192.168.42.201\n",
            "    role: controlplane\n    address: 192.168.42.202\n": "    role: worker\n    address: 192.168.42.202\n",
            "    role: controlplane\n    address: 192.168.42.203\n": "    role: worker\n    address: 192.168.42.203\n",
            "\nnodes:": "\n①nodes:",
        },
        (
            "①: no node has the role controlplane\n"
            "  fix: give one or three nodes the role controlplane",
        ),
    ),
    "two-control-planes": (
        {
            "    role: controlplane\n    address: 192.168.42.203\n": "    role: worker\n    address: 192.168.42.203\n",
            "\nnodes:": "\n①nodes:",
        },
        (
            "warning: ①: 2 control planes tolerate no more failures than 1: etcd wants a majority\n"
            "  fix: use an odd number of control planes",
        ),
    ),
    "ok-one-control-plane": (
        {
            "    role: controlplane\n    address: 192.168.42.202\n": "    role: worker\n    address: 192.168.42.202\n",
            "    role: controlplane\n    address: 192.168.42.203\n": "    role: worker\n    address: 192.168.42.203\n",
        },
        (),
    ),
    "nobody-works": (
        {
            "role: worker": "role: controlplane",
            "allowSchedulingOnControlPlanes: true": "allowSchedulingOnControlPlanes: ②false",
            "\nnodes:": "\n①nodes:",
        },
        (
            "warning: ①: 4 control planes tolerate no more failures than 3: etcd wants a majority\n"
            "  fix: use an odd number of control planes",
            "①: no node takes workloads: Flux itself would never run\n"
            "  see also ②\n"
            "  fix: set talos.allowSchedulingOnControlPlanes to true, or add a worker",
        ),
    ),
    "ok-only-the-worker-works": (
        {"allowSchedulingOnControlPlanes: true": "allowSchedulingOnControlPlanes: false"},
        (),
    ),
    "called-secrets": (
        {"name: talos-wo-1": "name: ①secrets"},
        (
            "①: talos/secrets.sops.yaml is a file of the whole cluster: no node can be called secrets\n"
            "  fix: give the node another name",
        ),
    ),
    "called-talosconfig": (
        {"name: talos-wo-1": "name: ①talosconfig"},
        (
            "①: talos/talosconfig.sops.yaml is a file of the whole cluster: no node can be called talosconfig\n"
            "  fix: give the node another name",
        ),
    ),
    "ok-called-secret": (
        {"name: talos-wo-1": "name: secret"},
        (),
    ),
    "kubeprism-on-the-api": (
        {
            "allowSchedulingOnControlPlanes: true": "allowSchedulingOnControlPlanes: true\n  kubePrismPort: ①6443"
        },
        (
            "①: port 6443 of a node belongs to the API server\n"
            "  fix: leave it out (7445), or take a port that is free on every node",
        ),
    ),
    "ok-kubeprism": (
        {
            "allowSchedulingOnControlPlanes: true": "allowSchedulingOnControlPlanes: true\n  kubePrismPort: 7446"
        },
        (),
    ),
    "worker-labels-itself": (
        {
            "address: 192.168.42.204": "address: 192.168.42.204\n    labels:\n      node-role.kubernetes.io/worker: ①''\n      kubernetes.io/x: ②a\n      a.k8s.io/x: ③a"
        },
        (
            "①: the API server lets no worker set the label node-role.kubernetes.io/worker on itself\n"
            "  fix: use a prefix of your own, or topology.kubernetes.io/zone and /region",
            "②: the API server lets no worker set the label kubernetes.io/x on itself\n"
            "  fix: use a prefix of your own, or topology.kubernetes.io/zone and /region",
            "③: the API server lets no worker set the label a.k8s.io/x on itself\n"
            "  fix: use a prefix of your own, or topology.kubernetes.io/zone and /region",
        ),
    ),
    "ok-worker-labels": (
        {
            "address: 192.168.42.204": "address: 192.168.42.204\n    labels:\n      topology.kubernetes.io/zone: cellar\n      node.kubernetes.io/x: a\n      mykubernetes.io/x: a\n      role: worker"
        },
        (),
    ),
    "ok-control-plane-labels": (
        {
            "address: 192.168.42.201": "address: 192.168.42.201\n    labels:\n      node-role.kubernetes.io/infra: ''"
        },
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
