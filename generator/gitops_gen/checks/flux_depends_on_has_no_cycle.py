"""No Kustomization or HelmRelease waits for itself, by however many steps.

Flux does not look for cycles: each of them waits for another, and none is ever applied.

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
      dependsOn:
        - name: rello
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
from gitops_gen.checks.flux_graph import Edge, Graph, Key
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding]:
    """Each cycle once, at its first edge."""
    for cluster in repo.flux.clusters:
        for group, kind in flux_graph.KINDS:
            for cycle in _cycles(flux_graph.graph(cluster, group, kind)):
                way = " -> ".join("/".join(edge.source) for edge in cycle)
                said = f"{kind}s wait for each other: {way} -> {'/'.join(cycle[0].source)}"
                others = tuple(edge.place for edge in cycle[1:])
                yield Finding(cycle[0].place, said, "remove one of the dependencies", others)


def _cycles(graph: Graph) -> Iterator[list[Edge]]:
    """One cycle for each group of nodes that reach each other, found by a walk without recursion."""
    out: dict[Key, list[Edge]] = {}
    for edge in graph.edges:
        out.setdefault(edge.source, []).append(edge)
    done: set[Key] = set()
    for start in graph.nodes:
        way: list[Edge] = []
        waiting = [list(out.get(start, ()))[::-1]]
        while waiting and start not in done:
            if not waiting[-1]:
                waiting.pop()
                done.add(way.pop().target if way else start)
                continue
            edge = waiting[-1].pop()
            before = {one.source for one in way} | {edge.source}
            if edge.target in before:
                yield _from([*way, edge], edge.target)
                done |= before
            elif edge.target not in done:
                way.append(edge)
                waiting.append(list(out.get(edge.target, ()))[::-1])


def _from(way: list[Edge], node: Key) -> list[Edge]:
    first = next(at for at, edge in enumerate(way) if edge.source == node)
    return way[first:]


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
