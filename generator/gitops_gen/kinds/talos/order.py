"""The order in which Talos writes the keys of a free map (labels, sysctls): go-yaml's natural order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cmp_to_key
from itertools import takewhile
from typing import Any


def sorted_map(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with its keys as Talos' encoder orders them: `a2` before `a10`, punctuation before letters."""
    return {key: values[key] for key in sorted(values, key=cmp_to_key(_compare))}


def _compare(a: str, b: str) -> int:
    """Below, at or above zero; rule by rule `keyList.Less` of go.yaml.in/yaml/v4 (internal/libyaml)."""
    for at, (x, y) in enumerate(zip(a, b, strict=False)):
        if x == y:
            continue
        if x.isalpha() and y.isalpha():
            return ord(x) - ord(y)
        if x.isalpha() or y.isalpha():
            after_digit = at > 0 and a[at - 1].isdecimal()
            return -1 if after_digit == x.isalpha() else 1
        return _compare_numbers(a, b, at) or ord(x) - ord(y)
    return len(a) - len(b)


def _compare_numbers(a: str, b: str, at: int) -> int:
    """The numbers that go on at `at`, by value and then by length; 0 where neither text has a digit there."""
    before = takewhile(str.isdecimal, reversed(a[:at]))
    # A zero within a number counts by its place, a leading one does not.
    inside = "0" in (a[at], b[at]) and any(digit != "0" for digit in before)
    first, second = ("".join(takewhile(str.isdecimal, text[at:])) for text in (a, b))
    lead = "1" if inside else "0"
    return int(lead + first) - int(lead + second) or len(first) - len(second)
