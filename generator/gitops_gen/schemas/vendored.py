"""The vendored schemas (gitops_gen/data/schemas), read kind by kind.

`kinds.txt` has a line for each kind: apiVersion, kind, source, the releases that serve it, its definition. Each
source has a file with a line for each definition: name, releases (`*` is all), JSON. One definition refers to
another by name; only those that a kind needs are ever parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from gitops_gen import versions
from gitops_gen.records import Record
from gitops_gen.schemas import crds
from gitops_gen.schemas.violations import Schema

_DATA = Path(__file__).parent.parent / "data" / "schemas"
_META = "meta"
"""The source of what every custom resource refers to."""
_REFERENCE = re.compile(r'"\$ref":"#/\$defs/([^"]+)"')
_Release = tuple[int, ...]

NEWEST = {
    "kubernetes": versions.KUBERNETES,
    "cilium": versions.CILIUM,
    "flux": versions.FLUX,
    "talos": versions.TALOS,
}
"""Source -> the release that is meant where the caller names none; other sources have one alone."""


class Served(Record, frozen=True):
    """A run of a source's releases that know a kind, as `1.25` to `1.31`."""

    source: str
    first: str
    last: str
    deprecated: bool
    definition: str

    def at(self, release: str) -> bool:
        """Whether a release, `1.36` or `1.36.3`, is one of them."""
        return _release(self.first) <= _release(release) <= _release(self.last)


def known_kinds() -> list[tuple[str, str]]:
    """(apiVersion, kind) of everything that some release of some source knows."""
    return list(_kinds())


def served(api_version: str, kind: str) -> tuple[Served, ...]:
    """The releases that know a kind, oldest first; Kubernetes' from 1.25 on, though only some have schemas."""
    return tuple(_served(line) for line in _kinds().get((api_version, kind), ()))


def schema_for(
    api_version: str,
    kind: str,
    *,
    kubernetes: str = "",
    cilium: str = "",
    flux: str = "",
    talos: str = "",
) -> Schema | None:
    """The schema of a kind at a release (`1.36` or `1.36.3`; by default our pin); None where there is none."""
    asked = {"kubernetes": kubernetes, "cilium": cilium, "flux": flux, "talos": talos}
    for one in served(api_version, kind):
        release = asked.get(one.source) or NEWEST.get(one.source) or one.last
        if one.at(release):
            line = ".".join(release.split(".")[:2])
            return _schema(f"{api_version} {kind}", one.source, one.definition, line)
    return None


def of_crd(crd: Mapping[str, Any]) -> dict[tuple[str, str], Schema]:
    """(apiVersion, kind) -> schema, for every served version of a CustomResourceDefinition of a tree.

    Raises ValueError for one that is broken.
    """
    held = _parsed(_closure(_META, crds.META, ""))
    return {
        (one.api_version, one.kind): Schema(
            f"{one.api_version} {one.kind}", {**one.body, "$defs": held}
        )
        for one in crds.versions(crd)
        if one.served
    }


@cache
def _schema(name: str, source: str, definition: str, release: str) -> Schema | None:
    texts = _closure(source, definition, release)
    if not texts:
        return None  # served by a release whose schemas are not vendored
    return Schema(name, {"$ref": f"#/$defs/{definition}", "$defs": _parsed(texts)})


def _parsed(texts: Mapping[str, str]) -> dict[str, Any]:
    inside = ",".join(f"{json.dumps(name)}:{text}" for name, text in texts.items())
    found: dict[str, Any] = json.loads(f"{{{inside}}}")
    return found


def _closure(source: str, definition: str, release: str) -> dict[str, str]:
    """A definition and all that it refers to."""
    found: dict[str, str] = {}
    wanted = [definition]
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        text = _definition(source, name, release) or _definition(_META, name, release)
        if text:
            found[name] = text
            wanted += _REFERENCE.findall(text)
    return found


def _definition(source: str, name: str, release: str) -> str:
    for line in _definitions(source).get(name, ()):
        _, span, text = line.split(" ", 2)
        if span == "*" or _within(span, release):
            return text
    return ""


@cache
def _definitions(source: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _lines(f"{source}.txt"):
        found.setdefault(line.partition(" ")[0], []).append(line)
    return found


@cache
def _kinds() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for line in _lines("kinds.txt"):
        api_version, kind, _ = line.split(" ", 2)
        found.setdefault((api_version, kind), []).append(line)
    return found


def _served(line: str) -> Served:
    _, _, source, span, definition, *notes = line.split(" ")
    first, _, last = span.partition("-")
    return Served(source, first, last, "deprecated" in notes, definition)


def _within(span: str, release: str) -> bool:
    first, _, last = span.partition("-")
    return _release(first) <= _release(release) <= _release(last)


@cache
def _release(text: str) -> _Release:
    """`1.36.3` as what compares: its minor release."""
    return tuple(map(int, text.split(".")[:2]))


def _lines(name: str) -> list[str]:
    return (_DATA / name).read_text(encoding="utf-8").splitlines()
