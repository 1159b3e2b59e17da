"""Which files stay out of an artifact: one rule at a time, and the rules together."""

from __future__ import annotations

import pytest

from gitops_gen import sourceignore


@pytest.mark.parametrize(
    ("rule", "path", "ignored"),
    [
        ("a", "a", True),
        ("a", "b/a", True),
        ("a", "a/b", True),
        ("a", "ab", False),
        ("a/", "a", False),
        ("a/", "a/b", True),
        ("a/", "b/a", False),
        ("a/", "a/a", True),
        ("/a", "a", True),
        ("/a", "b/a", False),
        ("a/b", "a/b/c", True),
        ("a/b", "c/a/b", False),
        ("a/b/", "a/b", False),
        ("a/b/", "a/b/c", True),
        ("a/*", "a/b", True),
        ("a/*/c", "a/b/c", True),
        ("a/*/c", "a/b", False),
        ("**/b", "a/b", True),
        ("**/b", "b", True),
        ("**/b/c", "b/x/b/c", False),
        ("**/b/c", "x/b/c", True),
        ("a/**", "a/b", True),
        ("a/**", "a", True),
        ("a/**/d", "a/b/c/d", True),
        ("a/**/d", "a/b/c", False),
        ("a/**/d/", "a/d", False),
        ("**", "a", True),
        ("/**", "a", False),
        ("a/**x/b", "a/x/b", False),
        ("a//b", "a/b", True),
        ("**//b", "b", True),
        ("**//b", "x/b", False),
        ("*.y", "x/a.y", True),
        ("?.y", "ab.y", False),
        ("?.y", "é.y", True),
        ("*", "a\nb", True),
        ("[ab]", "b", True),
        ("[^ab]", "b", False),
        ("[^ab]", "c", True),
        ("[!a]", "b", False),
        ("[!a]", "!", True),
        ("[a-c]", "b", True),
        ("[b-a]", "b", False),
        ("[^b-a]", "b", True),
        ("[\\]]", "]", True),
        ("[[]", "[", True),
        ("[a", "[a", False),
        ("[]a]", "a", False),
        ("a/[", "a/[", False),
        ("\\*", "*", True),
        ("\\*", "a", False),
        ("a\\", "a\\", False),
        ("\\#a", "#a", True),
        ("a ", "a", True),
        ("a\\ ", "a ", True),
        (" a", "a", False),
        ("a\r\n", "a", True),
        ("#a", "#a", False),
        ("(a)", "(a)", True),
    ],
)
def test_a_rule_alone(rule: str, path: str, ignored: bool) -> None:
    assert sourceignore.read({"": rule}).ignored(path) is ignored
    assert sourceignore.read({}, rule).ignored(path) is ignored


def test_a_folder_itself() -> None:
    rules = sourceignore.read({"": "a/\nb/c/"})
    assert rules.ignored("a", is_folder=True)
    assert rules.ignored("b/c", is_folder=True)
    assert not rules.ignored("b", is_folder=True)


def test_the_last_rule_that_matches_decides() -> None:
    rules = sourceignore.read({"": "*\n!a\nb"}, "!b/c")
    assert [rules.ignored(path) for path in ("x", "a", "a/x", "b", "b/c")] == [1, 0, 0, 1, 0]


def test_a_file_comes_back_from_an_excluded_folder() -> None:
    rules = sourceignore.read({"": "/*\n!/apps/a.yaml"})
    assert not rules.ignored("apps/a.yaml")
    assert rules.ignored("apps/b.yaml")


def test_rules_of_a_folder_hold_there_and_win() -> None:
    rules = sourceignore.read({"": "!x", "a": "x\n/y", "a/b": "!x", ".git/c": "z", "a/.git": "z"})
    paths = ("x", "a/x", "a/y", "y", "a/b/x", "a/b/y", "z", "a", "a/.git/z", "b/y", ".git/c/z")
    assert [rules.ignored(path) for path in paths] == [0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1]
    rules = sourceignore.read({"a": "b"})
    assert [rules.ignored(path) for path in ("a/b", "c/b", "a/c", "b")] == [1, 0, 0, 0]


@pytest.mark.parametrize("text", ["", "# only a comment\n\n   \n"])
def test_without_rules_more_is_left_out(text: str) -> None:
    for rules in (sourceignore.read({"": text}), sourceignore.read({}, text)):
        assert rules.ignored("a/pic.png")
        assert rules.ignored("a/.sops.yaml")
        assert rules.ignored(".github/workflows/a.yaml")
        assert rules.ignored("a/.gitignore")
        assert not rules.ignored("a/sops.yaml")
    rules = sourceignore.read({"a/b": "x"})
    assert not rules.ignored("pic.png")
    assert not rules.ignored(".sops.yaml")
    assert rules.ignored(".git/config")
    assert rules.ignored(".gitattributes")
    assert not sourceignore.read({"": "!.gitignore"}).ignored(".gitignore")
