"""JSON Schema validation in our own words; imported only when something is wrong or asked for.

jsonschema-rs quotes the failing value in its messages, so none of them is ever shown: messages are
built here from the kind of the violation, and name no value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jsonschema_rs

Schema = dict[str, Any]
Path = tuple[str | int, ...]

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that a schema refuses: where in the instance, what, and the keys that it does not know."""

    path: Path
    message: str
    unexpected: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def violations(schema: Schema, instance: Any) -> list[Violation]:
    """Every violation, in the order of the instance's paths; empty where it is valid."""
    validator = jsonschema_rs.validator_for(schema, offline=True, mask="***")
    found: list[Violation] = []
    for error in validator.iter_errors(instance):
        found.extend(_violations(error))
    return sorted(found, key=lambda v: [str(part).rjust(9) for part in v.path])


def _violations(error: jsonschema_rs.ValidationError) -> list[Violation]:
    kind: Any = error.kind
    path = tuple(error.instance_path)
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.AnyOf):
        return _nearest(path, kind.context)
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.AdditionalProperties):
        return [Violation((*path, key), "unknown field", (key,)) for key in kind.unexpected]
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.Enum):
        options = tuple(map(str, kind.options))
        return [Violation(path, "must be one of " + ", ".join(options), options=options)]
    return [Violation(path, _message(kind))]


def _nearest(path: Path, context: list[list[jsonschema_rs.ValidationError]]) -> list[Violation]:
    """The branch that the writer meant: the one that got deepest, or all types if none got anywhere."""
    branches = [[v for error in branch for v in _violations(error)] for branch in context]
    deeper = [branch for branch in branches if all(v.path != path for v in branch)]
    if deeper:
        return min(deeper, key=len)
    typed = [b for b in branches if not all(v.message.startswith("must be ") for v in b)]
    if typed:
        return min(typed, key=len)
    wanted = [v.message.removeprefix("must be ") for b in branches for v in b if v.path == path]
    said = [text for text in wanted if text != _TYPES["null"]]
    return [Violation(path, "must be " + " or ".join(said))]


def _message(kind: Any) -> str:
    kinds = jsonschema_rs.ValidationErrorKind
    match kind:
        case kinds.Type():
            return "must be " + " or ".join(_TYPES[str(name)] for name in kind.types)
        case kinds.Required():
            return f'field "{kind.property}" is missing'
        case kinds.Pattern():
            return f"does not match {kind.pattern}"
        case kinds.Minimum() | kinds.Maximum():
            bound = "at least" if isinstance(kind, kinds.Minimum) else "at most"
            return f"must be {bound} {kind.limit}"
        case kinds.MinLength() | kinds.MaxLength():
            bound = "at least" if isinstance(kind, kinds.MinLength) else "at most"
            return f"must have {bound} {kind.limit} characters"
        case kinds.MinItems():
            return f"needs at least {kind.limit} item"
        case _:
            return f"is refused by the schema ({kind.name})"
