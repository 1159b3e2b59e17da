"""`sortOptions`: the order of the output, as it was read (fifo) or by kinds (legacy)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cmp_to_key
from typing import Any

from gitops_gen.kustomize.ids import Gvk, Id
from gitops_gen.kustomize.outcome import Place, Refused
from gitops_gen.kustomize.resource import Resource

_FIRST = [
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
]
_LAST = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]


def ordered(found: list[Resource], options: Mapping[str, Any], place: Place) -> list[Resource]:
    """The resources in their order; fails for options that kustomize refuses."""
    order, legacy = options.get("order", ""), options.get("legacySortOptions")
    if order not in ("fifo", "legacy"):
        raise Refused("the order must be fifo or legacy", place)
    if order == "fifo":
        if legacy is not None:
            raise Refused("legacySortOptions need the order legacy", place)
        return found
    first, last = _FIRST, _LAST
    if legacy is not None:
        first, last = legacy.get("orderFirst", []), legacy.get("orderLast", [])
    ranks = {kind: i - len(first) for i, kind in enumerate(first)}
    ranks |= {kind: i + 1 for i, kind in enumerate(last)}

    def compared(one: Id, other: Id) -> int:
        return int(_less(other, one, ranks)) - int(_less(one, other, ranks))

    by_id = cmp_to_key(compared)
    return sorted(found, key=lambda one: by_id(one.id()))


def _less(one: Id, other: Id, ranks: dict[str, int]) -> bool:
    if one.gvk == other.gvk:
        return _id_text(one) < _id_text(other)
    left, right = ranks.get(one.gvk.kind, 0), ranks.get(other.gvk.kind, 0)
    if left != right:
        return left < right
    texts = _gvk_text(one.gvk), _gvk_text(other.gvk)
    if one.gvk.kind == other.gvk.kind == "Namespace" and not (one.gvk.group and other.gvk.group):
        return texts[0] > texts[1]
    return texts[0] < texts[1]


def _gvk_text(gvk: Gvk) -> str:
    return f"{gvk.group or '~G'}_{gvk.version or '~V'}_{gvk.kind or '~K'}"


def _id_text(one: Id) -> str:
    kind, version, group = one.gvk.kind, one.gvk.version, one.gvk.group
    gvk = f"{kind or '[noKind]'}.{version or '[noVer]'}.{group or '[noGrp]'}"
    return f"{gvk}|{one.namespace or '~X'}|{one.name or '~N'}"
