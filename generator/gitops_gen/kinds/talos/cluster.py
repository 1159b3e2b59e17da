"""The `cluster` half of the v1alpha1 document, as talosctl's `gen config` spells it for contracts 1.12 and 1.13."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def images(
    kubernetes: str,
    *,
    kubernetes_registry: str = "registry.k8s.io",
    kubelet_registry: str = "ghcr.io/siderolabs",
) -> dict[str, str]:
    """The image of each Kubernetes part, by its name, for version `kubernetes` (`1.36.3`, a `v` before it is fine)."""
    tag = f"v{kubernetes.removeprefix('v')}"
    parts = ("kube-apiserver", "kube-controller-manager", "kube-proxy", "kube-scheduler")
    return {
        "kubelet": f"{kubelet_registry}/kubelet:{tag}",
        **{part: f"{kubernetes_registry}/{part}:{tag}" for part in parts},
    }


def network(
    *,
    dns_domain: str = "cluster.local",
    pod_subnets: Sequence[str] = ("10.244.0.0/16",),
    service_subnets: Sequence[str] = ("10.96.0.0/12",),
    cni: str = "",
    cni_urls: Sequence[str] = (),
) -> dict[str, Any]:
    """`cluster.network`, the same for all nodes; `cni` is `none`, `custom` (with its URLs) or Talos' own default."""
    network: dict[str, Any] = {}
    if cni:
        network["cni"] = {"name": cni, **({"urls": list(cni_urls)} if cni_urls else {})}
    return network | {
        "dnsDomain": dns_domain,
        "podSubnets": list(pod_subnets),
        "serviceSubnets": list(service_subnets),
    }


def discovery(*, enabled: bool = True, endpoint: str = "") -> dict[str, Any]:
    """`cluster.discovery`: by Talos' discovery service, or one of your own at `endpoint`; never by Kubernetes."""
    return {
        "enabled": enabled,
        "registries": {
            "kubernetes": {"disabled": True},
            "service": {"endpoint": endpoint} if endpoint else {},
        },
    }


def worker(
    bundle: Mapping[str, Any],
    *,
    name: str,
    endpoint: str,
    network: Mapping[str, Any],
    discovery: Mapping[str, Any],
) -> dict[str, Any]:
    """`cluster` of a worker: it never holds a CA's key. `endpoint` is the URL of the Kubernetes API."""
    return _identity(bundle, name, endpoint, network) | {
        "token": bundle["secrets"]["bootstraptoken"],
        "ca": {"crt": bundle["certs"]["k8s"]["crt"], "key": ""},
        "discovery": dict(discovery),
    }


def controlplane(
    bundle: Mapping[str, Any],
    *,
    name: str,
    endpoint: str,
    images: Mapping[str, str],
    network: Mapping[str, Any],
    discovery: Mapping[str, Any],
    api_server_sans: Sequence[str] = (),
    local_api_server_port: int | None = None,
    proxy_disabled: bool = False,
    etcd_advertised_subnets: Sequence[str] = (),
    allow_scheduling: bool = False,
) -> dict[str, Any]:
    """`cluster` of a control plane; `images` as `images()` gives them, `network` and `discovery` as on the workers."""
    certs = bundle["certs"]
    cluster = _identity(bundle, name, endpoint, network)
    if local_api_server_port is not None:
        cluster["controlPlane"]["localAPIServerPort"] = local_api_server_port
    cluster |= {
        "token": bundle["secrets"]["bootstraptoken"],
        **_etcd_encryption(bundle["secrets"]),
        "ca": _pair(certs["k8s"]),
        "aggregatorCA": _pair(certs["k8saggregator"]),
        "serviceAccount": {"key": certs["k8sserviceaccount"]["key"]},
        "apiServer": _api_server(images["kube-apiserver"], api_server_sans),
        "controllerManager": {"image": images["kube-controller-manager"]},
        "proxy": {**({"disabled": True} if proxy_disabled else {}), "image": images["kube-proxy"]},
        "scheduler": {"image": images["kube-scheduler"]},
        "discovery": dict(discovery),
        "etcd": _etcd(certs["etcd"], etcd_advertised_subnets),
    }
    if allow_scheduling:
        cluster["allowSchedulingOnControlPlanes"] = True
    return cluster


def _identity(
    bundle: Mapping[str, Any], name: str, endpoint: str, network: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "id": bundle["cluster"]["id"],
        "secret": bundle["cluster"]["secret"],
        "controlPlane": {"endpoint": endpoint},
        "clusterName": name,
        "network": dict(network),
    }


def _pair(ca: Mapping[str, Any]) -> dict[str, Any]:
    return {"crt": ca["crt"], "key": ca["key"]}


def _etcd_encryption(secrets: Mapping[str, Any]) -> dict[str, Any]:
    # Talos writes only the secretbox key here: a bundle of Talos 1.2 and older has none, and is not supported.
    return {"secretboxEncryptionSecret": secrets["secretboxencryptionsecret"]}


def _etcd(ca: Mapping[str, Any], advertised_subnets: Sequence[str]) -> dict[str, Any]:
    etcd: dict[str, Any] = {"ca": _pair(ca)}
    if advertised_subnets:
        etcd["advertisedSubnets"] = list(advertised_subnets)
    return etcd


def _api_server(image: str, sans: Sequence[str]) -> dict[str, Any]:
    return {
        "image": image,
        **({"certSANs": list(sans)} if sans else {}),
        "admissionControl": [{"name": "PodSecurity", "configuration": _pod_security()}],
        "auditPolicy": {
            "apiVersion": "audit.k8s.io/v1",
            "kind": "Policy",
            "rules": [{"level": "Metadata"}],
        },
    }


def _pod_security() -> dict[str, Any]:
    return {
        "apiVersion": "pod-security.admission.config.k8s.io/v1alpha1",
        "defaults": {
            "audit": "restricted",
            "audit-version": "latest",
            "enforce": "baseline",
            "enforce-version": "latest",
            "warn": "restricted",
            "warn-version": "latest",
        },
        "exemptions": {"namespaces": ["kube-system"], "runtimeClasses": [], "usernames": []},
        "kind": "PodSecurityConfiguration",
    }
