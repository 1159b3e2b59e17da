"""What Flux reaches: every Flux Kustomization, and what its path builds to, from the entry points down.

A Kustomization that another one brings counts as that one brings it (patched, prefixed, ...); one that nobody
brings is an entry point: `flux bootstrap`, an operator or a person applies it.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from gitops_gen.findings import Location
from gitops_gen.fluxpath import scan
from gitops_gen.kustomize.build import Built, Failed, NotJudged, build
from gitops_gen.kustomize.outcome import Object, Place
from gitops_gen.records import Record
from gitops_gen.repo.documents import Manifest
from gitops_gen.repo.flux_sources import Sources
from gitops_gen.repo.flux_variables import Problem, applied, variables
from gitops_gen.repo.reading import Reading

KUSTOMIZE = "kustomize.toolkit.fluxcd.io"
KIND = "Kustomization"
_ADDED = (
    "namePrefix",
    "nameSuffix",
    "targetNamespace",
    "patches",
    "patchesStrategicMerge",
    "patchesJson6902",
    "images",
    "components",
    "ignoreMissingComponents",
    "buildMetadata",
)
"""What of a Flux Kustomization changes what its path builds to."""


class Held(Record, frozen=True):
    """An object as Flux applies it, and where each of its fields was written."""

    body: dict[str, Any]
    repo: Reading
    object: Object

    def at(self, *path: str | int) -> Location:
        """The place that a person must edit."""
        return self.repo.place(self.object.source(*path))

    @property
    def kind(self) -> str:
        return str(self.body.get("kind", ""))

    @property
    def api_version(self) -> str:
        return str(self.body.get("apiVersion", ""))

    @property
    def group(self) -> str:
        """The API group; "" for the core."""
        return self.api_version.rpartition("/")[0]

    @property
    def name(self) -> str:
        return _text(self.body, "name")

    @property
    def namespace(self) -> str:
        return _text(self.body, "namespace")

    @property
    def title(self) -> str:
        """`Kind namespace/name`."""
        return f"{self.kind} {self.namespace}/{self.name}".replace(" /", " ")

    @property
    def spec(self) -> dict[str, Any]:
        """Its spec; empty where that is no mapping."""
        found = self.body.get("spec")
        return found if isinstance(found, dict) else {}


class Outside(Record, frozen=True):
    """The path is in another repository, or in an artifact."""

    source: str


class Absent(Record, frozen=True):
    """There is nothing at the path, or a file."""

    path: str
    file: bool


class Unit(Record, frozen=True):
    """One Flux Kustomization, as it is in the cluster; `parent` brings it, none an entry point."""

    held: Held
    path: str
    outcome: Built | Failed | NotJudged | Outside | Absent
    parent: Unit | None = None
    objects: tuple[Held, ...] = ()
    """What it applies, as far as that is known."""
    problems: tuple[tuple[Held, Problem], ...] = ()
    """Objects whose variables Flux, or we, cannot put values in the place of."""

    @property
    def key(self) -> tuple[str, str]:
        """Namespace and name."""
        return self.held.namespace, self.held.name

    @property
    def title(self) -> str:
        """`namespace/name`."""
        return "/".join(self.key)


class Cluster(Record, frozen=True):
    """The Kustomizations that one set of entry points leads to; `objects` are applied beside the entry points."""

    folder: str
    units: tuple[Unit, ...]
    objects: tuple[Held, ...]

    @property
    def unknown(self) -> bool:
        """Whether a part of it could not be built, so that what is not found may be there."""
        return any(not isinstance(one.outcome, Built) for one in self.units)

    def everything(self) -> Iterator[tuple[Unit | None, Held]]:
        """Every object of the cluster once for each Kustomization that applies it."""
        for one in self.objects:
            yield None, one
        for unit in self.units:
            for one in unit.objects:
                yield unit, one

    def of_kind(self, group: str, kind: str) -> list[Held]:
        """Those of one kind, an object once."""
        found = [one for _, one in self.everything() if (one.group, one.kind) == (group, kind)]
        return list({(one.namespace, one.name): one for one in found}.values())


class Flux:
    """Everything of a repository that Flux reaches."""

    def __init__(self, repo: Reading) -> None:
        self._repo = repo
        self._built: dict[str, Built | Failed | NotJudged] = {}
        self._sources = Sources(repo)

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The entry points, by the folder that they stand in, and all they lead to."""
        entries = self._entries()
        folders: dict[str, list[Held]] = {}
        for one in entries:
            folders.setdefault(posixpath.dirname(one.object.origin.file), []).append(one)
        return tuple(self._cluster(folder, held) for folder, held in sorted(folders.items()))

    @cached_property
    def patches(self) -> frozenset[str]:
        """Files that a kustomization reads and that are no objects of it: patches, above all."""
        read: set[str] = set()
        made: set[str] = set()
        for folder in sorted({posixpath.dirname(path) for path in self._repo.files.paths}):
            files = (f"{folder}/{name}".lstrip("/") for name in scan.FILES)
            if any(file in self._repo.read for file in files):
                outcome = build(self._repo.files, folder)
                read.update(outcome.read)
                if isinstance(outcome, Built):
                    made.update(one.origin.file for one in outcome.objects)
        own = {path for path in read if posixpath.basename(path) in scan.FILES}
        return frozenset(read - made - own)

    def _entries(self) -> list[Held]:
        """Kustomizations that no other one brings, nor reads as a patch; of those that bring each other the first."""
        raw = {
            (one.file, one.document.index): _raw(self._repo, one)
            for one in self._repo.manifests
            if (one.group, one.kind) == (KUSTOMIZE, KIND)
        }
        brings = {
            key: {other for other in self._brought(held) if other in raw and other != key}
            for key, held in raw.items()
        }
        reached = set().union(*brings.values())
        for key in [key for key in raw if key[0] in self.patches]:
            del raw[key], brings[key]
        entries: list[tuple[str, int]] = []
        seen: set[tuple[str, int]] = set()
        # Those that nobody brings first, and then, of those that only bring each other, one at a time.
        for key in [key for key in raw if key not in reached] + list(raw):
            if key not in seen:
                entries.append(key)
                seen |= _all_from(key, brings)
        return [raw[key] for key in entries]

    def _brought(self, held: Held) -> set[tuple[str, int]]:
        unit = self._unit(held, None)
        return {
            (one.object.origin.file, one.object.origin.document)
            for one in unit.objects
            if (one.group, one.kind) == (KUSTOMIZE, KIND)
        }

    def _cluster(self, folder: str, entries: list[Held]) -> Cluster:
        units: dict[tuple[str, str], Unit] = {}
        waiting: list[tuple[Held, Unit | None]] = [(one, None) for one in entries]
        while waiting:
            held, parent = waiting.pop(0)
            unit = self._unit(held, parent)
            if unit.key in units:
                continue
            units[unit.key] = unit
            below = [one for one in unit.objects if (one.group, one.kind) == (KUSTOMIZE, KIND)]
            waiting += [(one, unit) for one in below]
        applied = {
            (one.object.origin.file, one.object.origin.document)
            for u in units.values()
            for one in u.objects
        }
        beside = [
            _raw(self._repo, one)
            for one in self._repo.manifests
            if posixpath.dirname(one.file) == folder
            and (one.file, one.document.index) not in applied
        ]
        return Cluster(folder, tuple(units.values()), tuple(beside))

    def _unit(self, held: Held, parent: Unit | None) -> Unit:
        spec = held.spec
        source = self._sources.outside(spec.get("sourceRef"), held.namespace)
        path = _path(spec.get("path"))
        if source:
            return Unit(held, path, Outside(source), parent)
        files = self._repo.files
        if not files.is_dir(path):
            return Unit(held, path, Absent(path, files.is_file(path)), parent)
        return self._applied(held, path, parent)

    def _applied(self, held: Held, path: str, parent: Unit | None) -> Unit:
        """A unit with what it builds to, variables put in their places."""
        outcome = self._build(path, held.spec)
        built = outcome.objects if isinstance(outcome, Built) else ()
        post_build = held.spec.get("postBuild")
        if not isinstance(post_build, dict):
            objects = tuple(Held(one.body, self._repo, one) for one in built)
            return Unit(held, path, outcome, parent, objects)
        known = variables(post_build, held.namespace, self._repo.manifests)
        found: list[Held] = []
        problems: list[tuple[Held, Problem]] = []
        for one in built:
            body, problem = applied(one.body, known)
            found.append(Held(body, self._repo, one))
            if problem:
                problems.append((found[-1], problem))
        return Unit(held, path, outcome, parent, tuple(found), tuple(problems))

    def _build(self, path: str, spec: dict[str, Any]) -> Built | Failed | NotJudged:
        wanted = {name: spec[name] for name in _ADDED if name in spec}
        key = json.dumps([path, wanted], sort_keys=True, default=str)
        if key not in self._built:
            self._built[key] = self._build_now(path, wanted)
        return self._built[key]

    def _build_now(self, path: str, spec: dict[str, Any]) -> Built | Failed | NotJudged:
        """What kustomize-controller does: its own kustomization of the path, and that built."""
        found = scan.scan(self._repo.files, path, spec)
        if isinstance(found, scan.Failed):
            return Failed(found.message, (Place(found.file),))
        if isinstance(found, scan.NotJudged):
            return NotJudged(found.reason, Place(found.file))
        return build(self._repo.files, path, given=found.body)


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


def _raw(repo: Reading, one: Manifest) -> Held:
    return Held(one.body, repo, Object(one.body, Place(one.file, one.document.index)))


def _path(value: object) -> str:
    """A path as Flux reads it: below the root, whatever it begins with."""
    text = value if isinstance(value, str) else ""
    return posixpath.normpath(f"/{text}").lstrip("/")


def _text(body: Mapping[str, Any], field: str) -> str:
    meta = body.get("metadata")
    found = meta.get(field) if isinstance(meta, dict) else None
    return found if isinstance(found, str) else ""
