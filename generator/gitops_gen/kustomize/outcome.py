"""What a build comes to: objects with their origins, a failure, or the reason why it is not judged."""

from __future__ import annotations

from typing import Any, NamedTuple

from gitops_gen.records import Record

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A field of a document: `document` counts those of `file` from 0, empty ones too."""

    file: str
    document: int = 0
    path: Path = ()


class Edit(NamedTuple):
    """What stands at `path` of a built object, and below it, comes from `place`."""

    path: Path
    place: Place


class Object(Record, frozen=True):
    """One object of the output: `origin` is where it was written, or the generator that made it."""

    body: dict[str, Any]
    origin: Place
    edits: tuple[Edit, ...] = ()

    def source(self, *path: str | int) -> Place:
        """The place that a person must edit to change the field at `path`; the longest edit above it tells."""
        best = Edit((), self.origin)
        for edit in self.edits:
            if path[: len(edit.path)] == edit.path and len(edit.path) >= len(best.path):
                best = edit
        return Place(best.place.file, best.place.document, best.place.path + path[len(best.path) :])


class Unused(NamedTuple):
    """A patch, image override or replacement that changed nothing: which, and where it stands."""

    what: str
    place: Place


class Built(Record, frozen=True):
    """The objects in kustomize's order; `read` holds every file and folder that was looked at."""

    objects: tuple[Object, ...]
    unused: tuple[Unused, ...] = ()
    read: tuple[str, ...] = ()
    by: str = ""
    """The program that built them, with its version; "" for ourselves."""


class Failed(Record, frozen=True):
    """kustomize fails here, and why."""

    message: str
    places: tuple[Place, ...] = ()
    read: tuple[str, ...] = ()


class NotJudged(Record, frozen=True):
    """What the real kustomize must be asked: what we do not know, and where it stands."""

    reason: str
    place: Place
    read: tuple[str, ...] = ()


class Refused(Exception):
    """Inside a build: kustomize fails. A place is added where it is known."""

    def __init__(self, message: str, *places: Place) -> None:
        super().__init__(message)
        self.message = message
        self.places = places


class Unsure(Exception):
    """Inside a build: here we do not know what kustomize does."""

    def __init__(self, reason: str, place: Place | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place
