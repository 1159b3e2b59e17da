"""The expressions in a text: how they are cut into name, operator and arguments."""

from __future__ import annotations

import pytest

from gitops_gen.substitute import syntax
from gitops_gen.substitute.syntax import Expression as E


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("no $ign", ["no $", "ign"]),
        ("none", ["none"]),
        ("$$a", ["$", "a"]),
        ("a${B}c", ["a", E("B", 1), "c"]),
        ("${_9é}", [E("_9é", 0)]),
        ("${#B}", [E("B", 0, "#")]),
        ("${B:-}", [E("B", 0, ":-")]),
        ("${B:-a$b}", [E("B", 0, ":-", ("a$b",))]),
        ("${B:=a${C}d}", [E("B", 0, ":=", ("a", E("C", 6), "d"))]),
        ("${B:-a\nb: c}", [E("B", 0, ":-", ("a\nb: c",))]),
        ("${B:1}", [E("B", 0, ":", ("1",))]),
        ("${B:1:::2}", [E("B", 0, ":", ("1", "2"))]),
        ("${B:1:2:3}", [E("B", 0, ":", ("1", "2:3"))]),
        ("${B:${C}}", [E("B", 0, ":", (E("C", 4),))]),
        ("${B/a/b}", [E("B", 0, "/", ("a", "b"))]),
        ("${B/a/}", [E("B", 0, "/", ("a",))]),
        ("${B/}/b}", [E("B", 0, "/", ("}", "b"))]),
        ("${B/a///b}", [E("B", 0, "/", ("a", "b"))]),
        ("${B/\\/\\\\/$$}", [E("B", 0, "/", ("/\\", "$"))]),
        ("${B/${C}/${D}}", [E("B", 0, "/", (E("C", 4), E("D", 9)))]),
        ("${B#\\/}", [E("B", 0, "#", ("\\/",))]),
        ("${B##a}", [E("B", 0, "##", ("a",))]),
        ("${B###a}", [E("B", 0, "##", ("#a",))]),
        ("${B%%a}", [E("B", 0, "%%", ("a",))]),
    ],
)
def test_a_text_is_cut(text: str, nodes: list[syntax.Node]) -> None:
    assert syntax.parse(text) == nodes


@pytest.mark.parametrize(
    "text", ["${B///b}", "${B#a${C}}", "${B:1:2${C}}", "${B/a/b${C}}", "${B/a${C}/b}"]
)
def test_what_stands_behind_an_argument_is_refused(text: str) -> None:
    with pytest.raises(syntax.BadSyntax) as raised:
        syntax.parse(f"x{text}")
    assert raised.value.start == 1


def test_expressions_are_walked_from_the_outside() -> None:
    nodes = syntax.parse("${A:-${B:-${C}}} ${D}")
    assert [one.name for one in syntax.walk(nodes)] == ["A", "B", "C", "D"]
    assert [one.has_default for one in syntax.walk(nodes)] == [True, True, False, False]
