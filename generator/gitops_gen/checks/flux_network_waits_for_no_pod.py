"""The network of a cluster waits for nothing whose pods need it.

A Kustomization is applied when all in its `dependsOn` are Ready, and one with `wait: true` or `healthChecks` is Ready
when its pods are; a HelmRelease is Ready when the pods of its chart are, unless it has `disableWait`. Pods without
`hostNetwork: true` start only when there is a network. So where the release of the network (Cilium or another)
waits for such, by however many steps, in a new cluster both wait for ever. Who puts the network there by hand before
Flux meets this on the day on which the release has to be installed anew.

What only applies its objects and does not wait for them may come first, and charts that hold definitions alone.

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
      wait: true
      timeout: 5m
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: cilium
      namespace: flux-system
    spec:
      dependsOn:
        - name: rello
      interval: 1h
      path: ./apps/cilium
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # apps/rello/deployment.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: rello
      namespace: rello
    spec:
      selector:
        matchLabels:
          app: rello
      template:
        metadata:
          labels:
            app: rello
        spec:
          containers:
            - name: rello
              image: example.com/rello:1.0.0
    # apps/cilium/release.yaml
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: cilium
      namespace: kube-system
    spec:
      interval: 1h
      url: https://helm.cilium.io
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: cilium
      namespace: kube-system
      annotations:
        kustomize.toolkit.fluxcd.io/prune: disabled
    spec:
      interval: 1h
      chart:
        spec:
          chart: cilium
          version: 1.20.2
          sourceRef:
            kind: HelmRepository
            name: cilium

Good:

    # clusters/home/apps.yaml
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
      wait: true
      timeout: 5m
    ---
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
      wait: true
      timeout: 5m
    # apps/rello/deployment.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: rello
      namespace: rello
    spec:
      selector:
        matchLabels:
          app: rello
      template:
        metadata:
          labels:
            app: rello
        spec:
          containers:
            - name: rello
              image: example.com/rello:1.0.0
    # apps/cilium/release.yaml
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: cilium
      namespace: kube-system
    spec:
      interval: 1h
      url: https://helm.cilium.io
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: cilium
      namespace: kube-system
      annotations:
        kustomize.toolkit.fluxcd.io/prune: disabled
    spec:
      interval: 1h
      chart:
        spec:
          chart: cilium
          version: 1.20.2
          sourceRef:
            kind: HelmRepository
            name: cilium
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.checks import flux_cluster, flux_each, flux_graph
from gitops_gen.checks.check import Check
from gitops_gen.checks.flux_graph import Edge, Key
from gitops_gen.checks.objects import inside, mapping, sequence, template
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.cluster import Cluster, Unit
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_AWAITED = ("Deployment", "StatefulSet", "ReplicaSet", "DaemonSet", "Job", "Pod")
"""Kinds that are Ready when their pods run, or have run."""
_Node = tuple[tuple[str, str], Key]
"""Group and kind of something that is waited for, with its namespace and name."""


def find(repo: Repo) -> Iterator[Finding]:
    """Each `dependsOn` that leads from a network to a pod."""
    for cluster in repo.flux.clusters:
        networks = [
            (unit, one)
            for unit, one in flux_each.held_by(repo, cluster)
            if _is_network(cluster, one)
        ]
        if networks:
            yield from _Waits(cluster).of(networks)


class _Waits:
    """What must be Ready before what, in one cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._units = {one.key: one for one in cluster.units}
        self._releases = flux_cluster.named(cluster, *flux_each.RELEASE)
        self._edges: dict[_Node, list[Edge]] = {}
        for kind in (flux_each.KUSTOMIZATION, flux_each.RELEASE):
            for edge in flux_graph.graph(cluster, *kind).edges:
                self._edges.setdefault((kind, edge.source), []).append(edge)

    def of(self, networks: list[tuple[Unit | None, Held]]) -> Iterator[Finding]:
        """Each edge once, though several networks, or parts of one, may stand behind it."""
        told: set[tuple[_Node, _Node]] = set()
        for unit, one in networks:
            for node in self._applied_after(unit, one):
                for edge in self._edges.get(node, ()):
                    target = node[0], edge.target
                    if (node, target) not in told:
                        told.add((node, target))
                        yield from self._judged(edge, target, one)

    def _applied_after(self, unit: Unit | None, one: Held) -> list[_Node]:
        """What waits before the network is installed: the release, what applies it, and what applies that."""
        if flux_each.elsewhere(one):
            return []
        found: list[_Node] = [((one.group, one.kind), (one.namespace, one.name))]
        while unit is not None:
            if flux_each.elsewhere(unit.held):
                return []
            found.append((flux_each.KUSTOMIZATION, unit.key))
            unit = unit.parent
        return found

    def _judged(self, edge: Edge, target: _Node, network: Held) -> Iterator[Finding]:
        pods = self._pods(target)
        if pods is None:
            return
        what = "/".join(edge.target)
        same = (pods.group, pods.kind) == target[0]
        through = "" if same and (pods.namespace, pods.name) == edge.target else f" ({pods.title})"
        said = (
            f"{edge.owner.title} waits for {target[0][1]} {what}, whose pods{through} start only when "
            f"{network.title} is there: in a new cluster both wait for ever"
        )
        fix = f"remove it, and let {what} wait for the network"
        yield Finding(edge.place, said, fix, (pods.at(),), Severity.WARNING)

    def _pods(self, start: _Node) -> Held | None:
        """The first thing with pods that must be Ready before this is."""
        seen = {start}
        waiting = [start]
        for node in waiting:
            edges = self._edges.get(node, ())
            below: list[_Node] = [(node[0], edge.target) for edge in edges]
            for one in self._needed(node):
                if _has_pods(self._cluster, one):
                    return one
                below.append(((one.group, one.kind), (one.namespace, one.name)))
            fresh = [one for one in dict.fromkeys(below) if one not in seen]
            seen.update(fresh)
            waiting += fresh
        return None

    def _needed(self, node: _Node) -> list[Held]:
        """What it waits for besides its `dependsOn`: itself, if it is a release, or what it applies."""
        kind, key = node
        if kind == flux_each.RELEASE and key in self._releases:
            return [self._releases[key]]
        unit = self._units.get(key) if kind == flux_each.KUSTOMIZATION else None
        if unit is None or unit.held.spec.get("suspend") is True or flux_each.elsewhere(unit.held):
            return []
        if unit.held.spec.get("wait") is True:
            return list(unit.objects)
        listed = [mapping(one) for one in sequence(unit.held.spec.get("healthChecks"))]
        return [one for one in unit.objects if any(_is_listed(one, entry) for entry in listed)]


def _is_listed(one: Held, entry: dict[str, Any]) -> bool:
    group = str(entry.get("apiVersion") or "").rpartition("/")[0]
    asked = (group, entry.get("kind"), entry.get("namespace") or one.namespace, entry.get("name"))
    return asked == (one.group, one.kind, one.namespace, one.name)


def _is_network(cluster: Cluster, one: Held) -> bool:
    if (one.group, one.kind) != flux_each.RELEASE:
        return False
    return flux_each.is_network(one) or flux_cluster.chart(cluster, one) in flux_each.NETWORKS


def _has_pods(cluster: Cluster, one: Held) -> bool:
    """Whether it is Ready only with pods in the cluster's network; of a chart, as far as its names tell."""
    if (one.group, one.kind) == flux_each.RELEASE:
        names = (flux_cluster.chart(cluster, one), one.name)
        waits = inside(one.spec, ("install",)).get("disableWait") is not True
        only_definitions = any("crd" in name.lower() for name in names)
        outside = _is_outside(one.spec.get("values")) or flux_each.elsewhere(one)
        return waits and not (only_definitions or outside or _is_network(cluster, one))
    held = template(one)
    if held is None or one.kind not in _AWAITED:
        return False
    pod = mapping(held[1].get("spec"))
    runs = one.spec.get("replicas") != 0 and bool(pod.get("containers"))
    return runs and pod.get("hostNetwork") is not True


def _is_outside(values: Any) -> bool:
    """Whether a chart's values put any of its pods on the network of their machine."""
    waiting = [values]
    for one in waiting:
        if isinstance(one, dict):
            if one.get("hostNetwork") not in (None, False):
                return True
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return False


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
