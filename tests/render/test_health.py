"""Health checks: what the configuration needs, and no more."""

from __future__ import annotations

from typing import Any

from gitops_gen.render import health
from tests.support import specs


def _plan(*keys: str, **values: Any) -> Any:
    spec = specs.vtalos()
    for key in ("pools", "l2", "bgp"):
        if key not in keys:
            del spec["cilium"][key]
    spec["cilium"] |= values
    return specs.plan_of(spec)


def test_each_part_waits_for_its_own_crds() -> None:
    assert health.crds(_plan()) == []
    assert health.crds(_plan("pools")) == ["ciliumloadbalancerippools"]
    assert health.crds(_plan("l2")) == ["ciliuml2announcementpolicies"]
    assert health.crds(_plan("bgp")) == [
        "ciliumbgpadvertisements",
        "ciliumbgpclusterconfigs",
        "ciliumbgppeerconfigs",
    ]


def test_the_release_is_checked_first_then_the_crds_by_name() -> None:
    assert health.release(_plan("pools"), "kube-system") == [
        {
            "apiVersion": "helm.toolkit.fluxcd.io/v2",
            "kind": "HelmRelease",
            "name": "cilium",
            "namespace": "kube-system",
        },
        {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "name": "ciliumloadbalancerippools.cilium.io",
        },
    ]


def test_each_part_is_judged_by_its_own_conditions() -> None:
    def kinds(plan: Any) -> list[str]:
        return [one["kind"] for one in health.config(plan)]

    assert kinds(_plan("l2")) == []
    assert kinds(_plan("pools")) == ["CiliumLoadBalancerIPPool"]
    assert kinds(_plan("bgp")) == ["CiliumBGPClusterConfig", "CiliumBGPPeerConfig"]


def test_without_status_reports_bgp_has_no_conditions_to_wait_for() -> None:
    off = {"bgpControlPlane": {"statusReport": {"enabled": False}}}
    on = {"bgpControlPlane": {"statusReport": {"enabled": True}}}
    assert health.config(_plan("bgp", values=off)) == []
    assert len(health.config(_plan("bgp", values=on))) == 2
    assert len(health.config(_plan("bgp", values={"bgpControlPlane": {"x": 1}}))) == 2


def test_the_expressions_whole() -> None:
    seen = "c.observedGeneration == metadata.generation)\n"
    false = "c.status == 'False'\n  && " + seen
    has = "status.conditions.exists(c, c.type == 'cilium.io/"
    assert health.config(_plan("pools", "bgp")) == [
        {
            "apiVersion": "cilium.io/v2",
            "kind": "CiliumLoadBalancerIPPool",
            "failed": f"{has}PoolConflict' && c.status == 'True')",
            "current": f"{has}IPsTotal'\n  && {seen}",
        },
        {
            "apiVersion": "cilium.io/v2",
            "kind": "CiliumBGPClusterConfig",
            "failed": f"{has}ConflictingClusterConfig' && c.status == 'True')",
            "current": f"{has}NoMatchingNode' && {false}"
            f"&& {has}MissingPeerConfigs' && {false}"
            f"&& {has}ConflictingClusterConfig' && {false}",
        },
        {
            "apiVersion": "cilium.io/v2",
            "kind": "CiliumBGPPeerConfig",
            "current": f"{has}MissingAuthSecret' && {false}",
        },
    ]
