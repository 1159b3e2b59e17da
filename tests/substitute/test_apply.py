"""Substitution in an object: what a field becomes, what fails and where, what is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.substitute import apply
from gitops_gen.substitute.apply import Failed, NotJudged, Reference, Substituted, Undefined

VARIABLES = {
    "A": "alpha",
    "N": "3",
    "E": "",
    "S": "two words",
    "C": "a: b",
    "P": "v1.2/b.tar.gz",
    "L": "1\n2\n",
    "K": "[a]",
}


def field(text: Any, **more: Any) -> Any:
    """What `spec.field` becomes; anything that is not `Substituted` comes back as it is."""
    done = apply.substitute({"kind": "A", "spec": {"field": text}}, VARIABLES, **more)
    return done.body["spec"]["field"] if isinstance(done, Substituted) else done


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("${A}", "alpha"),
        ("${N}", 3),
        ("is ${N}", "is 3"),
        ("${N}.5", 3.5),
        ("${E}", None),
        ("${K}", ["a"]),
        ("$$", "$"),
        ("$${A}", "${A}"),
        ("$$${A}", "$alpha"),
        ("$A $(A) $", "$A $(A) $"),
        ("${L}", 12),
        ("# ${N}", "# 3"),
        ("#\n${N}\n", "#\n3\n"),
        ("${U:-d}", "d"),
        ("${U:=1}", 1),
        ("${U=d}", "d"),
        ("${E:-d}", "d"),
        ("${E=d}", "d"),
        ("${A:-d}", "alpha"),
        ("${A:+d}", "alpha"),
        ("${U:+d}", "d"),
        ("${U:?d}", "d"),
        ("${U:-}", None),
        ("${U:-x${A}y}", "xalphay"),
        ("${U:-${V:-deep}}", "deep"),
        ("${#A}", 5),
        ("${A^}", "Alpha"),
        ("${A^^}", "ALPHA"),
        ("${A,}", "alpha"),
        ("${A,^}", "alpha"),
        ("${A:1}", "lpha"),
        ("${A:1:2}", "lp"),
        ("${A: -2}", "alpha"),
        ("${A:0:-1}", "alph"),
        ("${S/two/three}", "three words"),
        ("${A/a/}", "lpha"),
        ("${A//a/b}", "blphb"),
        ("${A/#al/x}", "xpha"),
        ("${A/%ha/x}", "alpx"),
        ("${P#*.}", "2/b.tar.gz"),
        ("${P##*.}", "gz"),
        ("${P%.*}", "v1.2/b.tar"),
        ("${P%%.*}", "v1"),
        ("${P/\\//-}", "v1.2-b.tar.gz"),
        ("é ${A} ü", "é alpha ü"),
        (1.0, 1),
        (2**53 + 1, 2**53),
        (1.5, 1.5),
        (True, True),
        (None, None),
        (12345678901234567890, 12345678901234567000),
    ],
)
def test_a_field_becomes(text: Any, becomes: Any) -> None:
    made = field(text)
    assert made == becomes
    assert type(made) is type(becomes)
    if isinstance(text, float | int):
        with_expression = apply.substitute({"a": text, "b": "${A}"}, VARIABLES)
        assert with_expression == Substituted({"a": becomes, "b": "alpha"})


HERE = ("spec", "field")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("${A", "the closing brace is missing, or stands too late"),
        ("${A-d}", "the closing brace is missing, or stands too late"),
        ("${A[@]}", "the closing brace is missing, or stands too late"),
        ("${}", "no variable's name follows"),
        ("${ A}", "no variable's name follows"),
        ("${#}", "no variable's name follows"),
        ("${A^^^}", "what follows the name is not understood"),
        ("${#A:1}", "what follows the name is not understood"),
        ("${A#}", "an argument is missing, or the closing brace"),
        ("${U:-d", "an argument is missing, or the closing brace"),
        ("${A/a}", "a slash must stand behind the text that is replaced"),
        ("${A:é}", "an offset must be a number"),
    ],
)
def test_bad_syntax_is_found_in_its_field(text: str, says: str) -> None:
    assert field(text) == Failed(f"a ${{...}} is not understood: {says}", HERE)
    body = {"spec": {"field": text, "a": "${A}"}}
    assert apply.references(body) == field(text)


@pytest.mark.parametrize(
    "text",
    ["${C}", "a ${C}", "${U:-'}", "${U:-*a}", "${U:-.inf}"],
)
def test_a_value_that_breaks_the_yaml_is_found_in_its_field(text: str) -> None:
    body = {"a": "${N}", "b": {"c": text}, "d": "none"}
    done = apply.substitute(body, VARIABLES)
    assert isinstance(done, Failed)
    assert done.message.startswith("with the values ")
    assert done.path == ("b", "c")


def test_the_field_that_breaks_the_yaml_may_stand_between_others() -> None:
    body = {"a": "${S} ${S}", "b": {"c": "${C}"}, "d": ["${N}", "${N}"]}
    done = apply.substitute(body, VARIABLES)
    assert isinstance(done, Failed)
    assert done.path == ("b", "c")


def test_a_key_that_makes_a_list_of_the_object() -> None:
    done = apply.substitute({"${X}": 1}, {"X": "- a"})
    assert done == Failed("with the values it is no object any more", ("${X}",))


def test_numbers_in_lists_are_floats_on_their_way() -> None:
    done = apply.substitute({"a": [2**53 + 1, "${A}"]}, VARIABLES)
    assert done == Substituted({"a": [2**53, "alpha"]})


def test_a_name_that_no_variable_can_have() -> None:
    done = apply.substitute({"a": "${A}"}, {"A": "1", "b-c": "2"})
    assert isinstance(done, Failed)
    assert done.message.startswith('the variable "b-c" can have no such name')
    assert done.path == ()


def test_undefined_variables_are_all_named() -> None:
    body = {"a": ["${A}", "${U} ${V^}"], "b": {"${W}": "${A:-${U}}"}, "c": "${X:-d}"}
    assert apply.substitute(body, VARIABLES) == Undefined(
        (
            Reference("U", ("a", 1), False),
            Reference("V", ("a", 1), False),
            Reference("W", ("b", "${W}"), False),
            Reference("U", ("b", "${W}"), False),
        )
    )


def test_without_strict_mode_they_are_empty() -> None:
    assert field("x${U}y", strict=False) == "xy"
    assert field("${U^^}", strict=False) is None


def test_defaults_that_were_taken_are_named() -> None:
    body = {"a": "${U:-1} ${A:-2} ${E:=3}"}
    assert apply.substitute(body, VARIABLES) == Substituted(
        {"a": "1 alpha 3"}, (Reference("U", ("a",), True), Reference("E", ("a",), True))
    )


@pytest.mark.parametrize("place", ["labels", "annotations"])
def test_a_switch_leaves_an_object_alone(place: str) -> None:
    body = {"metadata": {place: {apply.SWITCH: "disabled"}}, "a": "${", "b": 1.0}
    assert apply.substitute(body, VARIABLES) == Substituted(body)
    assert apply.references(body) == ()
    assert not apply.is_disabled({"metadata": {place: {apply.SWITCH: "enabled"}}})
    assert not apply.is_disabled({"metadata": {place: None}})
    assert not apply.is_disabled({"metadata": None})


def test_without_variables_nothing_happens_unless_always() -> None:
    body = {"a": "${U:-1}", "b": "${U"}
    assert apply.substitute(body, {}) == Substituted(body)
    assert isinstance(apply.substitute(body, {}, always=True), Failed)
    assert apply.substitute({"a": "${U:-1}"}, {}, always=True) == Substituted(
        {"a": 1}, (Reference("U", ("a",), True),)
    )


def test_references_are_listed_with_their_fields() -> None:
    body = {"z": "${A} $${B}", "k": [{"${C:-x}": "${D:-${E^}}"}], "n": 1}
    assert apply.references(body) == (
        Reference("C", ("k", 0, "${C:-x}"), True),
        Reference("D", ("k", 0, "${C:-x}"), True),
        Reference("E", ("k", 0, "${C:-x}"), False),
        Reference("A", ("z",), False),
    )
    assert apply.references({"a": "no $expression"}) == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"${A}": 1, "alpha": 2}, 'the key "alpha" stands twice'),
        ({"a": "${A}", "<<": {}}, "a key is a merge key, longer than"),
        ({"a": "${A}", "b\nc": 1}, "a key is a merge key, longer than"),
        ({"a": "${A}", "k" * 901: 1}, "a key is a merge key, longer than"),
        ({"a": "${A}", "b": "\x85"}, "a text holds a control character or a rare line break"),
        ({"a": "${A}", "b": float("nan")}, "infinity and NaN are no JSON"),
        ({"a": "${A}", "b": object()}, "a value of type object stands in the object"),
        ({"a": "${A}", 1: 2}, "a key is no text"),
        ({"a": "${U:-" * 51 + "}" * 51}, "expressions stand more than 50 deep"),
        ({"a": "${G^^}"}, "letters or patterns beyond ASCII are changed or cut"),
        ({"a": "${R}"}, "a value holds a control character, or the text is too long"),
    ],
)
def test_what_is_not_judged_says_why(body: dict[Any, Any], reason: str) -> None:
    variables = {**VARIABLES, "G": "é", "R": "a\x01b"}
    done = apply.substitute(body, variables)
    assert isinstance(done, NotJudged)
    assert done.reason.startswith(reason)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("text", True),
        ("$", False),
        (" a", False),
        ("a\nb\n", True),
        ("\na", False),
        ("\u2028", False),
        ({"a": ["b", 1, None, True, 1.5]}, True),
        ({"<<": 1}, False),
        ({"k" * 128: 1}, False),
        ({"$": 1}, False),
        ({1: 1}, False),
        ([float("inf")], False),
        (b"x", False),
    ],
)
def test_plain_values_need_no_text(value: Any, plain: bool) -> None:
    assert apply.is_plain(value) is plain
