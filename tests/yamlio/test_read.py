"""Texts are read as the real readers read them, with places for everything and a finding for every problem."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_gen.errors import UserError
from gitops_gen.yamlio import read, scalars
from gitops_gen.yamlio.scalars import KUBERNETES, SOPS, TALOS
from tests.support.recordings import load
from tests.yamlio import judged


def bodies(text: str, typing: scalars.Typing = KUBERNETES) -> list[Any]:
    return [one.body for one in read.documents(text, "f", typing=typing)]


def problems(text: str, typing: scalars.Typing = KUBERNETES) -> list[str]:
    with pytest.raises(UserError) as raised:
        read.documents(text, "f", typing=typing)
    return [str(one) for one in raised.value.findings]


@pytest.mark.parametrize(("op", "typing"), [("kubernetes", KUBERNETES), ("v3", SOPS)])
def test_recorded_texts(op: str, typing: scalars.Typing) -> None:
    held = load("yaml")["read"][op]
    alike = 0
    for text, recorded in held:
        answer = json.loads(recorded)
        try:
            ours = bodies(text, typing)
        except UserError:
            continue
        if op == "v3":
            assert judged.ours(ours) == judged.theirs(answer), text
        else:
            wanted = [one for one in answer if one is not None]
            assert judged.as_json(ours) == judged.as_json(wanted), text
        alike += 1
    assert alike >= len(held) // 3


@pytest.mark.parametrize("text", ["", "# only\n", "\ufeff", "\n\n"])
def test_no_document(text: str) -> None:
    assert read.documents(text, "f") == []
    with pytest.raises(UserError) as raised:
        read.document(text, "f.yaml")
    assert str(raised.value) == "f.yaml: the file is empty\n  fix: it must hold one YAML document"


def test_several_documents() -> None:
    found = read.documents("# c\na: 1\n---\n---\n\n- b\n...\n--- c\n", "f")
    assert [one.body for one in found] == [{"a": 1}, None, ["b"], "c"]
    assert [one.index for one in found] == [0, 1, 2, 3]
    assert [one.line for one in found] == [2, 4, 6, 8]
    assert {one.name for one in found} == {"f"}


def test_the_only_document() -> None:
    assert read.document("---\n# c\n---\na: 1\n---\n", "f").body == {"a": 1}
    assert read.document("a: yes", "f", typing=TALOS).body == {"a": "yes"}
    with pytest.raises(UserError) as raised:
        read.document("a: 1\n---\nb: 1\n---\nc: 1\n", "f")
    assert str(raised.value) == (
        "f:3:1: the file holds 3 YAML documents, one is expected\n"
        "  fix: keep one; the others belong in files of their own"
    )
    with pytest.raises(UserError, match="the file is empty"):
        read.document("null\n", "f")


def test_line_ends_of_windows_and_the_byte_order_mark() -> None:
    [one] = read.documents("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n", "f")
    assert one.body == {"a": 1, "b": "x\ny\n"}
    assert one.at("a") == (1, 4)
    assert one.at("b") == (2, 4)


def test_duplicates_before_a_syntax_error_are_told() -> None:
    found = problems("a: 1\na: 2\nb: [\n")
    assert found[0].startswith('f:2:1: the key "a" stands twice')
    assert found[1].startswith("f:4:1: this is not YAML")
    assert len(found) == 2


def test_problems_are_sorted_by_place() -> None:
    found = problems("a:\n  <<: {b: 1}\n  c: 9223372036854775808\na: 1\n", SOPS)
    assert [line.split(": ")[0] for line in found] == ["f:2:3", "f:3:6", "f:4:1"]


def test_hostile_sizes() -> None:
    assert problems("a" * 9_000_000) == ["f: the file is larger than 8 MiB\n  fix: split it"]
    assert len(problems("\0" * 1_000_000)) == 101
    assert "this is not YAML" in problems('"' + "\\" * 1_000_000)[0]
    assert bodies("a: " + "1" * 1_000_000) == [{"a": "1" * 1_000_000}]


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.text(alphabet="ab:-[]{},#&*!|>'\"%@`?\n\t ~<\0\x85é1.0x", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for typing in (KUBERNETES, TALOS, SOPS):
        try:
            found = read.documents(text, "f", typing=typing)
        except UserError as error:
            found = []
            places = [one.location for one in error.findings]
            assert places and all(places)  # noqa: PT018
        for one in found:
            json.dumps(one.body)
            assert one.line <= text.count("\n") + 1
            assert one.at("a", 0, "b") >= (1, 1)
