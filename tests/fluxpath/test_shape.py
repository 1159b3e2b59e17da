"""Values on their way through Go's structs: what is kept, what is lost, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.fluxpath import shape
from gitops_gen.fluxpath.shape import ANY, BOOL, INT, STRING, TEXT, Shape

STRUCT: Shape = {"a": STRING, "b?": {"c": BOOL}, "n!": INT, "l": [STRING], "m": {"*": TEXT}}


@pytest.mark.parametrize(
    ("value", "form", "becomes"),
    [
        ("x", STRING, "x"),
        (1, STRING, "1"),
        (True, STRING, "true"),
        (False, STRING, "false"),
        (1.5, STRING, "1.5"),
        ("x", TEXT, "x"),
        (2.0, INT, 2),
        ([{"x": 1}], ANY, [{"x": 1}]),
        ([1, None], [STRING], ["1", ""]),
        ([None], [{"a": STRING}], [{}]),
        ({"x": None}, {"*": STRING}, {"x": ""}),
        ({}, STRUCT, {"n": 0}),
        ({"a": "", "b": {}, "n": 3, "l": [], "m": {}}, STRUCT, {"b": {}, "n": 3}),
        ({"a": None, "b": None, "other": 1}, STRUCT, {"n": 0}),
        ({"b": {"c": False}}, STRUCT, {"b": {}, "n": 0}),
        ({"b": {"c": True}}, STRUCT, {"b": {"c": True}, "n": 0}),
    ],
)
def test_a_value_becomes(value: Any, form: Shape, becomes: Any) -> None:
    assert shape.shaped(value, form) == becomes


@pytest.mark.parametrize(
    ("value", "form", "why"),
    [
        (1, TEXT, "must be a text"),
        ([], STRING, "must be a text"),
        ("true", BOOL, "must be true or false"),
        (1.5, INT, "must be a whole number"),
        (True, INT, "must be a whole number"),
        ("1", INT, "must be a whole number"),
        ("x", [STRING], "must be a list"),
        ([], {"*": STRING}, "the file must be a mapping"),
        ({"m": {"x": 1}}, STRUCT, "^m.x must be a text"),
        ({"l": ["a", []]}, STRUCT, r"^l\[1\] must be a text"),
        ({"b": {"c": 1}}, STRUCT, "^b.c must be true or false"),
    ],
)
def test_a_value_is_refused(value: Any, form: Shape, why: str) -> None:
    with pytest.raises(shape.Misfit, match=why):
        shape.shaped(value, form)


def test_a_name_in_other_capitals_is_not_judged() -> None:
    with pytest.raises(shape.Unsure, match=r"^b\.C differs from a field's name in capitals only"):
        shape.shaped({"b": {"C": True}}, STRUCT)
