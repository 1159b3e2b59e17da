"""Which documents the API server is given as they stand, and where their pods are; it judges nothing.

A patch of kustomize is part of an object, so nothing can be said of it alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from gitops_gen.repo.documents import Manifest, Read
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

_KUSTOMIZE = "kustomize.config.k8s.io"
_LOCAL = (".config.k8s.io", "kubeadm.k8s.io", "audit.k8s.io", "client.authentication.k8s.io")
_DIRECTIVE = re.compile(r"\$(?:patch|retainKeys|setElementOrder|deleteFromPrimitiveList)\b")
_KNOWN: WeakKeyDictionary[Repo, tuple[Manifest, ...]] = WeakKeyDictionary()
_COMMON: WeakKeyDictionary[Repo, frozenset[str]] = WeakKeyDictionary()


def objects(repo: Repo) -> tuple[Manifest, ...]:
    """Every object that is no patch, nor a file that only a program on the way reads."""
    found = _KNOWN.get(repo)
    if found is None:
        patches = _patches(repo)
        found = tuple(
            one
            for path, file in repo.read.items()
            if path not in patches
            for one in _of(repo, path, file)
            if _is_stored(one)
        )
        _KNOWN[repo] = found
    return found


def _of(repo: Repo, path: str, file: Read) -> Iterator[Manifest]:
    manifests = file.manifests
    directives = bool(manifests) and _DIRECTIVE.search(repo.text(path))
    for one in manifests:
        if not directives or not _directed(one.body):
            yield one


def _directed(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_DIRECTIVE.match(str(key)) or _directed(one) for key, one in value.items())
    return isinstance(value, list) and any(map(_directed, value))


def _is_stored(one: Manifest) -> bool:
    group = one.group
    if not group:
        return one.api_version == "v1" and one.kind not in ("Config", "List")
    return (group in BUILT_IN or "." in group) and not group.endswith(_LOCAL)


def _patches(repo: Repo) -> set[str]:
    """The files that kustomizations use as patches."""
    found: set[str] = set()
    for path, body in _kustomizations(repo):
        folder = posixpath.dirname(path)
        for key in ("patches", "patchesStrategicMerge", "patchesJson6902"):
            for one in sequence(body.get(key)):
                named = one.get("path") if isinstance(one, dict) else one
                if isinstance(named, str) and "\n" not in named:
                    found.add(posixpath.normpath(posixpath.join(folder, named)))
    return found


def _kustomizations(repo: Repo) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, file in repo.read.items():
        named = path.rpartition("/")[2].startswith("kustomization.") or path.endswith(
            "Kustomization"
        )
        for one in file.documents:
            body = one.body
            if isinstance(body, dict) and (
                named or str(body.get("apiVersion", "")).startswith(_KUSTOMIZE)
            ):
                yield path, body


def common_labels(repo: Repo) -> frozenset[str]:
    """The keys that some kustomization writes into selectors and templates alike."""
    found = _COMMON.get(repo)
    if found is None:
        keys: set[str] = set()
        for _, body in _kustomizations(repo):
            keys.update(mapping(body.get("commonLabels")))
            for one in sequence(body.get("labels")):
                if isinstance(one, dict) and one.get("includeSelectors"):
                    keys.update(mapping(one.get("pairs")))
        found = _COMMON[repo] = frozenset(keys)
    return found


def namespace_is_set(repo: Repo) -> bool:
    """Whether some kustomization writes the namespace of what it builds, and the name of a Namespace with it."""
    return any(body.get("namespace") for _, body in _kustomizations(repo))


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


def template(one: Manifest) -> tuple[Path, dict[str, Any]] | None:
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
