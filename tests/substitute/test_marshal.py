"""The text that is substituted in: quotes, folded lines, the order of keys, and which field stands where."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.substitute import marshal


def text(value: Any) -> str:
    return marshal.marshalled({"a": value}).text


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        ("plain", "a: plain\n"),
        ("", 'a: ""\n'),
        ("yes", 'a: "yes"\n'),
        ("12", 'a: "12"\n'),
        ("1:30", 'a: "1:30"\n'),
        ("2001-01-01", 'a: "2001-01-01"\n'),
        ("<<", "a: <<\n"),
        ("a: b", "a: 'a: b'\n"),
        ("it's: b", "a: 'it''s: b'\n"),
        ("b:", "a: 'b:'\n"),
        ("b #c", "a: 'b #c'\n"),
        ("- b", "a: '- b'\n"),
        ("-b", "a: -b\n"),
        ("?", "a: '?'\n"),
        ("@b", "a: '@b'\n"),
        ("---b", "a: '---b'\n"),
        (" b", "a: ' b'\n"),
        ("b ", "a: 'b '\n"),
        ("b\tc", 'a: "b\\tc"\n'),
        ('b\t"\\', 'a: "b\\t\\"\\\\"\n'),
        ("\x01\x1b", 'a: "\\x01\\e"\n'),
        ("\ue000\U0001f600", 'a: "\ue000\\U0001F600"\n'),
        ("b\nc", "a: |-\n  b\n  c\n"),
        ("b\n\nc\n", "a: |\n  b\n\n  c\n"),
        ("b\n\n", "a: |+\n  b\n\n"),
        ("\n", "a: |2+\n\n"),
        (" b\n", "a: |2\n   b\n"),
        ("b \nc", 'a: "b \\nc"\n'),
        ("b\n ", 'a: "b\\n "\n'),
        ("b\tc\nd", 'a: "b\\tc\\nd"\n'),
        (None, "a: null\n"),
        (True, "a: true\n"),
        (False, "a: false\n"),
        (7, "a: 7\n"),
        (2**64 - 1, f"a: {2**64 - 1}\n"),
        (2**64, "a: 1.8446744073709552e+19\n"),
        (3.0, "a: 3\n"),
        (1e6, "a: 1000000\n"),
        (1e20, "a: 1e+20\n"),
        (1e21, "a: 1e+21\n"),
        (0.5, "a: 0.5\n"),
        (1e-7, "a: 1e-07\n"),
        ({}, "a: {}\n"),
        ([], "a: []\n"),
        ({"b": {"c": 1}}, "a:\n  b:\n    c: 1\n"),
        ([1, {"b": 2, "c": 3}], "a:\n- 1\n- b: 2\n  c: 3\n"),
        ([[1, []], [{}]], "a:\n- - 1\n  - []\n- - {}\n"),
        ({"b": ["c\nd"]}, "a:\n  b:\n  - |-\n    c\n    d\n"),
        ({"12": 1, "b: c": 2}, "a:\n  \"12\": 1\n  'b: c': 2\n"),
        ({"k" * 129: [1]}, f"a:\n  ? {'k' * 129}\n  : - 1\n"),
        ({"k" * 128: 1}, f"a:\n  {'k' * 128}: 1\n"),
    ],
)
def test_a_value_is_spelt(value: Any, spelt: str) -> None:
    assert text(value) == spelt


LONG = "word " * 20 + "end"


def test_long_texts_are_folded_at_single_spaces() -> None:
    head = "word " * 15 + "word"
    assert text(LONG) == f"a: {head}\n  {LONG[len(head) + 1 :]}\n"
    assert text(f"'{LONG}") == f"a: '''{head}\n  {LONG[len(head) + 1 :]}'\n"
    assert text(f"\t{LONG}") == f'a: "\\t{head}\n  {LONG[len(head) + 1 :]}"\n'
    assert text("x" * 90 + " y") == f"a: {'x' * 90}\n  y\n"
    assert text("x" * 90 + "  y") == f"a: {'x' * 90}  y\n"
    assert text("\t" + "x" * 90 + "  y") == f'a: "\\t{"x" * 90}\n  \\ y"\n'
    assert text("#" + "x" * 90 + " ") == f"a: '#{'x' * 90} '\n"


def test_a_long_key_is_not_folded() -> None:
    key = "#" + "word " * 20
    assert text({key: 1}) == f"a:\n  '{key}': 1\n"


@pytest.mark.parametrize(
    "keys",
    [
        ["a", "b", "c"],
        ["B", "a"],
        ["a9", "a10"],
        ["a1", "a01", "a02"],
        ["a100", "a101"],
        ["_", "a"],
        ["a-b", "aa"],
        ["1", "a"],
        ["a", "ab"],
        ["a.b/c", "a.b/d"],
        ["-", "_"],
        ["a.", "a1"],
    ],
)
def test_keys_have_go_yamls_order(keys: list[str]) -> None:
    spelt = marshal.marshalled(dict.fromkeys(reversed(keys), True)).text
    assert [line.partition(":")[0].strip("\"'") for line in spelt.splitlines()] == keys


def test_a_place_leads_to_its_field() -> None:
    made = marshal.marshalled({"b": [1, {"c": "here"}], "a": "first"})
    assert made.path(made.text.index("first")) == ("a",)
    assert made.path(made.text.index("here")) == ("b", 1, "c")
    assert made.path(made.text.index("c:")) == ("b", 1, "c")
    assert made.path(made.text.index("1")) == ("b", 0)
    assert made.path(0) == ("a",)
    assert marshal.marshalled({}).path(0) == ()
