"""Patterns of exclude, one oddity at a time."""

from __future__ import annotations

import pytest

from gitops_gen.compose import doublestar


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*", "a", True),
        ("*", "a/b", False),
        ("**", "a/b", True),
        ("a/**", "a", True),
        ("a/**", "a/b/c", True),
        ("a/**/", "a", True),
        ("**/c", "a/b/c", True),
        ("a/**/c", "a/c", True),
        ("a**", "ab", True),
        ("a**", "a/b", False),
        ("*.{yaml,md}", "a.md", True),
        ("{a,{b,c}}", "c", True),
        ("a{,b}", "a", True),
        ("{a/b,c}/d", "a/b/d", True),
        ("a{/b,c", "a/b", False),
        ("[!a]", "b", True),
        ("[^a]", "a", False),
        ("[a-c]x", "bx", True),
        ("[a\\-c]", "b", False),
        ("\\*", "*", True),
        ("\\*", "a", False),
        ("?", "/", False),
        ("[a", "a", False),
    ],
)
def test_a_pattern(pattern: str, path: str, fits: bool) -> None:
    assert doublestar.matches(pattern, path) is fits


@pytest.mark.parametrize("pattern", ["[", "[a", "[]", "[^]", "{a", "a}", "a\\", "a[", "a{b,[}"])
def test_a_bad_pattern(pattern: str) -> None:
    with pytest.raises(doublestar.BadPatternError):
        doublestar.check(pattern)


@pytest.mark.parametrize("pattern", ["", "a", "a/[b]/{c,d}\\{", "**/*.yaml"])
def test_a_good_pattern(pattern: str) -> None:
    doublestar.check(pattern)
