"""What a JSON Schema refuses, in our own words.

jsonschema-rs quotes the failing value in its messages, so none of them is ever shown: messages are
built here from the kind of the violation, and name no value.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gitops_gen.records import Record

if TYPE_CHECKING:
    import jsonschema_rs  # 12 ms, so only where something is judged

Body = dict[str, Any]
Path = tuple[str | int, ...]

FORMATS = {
    "date-time": "must be a time like 2026-01-31T12:00:00Z",
    "ipv4": "must be an IPv4 address",
    "ipv6": "must be an IPv6 address",
    "cidr": "must be a range of addresses like 10.0.0.0/8",
}
"""The formats that the API server judges and a vendored schema has, and what they want."""

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


class Schema(Record, frozen=True, eq=False):
    """A schema with a name, whole in itself; compiled once, when it is first asked."""

    name: str
    body: Body


class Violation(Record, frozen=True):
    """One thing that a schema refuses: where in the instance, what, and what would have been right.

    `wanted` are the JSON types of a value of the wrong type, `options` the values of a closed list; `unknown`
    says that the last part of the path is a key that the schema does not have (`known` are those that it has
    there), `missing` is one that it wants.
    """

    path: Path
    message: str
    unknown: bool = False
    missing: str = ""
    wanted: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


def violations(schema: Schema | Body, instance: Any) -> list[Violation]:
    """Every violation; empty where the instance is valid. A pattern's `patternErrorMessage` is its message.

    Raises ValueError for a schema that is none, as one from a hostile tree may be.
    """
    named = isinstance(schema, Schema)
    body = schema.body if isinstance(schema, Schema) else schema
    validator = _compiled(schema) if isinstance(schema, Schema) else _compile(body, formats=False)
    if named and validator.is_valid(instance):  # ten times as fast as looking for errors
        return []
    return [one for error in validator.iter_errors(instance) for one in _violations(body, error)]


@cache
def _compiled(schema: Schema) -> jsonschema_rs.Validator:
    return _compile(schema.body, formats=True)


def _compile(body: Body, *, formats: bool) -> jsonschema_rs.Validator:
    import jsonschema_rs

    own = {"cidr": _is_cidr}
    return jsonschema_rs.validator_for(
        body, offline=True, mask="***", validate_formats=formats, formats=own
    )


def _is_cidr(text: str) -> bool:
    """As Go reads one: an address with its bits in numbers, whatever is set behind them."""
    from ipaddress import ip_interface

    address, slash, bits = text.partition("/")
    try:
        return bool(slash and bits.isdecimal() and "%" not in address and ip_interface(text))
    except ValueError:
        return False


def _violations(schema: Body, error: jsonschema_rs.ValidationError) -> list[Violation]:
    import jsonschema_rs

    kinds = jsonschema_rs.ValidationErrorKind
    kind: Any = error.kind
    path = tuple(error.instance_path)
    if isinstance(kind, kinds.AnyOf):
        return _nearest(schema, path, kind.context)
    if isinstance(kind, kinds.AdditionalProperties):
        known = tuple(_place(schema, error).get("properties", ()))
        return [
            Violation((*path, key), "unknown field", unknown=True, known=known)
            for key in kind.unexpected
        ]
    if isinstance(kind, kinds.Enum):
        options = tuple(map(str, kind.options))
        return [Violation(path, "must be one of " + ", ".join(options), options=options)]
    if isinstance(kind, kinds.Type):
        return [_of_type(path, tuple(map(str, kind.types)))]
    if isinstance(kind, kinds.Required):
        name = str(kind.property)
        return [Violation(path, f'field "{name}" is missing', missing=name)]
    return [Violation(path, _told(schema, error) or _message(kind))]


def _of_type(path: Path, types: tuple[str, ...]) -> Violation:
    wanted = tuple(name for name in types if name != "null") or types
    said = " or ".join(_TYPES[name] for name in wanted)
    return Violation(path, f"must be {said}", wanted=wanted)


def _nearest(
    schema: Body, path: Path, context: list[list[jsonschema_rs.ValidationError]]
) -> list[Violation]:
    """The branch that the writer meant: the one whose type is right, or all types if none is."""
    branches = [[v for error in branch for v in _violations(schema, error)] for branch in context]
    typed = [b for b in branches if not any(v.wanted and v.path == path for v in b)]
    if typed:
        return min(typed, key=len)
    wanted = dict.fromkeys(name for branch in branches for v in branch for name in v.wanted)
    return [_of_type(path, tuple(wanted))]


def _place(schema: Body, error: jsonschema_rs.ValidationError) -> Body:
    """The part of the schema whose keyword refused, followed through references."""
    place: Any = schema
    for part in error.evaluation_path[:-1]:
        place = place[part]
        if part == "$ref" and isinstance(place, str):
            place = _referred(schema, place)
    return place if isinstance(place, dict) else {}


def _referred(schema: Body, reference: str) -> Any:
    place: Any = schema
    for part in reference.removeprefix("#").split("/")[1:]:
        place = place[part.replace("~1", "/").replace("~0", "~")]
    return place


def _told(schema: Body, error: jsonschema_rs.ValidationError) -> str:
    """What the schema itself says of a pattern that does not match, as editors show it."""
    if error.evaluation_path[-1:] != ["pattern"]:
        return ""
    return str(_place(schema, error).get("patternErrorMessage", ""))


def _message(kind: Any) -> str:
    import jsonschema_rs

    kinds = jsonschema_rs.ValidationErrorKind
    match kind:
        case kinds.Pattern():
            return f"does not match {kind.pattern}"
        case kinds.Format():
            return FORMATS.get(kind.format, f"is no {kind.format}")
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
