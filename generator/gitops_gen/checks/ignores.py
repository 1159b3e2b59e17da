"""Where a person has said "not here": an annotation of the object, or a comment, for one check and with a reason.

    metadata:
      annotations:
        gitops-gen.dev/ignore.flux-prune-is-set: the namespace holds data

    path: ./apps # gitops-gen: ignore flux-path-exists: made by the build

An annotation counts for its whole object, a comment for its line, or for the next where it stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gitops_gen.findings import Location
from gitops_gen.records import Record
from gitops_gen.repo.documents import Manifest
from gitops_gen.repo.repository import Repo

PREFIX = "gitops-gen.dev/ignore."
_COMMENT = re.compile(r"(?:^|\s)#\s*gitops-gen:\s*ignore\b\s*([a-z0-9-]*)\s*(?::\s*(.*?))?\s*$")


class Ignore(Record, frozen=True):
    """One "not here": the check, the lines `first` to `last` of a file that it is for, why, and where it stands."""

    check: str
    reason: str
    place: Location
    first: int
    last: int

    def covers(self, check: str, location: Location | None) -> bool:
        """Whether it is for this finding."""
        if location is None or check != self.check or location.file != self.place.file:
            return False
        return self.first <= location.line <= self.last


def find(repo: Repo) -> Iterator[Ignore]:
    """Every one of a repository."""
    for path, file in repo.read.items():
        text = repo.text(path)
        if "gitops-gen" not in text:
            continue
        yield from _comments(path, text)
        lines = text.count("\n") + 1
        starts = [one.line for one in file.documents]
        ends = [start - 1 for start in starts[1:]] + [lines]
        for manifest in file.manifests:
            yield from _annotations(manifest, ends[manifest.document.index])


def _annotations(manifest: Manifest, last: int) -> Iterator[Ignore]:
    notes = manifest.metadata.get("annotations")
    for key, value in notes.items() if isinstance(notes, dict) else ():
        if key.startswith(PREFIX):
            place = manifest.at("metadata", "annotations", key)
            reason = value.strip() if isinstance(value, str) else ""
            yield Ignore(key[len(PREFIX) :], reason, place, manifest.document.line, last)


def _comments(path: str, text: str) -> Iterator[Ignore]:
    for number, line in enumerate(text.split("\n"), 1):
        if "gitops-gen" in line and (said := _COMMENT.search(line)):
            alone = not line[: said.start()].strip()
            place = Location(path, number, said.start() + 1)
            yield Ignore(said[1], said[2] or "", place, number, number + alone)
