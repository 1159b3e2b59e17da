"""Who waits for whom: the `dependsOn` of a cluster's Kustomizations, and of its HelmReleases."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.findings import Location
from gitops_gen.records import Record
from gitops_gen.repo.cluster import KIND, KUSTOMIZE, Cluster
from gitops_gen.repo.held import Held

KINDS = ((KUSTOMIZE, KIND), ("helm.toolkit.fluxcd.io", "HelmRelease"))
"""Group and kind of what can depend; each on its own kind alone."""

Key = tuple[str, str]
"""Namespace and name."""


class Edge(Record, frozen=True):
    """`owner` waits for `target`; the place is the entry of its `dependsOn`."""

    source: Key
    target: Key
    owner: Held
    place: Location


class Graph(Record, frozen=True):
    """Every object of a kind, and all edges between them, or to ones that are not there."""

    nodes: dict[Key, Held]
    edges: tuple[Edge, ...]


def graph(cluster: Cluster, group: str, kind: str) -> Graph:
    """The dependencies of one kind in one cluster."""
    nodes = {(one.namespace, one.name): one for one in cluster.of_kind(group, kind)}
    return Graph(nodes, tuple(edge for one in nodes.values() for edge in _edges(one)))


def _edges(held: Held) -> Iterator[Edge]:
    listed = held.spec.get("dependsOn")
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            namespace = entry.get("namespace") or held.namespace
            place = held.at("spec", "dependsOn", number, "name")
            source = held.namespace, held.name
            yield Edge(source, (str(namespace), entry["name"]), held, place)
