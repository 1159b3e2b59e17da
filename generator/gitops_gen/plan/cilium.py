"""Cilium's Helm values for Talos, and its address pools and announcements."""

from __future__ import annotations

from typing import Any

from gitops_gen import versions
from gitops_gen.net import ranges
from gitops_gen.plan.selectors import selector
from gitops_gen.records import Record
from gitops_gen.spec.cilium import BGP as BGPSpec
from gitops_gen.spec.cilium import L2Policy, Pool
from gitops_gen.spec.cluster import Cluster

_AGENT = (
    "CHOWN",
    "KILL",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "SYS_ADMIN",
    "SYS_RESOURCE",
    "DAC_OVERRIDE",
    "FOWNER",
    "SETGID",
    "SETUID",
)
_CLEAN = ("NET_ADMIN", "SYS_ADMIN", "SYS_RESOURCE")
_EVERY_SERVICE = {
    "matchExpressions": [
        {"key": "gitops-gen.dev/none", "operator": "NotIn", "values": ["selects-everything"]}
    ]
}
"""Cilium advertises nothing without a selector; this one holds for every Service."""


class AddressPool(Record, frozen=True):
    """`blocks` are the chart's own: `{cidr}` or `{start, stop}`."""

    name: str
    blocks: tuple[dict[str, str], ...]
    service_selector: dict[str, Any] | None


class L2(Record, frozen=True):
    """A layer 2 announcement policy."""

    name: str
    interfaces: tuple[str, ...]
    service_selector: dict[str, Any] | None
    node_selector: dict[str, Any] | None
    external_ips: bool
    load_balancer_ips: bool


class Peer(Record, frozen=True):
    """A router; `password` is the credential's name, `auth_secret` the Secret made of it."""

    name: str
    address: str
    asn: int
    password: str | None
    auth_secret: str | None
    multihop: int


class Advertisement(Record, frozen=True):
    """What the routers learn."""

    name: str
    service_selector: dict[str, Any]
    addresses: tuple[str, ...]


class Bgp(Record, frozen=True):
    """BGP of the whole cluster."""

    local_asn: int
    graceful_restart_seconds: int
    node_selector: dict[str, Any] | None
    peers: tuple[Peer, ...]
    advertisements: tuple[Advertisement, ...]


class Cilium(Record, frozen=True):
    """The release and its objects; `chart_repository` is https:// or oci://."""

    version: str
    chart_repository: str
    values: dict[str, Any]
    pools: tuple[AddressPool, ...]
    l2: tuple[L2, ...]
    bgp: Bgp | None


def cilium(spec: Cluster) -> Cilium:
    own = spec.cilium
    version = versions.parse(spec.versions.cilium)
    return Cilium(
        version=str(version),
        chart_repository=spec.upstreams.cilium_chart,
        values=merged(_values(spec, version), own.values),
        pools=tuple(_pool(pool) for pool in own.pools),
        l2=tuple(_l2(policy) for policy in own.l2),
        bgp=_bgp(own.bgp) if own.bgp else None,
    )


def _values(spec: Cluster, version: versions.Version) -> dict[str, Any]:
    """What Talos needs, what the spec switches on, and restarts on changes; facts in ADR 0011.

    The operator tolerates the control planes' taint, and two of it never share a node.
    """
    own = spec.cilium
    agent = [*_AGENT, "SYSLOG"] if version >= (1, 19, 0) else list(_AGENT)
    return {
        "cluster": {"name": spec.name},
        "ipam": {"mode": "kubernetes"},
        "kubeProxyReplacement": True,
        "k8sServiceHost": "localhost",
        "k8sServicePort": spec.talos.kube_prism_port,
        "securityContext": {
            "capabilities": {"ciliumAgent": agent, "cleanCiliumState": list(_CLEAN)}
        },
        "cgroup": {"autoMount": {"enabled": False}, "hostRoot": "/sys/fs/cgroup"},
        "rollOutCiliumPods": True,
        "k8sClientRateLimit": {
            "qps": own.client_rate_limit.qps,
            "burst": own.client_rate_limit.burst,
        },
        "l2announcements": {"enabled": bool(own.l2)},
        "bgpControlPlane": {"enabled": own.bgp is not None},
        "ingressController": {
            "enabled": own.ingress_controller,
            "loadbalancerMode": "dedicated",
        },
        "envoy": {"rollOutPods": True},
        "operator": {"replicas": min(2, len(spec.nodes)), "rollOutPods": True},
        "hubble": {
            "relay": {"enabled": own.hubble.relay, "rollOutPods": True},
            "ui": {"enabled": own.hubble.ui, "rollOutPods": True},
            "tls": {"auto": {"method": "cronJob"}},
        },
    }


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Helm's own way: mappings key by key, everything else replaced."""
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            result[key] = merged(old, value)
        else:
            result[key] = value
    return result


def _pool(pool: Pool) -> AddressPool:
    return AddressPool(pool.name, tuple(map(_block, pool.ranges)), selector(pool.service_selector))


def _block(text: str) -> dict[str, str]:
    if "/" in text:
        return {"cidr": text}
    whole = ranges.parse(text)
    return {"start": str(whole.first), "stop": str(whole.last)}


def _l2(policy: L2Policy) -> L2:
    return L2(
        name=policy.name,
        interfaces=policy.interfaces,
        service_selector=selector(policy.service_selector),
        node_selector=selector(policy.node_selector),
        external_ips=policy.external_ips,
        load_balancer_ips=policy.load_balancer_ips,
    )


def _bgp(bgp: BGPSpec) -> Bgp:
    return Bgp(
        local_asn=bgp.local_asn,
        graceful_restart_seconds=bgp.graceful_restart_seconds,
        node_selector=selector(bgp.node_selector),
        peers=tuple(
            Peer(
                name=peer.name,
                address=peer.address,
                asn=peer.asn,
                password=peer.password.credential if peer.password else None,
                auth_secret=f"bgp-auth-{peer.name}" if peer.password else None,
                multihop=peer.multihop,
            )
            for peer in bgp.peers
        ),
        advertisements=tuple(
            Advertisement(
                name=one.name,
                service_selector=selector(one.service_selector) or _EVERY_SERVICE,
                addresses=one.addresses,
            )
            for one in bgp.advertisements
        ),
    )
