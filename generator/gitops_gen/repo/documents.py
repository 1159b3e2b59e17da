"""The YAML documents of a repository, each with its file and place; what is no YAML is told, not dropped."""

from __future__ import annotations

import re
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.findings import Finding, Location
from gitops_gen.records import Record
from gitops_gen.yamlio import read

_SUFFIXES = (".yaml", ".yml")
_KUSTOMIZATIONS = ("Kustomization",)
_IS_OBJECT = re.compile(r"^apiVersion:|^\s*\"?apiVersion\"?\s*:", re.MULTILINE)


class Manifest:
    """A document that looks like a Kubernetes object: a mapping with the texts `apiVersion` and `kind`."""

    __slots__ = ("api_version", "body", "document", "kind")

    def __init__(self, document: read.Document) -> None:
        self.document = document
        self.body: dict[str, Any] = document.body
        self.api_version: str = self.body["apiVersion"]
        self.kind: str = self.body["kind"]

    @property
    def file(self) -> str:
        """The path of its file."""
        return self.document.name

    @property
    def group(self) -> str:
        """The API group; "" for the core."""
        return self.api_version.rpartition("/")[0]

    @property
    def metadata(self) -> dict[str, Any]:
        """Its metadata; empty where that is no mapping."""
        found = self.body.get("metadata")
        return found if isinstance(found, dict) else {}

    @property
    def name(self) -> str:
        """Its name, or "" where it has none that is a text."""
        found = self.metadata.get("name")
        return found if isinstance(found, str) else ""

    @property
    def namespace(self) -> str:
        """Its namespace as it is written, or ""."""
        found = self.metadata.get("namespace")
        return found if isinstance(found, str) else ""

    @property
    def title(self) -> str:
        """`Kind namespace/name`, as messages name it."""
        return f"{self.kind} {self.namespace}/{self.name}".replace(" /", " ").strip()

    def at(self, *path: str | int) -> Location:
        """The place of a field, or of the nearest one above it that is there."""
        return self.document.location(*path)


class Read(Record, frozen=True):
    """What a file came to: its documents, or why it could not be read."""

    path: str
    documents: tuple[read.Document, ...] = ()
    problems: tuple[Finding, ...] = ()

    @property
    def manifests(self) -> list[Manifest]:
        """Those that look like Kubernetes objects."""
        return [Manifest(one) for one in self.documents if looks_like_object(one.body)]


def is_yaml(path: str) -> bool:
    """Whether a file is read as YAML, by its name."""
    return path.endswith(_SUFFIXES) or path.rpartition("/")[2] in _KUSTOMIZATIONS


def looks_like_object(body: Any) -> bool:
    """Whether a value has what every Kubernetes object has."""
    return (
        isinstance(body, dict)
        and isinstance(body.get("apiVersion"), str)
        and isinstance(body.get("kind"), str)
        and bool(body["kind"])
    )


def meant_as_object(text: str) -> bool:
    """Whether a text that cannot be read was meant to hold Kubernetes objects."""
    return _IS_OBJECT.search(text) is not None


def parse(path: str, text: str) -> Read:
    """A file's documents as kubectl reads them; the findings where it cannot."""
    try:
        return Read(path, tuple(read.documents(text, path)))
    except UserError as error:
        return Read(path, problems=error.findings)
