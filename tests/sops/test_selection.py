"""One rule of key names decides what is encrypted."""

from __future__ import annotations

import pytest

from gitops_gen.sops import selection
from gitops_gen.sops.patterns import PatternError
from gitops_gen.sops.selection import Selection


@pytest.mark.parametrize(
    ("field", "pattern", "key", "hits", "inverted"),
    [
        ("encrypted_regex", "^a$", "a", True, False),
        ("encrypted_regex", "^a$", "ab", False, False),
        ("unencrypted_regex", "b", "abc", True, True),
        ("encrypted_suffix", "_enc", "x_enc", True, False),
        ("encrypted_suffix", ".", "x", False, False),
        ("unencrypted_suffix", "_unencrypted", "x_unencrypted", True, True),
    ],
)
def test_hits(field: str, pattern: str, key: str, hits: bool, inverted: bool) -> None:
    one = Selection(field, pattern)
    assert one.hits(key) is hits
    assert one.hits(key) is hits
    assert one.inverted is inverted


def test_equality_is_of_rule_and_pattern_alone() -> None:
    used = Selection("encrypted_regex", "a")
    used.hits("a")
    assert used == Selection("encrypted_regex", "a")
    assert used != Selection("encrypted_suffix", "a")


def test_sops_default() -> None:
    assert selection.default() == Selection("unencrypted_suffix", "_unencrypted")


@pytest.mark.parametrize(
    ("pattern", "hits", "misses"),
    [
        ("^(a|b_1)$", ["a", "b_1"], ["ab_1", "a|b_1", "", "A", "xa", "a\n"]),
        ("^key$", ["key"], ["keys", "akey", "key\n"]),
        ("^(a|b)", ["a", "bc", "a\n"], ["xb"]),
        ("(a|b)$", ["xa"], ["ax"]),
        ("^a|b$", ["ax", "xb"], ["xa"]),
        ("^(a.c|b)$", ["abc", "b"], ["ac"]),
        ("^(a)(b)$", ["ab"], ["a"]),
        ("^$", [""], ["a"]),
    ],
)
def test_plain_names_are_selected_as_their_pattern_would(
    pattern: str, hits: list[str], misses: list[str]
) -> None:
    rule = selection.Selection("encrypted_regex", pattern)
    assert [key for key in hits if not rule.hits(key)] == []
    assert [key for key in misses if rule.hits(key)] == []


@pytest.mark.parametrize("pattern", ["^(ab$", "^ab)$"])
def test_half_a_bracket_is_no_name(pattern: str) -> None:
    with pytest.raises(PatternError):
        selection.Selection("encrypted_regex", pattern).hits("a")
