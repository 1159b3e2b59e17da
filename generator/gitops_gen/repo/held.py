"""One object as the cluster gets it, and where a person edits each of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gitops_gen.findings import Location
from gitops_gen.kustomize.outcome import Object, Place
from gitops_gen.records import Record
from gitops_gen.repo.documents import Manifest
from gitops_gen.repo.reading import Reading


class Held(Record, frozen=True):
    """An object as it is applied (or as it is written, where nothing builds it)."""

    body: dict[str, Any]
    repo: Reading
    object: Object

    def at(self, *path: str | int) -> Location:
        """The place that a person must edit."""
        return self.repo.place(self.object.source(*path))

    @property
    def kind(self) -> str:
        return _text(self.body, "kind")

    @property
    def api_version(self) -> str:
        return _text(self.body, "apiVersion")

    @property
    def group(self) -> str:
        """The API group; "" for the core."""
        return self.api_version.rpartition("/")[0]

    @property
    def metadata(self) -> dict[str, Any]:
        """Its metadata; empty where that is no mapping."""
        return _mapping(self.body, "metadata")

    @property
    def name(self) -> str:
        """Its name, or "" where it has none that is a text."""
        return _text(self.metadata, "name")

    @property
    def namespace(self) -> str:
        """Its namespace as it is written, or ""."""
        return _text(self.metadata, "namespace")

    @property
    def title(self) -> str:
        """`Kind namespace/name`, as messages name it."""
        return f"{self.kind} {self.namespace}/{self.name}".replace(" /", " ").strip()

    @property
    def spec(self) -> dict[str, Any]:
        """Its spec; empty where that is no mapping."""
        return _mapping(self.body, "spec")

    @property
    def origin(self) -> tuple[str, int]:
        """The file that it was written in (or whose generator made it), and the document there, from 0."""
        return self.object.origin.file, self.object.origin.document


def raw(repo: Reading, one: Manifest) -> Held:
    """A document as it is written."""
    return Held(one.body, repo, Object(one.body, Place(one.file, one.document.index)))


def _text(body: Mapping[str, Any], field: str) -> str:
    found = body.get(field)
    return found if isinstance(found, str) else ""


def _mapping(body: Mapping[str, Any], field: str) -> dict[str, Any]:
    found = body.get(field)
    return found if isinstance(found, dict) else {}
