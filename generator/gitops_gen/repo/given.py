"""What a Flux Kustomization adds to the kustomization of its path, and where it stands there.

A build knows one kustomization, in which the fields of the Flux object come after, or in the place of, the file's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gitops_gen.kustomize.build import Built, Failed, Outcome
from gitops_gen.kustomize.outcome import Edit, Object, Place
from gitops_gen.repo.held import Held

REPLACED = {"namespace": "targetNamespace", "namePrefix": "namePrefix", "nameSuffix": "nameSuffix"}
APPENDED = ("patches", "components", "images")


class Given:
    """Turns places in the kustomization `file` of a path into places of the Flux object, where they are its."""

    def __init__(self, held: Held, file: str, own: object) -> None:
        self._held = held
        self._file = file
        self._own: Mapping[str, Any] = own if isinstance(own, dict) else {}

    def outcome(self, found: Outcome) -> Outcome:
        """A build with the places that a person must edit."""
        match found:
            case Built():
                objects = tuple(map(self._object, found.objects))
                return Built(objects, found.unused, found.read)
            case Failed():
                return Failed(found.message, tuple(map(self._place, found.places)), found.read)
            case _:
                return found

    def _object(self, one: Object) -> Object:
        edits = tuple(Edit(edit.path, self._place(edit.place)) for edit in one.edits)
        return Object(one.body, one.origin, edits)

    def _place(self, place: Place) -> Place:
        if place.file != self._file or not place.path:
            return place
        field, *rest = place.path
        spec = self._held.spec
        if field in REPLACED:
            name = REPLACED[str(field)]
            return self._held.object.source("spec", name) if name in spec else place
        if field in APPENDED and rest and isinstance(rest[0], int):
            entry = self.entry(str(field), rest[0])
            if entry is not None:
                return self._held.object.source("spec", field, entry, *rest[1:])
        return place

    def entry(self, field: str, at: int) -> int | None:
        """Which entry of the Flux object's list it is; None for one of the file's own."""
        own = _list(self._own.get(field))
        if at < len(own):
            return None
        given = _list(self._held.spec.get(field))
        added = list(range(len(given)))
        if field == "images":
            # An image of a name that the kustomization holds changes that one.
            known = {one.get("name") for one in own if isinstance(one, dict)}
            added = [n for n in added if _name(given[n]) not in known]
        return added[at - len(own)] if at - len(own) < len(added) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(value: object) -> object:
    return value.get("name") if isinstance(value, dict) else None
