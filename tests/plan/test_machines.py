"""Machines: what all of them share, and what each has of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plan.specs import smallest
from tests.support import specs


def test_only_control_planes_share_the_vip_and_are_endpoints() -> None:
    plan = specs.plan_of(specs.vtalos())
    assert [machine.vip for machine in plan.machines] == ["192.168.42.210"] * 3 + [None]
    assert plan.talos.talosconfig_endpoints == (
        "192.168.42.201",
        "192.168.42.202",
        "192.168.42.203",
    )
    assert plan.talos.endpoint == "https://192.168.42.210:6443"
    assert plan.machines[3].interface == "enp0s3"
    assert plan.talos.allow_scheduling_on_control_planes is True


def test_an_address_takes_the_subnet_s_length() -> None:
    spec = smallest()
    spec["network"]["subnet"] = "192.168.40.0/21"
    assert specs.plan_of(spec).machines[0].address == "192.168.42.201/21"


def test_a_node_s_own_disk_and_labels() -> None:
    spec = smallest()
    spec["talos"] = {"installDisk": "/dev/vda", "discovery": False, "kubePrismPort": 7446}
    spec["network"]["mtu"] = 9000
    spec["nodes"][0]["labels"] = {"b": "1", "a": "2"}
    spec["nodes"].append(spec["nodes"][0] | {"name": "second", "installDisk": "/dev/sdb"})
    plan = specs.plan_of(spec)
    assert [machine.install_disk for machine in plan.machines] == ["/dev/vda", "/dev/sdb"]
    assert [machine.mtu for machine in plan.machines] == [9000, 9000]
    assert plan.machines[0].labels == (("b", "1"), ("a", "2"))
    assert (plan.talos.discovery, plan.talos.kube_prism_port) == (None, 7446)


def test_upstreams_are_used_everywhere() -> None:
    spec = smallest()
    spec["upstreams"] = {
        "registries": {"ghcr.io": ["https://b", "https://a"], "docker.io": ["https://c"]},
        "installer": "r.example.com/installer",
        "kubelet": "r.example.com/kubelet",
        "kubernetes": "r.example.com/k8s",
        "discovery": "https://d.example.com/",
        "timeServers": ["192.168.42.1"],
    }
    talos = specs.plan_of(spec).talos
    assert talos.installer.startswith("r.example.com/installer:v1.")
    assert talos.kubelet.startswith("r.example.com/kubelet:v1.")
    assert talos.kubernetes_registry == "r.example.com/k8s"
    assert talos.discovery == "https://d.example.com/"
    assert talos.time_servers == ("192.168.42.1",)
    assert talos.registry_mirrors == (
        ("docker.io", ("https://c",)),
        ("ghcr.io", ("https://b", "https://a")),
    )


@pytest.mark.parametrize(
    ("bpf", "forwards"),
    [
        (None, True),
        ({}, True),
        ("x", True),
        ({"masquerade": False}, True),
        ({"masquerade": True}, False),
        ({"masquerade": True, "hostLegacyRouting": False}, False),
        ({"masquerade": True, "hostLegacyRouting": True}, True),
    ],
)
def test_coredns_asks_the_host_unless_cilium_would_lose_the_answer(
    bpf: Any, forwards: bool
) -> None:
    spec = smallest() | {"cilium": {"values": {} if bpf is None else {"bpf": bpf}}}
    assert specs.plan_of(spec).talos.forward_kube_dns_to_host is forwards
