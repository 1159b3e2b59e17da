"""The files of a repository, read once: every one that is YAML, its documents, and the objects among them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.findings import Location, Unjudged
from gitops_gen.kustomize.outcome import Place
from gitops_gen.repo import documents
from gitops_gen.repo.documents import Manifest, Read
from gitops_gen.repo.files import Files
from gitops_gen.repo.parsing import parse_all
from gitops_gen.yamlio.calm import is_calm

_CHART = "Chart.yaml"


class Reading:
    """A repository on disk. Nothing is read before somebody asks."""

    def __init__(self, root: Path) -> None:
        self.files = Files(root)
        self.unjudged: list[Unjudged] = []
        self._texts: dict[str, str] = {}
        self._known: dict[str, list[tuple[int, Any]] | None] = {}

    @cached_property
    def read(self) -> dict[str, Read]:
        """Every YAML file by path, those aside that are templates of a chart (these are no YAML)."""
        found: dict[str, Read] = {}
        texts: dict[str, str] = {}
        charts = {path[: -len(_CHART)] for path in self.files.paths if _is_chart(path)}
        for path in self.files.paths:
            if not documents.is_yaml(path):
                continue
            if _is_template(path, charts):
                self.unjudged.append(
                    Unjudged(Location(path), "template", "a template of a Helm chart is no YAML")
                )
                continue
            found[path] = Read(path)
            try:
                text = self.files.text(path)
            except UserError as error:
                found[path] = Read(path, problems=error.findings)
                continue
            if text is None:
                self.unjudged.append(
                    Unjudged(Location(path), "link", "it leads out of the repository, or nowhere")
                )
            else:
                texts[path] = text
        self._texts = texts
        return found | parse_all(texts)

    def text(self, path: str) -> str:
        """The text of a file; "" where it has none that can be read."""
        try:
            return self._texts[path] if path in self._texts else self.files.text(path) or ""
        except UserError:
            return ""

    def known(self, path: str) -> list[tuple[int, Any]] | None:
        """The documents of a YAML file with their numbers, as all readers read it; None where they may differ."""
        if path not in self._known:
            held = self.read.get(path)
            calm = held is not None and not held.problems and is_calm(self.text(path))
            self._known[path] = (
                [(d.index, d.body) for d in held.documents] if held and calm else None
            )
        return self._known[path]

    def parsed(self, path: str) -> Read:
        """A file's documents, whether Git keeps it or not."""
        return self.read.get(path) or documents.parse(path, self.text(path))

    def place(self, place: Place) -> Location:
        """Where a field of a document stands; the file itself where it is no YAML."""
        held = self.read.get(place.file)
        if held is None or place.document >= len(held.documents):
            return Location(place.file or ".")
        return held.documents[place.document].location(*place.path)

    @cached_property
    def manifests(self) -> list[Manifest]:
        """Every document that looks like a Kubernetes object, in the order of the files."""
        return [one for file in self.read.values() for one in file.manifests]


def _is_chart(path: str) -> bool:
    return path == _CHART or path.endswith("/" + _CHART)


def _is_template(path: str, charts: set[str]) -> bool:
    parts = path.split("/")
    return any(
        name == "templates" and "".join(f"{one}/" for one in parts[:at]) in charts
        for at, name in enumerate(parts[:-1])
    )
