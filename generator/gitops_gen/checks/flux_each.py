"""Every object that Flux applies, and how its fields are read without trusting their shape; it judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gitops_gen.checks.objects import inside, mapping, open_text
from gitops_gen.repo import flux_sources
from gitops_gen.repo.cluster import KIND, KUSTOMIZE, Cluster, Unit
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

SOURCE = flux_sources.GROUP
HELM = "helm.toolkit.fluxcd.io"
RELEASE = (HELM, "HelmRelease")
KUSTOMIZATION = (KUSTOMIZE, KIND)
TOOLKIT = re.compile(r"(?:[a-z]+\.)?(?:toolkit|extensions)\.fluxcd\.io\Z")
"""The API groups of Flux' own objects."""

NETWORKS = ("cilium", "tigera-operator", "calico", "flannel", "kube-ovn", "antrea", "canal")
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)")
_WHOLE = re.compile(rf"(?:{_DURATION.pattern})+\Z")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def held_by(repo: Repo, cluster: Cluster) -> Iterator[tuple[Unit | None, Held]]:
    """Every object of one cluster, patches aside."""
    patches = repo.flux.patches
    for unit, one in cluster.everything():
        if unit is not None or one.object.origin.file not in patches:
            yield unit, one


def each(repo: Repo) -> Iterator[tuple[Unit | None, Held]]:
    """Every object that some cluster has, once for each way in which it is applied there."""
    for cluster in repo.flux.clusters:
        yield from held_by(repo, cluster)


def seconds(value: Any) -> float | None:
    """A duration as Flux reads it; None for what is none, or not known yet."""
    if not isinstance(value, str) or _WHOLE.match(value) is None:
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in _DURATION.findall(value))


def marks(one: Held) -> dict[str, Any]:
    """The annotations of an object, and its labels: Flux reads its own marks in both."""
    meta = mapping(one.body.get("metadata"))
    return {**mapping(meta.get("labels")), **mapping(meta.get("annotations"))}


def is_network(one: Held) -> bool:
    """Whether it is a HelmRelease of what connects the pods."""
    if (one.group, one.kind) != RELEASE:
        return False
    chart = inside(one.body, ("spec", "chart", "spec")).get("chart")
    if mapping(one.spec.get("chartRef")):
        chart = mapping(one.spec["chartRef"]).get("name")
    return str(chart).rpartition("/")[2] in NETWORKS


def elsewhere(*held: Held | None) -> bool:
    """Whether one of these acts on another cluster."""
    return any(one is not None and bool(one.spec.get("kubeConfig")) for one in held)


def text(value: Any) -> str:
    """A text that is known; "" for anything else."""
    return value if isinstance(value, str) and not open_text(value) else ""
