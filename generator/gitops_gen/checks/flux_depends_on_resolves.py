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
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Cluster by cluster; where a part of one is not known, what is missing may be there."""
    for cluster in repo.flux.clusters:
        for group, kind in flux_graph.KINDS:
            held = flux_graph.graph(cluster, group, kind)
            for edge in held.edges:
                if edge.target in held.nodes:
                    continue
                namespace, name = edge.target
                if cluster.unknown:
                    why = f"{kind} {namespace}/{name} may be in a part that is not judged"
                    yield Unjudged(edge.place, "dependency", why)
                    continue
                near = did_you_mean(f"{namespace}/{name}", ["/".join(one) for one in held.nodes])
                said = f"{edge.owner.title} waits for {kind} {namespace}/{name}, which is not in this cluster{near}"
                yield Finding(edge.place, said, "name one that is there, or remove it")


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
