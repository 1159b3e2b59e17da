"""Says in words what is wrong with the shape of a spec: it names fields and places, and never a value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from gitops_gen import schemas
from gitops_gen.errors import did_you_mean, nearest
from gitops_gen.findings import Finding, Location
from gitops_gen.spec import schema
from gitops_gen.yamlio import read

Path = tuple[str | int, ...]

_PLAIN = re.compile(r"[A-Za-z0-9_./-]+\Z")
_CREDENTIAL = {"credential"}
_KEEP = "write {credential: NAME}; the value itself goes to credentials.sops.yaml, with `sops edit`"
_WRITE = {
    "string": "write one value",
    "integer": "write a whole number, without quotes and decimal point",
    "boolean": "write true or false, without quotes",
    "array": "write a list, one item a line: `- ...`",
    "object": "write a mapping, one field a line: `name: ...`",
}


def problems(document: read.Document) -> list[Finding]:
    """Every violation of the exported schema, in the order of the file."""
    whole = schema.schema()
    violations = schemas.violations(whole, _no_floats(document.body))
    meant = {near for one in violations if one.unknown and (near := _meant(whole, one.path))}
    found: dict[tuple[Path, str], Finding] = {}
    for violation in violations:
        if violation.missing and (*violation.path, violation.missing) in meant:
            continue
        path, message, fix = _explained(whole, violation, document.body)
        found.setdefault(
            (path, message), Finding(document.location(*path), f"{spell(path)}: {message}", fix)
        )
    return sorted(found.values(), key=lambda finding: finding.location or Location(""))


def spell(path: Path) -> str:
    """A path for people: `apps[0].workloads[1].env.NAME`."""
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f"[{part}]"
        else:
            said += f".{part if _PLAIN.match(part) else json.dumps(part)}"
    return said.removeprefix(".") or "the spec"


def _no_floats(body: Any) -> Any:
    """The body without whole floats: `1500.0` is a whole number for JSON Schema, and none for the spec."""
    if isinstance(body, dict):
        return {key: _no_floats(value) for key, value in body.items()}
    if isinstance(body, list):
        return [_no_floats(value) for value in body]
    return body + 0.5 if isinstance(body, float) and body.is_integer() else body


def _explained(
    whole: dict[str, Any], violation: schemas.Violation, body: Any
) -> tuple[Path, str, str]:
    """Path, message and fix of a violation."""
    path = violation.path
    if inside := _credential(whole, path, body):
        return inside, "must be a credential's name, never the secret itself", _KEEP
    if violation.unknown:
        return path, *_unknown(whole, path)
    value = _value(body, path)
    if violation.options:
        return path, violation.message + did_you_mean(str(value), violation.options), ""
    if violation.wanted:
        return path, *_mistyped(violation, value, _places(whole, path))
    return path, violation.message, ""


def _credential(whole: dict[str, Any], path: Path, body: Any) -> Path | None:
    """The part of a path at which a credential, and nothing else, is wanted; its value is the user's secret."""
    for end in range(1, len(path) + 1):
        places = [place for place in _places(whole, path[:end]) if place.get("type") != "null"]
        named = [place for place in places if set(place.get("properties", ())) == _CREDENTIAL]
        value = _value(body, path[:end])
        if named and (len(places) == 1 or isinstance(value, dict | list)):
            return path[:end]
    return None


def _known(whole: dict[str, Any], path: Path) -> list[str]:
    """The fields that the schema knows at an instance path."""
    return [key for place in _places(whole, path) for key in place.get("properties", ())]


def _meant(whole: dict[str, Any], path: Path) -> Path | None:
    """The field that an unknown one was meant for."""
    near = nearest(str(path[-1]), _known(whole, path[:-1]))
    return (*path[:-1], near) if near else None


def _unknown(whole: dict[str, Any], path: Path) -> tuple[str, str]:
    """An unknown field: the name that was meant, the place where it belongs, or all that is known here."""
    name = str(path[-1])
    known = _known(whole, path[:-1])
    if near := did_you_mean(name, known):
        return f"unknown field{near}", ""
    if elsewhere := [spell(home) for home in _homes(whole, whole, ()) if home[-1] == name]:
        return "unknown field here", f"it belongs to the spec as {' or '.join(elsewhere)}"
    return "unknown field", f"what is known here: {', '.join(sorted(known))}"


def _homes(whole: dict[str, Any], place: dict[str, Any], path: Path) -> Iterator[Path]:
    """Every field of the schema that stands in no list, as a path."""
    for branch in _branches(whole, place):
        for key, below in branch.get("properties", {}).items():
            yield (*path, key)
            yield from _homes(whole, below, (*path, key))


def _mistyped(
    violation: schemas.Violation, value: Any, places: list[dict[str, Any]]
) -> tuple[str, str]:
    """A value of another type: most often YAML's doing."""
    message = violation.message
    if value is None:
        return f"{message}, and has no value", "give it one, or remove the line"
    wanted = violation.wanted[0]
    if wanted != "string" or isinstance(value, dict | list):
        return message, _WRITE[wanted]
    read = "true, yes or on" if isinstance(value, bool) else "number"
    fix = f"a bare {read} is no string in YAML: put it in quotes"
    if "object" in violation.wanted:
        fix += ", or write {credential: NAME} for a secret"
    form = [place["patternErrorMessage"] for place in places if "patternErrorMessage" in place]
    return message, "; it ".join([fix, *form])


def _value(body: Any, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    for part in path:
        if isinstance(part, int):
            body = body[part] if isinstance(body, list) else None
        else:
            body = body.get(part) if isinstance(body, dict) else None
    return body


def _places(whole: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    """What the schema wants at an instance path: one place for each branch."""
    places = _branches(whole, whole)
    for part in path:
        below = [_step(place, part) for place in places]
        places = [branch for place in below if place for branch in _branches(whole, place)]
    return places


def _step(place: dict[str, Any], part: str | int) -> dict[str, Any] | None:
    if isinstance(part, int):
        found = place.get("items")
    else:
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
