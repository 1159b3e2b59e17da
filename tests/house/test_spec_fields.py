"""Every field of the spec is documented: what it is, an example that is valid, its unit, whose default it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from gitops_gen import schemas
from gitops_gen.spec import schema
from tests.house.source import PACKAGE, text

SOURCE = re.compile(r"(Talos|Cilium|Flux|Kubernetes|ours): \S.{3,}")
BY_FIELD = re.compile(r"\w+: see its fields")
UNITLESS = re.compile(
    r"(?i)(port|ports|asn|replicas)$"
)  # numbers that name something or count it, and so have no unit


@cache
def whole() -> dict[str, Any]:
    return schema.schema()


def fields() -> Iterator[tuple[str, dict[str, Any], bool]]:
    """(`Type.field`, its schema, whether it must be given) of the whole spec."""
    for name, definition in whole()["$defs"].items():
        for key, field in definition["properties"].items():
            yield f"{name}.{key}", field, key in definition["required"]


FIELDS = list(fields())
each_field = pytest.mark.parametrize(
    ("name", "field", "required"), FIELDS, ids=[name for name, _, _ in FIELDS]
)


def holds(field: dict[str, Any], kind: str) -> bool:
    """Whether a field takes a value of a JSON type, alone or beside others."""
    return kind in [field.get("type"), *(one.get("type") for one in field.get("anyOf", ()))]


@each_field
def test_a_field_says_what_it_is(name: str, field: dict[str, Any], required: bool) -> None:
    assert len(field["description"]) >= 5
    assert field["description"].endswith((".", ")"))


@each_field
def test_examples_are_valid(name: str, field: dict[str, Any], required: bool) -> None:
    own = {**field, "$defs": whole()["$defs"]}
    assert field["examples"]
    for example in field["examples"]:
        assert [str(one) for one in schemas.violations(own, example)] == []


@each_field
def test_a_default_has_a_source(name: str, field: dict[str, Any], required: bool) -> None:
    """And it says the place in that project, or the reason for our own; see `doc` in spec/base.py."""
    source = field.get("x-default-from")
    if required:
        assert source is None, "a field that must be given has no default"
        return
    assert source, "whose default is it?"
    assert SOURCE.fullmatch(source), source
    assert not BY_FIELD.fullmatch(source) or "$ref" in field, "only a mapping has fields"


@each_field
def test_a_default_is_valid(name: str, field: dict[str, Any], required: bool) -> None:
    assert required == ("default" not in field)
    if not required:
        own = {**field, "$defs": whole()["$defs"]}
        assert [str(one) for one in schemas.violations(own, field["default"])] == []


@each_field
def test_amounts_have_a_unit(name: str, field: dict[str, Any], required: bool) -> None:
    number = holds(field, "integer") or holds(field, "number")
    assert not number or "x-unit" in field or UNITLESS.search(name)


@pytest.mark.parametrize("name", whole()["$defs"])
def test_a_mapping_is_closed_and_documented(name: str) -> None:
    definition = whole()["$defs"][name]
    assert definition["additionalProperties"] is False
    assert definition["description"].endswith(".")


def test_no_type_is_left_out() -> None:
    """A type that no field leads to would be documented nowhere, and checked by nothing above."""
    written = {
        found
        for path in (PACKAGE / "spec").glob("*.py")
        for found in re.findall(r"^class (\w+)\(Strict", text(path), re.MULTILINE)
    }
    assert written == set(whole()["$defs"])


def test_the_rule_for_sources_tells_apart() -> None:
    assert SOURCE.fullmatch("Talos: constants.DefaultKubePrismPort")
    assert not SOURCE.fullmatch("Helm: values.yaml")
    assert not SOURCE.fullmatch("ours: ")
    assert not SOURCE.fullmatch("ours:")
