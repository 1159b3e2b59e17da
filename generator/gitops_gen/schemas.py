"""JSON Schema validation in our own words; imported only when something is wrong or asked for.

jsonschema-rs quotes the failing value in its messages, so none of them is ever shown: messages are
built here from the kind of the violation, and name no value.
"""

from __future__ import annotations

from typing import Any

import jsonschema_rs

from gitops_gen.records import Record

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


class Violation(Record, frozen=True):
    """One thing that a schema refuses: where in the instance, what, and what would have been right.

    `wanted` are the JSON types of a value of the wrong type, `options` the values of a closed list; `unknown`
    says that the last part of the path is a key that the schema does not have, `missing` is one that it wants.
    """

    path: Path
    message: str
    unknown: bool = False
    missing: str = ""
    wanted: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def violations(schema: Schema, instance: Any) -> list[Violation]:
    """Every violation; empty where the instance is valid. A pattern's `patternErrorMessage` is its message."""
    validator = jsonschema_rs.validator_for(schema, offline=True, mask="***")
    found: list[Violation] = []
    for error in validator.iter_errors(instance):
        found.extend(_violations(schema, error))
    return found


def _violations(schema: Schema, error: jsonschema_rs.ValidationError) -> list[Violation]:
    kinds = jsonschema_rs.ValidationErrorKind
    kind: Any = error.kind
    path = tuple(error.instance_path)
    if isinstance(kind, kinds.AnyOf):
        return _nearest(schema, path, kind.context)
    if isinstance(kind, kinds.AdditionalProperties):
        return [Violation((*path, key), "unknown field", unknown=True) for key in kind.unexpected]
    if isinstance(kind, kinds.Enum):
        options = tuple(map(str, kind.options))
        return [Violation(path, "must be one of " + ", ".join(options), options=options)]
    if isinstance(kind, kinds.Type):
        return [_of_type(path, tuple(map(str, kind.types)))]
    if isinstance(kind, kinds.Required):
        name = str(kind.property)
        return [Violation(path, f'field "{name}" is missing', missing=name)]
    return [Violation(path, _told(schema, error) or _message(kind))]


def _of_type(path: Path, wanted: tuple[str, ...]) -> Violation:
    said = " or ".join(_TYPES[name] for name in wanted)
    return Violation(path, f"must be {said}", wanted=wanted)


def _nearest(
    schema: Schema, path: Path, context: list[list[jsonschema_rs.ValidationError]]
) -> list[Violation]:
    """The branch that the writer meant: the one whose type is right, or all types if none is."""
    branches = [[v for error in branch for v in _violations(schema, error)] for branch in context]
    typed = [b for b in branches if not any(v.wanted and v.path == path for v in b)]
    if typed:
        return min(typed, key=len)
    wanted = [name for branch in branches for v in branch for name in v.wanted if name != "null"]
    return [_of_type(path, tuple(dict.fromkeys(wanted)))]


def _told(schema: Schema, error: jsonschema_rs.ValidationError) -> str:
    """What the schema itself says of a pattern that does not match, as editors show it."""
    *above, keyword = error.schema_path
    place: Any = schema
    for part in above:
        place = place[part]
    return str(place.get("patternErrorMessage", "")) if keyword == "pattern" else ""


def _message(kind: Any) -> str:
    kinds = jsonschema_rs.ValidationErrorKind
    match kind:
        case kinds.Pattern():
            return f"does not match {kind.pattern}"
        case kinds.Minimum() | kinds.Maximum():
            bound = "at least" if isinstance(kind, kinds.Minimum) else "at most"
            return f"must be {bound} {kind.limit}"
        case kinds.MinLength(limit=1) | kinds.MinItems(limit=1):
            return "must not be empty"
        case kinds.MinLength() | kinds.MaxLength():
            bound = "at least" if isinstance(kind, kinds.MinLength) else "at most"
            return f"must have {bound} {kind.limit} characters"
        case kinds.MinItems() | kinds.MaxItems():
            bound = "at least" if isinstance(kind, kinds.MinItems) else "at most"
            return f"must have {bound} {kind.limit} items"
        case _:
            return f"is refused by the schema ({kind.name})"
