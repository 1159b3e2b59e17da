"""JSON Schema violations in our own words: no value is ever quoted."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.schemas import Schema, Violation, violations

SECRET = "hunter2-31337"


def only(schema: dict[str, Any], instance: Any) -> Violation:
    (found,) = violations(schema, instance)
    assert SECRET not in found.message
    return found


@pytest.mark.parametrize(
    ("schema", "instance", "message"),
    [
        ({"type": "object"}, SECRET, "must be a mapping"),
        ({"type": "array"}, SECRET, "must be a list"),
        ({"type": "string"}, 1, "must be a string"),
        ({"type": "integer"}, SECRET, "must be a whole number"),
        ({"type": "number"}, SECRET, "must be a number"),
        ({"type": "boolean"}, SECRET, "must be true or false"),
        ({"type": "null"}, SECRET, "must be nothing"),
        ({"type": ["string", "null"]}, 1, "must be a string"),
        ({"pattern": "^a$"}, SECRET, "does not match ^a$"),
        ({"pattern": "^a$", "patternErrorMessage": "must be a"}, SECRET, "must be a"),
        ({"minimum": 3, "patternErrorMessage": "x"}, 2, "must be at least 3"),
        ({"maximum": 3}, 4, "must be at most 3"),
        ({"minLength": 1}, "", "must not be empty"),
        ({"minLength": 99}, SECRET, "must have at least 99 characters"),
        ({"maxLength": 3}, SECRET, "must have at most 3 characters"),
        ({"minItems": 1}, [], "must not be empty"),
        ({"minItems": 2}, [SECRET], "must have at least 2 items"),
        ({"maxItems": 1}, [SECRET, SECRET], "must have at most 1 items"),
        ({"enum": ["a", "b"]}, SECRET, "must be one of a, b"),
        ({"const": "a"}, SECRET, "is refused by the schema (const)"),
    ],
)
def test_a_violation_is_said_without_its_value(
    schema: dict[str, Any], instance: Any, message: str
) -> None:
    assert only(schema, instance).message == message


def test_what_a_violation_carries() -> None:
    closed = {"type": "object", "properties": {}, "additionalProperties": False}
    assert only({"properties": {"a": closed}}, {"a": {"x": SECRET}}) == Violation(
        ("a", "x"), "unknown field", unknown=True
    )
    assert only({"type": "object", "required": ["a"]}, {}) == Violation(
        (), 'field "a" is missing', missing="a"
    )
    assert only({"enum": ["a", "b"]}, SECRET).options == ("a", "b")
    assert only({"items": {"type": "string"}}, [SECRET, 1]) == Violation(
        (1,), "must be a string", wanted=("string",)
    )


def test_every_violation_is_reported() -> None:
    schema = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["c"]}
    found = violations(schema, {"a": 1, "b": 2})
    assert {one.path for one in found} == {("a",), ("b",), ()}
    assert violations(schema, {"a": "x", "c": 1}) == []


MAPPING = {"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}}}


@pytest.mark.parametrize(
    ("instance", "expected"),
    [
        (1, Violation((), "must be a string or a mapping", wanted=("string", "object"))),
        ({}, Violation((), 'field "k" is missing', missing="k")),
        ({"k": 1}, Violation(("k",), "must be a string", wanted=("string",))),
        ("b", Violation((), "must be a")),
    ],
)
def test_of_several_branches_the_one_of_the_right_type_is_meant(
    instance: Any, expected: Violation
) -> None:
    letter = {"type": "string", "pattern": "^a$", "patternErrorMessage": "must be a"}
    assert only({"anyOf": [letter, MAPPING, {"type": "null"}]}, instance) == expected


def test_an_unknown_field_carries_those_that_are_known_there() -> None:
    image = {
        "type": "object",
        "properties": {"image": {}, "name": {}},
        "additionalProperties": False,
    }
    body = {"$ref": "#/$defs/a.b", "$defs": {"a.b": {"items": {"$ref": "#/$defs/c"}}, "c": image}}
    assert only(body, [{}, {"imag": SECRET}]) == Violation(
        (1, "imag"), "unknown field", unknown=True, known=("image", "name")
    )


def test_a_pattern_behind_a_reference_is_told_in_the_schemas_own_words() -> None:
    told = {"pattern": "^a$", "patternErrorMessage": "must be a"}
    assert only({"$ref": "#/$defs/x~1y", "$defs": {"x/y": told}}, SECRET).message == "must be a"


def test_a_named_schema_is_judged_like_a_plain_one() -> None:
    schema = Schema("a list", {"type": "array"})
    assert violations(schema, []) == []
    assert violations(schema, 1) == [Violation((), "must be a list", wanted=("array",))]


@pytest.mark.parametrize("body", [{"type": "text"}, {"pattern": "("}, {"$ref": "#/$defs/gone"}])
def test_a_broken_schema_is_a_value_error(body: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (the words are jsonschema-rs')
        violations(Schema("hostile", body), 1)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("date-time", "must be a time like 2026-01-31T12:00:00Z"),
        ("ipv4", "must be an IPv4 address"),
        ("ipv6", "must be an IPv6 address"),
        ("cidr", "must be a range of addresses like 10.0.0.0/8"),
        ("byte", None),
        ("int32", None),
    ],
)
def test_a_named_schema_judges_the_formats_that_the_api_server_does(
    name: str, message: str | None
) -> None:
    body = {"type": "string", "format": name}
    found = violations(Schema("text", body), SECRET)
    assert [one.message for one in found] == ([] if message is None else [message])
    assert violations(body, SECRET) == []
