"""Reads `cluster.yaml` into its types; reports every problem of shape at once, with its position."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from gitops_gen.errors import UserError, did_you_mean, user_error
from gitops_gen.findings import Finding, Location
from gitops_gen.spec.cluster import Cluster
from gitops_gen.yamlio import read


@dataclass(frozen=True, slots=True)
class Loaded:
    """A spec with the document that it came from (for positions) and its name for messages."""

    spec: Cluster
    document: read.Document
    name: str

    def at(self, *path: str | int) -> Location:
        """Where a field stands; the nearest one that is there."""
        line, column = self.document.at(*path)
        return Location(self.name, line, column)


def load(file: Path, name: str) -> Loaded:
    """The spec in `file`, called `name` in messages.

    Raises UserError with every problem of shape; cross-field rules are `rules.problems`.
    """
    document = read.document(read.decode(_bytes(file, name), name), name)
    if document.body is None:
        raise user_error("the spec is empty", fix="gitops-gen init NAME writes one", file=name)
    try:
        spec = msgspec.convert(document.body, Cluster)
    except msgspec.ValidationError as error:
        raise UserError(_problems(document, name, str(error))) from None
    return Loaded(spec, document, name)


def _bytes(file: Path, name: str) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise user_error("there is no such spec", fix="gitops-gen init NAME", file=name) from None
    except IsADirectoryError:
        raise user_error("the spec is a folder, not a file", file=name) from None
    except OSError as error:
        raise user_error(f"the spec cannot be read: {error.strerror}", file=name) from None


def _problems(document: read.Document, name: str, first: str) -> list[Finding]:
    """All violations of the exported schema; `first` is what msgspec said, should the schema see nothing."""
    from gitops_gen import schemas
    from gitops_gen.spec import schema

    whole = schema.schema()
    found = []
    for violation in schemas.violations(whole, document.body):
        line, column = document.at(*violation.path)
        where = ".".join(map(str, violation.path)) or "the spec"
        hint = _hint(whole, violation, document.body)
        found.append(Finding(Location(name, line, column), f"{where}: {violation.message}{hint}"))
    return found or [Finding(Location(name), first)]


def _hint(whole: dict[str, Any], violation: Any, body: Any) -> str:
    if violation.unexpected:
        return did_you_mean(violation.unexpected[0], _known(whole, violation.path[:-1]))
    if violation.options:
        for part in violation.path:
            body = body[part]
        return did_you_mean(str(body), violation.options)
    return ""


def _known(whole: dict[str, Any], path: tuple[str | int, ...]) -> list[str]:
    """The fields that the schema knows at an instance path."""
    places = _branches(whole, whole)
    for part in path:
        below = [_step(place, part) for place in places]
        places = [branch for place in below if place for branch in _branches(whole, place)]
    return [key for place in places for key in place.get("properties", ())]


def _step(place: dict[str, Any], part: str | int) -> dict[str, Any] | None:
    if isinstance(part, int):
        items = place.get("items")
        return items if isinstance(items, dict) else None
    found = place.get("properties", {}).get(part, place.get("additionalProperties"))
    return found if isinstance(found, dict) else None


def _branches(whole: dict[str, Any], place: dict[str, Any]) -> list[dict[str, Any]]:
    """A place of the schema with its `$ref` followed and its `anyOf` opened."""
    if "$ref" in place:
        name = place["$ref"].rpartition("/")[2]
        return _branches(whole, whole["$defs"][name])
    if "anyOf" in place:
        return [branch for one in place["anyOf"] for branch in _branches(whole, one)]
    return [place]
