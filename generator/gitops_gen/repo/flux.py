"""What Flux reaches: every Flux Kustomization, and what its path builds to, from the entry points down.

A Kustomization that another one brings counts as that one brings it (patched, prefixed, ...); one that nobody
brings is an entry point: `flux bootstrap`, an operator or a person applies it.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from gitops_gen.kustomize.build import Built, Outcome
from gitops_gen.programs.kustomize import Kustomize
from gitops_gen.repo.artifact import OnDisk
from gitops_gen.repo.cluster import KIND, KUSTOMIZE, Cluster, Unit
from gitops_gen.repo.composed import Generated
from gitops_gen.repo.delegated import built
from gitops_gen.repo.held import Held, raw
from gitops_gen.repo.kustomizations import is_component, is_kustomization, named_patches
from gitops_gen.repo.reading import Reading
from gitops_gen.repo.units import Units


class Flux:
    """Everything of a repository that Flux reaches."""

    def __init__(self, repo: Reading) -> None:
        self._repo = repo
        self._kustomize = Kustomize()
        self._units = Units(repo, self._kustomize)

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The entry points, by the folder that they stand in, and all they lead to."""
        entries = self._entries()
        folders: dict[str, list[Held]] = {}
        for one in entries:
            folders.setdefault(posixpath.dirname(one.origin[0]), []).append(one)
        return tuple(self._cluster(folder, held) for folder, held in sorted(folders.items()))

    @property
    def builders(self) -> dict[str, int]:
        """How many folders were built, by the program that did it."""
        builds = (*self._reached.values(), *self._unreached.values())
        found = Counter(one.by or "gitops-gen" for one in builds if isinstance(one, Built))
        return dict(sorted(found.items()))

    @property
    def generators(self) -> tuple[Generated, ...]:
        """What ArtifactGenerators make of this repository."""
        return self._units.sources.generators

    @cached_property
    def objects(self) -> tuple[Held, ...]:
        """Every object once: as it is applied, as an unreached kustomization builds it, or as it is written."""
        applied = [held for one in self.clusters for _, held in one.everything()]
        unreached = [
            Held(one.body, self._repo, one)
            for build in self._unreached.values()
            if isinstance(build, Built)
            for one in build.objects
        ]
        made = {held.origin for held in applied}
        objects = applied + [held for held in unreached if held.origin not in made]
        made.update(held.origin for held in unreached)
        objects += [
            raw(self._repo, one)
            for one in self._repo.manifests
            if one.file not in self.patches
            and ((one.file, one.document.index) not in made or is_kustomization(one.file))
        ]
        return tuple({id(one.body): one for one in objects}.values())

    @cached_property
    def patches(self) -> frozenset[str]:
        """Files that a kustomization reads and that are no objects of it: patches, above all."""
        builds = (*self._reached.values(), *self._unreached.values())
        made = {
            one.origin.file for build in builds if isinstance(build, Built) for one in build.objects
        }
        read = {path for build in builds for path in build.read}
        read |= named_patches(self._repo)
        return frozenset(path for path in read - made if not is_kustomization(path))

    @cached_property
    def _raw(self) -> dict[tuple[str, int], Held]:
        """The Flux Kustomizations as they are written; one without a source is a patch of another."""
        return {
            (one.file, one.document.index): raw(self._repo, one)
            for one in self._repo.manifests
            if (one.group, one.kind) == (KUSTOMIZE, KIND)
            and isinstance(one.body.get("spec"), dict)
            and isinstance(one.body["spec"].get("sourceRef"), dict)
        }

    @cached_property
    def _reached(self) -> dict[str, Outcome]:
        """What the Kustomizations build, as they are written."""
        for held in self._raw.values():
            self._units.unit(held, None)
        return dict(self._units.builds)

    @cached_property
    def _unreached(self) -> dict[str, Outcome]:
        """What the other kustomizations build that are of no other one; a component is of another one."""
        read = {path for one in self._reached.values() for path in one.read}
        files = [path for path in self._repo.read if is_kustomization(path) and path not in read]
        builds = {
            path: built(self._kustomize, OnDisk(self._repo), posixpath.dirname(path))
            for path in files
            if not is_component(self._repo, path)
        }
        lower = {path for own, one in builds.items() for path in one.read if path != own}
        return {path: one for path, one in builds.items() if path not in lower}

    def _entries(self) -> list[Held]:
        """Kustomizations that no other one brings, nor reads as a patch; of those that bring each other the first."""
        written = {key: one for key, one in self._raw.items() if key[0] not in self.patches}
        brings = {
            key: {other for other in self._brought(held) if other in written and other != key}
            for key, held in self._raw.items()
        }
        reached = set().union(*brings.values())
        entries: list[tuple[str, int]] = []
        seen: set[tuple[str, int]] = set()
        # Those that nobody brings first, and then, of those that only bring each other, one at a time.
        for key in [key for key in written if key not in reached] + list(written):
            if key not in seen:
                entries.append(key)
                seen |= _all_from(key, brings)
        return [written[key] for key in entries]

    def _brought(self, held: Held) -> set[tuple[str, int]]:
        unit = self._units.unit(held, None)
        return {one.origin for one in unit.objects if (one.group, one.kind) == (KUSTOMIZE, KIND)}

    def _cluster(self, folder: str, entries: list[Held]) -> Cluster:
        units: dict[tuple[str, str], Unit] = {}
        waiting: list[tuple[Held, Unit | None]] = [(one, None) for one in entries]
        while waiting:
            held, parent = waiting.pop(0)
            unit = self._units.unit(held, parent)
            if unit.key in units:
                continue
            units[unit.key] = unit
            below = [one for one in unit.objects if (one.group, one.kind) == (KUSTOMIZE, KIND)]
            waiting += [(one, unit) for one in below]
        applied = {one.origin for u in units.values() for one in u.objects}
        beside = [
            raw(self._repo, one)
            for one in self._repo.manifests
            if posixpath.dirname(one.file) == folder
            and (one.file, one.document.index) not in applied
        ]
        return Cluster(folder, tuple(units.values()), tuple(beside))


def _all_from(
    start: tuple[str, int], brings: Mapping[tuple[str, int], set[tuple[str, int]]]
) -> set[tuple[str, int]]:
    """Everything that is reached from one, itself among it."""
    seen = {start}
    waiting = [start]
    while waiting:
        new = brings.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    return seen
