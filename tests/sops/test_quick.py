"""An unchanged text is told without parsing it, and shown as parsing would."""

from __future__ import annotations

import re

import pytest

from gitops_gen.sops import document, quick
from gitops_gen.sops.quick import unchanged
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.wanted import Wanted
from tests.sops.files import HEADER, NAME, RULE, documents, enc_of, made, secret


def wanted(docs: list[dict[str, object]]) -> Wanted:
    return Wanted.of(docs, RULE, HEADER, name=NAME)


@pytest.mark.parametrize("known", [True, False])
def test_the_same_text_is_told_as_parsing_would(known: bool) -> None:
    text = made()
    found = unchanged(text, wanted(documents(known=known)))
    assert found is not None
    file, update = found
    parsed = document.parse(text, NAME)
    assert update.text == file.text == text
    assert update.why == ""
    assert file.name == NAME
    assert file.metadata == parsed.metadata
    assert file.leaves == parsed.leaves


def test_a_file_of_one_document_and_empty_leaves() -> None:
    docs: list[dict[str, object]] = [
        {"environment": ["", "A", ""], "token": Secret("s#t", "", None), "key": secret("key")}
    ]
    text = made([{**docs[0], "token": Secret("s#t", "", "")}])
    found = unchanged(text, wanted(docs))
    assert found is not None
    assert found[0].leaves == document.parse(text, NAME).leaves
    assert found[0].leaves[1].value == enc_of(text)[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("zone: a", "zone: b"),
        lambda text: text.replace(enc_of(text)[0], "plain"),
        lambda text: text + "x: 1\n",
        lambda text: text.replace("\nsops:\n", "\nother:\n"),
        lambda text: text.replace("version: 3", "version: x"),
        lambda text: text.replace("    mac: ENC", "    mac: [ENC"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: re.sub(" provenance .*", " provenance 0123456789abcdef", text),
        lambda text: "",
    ],
)
def test_anything_else_is_left_to_the_parser(change: object) -> None:
    assert callable(change)
    assert unchanged(change(made()), wanted(documents())) is None


def test_a_block_before_the_last_line_end_is_whole() -> None:
    text = made()
    assert quick.unchanged(text[:-1], wanted(documents())) is None


def test_an_emptied_leaf_is_shown_as_it_is() -> None:
    text = made()
    broken = text.replace(enc_of(text)[3], '""')
    found = unchanged(broken, wanted(documents()))
    assert found is not None
    assert found[0].leaves == document.parse(broken, NAME).leaves
