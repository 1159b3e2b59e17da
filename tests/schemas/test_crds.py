"""CustomResourceDefinitions as strict schemas: what is pruned or refused by the API server is refused."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.schemas import of_crd, violations


def crd(spec: dict[str, Any], **root: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"spec": spec, "metadata": {"type": "object"}}}
    version = {"name": "v1", "served": True, "storage": True}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "tests.example.com"},
        "spec": {
            "group": "example.com",
            "names": {"kind": "Test"},
            "scope": "Namespaced",
            "versions": [
                {**version, "schema": {"openAPIV3Schema": {**schema, **root}}},
                {**version, "name": "v0", "served": False, "schema": {"openAPIV3Schema": schema}},
            ],
        },
    }


def refused(spec: dict[str, Any], value: Any) -> list[tuple[Any, ...]]:
    """The paths below `spec` of what is refused."""
    ((key, schema),) = of_crd(crd(spec)).items()
    assert key == ("example.com/v1", "Test")
    document = {"apiVersion": key[0], "kind": key[1], "metadata": {"name": "a"}, "spec": value}
    found = violations(schema, document)
    assert all(one.path[0] == "spec" for one in found)
    return [one.path[1:] for one in found]


def fields(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


TEXT = {"type": "string"}
OPEN = {"x-kubernetes-preserve-unknown-fields": True}
INT_OR_STRING = {"x-kubernetes-int-or-string": True}
SAID_TWICE = {**INT_OR_STRING, "anyOf": [{"type": "integer"}, {"type": "string"}]}
ONE_OF = {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}


@pytest.mark.parametrize(
    ("spec", "value", "where"),
    [
        (fields(a=TEXT), {"a": "x"}, []),
        (fields(a=TEXT), {"a": "x", "b": 1}, [("b",)]),
        (fields(a=TEXT), {"a": 1}, [("a",)]),
        ({"type": "object"}, {"a": 1}, [("a",)]),
        ({"type": "object", **OPEN}, {"a": 1}, []),
        ({**fields(a=fields(b=TEXT)), **OPEN}, {"z": 1, "a": {"c": 1}}, [("a", "c")]),
        (OPEN, ["anything"], []),
        ({"type": "object", "additionalProperties": TEXT}, {"a": "x", "b": 1}, [("b",)]),
        ({"type": "object", "additionalProperties": True}, {"a": 1}, []),
        ({"type": "array", "items": fields(a=TEXT)}, [{"a": "x"}, {"b": 1}], [(1, "b")]),
        # a null is pruned, unless a list holds it or the field must be there
        (fields(a=TEXT), {"a": None}, []),
        (fields(a={**TEXT, "enum": ["x"]}), {"a": None}, []),
        (fields(a={**fields(a=TEXT, b=TEXT), **ONE_OF}), {"a": None}, []),
        (fields(a={**fields(a=TEXT, b=TEXT), **ONE_OF}), {"a": {"a": "x", "b": "y"}}, [("a",)]),
        ({"type": "array", "items": TEXT}, [None], [(0,)]),
        ({"type": "array", "items": {**TEXT, "nullable": True}}, [None], []),
        ({**fields(a=TEXT), "required": ["a"]}, {"a": None}, [("a",)]),
        ({**fields(a=TEXT), "required": ["a"]}, {}, [()]),
        # a choice that hangs on a default cannot be judged before that is filled in
        ({**fields(a={**TEXT, "default": "x"}, b=TEXT), **ONE_OF}, {}, []),
        ({**fields(a=TEXT, b=TEXT), **ONE_OF}, {}, [()]),
        # what is given by default need not be said
        ({**fields(a={**TEXT, "default": "x"}), "required": ["a"]}, {}, []),
        ({**fields(a={**TEXT, "default": "x"}), "required": ["a"]}, {"a": None}, []),
        (fields(a=INT_OR_STRING), {"a": 1}, []),
        (fields(a=SAID_TWICE), {"a": "1"}, []),
        (fields(a=SAID_TWICE), {"a": None}, []),
        (fields(a=SAID_TWICE), {"a": True}, [("a",)]),
        (fields(a={"type": "integer", "minimum": 1}), {"a": 0}, [("a",)]),
        (fields(a={"type": "integer", "minimum": 1}), {"a": 1}, []),
        (fields(a={"type": "integer", "minimum": 1, "exclusiveMinimum": True}), {"a": 1}, [("a",)]),
        (fields(a={**TEXT, "format": "cidr"}), {"a": "10.0.0.1/8"}, []),
        (fields(a={**TEXT, "format": "cidr"}), {"a": "10.0.0.0"}, [("a",)]),
        (fields(a={**TEXT, "format": "cidr"}), {"a": "10.0.0.0/255.0.0.0"}, [("a",)]),
        (fields(a={**TEXT, "format": "ipv4"}), {"a": "fd00::1"}, [("a",)]),
        (fields(a={**TEXT, "format": "date-time"}), {"a": "today"}, [("a",)]),
        (fields(a={**TEXT, "format": "duration"}), {"a": "1h"}, []),
        (fields(a={"allOf": [{"pattern": "^x"}], **TEXT}), {"a": "y"}, [("a",)]),
        (fields(a={"not": {"enum": ["x"]}, **TEXT}), {"a": "x"}, [("a",)]),
    ],
)
def test_what_a_crd_takes(spec: dict[str, Any], value: Any, where: list[tuple[Any, ...]]) -> None:
    assert refused(spec, value) == where


def test_an_embedded_object_is_one() -> None:
    spec = fields(a={**fields(spec=TEXT), "x-kubernetes-embedded-resource": True})
    assert refused(spec, {"a": {"apiVersion": "v1", "kind": "A", "metadata": {"name": "x"}}}) == []
    assert refused(spec, {"a": {"kind": "A", "b": 1, "apiVersion": "v1"}}) == [("a", "b")]
    assert refused(spec, {"a": {"kind": "A"}}) == [("a",)]


def test_metadata_is_typed_and_may_be_narrowed() -> None:
    name = {"type": "object", "properties": {"name": {"maxLength": 3, "type": "string"}}}
    ((_, schema),) = of_crd(crd({"type": "object"}, properties={"metadata": name})).items()
    document: dict[str, Any] = {"apiVersion": "example.com/v1", "kind": "Test"}
    for metadata, where in (
        ({"name": "abc", "labels": {"a": "b"}}, []),
        ({"name": "abcd"}, [("metadata", "name")]),
        ({"labels": {"a": 1}}, [("metadata", "labels", "a")]),
        ({"lables": {}}, [("metadata", "lables")]),
    ):
        found = violations(schema, {**document, "metadata": metadata})
        assert [one.path for one in found] == where
    assert [one.path for one in violations(schema, {**document, "sepc": {}})] == [("sepc",)]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"spec": None},
        {"spec": {"versions": [{}]}},
        {"spec": {"versions": 1}},
        crd({"type": "object", "properties": {"a": "text"}}),
        crd({"type": "object", "properties": ["a"]}),
        crd({"type": "object", "properties": {"a": {"items": 1}}}),
        crd({"type": "object", "required": 1}),
        crd({"anyOf": [1]}),
    ],
)
def test_a_broken_crd_is_a_value_error(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a CustomResourceDefinition"):
        of_crd(broken)
