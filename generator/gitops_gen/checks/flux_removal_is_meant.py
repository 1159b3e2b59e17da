"""What leaves Git leaves the cluster, and nothing else does.

With `prune: false` an object that is removed from Git stays in the cluster and runs on, unseen. Where that is
meant, `deletionPolicy` says so beside it (`Orphan`, as for the network of a cluster), and nothing is found here.
With `force: true` kustomize-controller deletes and makes anew what refuses a change of an immutable field: good
for Jobs, but with a PersistentVolumeClaim the data goes.

A Namespace takes its volumes with it, and a HelmRelease its release. Where that is the data of an app, or the network
of the cluster, one file renamed is enough: `kustomize.toolkit.fluxcd.io/prune: disabled` keeps the object.

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
      prune: false
      sourceRef:
        kind: GitRepository
        name: flux-system
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello

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
      prune: false
      deletionPolicy: Orphan
      sourceRef:
        kind: GitRepository
        name: flux-system
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.cluster import Cluster, Unit
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_DATA = ("PersistentVolumeClaim", "PersistentVolume")
_KEPT = {"kustomize.toolkit.fluxcd.io/prune", "kustomize.toolkit.fluxcd.io/reconcile"}
_KEEP = "annotate it with kustomize.toolkit.fluxcd.io/prune: disabled"


def find(repo: Repo) -> Iterator[Finding]:
    """Every Kustomization with what it applies."""
    for cluster in repo.flux.clusters:
        for unit in cluster.units:
            yield from _stays(unit)
            yield from _forced(unit)
        yield from _lost(cluster)


def _stays(unit: Unit) -> Iterator[Finding]:
    one = unit.held
    if one.spec.get("prune") is False and "deletionPolicy" not in one.spec:
        said = f"{one.title} has prune: false: what is removed from Git stays in the cluster"
        fix = "write prune: true, or deletionPolicy: Orphan beside it where that is meant"
        yield _warning(one, ("spec", "prune"), said, fix)


def _forced(unit: Unit) -> Iterator[Finding]:
    one = unit.held
    lost = [held for held in unit.objects if _is_data(held)]
    if one.spec.get("force") is True and lost:
        names = ", ".join(sorted({held.title for held in lost}))
        said = f"{one.title} has force: true: a change of an immutable field deletes {names}, with its data"
        fix = "remove force, or annotate the Jobs alone: kustomize.toolkit.fluxcd.io/force: enabled"
        places = tuple(held.at("metadata", "name") for held in lost)
        found = _warning(one, ("spec", "force"), said, fix)
        yield found._replace(others=places)


def _lost(cluster: Cluster) -> Iterator[Finding]:
    """What cannot be had back when its file is removed, or its name changed: volumes, and the network."""
    volumes = {one.namespace: one for _, one in cluster.everything() if _is_data(one)}
    for unit in cluster.units:
        if unit.held.spec.get("prune") is not True:
            continue
        for one in unit.objects:
            if _is_kept(one):
                continue
            if (one.group, one.kind) == ("", "Namespace") and one.name in volumes:
                held = volumes[one.name]
                said = f"{one.title} goes with its data ({held.title}) when it leaves Git or is renamed"
                yield _warning(one, ("kind",), said, _KEEP)._replace(others=(held.at("kind"),))
            elif flux_each.is_network(one):
                said = f"{one.title} is uninstalled when it leaves Git or is renamed, and the cluster has no network"
                yield _warning(one, ("kind",), said, _KEEP)


def _is_data(one: Held) -> bool:
    return one.group == "" and one.kind in _DATA


def _is_kept(one: Held) -> bool:
    marks = flux_each.marks(one)
    return any(marks.get(mark) == "disabled" for mark in _KEPT)


def _warning(one: Held, path: tuple[str, ...], said: str, fix: str) -> Finding:
    return Finding(one.at(*path), said, fix, severity=Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
