"""Every `dependsOn` names an object of its own kind that the cluster has.

Flux does not fail on a missing dependency: the Kustomization (or HelmRelease) waits, and so does everything
behind it. A component that was renamed stops a cluster silently.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: cilium
      namespace: flux-system
    spec:
      interval: 1h
      path: ./apps/cilium
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      dependsOn:
        - name: cillium
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # apps/cilium/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: cilium-secrets
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
      name: cilium
      namespace: flux-system
    spec:
      interval: 1h
      path: ./apps/cilium
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      dependsOn:
        - name: cilium
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # apps/cilium/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: cilium-secrets
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_graph
from gitops_gen.checks.check import Check
from gitops_gen.errors import nearest
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Every entry of every `dependsOn`, cluster by cluster."""
    for cluster in repo.flux.clusters:
        unknown = cluster.unknown
        for group, kind in flux_graph.KINDS:
            held = flux_graph.graph(cluster, group, kind)
            for edge in held.edges:
                if edge.target not in held.nodes:
                    yield _judged(kind, edge, _near(edge.target, held), unknown=unknown)


def _judged(kind: str, edge: flux_graph.Edge, near: str, *, unknown: bool) -> Finding | Unjudged:
    name = "/".join(edge.target)
    said = f"{edge.owner.title} waits for {kind} {name}, which is not in this cluster{near}"
    if not unknown:
        return Finding(edge.place, said, "name one that is there, or remove it")
    if near:
        said += "; a part of it cannot be judged"
        return Finding(edge.place, said, "name one that is there", severity=Severity.WARNING)
    why = f"{kind} {name} may be in a part that is not judged"
    return Unjudged(edge.place, "dependency", why)


def _near(target: flux_graph.Key, held: flux_graph.Graph) -> str:
    """One of a like name beside it, or of its name in another namespace."""
    namespace, name = target
    beside = [one for space, one in held.nodes if space == namespace]
    found = [f"{namespace}/{nearest(name, beside)}"] if nearest(name, beside) else []
    found += [f"{space}/{one}" for space, one in held.nodes if one == name]
    return f' (did you mean "{found[0]}"?)' if found else ""


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
