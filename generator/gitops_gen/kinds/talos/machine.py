"""The `machine` half of the v1alpha1 document, as talosctl's `gen config` spells it for contracts 1.12 and 1.13."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gitops_gen.kinds.talos.order import sorted_map
from gitops_gen.talos.contract import Contract

CONTROLPLANE = "controlplane"
WORKER = "worker"

# Talos' own default (generate/init.go): load balancers outside the cluster leave control planes out.
_NOT_FOR_LOAD_BALANCERS = {"node.kubernetes.io/exclude-from-external-load-balancers": ""}

# In Talos' order (InstallDiskSelector); `name` exists and is refused by Talos' own validation.
_SELECTOR_FIELDS = ("size", "model", "serial", "modalias", "uuid", "wwid", "type", "busPath")


def machine(
    role: str,
    bundle: Mapping[str, Any],
    contract: Contract,
    *,
    kubelet_image: str,
    install: Mapping[str, Any],
    cert_sans: Sequence[str] = (),
    node_ip_subnets: Sequence[str] = (),
    sysctls: Mapping[str, str] | None = None,
    kubeprism_port: int | None = 7445,
    forward_kube_dns_to_host: bool = True,
    node_labels: Mapping[str, str] | None = None,
    node_annotations: Mapping[str, str] | None = None,
    node_taints: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """`role` is `controlplane` or `worker`; `bundle` is the secrets bundle, its leaves are only handed on.

    `install` comes from `install()`; `kubeprism_port` None turns KubePrism off; a taint is `value:Effect` or `Effect`.
    Node labels are added to Talos' own label of control planes.
    """
    ca = bundle["certs"]["os"]
    controls = role == CONTROLPLANE
    document: dict[str, Any] = {
        "type": role,
        "token": bundle["trustdinfo"]["token"],
        "ca": {"crt": ca["crt"], "key": ca["key"] if controls else ""},
        "certSANs": list(cert_sans),
        "kubelet": _kubelet(kubelet_image, node_ip_subnets),
    }
    if contract.empty_machine_network:
        document["network"] = {}
    document["install"] = dict(install)
    if sysctls:
        document["sysctls"] = sorted_map(sysctls)
    document["features"] = _features(kubeprism_port, forward_kube_dns_to_host)
    labels = {**(_NOT_FOR_LOAD_BALANCERS if controls else {}), **(node_labels or {})}
    for field, values in (
        ("nodeLabels", labels),
        ("nodeAnnotations", node_annotations),
        ("nodeTaints", node_taints),
    ):
        if values:
            document[field] = sorted_map(values)
    return document


def _kubelet(image: str, node_ip_subnets: Sequence[str]) -> dict[str, Any]:
    kubelet: dict[str, Any] = {"image": image, "defaultRuntimeSeccompProfileEnabled": True}
    if node_ip_subnets:
        kubelet["nodeIP"] = {"validSubnets": list(node_ip_subnets)}
    kubelet["disableManifestsDirectory"] = True
    return kubelet


def _features(kubeprism_port: int | None, forward_kube_dns_to_host: bool) -> dict[str, Any]:
    features: dict[str, Any] = {"diskQuotaSupport": True}
    if kubeprism_port is not None:
        features["kubePrism"] = {"enabled": True, "port": kubeprism_port}
    features["hostDNS"] = {"enabled": True, "forwardKubeDNSToHost": forward_kube_dns_to_host}
    return features


def install(
    *,
    image: str = "",
    disk: str = "",
    disk_selector: Mapping[str, str] | None = None,
    extra_kernel_args: Sequence[str] = (),
    wipe: bool = False,
) -> dict[str, Any]:
    """`machine.install`: `disk` (a device) or `disk_selector` (size, model, serial, wwid, type, busPath, ...).

    Talos refuses kernel arguments beside `grubUseUKICmdline: true`, so they switch it off.
    """
    install: dict[str, Any] = {}
    if disk:
        install["disk"] = disk
    if disk_selector:
        install["diskSelector"] = {
            field: disk_selector[field] for field in _SELECTOR_FIELDS if field in disk_selector
        }
    if extra_kernel_args:
        install["extraKernelArgs"] = list(extra_kernel_args)
    if image:
        install["image"] = image
    install["wipe"] = wipe
    install["grubUseUKICmdline"] = not extra_kernel_args
    return install
