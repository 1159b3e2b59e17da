"""Cilium's own kinds: address pools and announcements (pool and BGP v2, layer 2 v2alpha1: it has no other)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

V2 = "cilium.io/v2"
V2ALPHA1 = "cilium.io/v2alpha1"


def cilium_load_balancer_ip_pool(
    name: str,
    *,
    blocks: Sequence[Mapping[str, str]],
    service_selector: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Addresses for LoadBalancer Services; `blocks` are `{cidr}` or `{start, stop}`."""
    spec: dict[str, Any] = {"blocks": [dict(block) for block in blocks]}
    if service_selector is not None:
        spec["serviceSelector"] = dict(service_selector)
    return _object(V2, "CiliumLoadBalancerIPPool", name, spec)


def cilium_l2_announcement_policy(
    name: str,
    *,
    interfaces: Sequence[str] = (),
    service_selector: Mapping[str, Any] | None = None,
    node_selector: Mapping[str, Any] | None = None,
    external_ips: bool = False,
    load_balancer_ips: bool = False,
) -> dict[str, Any]:
    """Answer ARP for Services; both kinds of address are off unless said."""
    spec: dict[str, Any] = {}
    if service_selector is not None:
        spec["serviceSelector"] = dict(service_selector)
    if node_selector is not None:
        spec["nodeSelector"] = dict(node_selector)
    if interfaces:
        spec["interfaces"] = list(interfaces)
    spec["externalIPs"] = external_ips
    spec["loadBalancerIPs"] = load_balancer_ips
    return _object(V2ALPHA1, "CiliumL2AnnouncementPolicy", name, spec)


def bgp_peer(name: str, *, address: str, asn: int, peer_config: str) -> dict[str, Any]:
    """A router in a `cilium_bgp_cluster_config`."""
    return {
        "name": name,
        "peerAddress": address,
        "peerASN": asn,
        "peerConfigRef": {"name": peer_config},
    }


def cilium_bgp_cluster_config(
    name: str,
    *,
    local_asn: int,
    peers: Sequence[Mapping[str, Any]],
    node_selector: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One BGP instance, called like the object, on the selected nodes (all without a selector)."""
    spec: dict[str, Any] = {}
    if node_selector is not None:
        spec["nodeSelector"] = dict(node_selector)
    spec["bgpInstances"] = [
        {"name": name, "localASN": local_asn, "peers": [dict(peer) for peer in peers]}
    ]
    return _object(V2, "CiliumBGPClusterConfig", name, spec)


def cilium_bgp_peer_config(
    name: str,
    *,
    graceful_restart_seconds: int,
    advertisements: Mapping[str, str],
    multihop: int = 1,
    auth_secret: str | None = None,
) -> dict[str, Any]:
    """How to speak to a router: IPv4 unicast with the advertisements that carry the labels `advertisements`."""
    spec: dict[str, Any] = {}
    if auth_secret is not None:
        spec["authSecretRef"] = auth_secret
    if multihop != 1:
        spec["ebgpMultihop"] = multihop
    spec["gracefulRestart"] = {
        "enabled": True,
        "restartTimeSeconds": graceful_restart_seconds,
    }
    spec["families"] = [
        {
            "afi": "ipv4",
            "safi": "unicast",
            "advertisements": {"matchLabels": dict(advertisements)},
        }
    ]
    return _object(V2, "CiliumBGPPeerConfig", name, spec)


def cilium_bgp_advertisement(
    name: str,
    *,
    labels: Mapping[str, str],
    addresses: Sequence[str],
    service_selector: Mapping[str, Any],
) -> dict[str, Any]:
    """What routers learn of Services; without a selector Cilium would advertise nothing, so it must be given."""
    made = _object(
        V2,
        "CiliumBGPAdvertisement",
        name,
        {
            "advertisements": [
                {
                    "advertisementType": "Service",
                    "service": {"addresses": list(addresses)},
                    "selector": dict(service_selector),
                }
            ]
        },
    )
    made["metadata"]["labels"] = dict(labels)
    return made


def _object(api_version: str, kind: str, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    """A cluster-scoped object."""
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, "spec": spec}
