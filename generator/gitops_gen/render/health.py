"""When Flux may call Cilium and its configuration ready; Cilium's conditions are unknown to Flux itself."""

from __future__ import annotations

from typing import Any

from gitops_gen.kinds import cilium, flux
from gitops_gen.plan import Plan

_POOLS = ("ciliumloadbalancerippools",)
_L2 = ("ciliuml2announcementpolicies",)
_BGP = ("ciliumbgpadvertisements", "ciliumbgpclusterconfigs", "ciliumbgppeerconfigs")
_CLUSTER_CONFIG = ("NoMatchingNode", "MissingPeerConfigs", "ConflictingClusterConfig")


def crds(plan: Plan) -> list[str]:
    """CRDs (plural names) that the configuration needs; the operator registers them some time after it starts."""
    own = plan.cilium
    return [
        *(_BGP if own.bgp else ()),
        *(_L2 if own.l2 else ()),
        *(_POOLS if own.pools else ()),
    ]


def release(plan: Plan, namespace: str) -> list[dict[str, str]]:
    """`healthChecks`: the release, and the CRDs, which are not of the Kustomization but gate the next."""
    release = flux.reference("helm.toolkit.fluxcd.io/v2", "HelmRelease", "cilium", namespace)
    return [
        release,
        *(
            flux.reference(
                "apiextensions.k8s.io/v1", "CustomResourceDefinition", f"{name}.cilium.io"
            )
            for name in crds(plan)
        ),
    ]


def config(plan: Plan) -> list[dict[str, str]]:
    """`healthCheckExprs`: what Cilium has seen, and found neither overlapping nor missing.

    Sources, of Cilium 1.20.2: operator/pkg/lbipam (setPoolCondition, settleConflicts), operator/pkg/bgp
    (cluster.go, peer.go). What may pass by itself (an object that comes a second later) is not `failed`.
    """
    found = []
    if plan.cilium.pools:
        found.append(
            _check(
                "CiliumLoadBalancerIPPool",
                current=_seen("IPsTotal"),
                failed=_true("PoolConflict"),
            )
        )
    bgp = plan.cilium.bgp
    if bgp and _reports(plan.cilium.values):
        current = "&& ".join(_seen(name, "False") for name in _CLUSTER_CONFIG)
        found.append(
            _check(
                "CiliumBGPClusterConfig",
                current=current,
                failed=_true("ConflictingClusterConfig"),
            )
        )
        found.append(_check("CiliumBGPPeerConfig", current=_seen("MissingAuthSecret", "False")))
    return found


def _reports(values: dict[str, Any]) -> bool:
    """Whether Cilium writes conditions on BGP objects, which the chart lets one switch off."""
    report = values.get("bgpControlPlane", {}).get("statusReport", {})
    return report.get("enabled", True) is not False


def _check(kind: str, *, current: str, failed: str = "") -> dict[str, str]:
    made = {"apiVersion": cilium.V2, "kind": kind}
    return made | ({"failed": failed} if failed else {}) | {"current": current}


def _seen(condition: str, status: str = "") -> str:
    """The condition is there for this very generation."""
    also = f" && c.status == '{status}'" if status else ""
    return (
        f"status.conditions.exists(c, c.type == 'cilium.io/{condition}'{also}\n"
        "  && c.observedGeneration == metadata.generation)\n"
    )


def _true(condition: str) -> str:
    return f"status.conditions.exists(c, c.type == 'cilium.io/{condition}' && c.status == 'True')"
