"""Patterns are taken where RE2 and Python agree, and refused elsewhere."""

from __future__ import annotations

import pytest

from gitops_gen.sops import patterns
from gitops_gen.sops.patterns import PatternError


@pytest.mark.parametrize(
    ("pattern", "hits", "misses"),
    [
        ("^(data|stringData)$", ["data", "stringData"], ["metadata", "data\n", "dat"]),
        ("data", ["metadata", "x.data.y"], ["dat"]),
        (".*", ["", "a"], []),
        ("^a.c$", ["abc", "a.c"], ["a\nc", "ac"]),
        (r"a\.b", ["a.b"], ["axb"]),
        (r"^\d+$", ["12"], ["", "１２", "x"]),
        (r"^\D+$", ["ab", "１"], ["1"]),
        (r"^\w$", ["a", "z", "A", "Z", "_", "0", "9"], ["é", "-"]),
        (r"^\W$", ["é", "-"], ["a"]),
        (r"^\s$", ["\t", "\n", "\f", "\r", " "], ["\v", "\u00a0", "x"]),
        (r"^\S$", ["\v", "a"], [" "]),
        (r"\bab\b", ["ab", "x ab"], ["xab"]),
        (r"a\Bb", ["ab"], ["a b"]),
        (r"\Aab\z", ["ab"], ["ab\n"]),
        ("(?i)^abc$", ["ABC", "abc"], ["abd"]),
        ("a{2,3}b", ["aab"], ["ab"]),
        ("^a{2}$", ["aa"], ["a"]),
        ("^a{2,}$", ["aaa"], ["a"]),
        ("^a+?b*$", ["a", "aabb"], ["b"]),
        ("^(?:ab|c)?$", ["", "ab", "c"], ["abc"]),
        ("^(ab)+c$", ["abc", "ababc"], ["abb"]),
        ("^(a|b)c*$", ["a", "bcc"], ["ab"]),
        ("^((a+)(b))?c$", ["aabc", "c"], ["ac"]),
        ("^a*b*c*d*e*f?$", ["", "af"], ["fa"]),
        ("^" + "(a|b)" * 8 + "$", ["abababab"], ["a"]),
        ("^(a|b|c)(d|e)$|^x$", ["ad", "x"], ["a"]),
        ("^[a-c]$", ["b"], ["d", "-"]),
        ("^[^a-c]$", ["d"], ["b"]),
        ("^[]a]$", ["]", "a"], ["b"]),
        ("^[a-]$", ["-", "a"], ["b", "x"]),
        ("^[-a]$", ["-", "a"], ["b", "x"]),
        (r"^[\d_.]$", ["1", "_", "."], ["a"]),
        (r"^[a\]]$", ["]"], ["b"]),
        (r"^[\n]$", ["\n"], ["n"]),
        ("^[a[]$", ["a", "["], ["b"]),
        (r"^[\w]$", ["a", "Z", "9", "_"], ["-"]),
        ("^[a&&b]$", ["&"], ["c"]),
        (r"^\t\/\-$", ["\t/-"], []),
        ("^é$", ["é"], ["e"]),
        ("^a-b c#$", ["a-b c#"], []),
        ("^]$", ["]"], []),
        ("^}$", ["}"], []),
    ],
)
def test_what_is_taken_matches_as_re2(pattern: str, hits: list[str], misses: list[str]) -> None:
    compiled = patterns.compiled(pattern)
    assert [text for text in hits if not compiled.search(text)] == []
    assert [text for text in misses if compiled.search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(?=a)", 'uses the group "(?=a"'),
        ("(?<!a)", 'uses the group "(?<!"'),
        ("(?P<n>a)", 'uses the group "(?P<"'),
        ("a(?i)b", 'uses the group "(?i)"'),
        (r"(a)\1", 'uses the escape "\\1"'),
        (r"a\Z", 'uses the escape "\\Z"'),
        (r"\pL", 'uses the escape "\\p"'),
        (r"\x41", 'uses the escape "\\x"'),
        ("\\é", 'uses the escape "\\é"'),
        ("a\\", 'uses the escape "\\"'),
        ("a*+", 'has "+" where nothing can be repeated'),
        ("a**", 'has "*" where nothing can be repeated'),
        ("*a", 'has "*" where nothing can be repeated'),
        ("^?", 'has "?" where nothing can be repeated'),
        ("$*", 'has "*" where nothing can be repeated'),
        ("a|*", 'has "*" where nothing can be repeated'),
        ("(*a)", 'has "*" where nothing can be repeated'),
        (r"\b+", 'has "+" where nothing can be repeated'),
        ("a{2}{3}", 'has "{" where nothing can be repeated'),
        ("{x}", 'has "{" where nothing can be repeated'),
        ("a{,2}", 'has "{" where nothing can be repeated'),
        ("a{1001}", "repeats more than 1000 times"),
        ("a{1,1001}", "repeats more than 1000 times"),
        ("[[:alpha:]]", 'uses a class name like "[:alpha:]"'),
        ("[a", 'has "[" without "]"'),
        ("[]", 'has "[" without "]"'),
        (r"[\D]", 'uses the escape "\\D"'),
        ("[a--]", 'has "--]" in a class'),
        ("[a-[b]", 'has "-[b" in a class'),
        (r"[a-\d]", 'has "-\\d" in a class'),
        ("(a", "is not a regular expression: missing ), unterminated subpattern"),
        ("a)", 'has ")" without "("'),
        ("(a+)+$", "repeats a group that itself repeats or has alternatives"),
        ("(?:a|b)*", "repeats a group that itself repeats or has alternatives"),
        ("((a|b))*", "repeats a group that itself repeats or has alternatives"),
        ("((a*)b){2}", "repeats a group that itself repeats or has alternatives"),
        ("a*b*c*d*e*f*", "repeats more than 5 parts"),
        ("(a|b)" * 9, "has more than 8 groups with alternatives"),
        ("[b-a]", "is not a regular expression: bad character range b-a"),
    ],
)
def test_what_re2_or_python_reads_otherwise_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(PatternError) as caught:
        patterns.compiled(pattern)
    assert str(caught.value) == message


def test_a_thousand_repeats_are_taken() -> None:
    assert patterns.compiled("^a{1000}$").search("a" * 1000)
