"""What is written reads back as it was, in the style of sops, or is refused."""

from __future__ import annotations

import json
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_gen.errors import Exit
from gitops_gen.findings import Severity
from gitops_gen.yamlio import read, write
from gitops_gen.yamlio.scalars import KUBERNETES, SOPS, TALOS, Plain, Timestamp
from gitops_gen.yamlio.write import Commented, dump
from tests.support.recordings import load
from tests.yamlio import judged

ALL = (KUBERNETES, TALOS, SOPS)


class Word(StrEnum):
    YES = "yes"


def line(value: Any) -> str:
    """How one value is written."""
    text = dump([{"k": value}])
    assert text.startswith("k: ")
    assert text.endswith("\n")
    return text[3:-1]


def test_recorded_texts_are_written_again() -> None:
    held = load("yaml")["written"]
    assert len(held) > 30
    for file, indent, text in held:
        documents = json.loads(file)
        assert dump(documents, indent=indent) == text
        for typing in ALL:
            found = [one.body for one in read.documents(text, "f", typing=typing)]
            assert judged.exact(found) == judged.exact(documents)


def test_recorded_style_of_sops() -> None:
    held = load("yaml")["style"]
    assert len(held) > 25
    for text in held:
        found = [one.body for one in read.documents(text, "f", typing=TALOS)]
        bare = "".join(one for one in text.splitlines(True) if not one.lstrip().startswith("# "))
        if "# " not in text.replace("# spec: a\n# second\n", ""):
            assert dump(found, indent=4) == bare


@pytest.mark.parametrize(
    "text",
    [
        *("abc", "ENC[AES256_GCM,data:a=,iv:b,tag:c==,type:str]", "10.0.0.0/8", "a#b", "-x", "?x"),
        *("ghcr.io/a/b:1.2.3@sha256:0ab", "http://a.b/c?d=e&f", ":x", "é", "\xa0", "1.2.3", ".."),
        *("a'b", "nan", "trues", "yEs", "08:30x", "2020-01-01x", "a,b", "a]", "a{b}", "$x", "(a)"),
    ],
)
def test_plain(text: str) -> None:
    assert line(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "~", "null", "Null", "true", "False", "yes", "No", "ON", "off", "y", "N", "1", "-1"),
        *("+1", "0x1F", "0o17", "0777", "08", "1_000", "1e3", "1.5", ".5", "5.", ".inf", "-.INF"),
        *(".nan", "1:30", "190:20:30.5", "2020-01-01", "2020-13-45", "2020-01-01T01:02:03"),
        *(
            "2020-1-1 1:2:3 -5",
            "=",
            "<<",
            "0b-1",
            "0o-7",
            "71e1",
            "459E5",
            "-0",
            "12345678901234567890",
        ),
    ],
)
def test_double_quotes_where_a_reader_could_type(text: str) -> None:
    assert line(text) == f'"{text}"'


@pytest.mark.parametrize(
    "text",
    [
        *(" a", "a ", " ", "#a", "a #b", "a: b", "a:", ":", "?", "-", "- a", "? a", ": a", ",a"),
        *("[a", "]", "{a", "}", "&a", "*a", "!a", "|", ">", "'a", '"a', "%a", "@a", "`a", "---"),
        *("---a", "...", "...a"),
    ],
)
def test_single_quotes_where_only_the_syntax_forbids_plain(text: str) -> None:
    assert line(text) == "'" + text.replace("'", "''") + "'"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\tb", '"a\\tb"'),
        ("\0\a\b\v\f\r\x1b", '"\\0\\a\\b\\v\\f\\r\\e"'),
        ('\x01"\\', '"\\x01\\"\\\\"'),
        ("\x7f\x80\x85\x9f", '"\\x7F\\x80\\N\\x9F"'),
        ("\u2028\u2029", '"\\L\\P"'),
        ("\ufeff\ufffe\uffff", '"\\uFEFF\\uFFFE\\uFFFF"'),
        ("\U0001f600", '"\\U0001F600"'),
        ("\U00010000\xff\x9f", '"\\U00010000\xff\\x9F"'),
        ("\ue000\ufffd\ud7ff", "\ue000\ufffd\ud7ff"),
        ("\r\n", '"\\r\\n"'),
        ("a\n", "|\n  a"),
        ("a\nb", "|-\n  a\n  b"),
        ("a\n\n\n", "|+\n  a\n\n"),
        ("a\n b\n\n\tc\n", "|\n  a\n   b\n\n  \tc"),
        ("\n", '"\\n"'),
        ("\na", '"\\na"'),
        (" a\nb", '" a\\nb"'),
        ("\ta\nb", '"\\ta\\nb"'),
        ("a \nb", '"a \\nb"'),
        ("a\nb ", '"a\\nb "'),
        ("a\n \nb", '"a\\n \\nb"'),
        ("a\x07\nb", '"a\\a\\nb"'),
        ("é\nb", "|-\n  é\n  b"),
        ("é\U0001f600\nb", '"é\\U0001F600\\nb"'),
        ("# a\n--- b\n", "|\n  # a\n  --- b"),
    ],
)
def test_controls_and_several_lines(text: str, written: str) -> None:
    assert line(text) == written
    for typing in ALL:
        assert read.document(dump([{"k": text}]), "f", typing=typing).body == {"k": text}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-5, "-5"),
        (2**64, "18446744073709551616"),
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (1.5, "1.5"),
        (1e6, "1e+06"),
        (1e22, "1e+22"),
        (1e-7, "1e-07"),
        (float("inf"), ".inf"),
        (float("-inf"), "-.inf"),
        (float("nan"), ".nan"),
        ({}, "{}"),
        ([], "[]"),
        ((), "[]"),
        (MappingProxyType({}), "{}"),
        (Plain("yes"), '"yes"'),
        (Timestamp("2020-01-01T00:00:00Z"), "2020-01-01T00:00:00Z"),
        (Word.YES, '"yes"'),
        (Severity.WARNING, "warning"),
        (Exit.BUG, "3"),
    ],
)
def test_other_values(value: Any, written: str) -> None:
    assert line(value) == written
    assert dump([{"k": [value]}]) == f"k:\n  - {written}\n"


def test_floats_stay_floats() -> None:
    for value in (1.0, -0.0, 1e6, 100000.0, 0.1, 5e-324, 1.7976931348623157e308):
        for typing in ALL:
            found = read.document(dump([{"k": value}]), "f", typing=typing).body["k"]
            assert repr(found) == repr(value)


NESTED = {
    "a": {"b": {"c": 1}},
    "l": [1, {"x": 1, "y": {"z": [2]}}, [[3], 4], "t\nu\n", [], {}, [{"q": "t\nu"}]],
    "yes": "z",
}


def test_the_layout() -> None:
    assert dump([NESTED]) == (
        'a:\n  b:\n    c: 1\nl:\n  - 1\n  - x: 1\n    "y":\n      z:\n        - 2\n'
        "  - - - 3\n    - 4\n  - |\n    t\n    u\n  - []\n  - {}\n  - - q: |-\n        t\n        u\n"
        '"yes": z\n'
    )


def test_the_layout_of_sops() -> None:
    assert dump([NESTED], indent=4) == (
        'a:\n    b:\n        c: 1\nl:\n    - 1\n    - x: 1\n      "y":\n        z:\n'
        "            - 2\n    - - - 3\n      - 4\n    - |\n      t\n      u\n    - []\n    - {}\n"
        '    - - q: |-\n            t\n            u\n"yes": z\n'
    )


def test_documents_and_header() -> None:
    assert dump([{"a": 1}, {}, MappingProxyType({"b": 2})], header="one\n\ntwo ") == (
        "# one\n#\n# two\na: 1\n---\n{}\n---\nb: 2\n"
    )
    assert dump([]) == ""
    assert dump([{}]) == "{}\n"
    assert dump([{"a": 1}]) == "a: 1\n"


def test_comments_stand_above_their_key() -> None:
    document = {
        "a": Commented({"b": Commented("c", "why b")}, "why a\nand more"),
        "l": [
            {"x": Commented(1, "first"), "y": Commented([1], "second")},
            [{"z": Commented(2, "in")}],
        ],
    }
    assert dump([document]) == (
        "# why a\n# and more\na:\n  # why b\n  b: c\nl:\n  # first\n  - x: 1\n    # second\n"
        '    "y":\n      - 1\n  # in\n  - - z: 2\n'
    )


def test_long_keys() -> None:
    short, long, wide = "k" * 128, "k" * 129, "é" * 65
    document = {short: 1, long: {"a": [1]}, wide: "x\ny"}
    text = dump([document])
    assert text == f"{short}: 1\n? {long}\n:\n  a:\n    - 1\n? {wide}\n: |-\n  x\n  y\n"
    for typing in ALL:
        assert read.document(text, "f", typing=typing).body == document
    text = dump([{"l": [{long: 1, "b": 2}]}])
    assert text == f"l:\n  - ? {long}\n    : 1\n    b: 2\n"
    assert read.document(text, "f").body == {"l": [{long: 1, "b": 2}]}


def test_keys_are_quoted_like_values() -> None:
    keys = ["yes", "1", "a: b", "", "a\nb", "<<", "=", "~", "#", "- x", "a\tb"]
    text = dump([dict.fromkeys(keys, 1)])
    assert text.splitlines() == [
        *('"yes": 1', '"1": 1', "'a: b': 1", '"": 1', '"a\\nb": 1', '"<<": 1', '"=": 1'),
        *('"~": 1', "'#': 1", "'- x': 1", '"a\\tb": 1'),
    ]
    assert dump([{Plain("yes"): 1}]) == '"yes": 1\n'


def test_what_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="no YAML for a value of type set"):
        dump([{"a": {1}}])
    with pytest.raises(TypeError, match="no YAML for a value of type bytes"):
        dump([{"a": b"x"}])
    with pytest.raises(TypeError, match="no YAML for a value of type Commented"):
        dump([{"a": [Commented(1, "c")]}])
    with pytest.raises(TypeError, match="no YAML for a key of type int"):
        dump([{1: 2}])  # type: ignore[dict-item]
    with pytest.raises(
        ValueError, match=r"a text holds a lone surrogate, which UTF-8 cannot spell$"
    ):
        dump([{"a": "secret\ud800"}])
    with pytest.raises(ValueError, match="a lone surrogate"):
        dump([{"a": "secret\n\udfff"}])


def test_nothing_is_changed() -> None:
    document = {"a": Commented([{"b": 1}], "c"), "d": {"e": "f\n"}}
    before = repr(document)
    assert dump([document]) == dump([document])
    assert repr(document) == before


TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from(" \t\n\r#:-'\"\\{}[],&*!|>%@`?=<~0_.abyn\x85\u2028\ufeff\uffff\x7f\0"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)
TREES = st.recursive(
    st.one_of(
        TEXTS, st.integers(-(2**63), 2**63 - 1), st.booleans(), st.none(), st.floats(-1e9, 1e9)
    ),
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(TEXTS, below, max_size=4)),
    max_leaves=12,
)


@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.lists(st.dictionaries(TEXTS, TREES, max_size=4), max_size=3), st.integers(2, 9))
def test_every_reader_of_ours_reads_it_back(documents: list[dict[str, Any]], indent: int) -> None:
    text = write.dump(documents, indent=indent, header="a header")
    for typing in ALL:
        found = [one.body for one in read.documents(text, "f", typing=typing)]
        assert judged.exact(found) == judged.exact(documents)
