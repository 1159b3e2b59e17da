"""What one Flux Kustomization builds: its path in its source, by kustomize, with its variables."""

from __future__ import annotations

import json
import posixpath
from typing import Any

from gitops_gen.errors import nearest
from gitops_gen.fluxpath import scan
from gitops_gen.kustomize.build import Built, Failed, NotJudged, Outcome
from gitops_gen.kustomize.outcome import Place
from gitops_gen.programs.kustomize import Kustomize
from gitops_gen.repo.artifact import Artifact
from gitops_gen.repo.cluster import Absent, Outside, Unit
from gitops_gen.repo.composed import Composition
from gitops_gen.repo.delegated import built
from gitops_gen.repo.flux_sources import Sources
from gitops_gen.repo.flux_variables import Problem, applied, variables
from gitops_gen.repo.given import Given
from gitops_gen.repo.held import Held
from gitops_gen.repo.reading import Reading

_View = Artifact | Composition

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
)
"""What of a Flux Kustomization changes what its path builds to."""


class Units:
    """Builds Kustomizations; a path that is built in the same way is built once."""

    def __init__(self, repo: Reading, kustomize: Kustomize) -> None:
        self._repo = repo
        self._kustomize = kustomize
        self.sources = Sources(repo)
        self.builds: dict[str, Outcome] = {}

    def unit(self, held: Held, parent: Unit | None) -> Unit:
        """A Kustomization with what it applies."""
        spec = held.spec
        ref = spec.get("sourceRef")
        path = _path(spec.get("path"))
        files: _View | None = self.sources.composition(ref, held)
        if files is None:
            source = self.sources.outside(ref, held.namespace)
            if source:
                return Unit(held, path, Outside(source), parent)
            files = self.sources.artifact(ref)
        if not files.is_dir(path):
            near = nearest(path, files.folders()) or ""
            absent = Absent(path, files.is_file(path), files.lacks(path), near)
            return Unit(held, path, absent, parent)
        return self._applied(held, path, files, parent)

    def _applied(self, held: Held, path: str, files: _View, parent: Unit | None) -> Unit:
        """A unit with what it builds to, variables put in their places."""
        outcome = self._build(path, held.spec, files)
        if any(name in held.spec for name in _ADDED):
            outcome = self._given(held, path, files).outcome(outcome)
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

    def _given(self, held: Held, path: str, files: _View) -> Given:
        """Finds the Flux object's own fields again in the kustomization that was built."""
        names = [posixpath.join(path, name) for name in scan.FILES]
        file = next((name for name in names if files.is_file(name)), names[0])
        known = self._repo.parsed(file).documents
        return Given(held, file, known[0].body if known else None)

    def _build(self, path: str, spec: dict[str, Any], files: _View) -> Outcome:
        wanted = {name: spec[name] for name in _ADDED if name in spec}
        key = json.dumps([path, wanted, id(files)], sort_keys=True, default=str)
        if key not in self.builds:
            self.builds[key] = self._made(path, wanted, files)
        return self.builds[key]

    def _made(self, path: str, spec: dict[str, Any], files: _View) -> Outcome:
        """What kustomize-controller does: its own kustomization of the path, and that built."""
        found = scan.scan(files, path, spec)
        outcome: Outcome
        if isinstance(found, scan.Failed):
            outcome = Failed(found.message, (Place(found.file),))
        elif isinstance(found, scan.NotJudged):
            outcome = NotJudged(found.reason, Place(found.file))
        else:
            outcome = built(self._kustomize, files, path, found.body)
        outcome = _explained(outcome, files)
        return files.located(outcome) if isinstance(files, Composition) else outcome


def _explained(outcome: Outcome, files: _View) -> Outcome:
    """A failure over a file that a person can see, and Flux cannot, with the reason."""
    if not isinstance(outcome, Failed):
        return outcome
    for place in outcome.places:
        known = dict(files.documents(place.file) or ())
        value = _value(known.get(place.document), place.path)
        named = value.rpartition("=")[2] if isinstance(value, str) else ""
        lacks = files.lacks(posixpath.join(posixpath.dirname(place.file), named)) if named else ""
        if lacks:
            return Failed(f"{outcome.message}: {lacks}", outcome.places, outcome.read)
    return outcome


def _value(body: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            return None
    return body


def _path(value: object) -> str:
    """A path as Flux reads it: below the root, whatever it begins with."""
    text = value if isinstance(value, str) else ""
    return posixpath.normpath(f"/{text}").lstrip("/")
