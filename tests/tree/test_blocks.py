"""Our lines in files that others write to as well."""

from __future__ import annotations

import pytest

from gitops_gen.errors import UserError
from gitops_gen.tree import blocks

LINES = ("- path_regex: a", "  age: b")
BLOCK = (
    "  # >>> gitops-gen: home (rendered; edits between these two lines are lost)\n"
    "  - path_regex: a\n"
    "    age: b\n"
    "  # <<< gitops-gen: home\n"
)


def put(text: str, under: str = "creation_rules") -> str:
    return blocks.with_block(text, "home", LINES, under=under, file=".sops.yaml")


def flush(text: str) -> str:
    return "".join(line[2:] for line in text.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "creation_rules:\n" + BLOCK),
        ("creation_rules: []\n", "creation_rules:\n" + BLOCK),
        ("creation_rules: null\nx: 1\n", "creation_rules:\n" + BLOCK + "x: 1\n"),
        ("creation_rules:\n", "creation_rules:\n" + BLOCK),
        ("x: 1", "x: 1\ncreation_rules:\n" + BLOCK),
        ("creation_rules: # mine\n  - a: 1\n", "creation_rules: # mine\n" + BLOCK + "  - a: 1\n"),
        (
            "creation_rules:\n\n# c\n- a: 1\n",
            "creation_rules:\n" + flush(BLOCK) + "\n# c\n- a: 1\n",
        ),
    ],
)
def test_a_new_block_stands_first_in_the_list_with_its_indentation(before: str, after: str) -> None:
    assert put(before) == after
    assert put(after) == after


def test_a_block_is_replaced_where_it_stands() -> None:
    old = (
        "creation_rules:\n  - a: 1\n"
        + BLOCK.replace("path_regex: a", "path_regex: old")
        + "  - z: 2\n"
    )
    assert put(old) == "creation_rules:\n  - a: 1\n" + BLOCK + "  - z: 2\n"


def test_two_owners_do_not_meet() -> None:
    other = blocks.with_block(put(""), "homer", LINES, under="creation_rules", file="f")
    assert blocks.owners(other) == ["homer", "home"]
    assert blocks.without(other, "homer") == put("")
    assert blocks.without(put(""), "hom") == put("")


def test_without_a_key_it_stands_last() -> None:
    assert put("*.md", under="") == "*.md\n" + flush(BLOCK)
    assert put("", under="") == flush(BLOCK)


@pytest.mark.parametrize(
    "text", ["creation_rules: [{a: 1}]\n", '"creation_rules": \n - a\n', "creation_rules: x\n"]
)
def test_what_is_no_block_list_is_left_to_people(text: str) -> None:
    with pytest.raises(UserError, match="creation_rules is no block-style list"):
        put(text)
