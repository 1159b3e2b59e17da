"""Leaves come in sops' order, each with the path that authenticates it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from gitops_gen.sops import leaves
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.selection import Selection
from gitops_gen.yamlio.write import Commented

KEY = Selection("encrypted_regex", "^key$")
TREE: list[Any] = [
    {"a": 1, "key": {"b": ["x", ["y"], {"c": None, "d": ""}]}, "e": {}, "f": []},
    {},
    {"g": Commented({"key": True}, "why"), "h": (1, 2)},
]


def test_leaves_in_order_with_place_and_aad() -> None:
    found = leaves.collect(TREE, KEY)
    assert [(leaf.name, leaf.aad, leaf.selected, leaf.value) for leaf in found] == [
        ("a", "a:", False, 1),
        ("key.b[0]", "key:b:", True, "x"),
        ("key.b[1][0]", "key:b:", True, "y"),
        ("key.b[2].d", "key:b:d:", True, ""),
        ("document 3: g.key", "g:key:", True, True),
        ("document 3: h[0]", "h:", False, 1),
        ("document 3: h[1]", "h:", False, 2),
    ]


def test_an_inverted_rule_selects_the_others() -> None:
    found = leaves.collect(TREE, Selection("unencrypted_regex", "^key$"))
    assert [leaf.name for leaf in found if leaf.selected] == [
        "a",
        "document 3: h[0]",
        "document 3: h[1]",
    ]


def test_mapped_replaces_leaves_and_keeps_the_rest() -> None:
    out = leaves.mapped(TREE, KEY, lambda leaf: "E" if leaf.selected else leaf.value)
    assert out == [
        {"a": 1, "key": {"b": ["E", ["E"], {"c": None, "d": "E"}]}, "e": {}, "f": []},
        {},
        {"g": Commented({"key": "E"}, "why"), "h": [1, 2]},
    ]
    assert out[0] is not TREE[0]


def test_dropped_items_vanish_from_lists() -> None:
    out = leaves.mapped(
        [{"key": ["a", "b"]}],
        KEY,
        lambda leaf: leaves.DROPPED if leaf.value == "a" else leaf.value,
    )
    assert out == [{"key": ["b"]}]


def test_places_count_documents_that_hold_secrets() -> None:
    found = leaves.collect([{"x": 1}, {"key": {"a": 1, "b": 2}}, {"y": 1}, {"key": 3}], KEY)
    assert leaves.places(found) == [(0, ("key", "a")), (0, ("key", "b")), (1, ("key",))]


def test_a_leaf_does_not_show_its_value() -> None:
    (leaf,) = leaves.collect([{"key": "geheim"}], KEY)
    assert "geheim" not in repr(leaf)
    assert leaf.document == 0


def test_a_secret_is_a_leaf() -> None:
    secret = Secret("a", "b", None)
    assert [leaf.value for leaf in leaves.collect([{"key": secret}], KEY)] == [secret]


def test_other_types_are_a_bug() -> None:
    with pytest.raises(TypeError, match=r"^a\[0\]: sops has no type for date$"):
        leaves.collect([{"a": [datetime.date(2020, 1, 1)]}], KEY)
