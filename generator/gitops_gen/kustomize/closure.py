"""The files that a build reads, so that the real kustomize can be given these and nothing else.

A tree may be hostile. What would fetch or run something, or read beside the tree, is refused here, before a program
starts: remote bases and files, Helm charts, plugins and functions, absolute paths, paths that lead out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gitops_gen.kustomize import files, kustomization, shapes
from gitops_gen.kustomize.files import Files
from gitops_gen.kustomize.outcome import Place, Refused, Unsure

_REMOTE = re.compile(r"(?i)^(?:git::|gh:|file:|[^/]*@)|://|::|github\.com|[?&]ref=|\.git(?:/|$)")
"""Looser than kustomize's own test (api/internal/git/repospec.go): what only looks remote is left alone."""
MAX_SIZE = 1 << 26
"""Characters of all files of a build; manifests come to a few thousand."""
_FOLDERS = ("resources", "bases", "components")
_FILES = ("crds", "configurations", "patchesStrategicMerge")
_PATHS = ("patches", "patchesJson6902", "replacements")
_GENERATORS = ("configMapGenerator", "secretGenerator")


def closure(held: Files, folder: str, given: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The texts, by path, of all that a build of `folder` may read; files that are not there are left out.

    `given` stands for the content of the folder's kustomization. Raises `Unsure` where kustomize must not be asked.
    """
    found: dict[str, str] = {}
    waiting, seen = [folder], {folder}
    while waiting:
        own = waiting.pop()
        for path in _named(held, own, given if own == folder else None, found):
            if path not in seen and held.is_dir(path):
                seen.add(path)
                waiting.append(path)
            elif held.is_file(path):
                found[path] = _text(held, path)
        if sum(map(len, found.values())) > MAX_SIZE:
            raise Unsure(f"more than {MAX_SIZE:,} characters to copy", Place(own))
    return found


def _named(
    held: Files, folder: str, given: Mapping[str, Any] | None, found: dict[str, str]
) -> Iterator[str]:
    """Every path that a folder's kustomization names; its own file is added to what is found."""
    body: Any = given
    for name in kustomization.NAMES:
        file = files.join(folder, name)
        if held.is_file(file):
            found[file] = _text(held, file)
            body = _body(held, file) if given is None else body
    if body is None:
        return
    place = Place(files.join(folder, kustomization.NAMES[0]))
    try:
        fields = shapes.decoded(body, shapes.KUSTOMIZATION, place)
    except Refused as refused:
        raise Unsure(refused.message, place) from None
    for field in kustomization.RUNS:
        if fields.get(field):
            raise Unsure(f"the field {field}, which makes kustomize run something", place)
    if "managedByLabel" in fields.get("buildMetadata", ()):
        raise Unsure(
            "the label managed-by, which is another one for each build of kustomize", place
        )
    for text in _texts(fields):
        yield _inside(folder, text, place)


def _texts(fields: dict[str, Any]) -> Iterator[str]:
    """All texts that kustomize takes for a path, or might."""
    for name in (*_FOLDERS, *_FILES):
        yield from (one for one in fields.get(name, ()) if "\n" not in one)
    for name in _PATHS:
        yield from (one["path"] for one in fields.get(name, ()) if one.get("path"))
    for entry in (one for name in _GENERATORS for one in fields.get(name, ())):
        yield from (one for one in (*entry.get("envs", ()), entry.get("env", "")) if one)
        yield from (one.partition("=")[2] or one for one in entry.get("files", ()))
    if path := fields.get("openapi", {}).get("path"):
        yield path


def _inside(folder: str, text: str, place: Place) -> str:
    if _REMOTE.search(text):
        raise Unsure(f"{text} may be remote", place)
    if text.startswith("/"):
        raise Unsure(f"the absolute path {text}", place)
    try:
        return files.join(folder, text)
    except Refused as refused:
        raise Unsure(refused.message, place) from None


def _body(held: Files, file: str) -> Any:
    """A kustomization that all readers of YAML read alike: another one may name what we do not see."""
    known = held.documents(file)
    if known is None or len(known) > 1:
        raise Unsure("the kustomization is no plain YAML", Place(file))
    return known[0][1] if known else None


def _text(held: Files, path: str) -> str:
    text = held.text(path)
    if text is None:
        raise Unsure("the file is not UTF-8", Place(path))
    return text
