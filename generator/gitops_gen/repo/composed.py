"""The artifacts that ArtifactGenerators make of this repository, as Flux' controllers see them."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from gitops_gen.compose.artifacts import compose
from gitops_gen.compose.outcome import Composed, Failed, NotJudged
from gitops_gen.kustomize import build as kustomize
from gitops_gen.kustomize.outcome import Built, Edit, Object, Place
from gitops_gen.records import Record
from gitops_gen.repo.artifact import Artifact
from gitops_gen.repo.held import Held

GROUP, GENERATOR, KIND = "source.extensions.fluxcd.io", "ArtifactGenerator", "ExternalArtifact"


class Generated(Record, frozen=True):
    """What a generator makes, artifact by artifact; only the files of this repository are known to it."""

    held: Held
    artifact: Artifact
    outcomes: tuple[Composed | Failed | NotJudged, ...]

    def named(self, name: str) -> Composed | None:
        """The artifact of that name, where it is known what it holds."""
        found = (one for one in self.outcomes if isinstance(one, Composed) and one.name == name)
        return next(found, None)


def generated(held: Held, artifact: Artifact, home: Sequence[object]) -> Generated:
    """`home` are the names of the sources that are this repository."""
    listed = held.spec.get("sources")
    sources = {
        str(one.get("alias")): artifact.everything() if one.get("name") in home else None
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict)
    }
    return Generated(held, artifact, compose(held.spec, sources))


class Composition:
    """One artifact's files, each of which is one of the repository."""

    def __init__(self, made: Generated, one: Composed) -> None:
        self._made = made
        self._files = {path: source for path, (_, source) in one.files.items()}
        self._folders: dict[str, set[str]] = defaultdict(set, {"": set()})
        for path in self._files:
            names = path.split("/")
            for at, name in enumerate(names):
                self._folders["/".join(names[:at])].add(name)

    def is_file(self, path: str) -> bool:
        """Whether the artifact holds the file."""
        return posixpath.normpath(path) in self._files

    def is_dir(self, path: str) -> bool:
        """Whether the artifact holds the folder."""
        return _folder(path) in self._folders

    def folders(self) -> list[str]:
        """Every folder below the root."""
        return [one for one in self._folders if one]

    def entries(self, path: str) -> list[str]:
        """The names in a folder, sorted."""
        return sorted(self._folders.get(_folder(path), ()))

    def text(self, path: str) -> str | None:
        """The text of a file; None where there is none."""
        source = self._files.get(posixpath.normpath(path))
        return None if source is None else self._made.artifact.text(source)

    def documents(self, path: str) -> Sequence[tuple[int, Any]] | None:
        """The documents of a file with their numbers; None where its readers may differ, or it is not there."""
        source = self._files.get(posixpath.normpath(path))
        return None if source is None else self._made.artifact.documents(source)

    def lacks(self, path: str) -> str:
        """Why the artifact does not hold what stands in the repository."""
        if self.is_file(path) or self.is_dir(path) or not self._made.artifact.is_dir(path):
            return ""
        return f"the {GENERATOR} {self._made.held.name} copies nothing there"

    def located(self, outcome: kustomize.Outcome) -> kustomize.Outcome:
        """A build of the artifact with the places in the repository."""
        match outcome:
            case Built():
                return Built(
                    tuple(self._object(one) for one in outcome.objects),
                    tuple(one._replace(place=self._place(one.place)) for one in outcome.unused),
                    self._read(outcome.read),
                    outcome.by,
                )
            case kustomize.Failed():
                places = tuple(map(self._place, outcome.places))
                return kustomize.Failed(outcome.message, places, self._read(outcome.read))
            case _:
                place = self._place(outcome.place)
                return kustomize.NotJudged(outcome.reason, place, self._read(outcome.read))

    def _read(self, paths: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._files[path] for path in paths if path in self._files)

    def _object(self, one: Object) -> Object:
        edits = tuple(Edit(edit.path, self._place(edit.place)) for edit in one.edits)
        return Object(one.body, self._place(one.origin), edits)

    def _place(self, place: Place) -> Place:
        source = self._files.get(place.file)
        if source is not None:
            return place._replace(file=source)
        held = self._made.held.object.origin
        return Place(held.file, held.document)


def _folder(path: str) -> str:
    inside = posixpath.normpath(path)
    return "" if inside == "." else inside
