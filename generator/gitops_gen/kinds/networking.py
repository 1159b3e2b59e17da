"""Kubernetes' networking group: Ingresses and NetworkPolicies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Rule = dict[str, Any]
Ports = Sequence[tuple[str, int]]


def ingress(
    name: str,
    namespace: str,
    *,
    class_name: str,
    service: str,
    port: int,
    host: str | None = None,
    path: str = "/",
    annotations: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """An Ingress of one path to one Service; without `host` it answers for every name."""
    backend = {"service": {"name": service, "port": {"number": port}}}
    rule: dict[str, Any] = {"host": host} if host else {}
    rule["http"] = {"paths": [{"path": path, "pathType": "Prefix", "backend": backend}]}
    metadata: dict[str, Any] = {"name": name, "namespace": namespace}
    if annotations:
        metadata["annotations"] = dict(annotations)
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": metadata,
        "spec": {"ingressClassName": class_name, "rules": [rule]},
    }


def network_policy(
    name: str,
    namespace: str,
    *,
    pods: Mapping[str, str] | None = None,
    types: Sequence[str] = ("Ingress", "Egress"),
    ingress: Sequence[Rule] = (),
    egress: Sequence[Rule] = (),
) -> dict[str, Any]:
    """Isolates the pods with the labels `pods` (all of the namespace without) in `types`, but for the rules."""
    spec: dict[str, Any] = {
        "podSelector": {"matchLabels": dict(pods)} if pods else {},
        "policyTypes": list(types),
    }
    if ingress:
        spec["ingress"] = list(ingress)
    if egress:
        spec["egress"] = list(egress)
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": namespace},
        "spec": spec,
    }


def ingress_rule(peer: Mapping[str, Any] | None, ports: Ports) -> Rule:
    """Traffic from `peer`; None is everyone: pods, nodes, the world and Cilium's own ingress."""
    return ({} if peer is None else {"from": [dict(peer)]}) | {"ports": _ports(ports)}


def egress_rule(peer: Mapping[str, Any], ports: Ports) -> Rule:
    """Traffic to `peer`."""
    return {"to": [dict(peer)], "ports": _ports(ports)}


def pods(labels: Mapping[str, str], *, namespace: str = "") -> Rule:
    """The peer "pods with these labels", of the policy's own namespace or the named one."""
    made: Rule = {}
    if namespace:
        made["namespaceSelector"] = {"matchLabels": {"kubernetes.io/metadata.name": namespace}}
    made["podSelector"] = {"matchLabels": dict(labels)}
    return made


def addresses(cidr: str) -> Rule:
    """The peer "these addresses"; under Cilium only the world, never a pod or a node."""
    return {"ipBlock": {"cidr": cidr}}


def _ports(ports: Ports) -> list[Rule]:
    return [{"protocol": protocol, "port": port} for protocol, port in ports]
