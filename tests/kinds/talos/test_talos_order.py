"""Talos' order of the keys of free maps."""

from __future__ import annotations

import pytest

from gitops_gen.kinds.talos.order import sorted_map
from tests.support import recordings


@pytest.mark.parametrize(
    "keys",
    [
        ["a2", "a10"],
        ["9", "10"],
        ["zone", "zone-x"],  # the shorter first
        ["a.b", "ab"],  # punctuation before letters
        ["a1b", "a1."],  # but after a digit letters come first
        ["A", "a"],  # letters by code point
        ["a-", "a."],
        ["a1", "a01", "a001"],  # equal numbers: the shorter first
        ["a0", "a00"],
        ["x10", "x11"],  # a zero within a number counts
        ["x1", "x10"],
        ["x09", "x10"],
        ["x000", "x01"],  # only zeros before: by value
        ["x100", "x1000"],
        ["a_", "a0"],
        ["a_", "a1"],
    ],
)
def test_two_keys(keys: list[str]) -> None:
    for given in (keys, keys[::-1]):
        assert list(sorted_map(dict.fromkeys(given, ""))) == keys


@pytest.mark.parametrize("number", range(60))
def test_recorded_orders(number: int) -> None:
    keys = recordings.load("talos")["orders"][number]
    assert list(sorted_map(dict.fromkeys(sorted(keys), ""))) == keys


def test_values_stay_with_their_keys() -> None:
    assert list(sorted_map({"b": "1", "a": "2"}).items()) == [("a", "2"), ("b", "1")]


def test_one_key_and_none() -> None:
    assert sorted_map({"a": "1"}) == {"a": "1"}
    assert sorted_map({}) == {}
