"""Cilium's values, pools and announcements, decided."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.plan import cilium
from tests.plan.specs import smallest
from tests.support import specs

AGENT = [
    *("CHOWN", "KILL", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "SYS_ADMIN", "SYS_RESOURCE"),
    *("DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"),
]


def values(**own: Any) -> dict[str, Any]:
    return specs.plan_of(smallest() | {"cilium": own}).cilium.values


def test_the_values_of_the_smallest_cluster() -> None:
    assert values() == {
        "cluster": {"name": "vtalos"},
        "ipam": {"mode": "kubernetes"},
        "kubeProxyReplacement": True,
        "k8sServiceHost": "localhost",
        "k8sServicePort": 7445,
        "securityContext": {
            "capabilities": {
                "ciliumAgent": [*AGENT, "SYSLOG"],
                "cleanCiliumState": ["NET_ADMIN", "SYS_ADMIN", "SYS_RESOURCE"],
            }
        },
        "cgroup": {"autoMount": {"enabled": False}, "hostRoot": "/sys/fs/cgroup"},
        "rollOutCiliumPods": True,
        "k8sClientRateLimit": {"qps": 100, "burst": 120},
        "l2announcements": {"enabled": False},
        "bgpControlPlane": {"enabled": False},
        "ingressController": {"enabled": True, "loadbalancerMode": "dedicated"},
        "envoy": {"rollOutPods": True},
        "operator": {"replicas": 1, "rollOutPods": True},
        "hubble": {
            "relay": {"enabled": True, "rollOutPods": True},
            "ui": {"enabled": True, "rollOutPods": True},
            "tls": {"auto": {"method": "cronJob"}},
        },
    }


@pytest.mark.parametrize(
    ("version", "syslog"), [("1.18.9", False), ("1.19.0", True), ("1.20.2", True)]
)
def test_syslog_is_there_since_1_19(version: str, syslog: bool) -> None:
    plan = specs.plan_of(smallest() | {"versions": {"cilium": version}})
    agent = plan.cilium.values["securityContext"]["capabilities"]["ciliumAgent"]
    assert agent == AGENT + (["SYSLOG"] if syslog else [])


@pytest.mark.parametrize(("nodes", "replicas"), [(1, 1), (2, 2), (4, 2)])
def test_two_operators_where_there_are_two_nodes(nodes: int, replicas: int) -> None:
    spec = smallest()
    spec["nodes"] = specs.vtalos()["nodes"][:nodes]
    assert specs.plan_of(spec).cilium.values["operator"]["replicas"] == replicas


def test_what_the_spec_switches() -> None:
    found = values(
        ingressController=False,
        hubble={"relay": False, "ui": False},
        clientRateLimit={"qps": 50, "burst": 60},
        l2=[{"name": "lan"}],
        bgp={"localASN": 1, "peers": [{"name": "a", "address": "192.168.42.1", "asn": 2}]},
    )
    assert found["ingressController"]["enabled"] is False
    assert found["hubble"]["relay"]["enabled"] is False
    assert found["hubble"]["ui"]["enabled"] is False
    assert found["k8sClientRateLimit"] == {"qps": 50, "burst": 60}
    assert found["l2announcements"] == {"enabled": True}
    assert found["bgpControlPlane"] == {"enabled": True}


def test_values_by_hand_are_merged_key_by_key() -> None:
    found = values(
        values={
            "operator": {"prometheus": {"enabled": True}},
            "cgroup": {"hostRoot": "/x"},
            "securityContext": {"capabilities": {"ciliumAgent": ["SYS_ADMIN"]}},
            "envoy": False,
            "ipam": {"mode": None},
            "new": [1],
        }
    )
    assert found["operator"] == {
        "replicas": 1,
        "rollOutPods": True,
        "prometheus": {"enabled": True},
    }
    assert found["cgroup"] == {"autoMount": {"enabled": False}, "hostRoot": "/x"}
    assert found["securityContext"]["capabilities"]["ciliumAgent"] == ["SYS_ADMIN"]
    assert found["envoy"] is False
    assert found["ipam"] == {"mode": None}
    assert found["new"] == [1]


def test_merging_changes_neither_side() -> None:
    base, over = {"a": {"b": 1}}, {"a": {"c": 2}}
    assert cilium.merged(base, over) == {"a": {"b": 1, "c": 2}}
    assert (base, over) == ({"a": {"b": 1}}, {"a": {"c": 2}})


def test_pools_and_policies() -> None:
    plan = specs.plan_of(
        smallest()
        | {
            "cilium": {
                "pools": [
                    {
                        "name": "lan",
                        "ranges": ["10.0.0.0/28", "10.0.1.1-10.0.1.2", "10.0.2.1"],
                        "serviceSelector": {"matchLabels": {"a": "b"}},
                    },
                    {"name": "all", "ranges": ["10.0.3.0/28"]},
                ],
                "l2": [
                    {"name": "lan"},
                    {
                        "name": "some",
                        "interfaces": ["^eth0$"],
                        "serviceSelector": {"matchLabels": {"a": "b"}},
                        "nodeSelector": {"matchLabels": {"c": "d"}},
                        "externalIPs": False,
                        "loadBalancerIPs": False,
                    },
                ],
            }
        }
    )
    assert plan.cilium.pools == (
        cilium.AddressPool(
            "lan",
            (
                {"cidr": "10.0.0.0/28"},
                {"start": "10.0.1.1", "stop": "10.0.1.2"},
                {"start": "10.0.2.1", "stop": "10.0.2.1"},
            ),
            {"matchLabels": {"a": "b"}},
        ),
        cilium.AddressPool("all", ({"cidr": "10.0.3.0/28"},), None),
    )
    assert plan.cilium.l2 == (
        cilium.L2("lan", (), None, None, True, True),
        cilium.L2(
            "some",
            ("^eth0$",),
            {"matchLabels": {"a": "b"}},
            {"matchLabels": {"c": "d"}},
            False,
            False,
        ),
    )


def test_bgp() -> None:
    bgp = specs.plan_of(specs.everything()).cilium.bgp
    assert bgp == cilium.Bgp(
        local_asn=64542,
        graceful_restart_seconds=120,
        node_selector={"matchLabels": {"topology.kubernetes.io/zone": "cellar"}},
        peers=(
            cilium.Peer("mikrotik", "192.168.42.1", 64513, "bgp-router", "bgp-auth-mikrotik", 1),
            cilium.Peer("uplink", "10.9.8.7", 64514, None, None, 3),
        ),
        advertisements=(
            cilium.Advertisement(
                "services",
                {
                    "matchExpressions": [
                        {
                            "key": "gitops-gen.dev/none",
                            "operator": "NotIn",
                            "values": ["selects-everything"],
                        }
                    ]
                },
                ("LoadBalancerIP", "ExternalIP"),
            ),
        ),
    )


def test_a_selector_of_an_advertisement_is_kept() -> None:
    bgp = specs.plan_of(specs.vtalos()).cilium.bgp
    assert bgp is not None
    assert bgp.advertisements[0].service_selector == {
        "matchExpressions": [{"key": "announcement", "operator": "NotIn", "values": ["arp"]}]
    }
    assert bgp.node_selector is None


def test_the_chart_may_come_from_elsewhere() -> None:
    plan = specs.plan_of(specs.everything())
    assert plan.cilium.chart_repository == "oci://registry.example.com/charts"
