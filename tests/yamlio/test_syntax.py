"""Syntax errors name a place and a reason, and never the file's content."""

from __future__ import annotations

import pytest

from gitops_gen.errors import UserError
from gitops_gen.yamlio import read, syntax

GARBAGE = "hunter2"


QUOTE = "quote the value"


@pytest.mark.parametrize(
    ("text", "where", "words", "fix"),
    [
        ("a: b: c\n", "1:5", "a second `: ` stands on the line", QUOTE),
        ("a: 1\nb\nc: 2\n", "3:1", "a key has no `:`", "write `key: value`, or quote the text"),
        ("a: 1\n b: 2\n", "2:3", "a second `: ` stands on the line", QUOTE),
        ("a: 'x\n", "2:1", "a quote is not closed", "close it"),
        ("a: [1, 2\n", "2:1", "a flow list or mapping is not closed", "close the bracket"),
        ("a: {b: 1\n", "2:1", "a flow list or mapping is not closed", "close the bracket"),
        ("a: [\n", "2:1", "a value is missing here", ""),
        ("a:\n\t- 1\n", "2:1", "a tab or a reserved character starts a value", QUOTE),
        ("a: @x\n", "1:4", "a tab or a reserved character starts a value", QUOTE),
        ('a: "\\q"\n', "1:5", "an unknown escape stands in double quotes", "write \\\\"),
        ("a:\n  - 1\n - 2\n", "3:2", "the indentation is broken, or a quote is not closed", ""),
        ("- a\nb: 1\n", "2:1", "a list item does not line up with its list", ""),
        ('a: "x\n---\n', "2:1", "a quote is not closed before the next document", ""),
        ("a: !x!y 1\n", "1:4", "a tag handle is used that no %TAG line defines", ""),
        ("a: |\n\t x\n", "2:1", "a tab stands in the indentation", "indent with spaces"),
        ("a: - 1\n", "1:4", "a list item stands where none can be", ""),
        ("[a]\nb\n", "2:1", "the document has ended before this line", ""),
    ],
)
def test_syntax_errors_have_a_place_and_words(text: str, where: str, words: str, fix: str) -> None:
    with pytest.raises(UserError) as raised:
        read.documents(text, "f.yaml")
    [finding] = raised.value.findings
    assert str(finding.location) == f"f.yaml:{where}"
    assert finding.message.startswith(f"this is not YAML: {words} (")
    assert finding.message.endswith(")")
    assert finding.fix == fix


def test_the_hint_of_libyaml_stands_in_brackets() -> None:
    with pytest.raises(UserError) as raised:
        read.documents("a: 'x\n", "f")
    assert str(raised.value) == (
        "f:2:1: this is not YAML: a quote is not closed "
        "(while scanning a quoted scalar: found unexpected end of stream)\n  fix: close it"
    )
    with pytest.raises(UserError) as raised:
        read.documents("a: b: c\n", "f")
    assert raised.value.findings[0].message.endswith(
        " (mapping values are not allowed in this context)"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"a: {GARBAGE}: {GARBAGE}\n",
        f"a: '{GARBAGE}\n",
        f"a: [{GARBAGE}\n",
        f"a: *{GARBAGE}\n",
        f"a: !{GARBAGE}!x {GARBAGE}\n",
        f"a: !!int {GARBAGE}\n",
        f"a: \x01{GARBAGE}\n",
        f"%{GARBAGE} 1\n---\na: @{GARBAGE}\n",
        f"a: &x [*x, {GARBAGE}]\n",
    ],
)
def test_no_content_in_a_message(text: str) -> None:
    with pytest.raises(UserError) as raised:
        read.documents(text, "f")
    assert GARBAGE not in str(raised.value)


def test_an_unknown_error_keeps_its_hint() -> None:
    class Odd:
        problem = "odd thing"
        context = "while reading"
        problem_mark = None
        context_mark = None

    assert syntax.explain(Odd()) == (0, "this is not YAML (while reading: odd thing)", "")
    assert syntax.explain(object()) == (0, "this is not YAML (unreadable)", "")


def test_where_only_the_context_has_a_place() -> None:
    class Mark:
        index = 7

    class Odd:
        problem = "odd thing"
        context = None
        problem_mark = None
        context_mark = Mark()

    assert syntax.explain(Odd()) == (7, "this is not YAML (odd thing)", "")


def test_keys_are_shown_on_one_line() -> None:
    assert syntax.shown("a") == '"a"'
    assert syntax.shown('a"\n') == '"a\\"\\n"'
    assert syntax.shown("a" * 60) == f'"{"a" * 60}"'
    assert syntax.shown("a" * 61) == f'"{"a" * 57}..."'


def test_a_limit_of_libyaml_itself_reads_like_ours() -> None:
    """From libyaml 0.2.6 on its scanner stops where flow collections stand 1,000 deep."""

    class Deep(Exception):
        problem = "exceeded maximum nesting depth"
        context = "while increasing flow level"
        problem_mark = context_mark = None

    assert syntax.explain(Deep()) == (0, "collections stand more than 100 deep", "")
