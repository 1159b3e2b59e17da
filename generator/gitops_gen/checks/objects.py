"""Which documents the API server is given as they stand, and where their pods are; it judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

Path = tuple[str | int, ...]

TEMPLATES: dict[str, Path] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Deployment": ("spec", "template"),
    "Job": ("spec", "template"),
    "Pod": (),
    "ReplicaSet": ("spec", "template"),
    "ReplicationController": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
}
"""Kinds that hold a pod, and where."""
CONTAINERS = ("containers", "initContainers")
BUILT_IN = frozenset(
    ("", "apps", "autoscaling", "batch", "discovery.k8s.io", "networking.k8s.io", "policy")
) | {"rbac.authorization.k8s.io", "scheduling.k8s.io", "storage.k8s.io"}
"""The API groups of the kinds whose fields are judged here."""

_LOCAL = (".config.k8s.io", "kubeadm.k8s.io", "audit.k8s.io", "client.authentication.k8s.io")


def objects(repo: Repo) -> Iterator[Held]:
    """Every object that the API server is given; no patch, nor a file that only a program on the way reads."""
    return (one for one in repo.objects if _is_stored(one) and not _directed(one))


def _directed(one: Held) -> bool:
    """Whether it holds a directive of a strategic merge patch, as a patch does that nobody names."""
    return "$patch" in one.body or "$patch" in one.spec


def _is_stored(one: Held) -> bool:
    group = one.group
    if not group:
        return one.api_version == "v1" and one.kind not in ("Config", "List")
    return (group in BUILT_IN or "." in group) and not group.endswith(_LOCAL)


def mapping(value: Any) -> dict[str, Any]:
    """The value where it is a mapping; else an empty one, for another check says so."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """The value where it is a list; else an empty one, for another check says so."""
    return value if isinstance(value, list) else []


def inside(value: Any, path: Path) -> dict[str, Any]:
    """The mapping at a path; empty where there is none."""
    for key in path:
        value = mapping(value).get(str(key))
    return mapping(value)


def open_text(value: Any) -> bool:
    """Whether a value is filled in later: by Flux' substitution, or by a decryption."""
    return isinstance(value, str) and ("${" in value or value.startswith("ENC["))


def template(one: Held) -> tuple[Path, dict[str, Any]] | None:
    """The pod template of a workload (or the Pod itself) with its path; None for other kinds."""
    path = TEMPLATES.get(one.kind)
    if path is None or one.group not in ("", "apps", "batch"):
        return None
    return path, inside(one.body, path)


def containers(spec: dict[str, Any], base: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every container of a pod's spec that stands at `base`, with its path."""
    for key in CONTAINERS:
        for at, one in enumerate(sequence(spec.get(key))):
            if isinstance(one, dict):
                yield (*base, key, at), one


def shown(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else "no text"
