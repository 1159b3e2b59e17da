"""The machines as a set: control planes, and labels that a node may carry."""

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
