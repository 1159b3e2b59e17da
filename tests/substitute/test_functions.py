"""The operators on values: the odd ends of lengths, patterns and numbers."""

from __future__ import annotations

import pytest

from gitops_gen.substitute import functions


@pytest.mark.parametrize(
    ("operator", "value", "args", "becomes"),
    [
        ("", "", [], ""),
        (":-", "", ["a", "b"], "ab"),
        (":-", "x", ["a"], "x"),
        ("#", "é", [], "2"),
        (",", "ABé", [], "aBé"),
        (",,", "AB", [], "ab"),
        ("^", "", [], ""),
        ("^,", "Ab", [], "Ab"),
        (":", "abc", ["-2"], "bc"),
        (":", "abc", ["-9"], "abc"),
        (":", "abc", ["9"], ""),
        (":", "abc", ["9", "1"], ""),
        (":", "abc", ["+1"], "bc"),
        (":", "abc", ["x", "1"], "abc"),
        (":", "abc", ["1", "x"], "abc"),
        (":", "abc", ["1", "1"], "b"),
        (":", "abc", ["1", "9"], "bc"),
        (":", "abc", ["1", "-1"], "b"),
        (":", "abc", ["2", "-2"], ""),
        (":", "é", ["2"], ""),
        ("/", "aa", ["a"], "a"),
        ("/", "aa", ["", "x"], "xaa"),
        ("//", "aa", ["a"], ""),
        ("//", "aa", ["", "x"], "xaxax"),
        ("/#", "aa", ["a"], "aa"),
        ("/#", "aba", ["a", "x"], "xba"),
        ("/#", "aba", ["b", "x"], "aba"),
        ("/%", "aba", ["a", "x"], "abx"),
        ("/%", "aba", ["b", "x"], "aba"),
        ("/%", "aba", ["a"], "aba"),
        ("#", "a/b/c", ["*/"], "b/c"),
        ("##", "a/b/c", ["*/"], "c"),
        ("%", "a/b/c", ["/*"], "a/b"),
        ("%%", "a/b/c", ["/*"], "a"),
        ("#", "abc", ["x"], "abc"),
        ("#", "abc", ["?"], "bc"),
        ("##", "abc", ["??"], "c"),
        ("#", "abc", ["[a-b]"], "bc"),
        ("#", "abc", ["[^a]"], "abc"),
        ("#", "abc", ["[^x]b"], "c"),
        ("#", "abc", ["[ba]"], "bc"),
        ("#", "]bc", ["[\\]]"], "bc"),
        ("#", "abc", ["["], "abc"),
        ("#", "abc", ["[]"], "abc"),
        ("#", "abc", ["[a"], "abc"),
        ("#", "abc", ["[a-"], "abc"),
        ("#", "*bc", ["\\*"], "bc"),
        ("#", "abc", ["a\\"], "abc"),
        ("##", "abcbd", ["*b"], "d"),
        ("##", "abcbd", ["a*b?"], ""),
        ("##", "axbyc", ["a*[b*]"], "yc"),
        ("##", "abc", ["*"], ""),
        ("#", "abc", ["*"], "bc"),
        ("#", "abcabd", ["*ab"], "cabd"),
        ("##", "xab", ["*abc"], "xab"),
    ],
)
def test_an_operator(operator: str, value: str, args: list[str], becomes: str) -> None:
    assert functions.applied(operator, value, args) == becomes


@pytest.mark.parametrize(
    ("operator", "value", "args", "why"),
    [
        ("^^", "é", [], "beyond ASCII"),
        (",,", "É", [], "beyond ASCII"),
        ("^", "éa", [], "beyond ASCII"),
        (",", "Éa", [], "beyond ASCII"),
        ("#", "é", ["?"], "beyond ASCII"),
        ("%", "a", ["é"], "beyond ASCII"),
        (":", "é", ["1"], "cut in the middle"),
        (":", "abc", ["1", str(2**62)], "beyond 62 bits"),
    ],
)
def test_what_is_not_known(operator: str, value: str, args: list[str], why: str) -> None:
    with pytest.raises(functions.Unsure, match=why):
        functions.applied(operator, value, args)
