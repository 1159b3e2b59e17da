"""Which Kustomizations of a cluster come before another one; it judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks.flux_cluster import Key
from gitops_gen.checks.objects import mapping, sequence
from gitops_gen.repo.cluster import Cluster, Unit


class Order:
    """Who is there, and who is ready, before a Kustomization is applied for the first time."""

    def __init__(self, cluster: Cluster) -> None:
        self._units = {one.key: one for one in cluster.units}
        self._below: dict[Key, list[Unit]] = {}
        self._seen: dict[Key, tuple[set[Key], set[Key]]] = {}
        for one in cluster.units:
            if one.parent is not None:
                self._below.setdefault(one.parent.key, []).append(one)

    def before(self, unit: Unit) -> set[Key]:
        """Those that it waits for, by however many steps, and those that bring it, with what these wait for."""
        awaited, bringing = self._all(unit)
        return awaited | bringing

    def awaited(self, unit: Unit) -> set[Key]:
        """Those that are Ready by then: all of these, without those that only bring it."""
        return self._all(unit)[0]

    def _all(self, unit: Unit) -> tuple[set[Key], set[Key]]:
        if unit.key not in self._seen:
            self._seen[unit.key] = self._walk(unit)
        return self._seen[unit.key]

    def _walk(self, unit: Unit) -> tuple[set[Key], set[Key]]:
        seen = {unit.key}
        awaited: set[Key] = set()
        waiting = [unit]
        while waiting:
            one = waiting.pop()
            ready = [other for key in entries(one) for other in self._with_children(key)]
            awaited |= {other.key for other in ready}
            for other in (*ready, *((one.parent,) if one.parent is not None else ())):
                if other.key not in seen:
                    seen.add(other.key)
                    waiting.append(other)
        return awaited - {unit.key}, seen - {unit.key}

    def _with_children(self, key: Key) -> list[Unit]:
        """One that is waited for; where it waits for its own Kustomizations, these too."""
        found = [self._units[key]] if key in self._units else []
        seen = {key}
        for one in found:
            if waits(one):
                fresh = [below for below in self._below.get(one.key, ()) if below.key not in seen]
                seen |= {below.key for below in fresh}
                found += fresh
        return found


def waits(unit: Unit) -> bool:
    """Whether it is Ready only when something that it applied is."""
    spec = unit.held.spec
    return spec.get("wait") is True or bool(spec.get("healthChecks"))


def entries(unit: Unit) -> Iterator[Key]:
    """What its `dependsOn` names."""
    for entry in sequence(unit.held.spec.get("dependsOn")):
        name = mapping(entry).get("name")
        if isinstance(name, str):
            yield str(mapping(entry).get("namespace") or unit.held.namespace), name
