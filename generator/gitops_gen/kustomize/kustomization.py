"""Reads a folder's kustomization: which file, what it may hold, and what of it we do not judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.kustomize import files, shapes
from gitops_gen.kustomize.files import Reader
from gitops_gen.kustomize.nodes import Source
from gitops_gen.kustomize.outcome import Place, Refused, Unsure
from gitops_gen.kustomize.reading import OTHER_END
from gitops_gen.yamlio import read

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
KIND, COMPONENT = "Kustomization", "Component"
_VERSIONS = {
    KIND: "kustomize.config.k8s.io/v1beta1",
    COMPONENT: "kustomize.config.k8s.io/v1alpha1",
}
RUNS = (
    "helmGlobals",
    "helmCharts",
    "helmChartInflationGenerator",
    "generators",
    "transformers",
    "validators",
)
"""Fields that make kustomize run, or fetch, something."""
_NOT_OURS = ("crds", "openapi", *RUNS, "vars", "configurations")


class Kustomization:
    """The fields of a kustomization that were set, deprecated ones moved to where they belong now."""

    def __init__(self, folder: str, file: str, fields: dict[str, Any], lists: Lists) -> None:
        self.folder = folder
        self.file = file
        self.fields = fields
        self._lists = lists

    @property
    def kind(self) -> str:
        kind: str = self.fields.get("kind") or KIND
        return kind

    def text(self, field: str) -> str:
        found: str = self.fields.get(field, "")
        return found

    def map(self, field: str) -> dict[str, str]:
        found: dict[str, str] = self.fields.get(field, {})
        return found

    def list(self, field: str) -> list[tuple[Any, Source]]:
        """The entries of a list, each with its place."""
        return [
            (entry, (((self.file, 0), name), i))
            for name in self._lists.get(field, (field,))
            for i, entry in enumerate(self.fields.get(name, ()))
        ]

    def source(self, *path: str | int) -> Source:
        found: Source = (self.file, 0)
        for part in path:
            found = (found, part)
        return found

    def place(self, *path: str | int) -> Place:
        return Place(self.file, 0, path)


Lists = Mapping[str, tuple[str, ...]]
_LISTS: Lists = {"resources": ("resources", "bases"), "images": ("images", "imageTags")}


def load(reader: Reader, folder: str, given: Mapping[str, Any] | None = None) -> Kustomization:
    """The kustomization of a folder; `given` stands for what its file holds."""
    paths = [files.join(folder, name) for name in NAMES]
    found = [path for path in paths if reader.text(path) is not None]
    file = found[0] if found else files.join(folder, NAMES[0])
    if given is None:
        if not found:
            raise Refused("the folder has no kustomization.yaml", Place(folder))
        if len(found) > 1:
            raise Refused("the folder has more than one kustomization", *map(Place, found))
        given = _body(reader, file)
    place = Place(file)
    if given is None:
        raise Refused("the kustomization is empty", place)
    fields = shapes.decoded(given, shapes.KUSTOMIZATION, place)
    made = Kustomization(folder, file, fields, _LISTS)
    _enforce(made)
    for name in _NOT_OURS:
        if fields.get(name):
            raise Unsure(f"the field {name}", made.place(name))
    return made


def _body(reader: Reader, file: str) -> Any:
    text = reader.text(file) or ""
    try:
        found = read.documents(text, file)
    except UserError as error:
        message = error.findings[0].message
        first_only = "\n---" in text or OTHER_END.search(text)
        if message.startswith("this is not YAML") and not first_only:
            raise Refused(message, Place(file)) from None
        raise Unsure(message, Place(file)) from None
    return found[0].body if found else None


def _enforce(made: Kustomization) -> None:
    fields = made.fields
    if not any(
        value not in ("", False, None) and name not in ("kind", "apiVersion")
        for name, value in fields.items()
    ):
        raise Refused("the kustomization is empty", made.place())
    if made.kind not in _VERSIONS:
        raise Refused(f"the kind should be {KIND} or {COMPONENT}", made.place("kind"))
    wanted = _VERSIONS[made.kind]
    if (fields.get("apiVersion") or wanted) != wanted:
        raise Refused(
            f"the apiVersion of a {made.kind} should be {wanted}", made.place("apiVersion")
        )
