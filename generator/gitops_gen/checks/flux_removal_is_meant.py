"""What leaves Git leaves the cluster, and nothing else does.

With `prune: false` an object that is removed from Git stays in the cluster and runs on, unseen. Where that is
meant, `deletionPolicy` says so beside it (`Orphan`, as for the network of a cluster), and nothing is found here.
With `force: true` kustomize-controller deletes and makes anew what refuses a change of an immutable field: good
for Jobs, but with a PersistentVolumeClaim the data goes.

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

from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.repository import Repo

_DATA = ("PersistentVolumeClaim", "PersistentVolume")


def find(repo: Repo) -> Iterator[Finding]:
    """Every Kustomization with what it applies."""
    for cluster in repo.flux.clusters:
        for unit in cluster.units:
            one = unit.held
            if one.spec.get("prune") is False and "deletionPolicy" not in one.spec:
                said = (
                    f"{one.title} has prune: false: what is removed from Git stays in the cluster"
                )
                fix = "write prune: true, or deletionPolicy: Orphan beside it where that is meant"
                place = one.at("spec", "prune")
                yield Finding(place, said, fix, severity=Severity.WARNING)
            lost = [held for held in unit.objects if held.group == "" and held.kind in _DATA]
            if one.spec.get("force") is True and lost:
                names = ", ".join(sorted({held.title for held in lost}))
                said = f"{one.title} has force: true: a change of an immutable field deletes {names}, with its data"
                fix = "remove force, or annotate the Jobs alone: kustomize.toolkit.fluxcd.io/force: enabled"
                places = tuple(held.at("metadata", "name") for held in lost)
                yield Finding(one.at("spec", "force"), said, fix, places, Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
