"""Every namespace in which Flux puts an object is created by something in the cluster.

Flux does not create namespaces. The API server answers `namespaces "web" not found`, and nothing of the whole
Kustomization is applied until somebody creates it. A HelmRelease whose `targetNamespace` is missing is not installed,
unless it says `install.createNamespace: true`.

It is a warning where a namespace may come from a part of the cluster that is not known, or from a Helm chart.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # apps/rello/kustomization.yaml
    resources: [colors.yaml]
    # apps/rello/colors.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: colors
      namespace: rello

Good:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # apps/rello/kustomization.yaml
    resources: [namespace.yaml, colors.yaml]
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
    # apps/rello/colors.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: colors
      namespace: rello
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.checks import flux_cluster
from gitops_gen.checks.check import Check
from gitops_gen.checks.flux_cluster import HELM, HOME
from gitops_gen.checks.objects import BUILT_IN, inside, sequence
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Location, Severity
from gitops_gen.kustomize import ids
from gitops_gen.records import Record
from gitops_gen.repo.cluster import Cluster
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_ALWAYS = {"default", "kube-system", "kube-public", "kube-node-lease", HOME}
_WITHOUT = {"cert-manager", "cilium", "external-dns", "metrics-server", "podinfo"}
"""Charts that bring no namespaces but those that their values name (cilium-secrets aside)."""
_CILIUM = "cilium-secrets"
_SHOWN = 5


class _Use(Record, frozen=True):
    """Something that needs a namespace."""

    namespace: str
    held: Held
    place: Location
    installs: bool = False
    """Whether Helm installs into it, so that Helm can create it too."""


def find(repo: Repo) -> Iterator[Finding]:
    """Each missing namespace of a cluster once, at the first object that needs it."""
    raw = {one.name: one.at() for one in repo.manifests if _is_namespace(one.group, one.kind)}
    for cluster in repo.flux.clusters:
        known = _created(repo, cluster)
        uses: dict[str, list[_Use]] = {}
        for use in _uses(cluster):
            if use.namespace not in known and not flux_cluster.is_open(use.namespace):
                uses.setdefault(use.namespace, []).append(use)
        if any(flux_cluster.is_open(one) for one in known):
            continue
        sure = not cluster.unknown and not _charts(cluster) - _WITHOUT
        for namespace, found in uses.items():
            yield _said(found, known, raw.get(namespace), sure=sure)


def _is_namespace(group: str, kind: str) -> bool:
    return (group, kind) == ("", "Namespace")


def _created(repo: Repo, cluster: Cluster) -> set[str]:
    """Those that are there, are made, or are named where a chart could make them."""
    found = _ALWAYS | {one.name for one in cluster.of_kind("", "Namespace")}
    found |= {one.held.namespace for one in cluster.units if one.parent is None}
    found |= {one.namespace for one in repo.manifests if one.kind == "FluxInstance"}
    for one in cluster.of_kind(HELM, "HelmRelease"):
        found |= set(_texts(one.spec.get("values")))
        if inside(one.spec, ("install",)).get("createNamespace") is True:
            found.add(str(one.spec.get("targetNamespace") or one.namespace))
    return found | {_CILIUM} if "cilium" in _charts(cluster) else found


def _charts(cluster: Cluster) -> set[str]:
    """The names of the charts, as far as the releases tell; a source's own name for the others."""
    found = set()
    for one in cluster.of_kind(HELM, "HelmRelease"):
        named = inside(one.spec, ("chart", "spec")).get("chart")
        found.add(str(named or inside(one.spec, ("chartRef",)).get("name")))
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else sequence(value):
        yield from _texts(one)


def _uses(cluster: Cluster) -> Iterator[_Use]:
    for unit, held in flux_cluster.applied(cluster):
        if unit is None or not held.namespace:
            continue
        if _is_namespaced(held):
            yield _Use(held.namespace, held, held.at("metadata", "namespace"))
        target = held.spec.get("targetNamespace")
        if (held.group, held.kind) == (HELM, "HelmRelease") and isinstance(target, str) and target:
            yield _Use(target, held, held.at("spec", "targetNamespace"), installs=True)


def _is_namespaced(held: Held) -> bool:
    """Whether objects of its kind are known to need a namespace."""
    if held.group.endswith(".toolkit.fluxcd.io"):
        return True
    kind = ids.gvk(held.api_version, held.kind)
    return held.group in BUILT_IN and not ids.current(kind, "x", "").cluster


def _said(uses: list[_Use], known: set[str], raw: Location | None, *, sure: bool) -> Finding:
    first, *rest = uses
    name = first.namespace
    said = (
        f"{first.held.title} needs the namespace {name}, which nothing in this cluster creates"
        f"{did_you_mean(name, sorted(known))}"
    )
    others = tuple(dict.fromkeys(one.place for one in rest if one.place != first.place))[:_SHOWN]
    fix = f"add a Namespace {name}"
    if raw is not None:
        fix = f"have a Kustomization of this cluster apply Namespace {name}"
        others, sure = (raw, *others), False
    elif all(one.installs for one in uses):
        fix += ", or install.createNamespace: true"
    severity = Severity.ERROR if sure else Severity.WARNING
    return Finding(first.place, said, fix, others, severity)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
