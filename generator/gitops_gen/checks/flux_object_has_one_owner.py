"""Every object is applied by one Kustomization of a cluster.

Two that apply the same object take it from each other at every interval; when one of them is removed, or drops
the object, it is pruned although the other still wants it.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: one, namespace: flux-system}
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef: {kind: GitRepository, name: flux-system}
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: two, namespace: flux-system}
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef: {kind: GitRepository, name: flux-system}
    # apps/rello/kustomization.yaml
    resources: [namespace.yaml]
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello

Good:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: one, namespace: flux-system}
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef: {kind: GitRepository, name: flux-system}
    # apps/rello/kustomization.yaml
    resources: [namespace.yaml]
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
from gitops_gen.repo.cluster import Cluster, Unit
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding]:
    """Cluster by cluster: at the second owner's object, with the first as the other place."""
    for cluster in repo.flux.clusters:
        for owners in _owners(cluster).values():
            (first, held), *rest = owners
            for unit, again in rest:
                said = (
                    f"{again.title} is applied by Kustomization {first.title} and by {unit.title}"
                )
                places = (held.at(), first.held.at("spec", "path"), unit.held.at("spec", "path"))
                here = again.at()
                yield Finding(
                    here,
                    said,
                    "leave it to one",
                    tuple(p for p in dict.fromkeys(places) if p != here),
                )


def _owners(cluster: Cluster) -> dict[tuple[str, ...], list[tuple[Unit, Held]]]:
    found: dict[tuple[str, ...], dict[tuple[str, str], tuple[Unit, Held]]] = {}
    for unit, held in cluster.everything():
        if unit is not None and "${" not in held.namespace + held.name:
            identity = held.group, held.kind, held.namespace, held.name
            found.setdefault(identity, {}).setdefault(unit.key, (unit, held))
    return {key: list(one.values()) for key, one in found.items() if len(one) > 1}


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
