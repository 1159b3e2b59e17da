"""The machines as a set: control planes, somebody to work, names, labels and ports that are free."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.findings import Finding, Severity
from gitops_gen.spec.load import Loaded

_ALLOWED = (
    "kubernetes.io/hostname",
    "kubernetes.io/arch",
    "kubernetes.io/os",
    "beta.kubernetes.io/instance-type",
    "node.kubernetes.io/instance-type",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
)
"""What a kubelet may set on itself under kubernetes.io (NodeRestriction, kubeletapis.KubeletLabels)."""
_ALLOWED_PREFIXES = ("kubelet.kubernetes.io/", "node.kubernetes.io/")

_FILES = ("secrets", "talosconfig")
_PORTS = {
    2379: "etcd",
    2380: "etcd",
    6443: "the API server",
    10250: "the kubelet",
    10257: "kube-controller-manager",
    10259: "kube-scheduler",
    50000: "Talos' apid",
    50001: "Talos' trustd",
}


def there_is_a_control_plane(loaded: Loaded) -> Iterator[Finding]:
    planes = [node for node in loaded.spec.nodes if node.role == "controlplane"]
    if not planes:
        yield Finding(
            loaded.at("nodes"),
            "no node has the role controlplane",
            "give one or three nodes the role controlplane",
        )
    elif len(planes) % 2 == 0:
        yield Finding(
            loaded.at("nodes"),
            f"{len(planes)} control planes tolerate no more failures than {len(planes) - 1}: etcd "
            "wants a majority",
            "use an odd number of control planes",
            severity=Severity.WARNING,
        )


def somebody_works(loaded: Loaded) -> Iterator[Finding]:
    """Flux' controllers, Hubble and the apps tolerate no control-plane taint."""
    spec = loaded.spec
    workers = any(node.role == "worker" for node in spec.nodes)
    if not workers and not spec.talos.allow_scheduling_on_control_planes:
        yield Finding(
            loaded.at("nodes"),
            "no node takes workloads: Flux itself would never run",
            "set talos.allowSchedulingOnControlPlanes to true, or add a worker",
            (loaded.at("talos", "allowSchedulingOnControlPlanes"),),
        )


def node_names_are_free(loaded: Loaded) -> Iterator[Finding]:
    """talos/ holds a file for each node beside the bundle and the talosconfig."""
    for i, node in enumerate(loaded.spec.nodes):
        if node.name in _FILES:
            yield Finding(
                loaded.at("nodes", i, "name"),
                f"talos/{node.name}.sops.yaml is a file of the whole cluster: no node can be called "
                f"{node.name}",
                "give the node another name",
            )


def kube_prism_port_is_free(loaded: Loaded) -> Iterator[Finding]:
    port = loaded.spec.talos.kube_prism_port
    if owner := _PORTS.get(port):
        yield Finding(
            loaded.at("talos", "kubePrismPort"),
            f"port {port} of a node belongs to {owner}",
            "leave it out (7445), or take a port that is free on every node",
        )


def labels_are_allowed(loaded: Loaded) -> Iterator[Finding]:
    for i, node in enumerate(loaded.spec.nodes):
        for key in node.labels:
            if node.role == "worker" and _restricted(key):
                yield Finding(
                    loaded.at("nodes", i, "labels", key),
                    f"the API server lets no worker set the label {key} on itself",
                    "use a prefix of your own, or topology.kubernetes.io/zone and /region",
                )


def _restricted(key: str) -> bool:
    prefix, slash, _ = key.rpartition("/")
    own = prefix in ("kubernetes.io", "k8s.io") or prefix.endswith((".kubernetes.io", ".k8s.io"))
    return bool(slash) and own and key not in _ALLOWED and not key.startswith(_ALLOWED_PREFIXES)
