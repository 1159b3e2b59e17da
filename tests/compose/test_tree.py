"""Go's paths and fs.Glob over a source."""

from __future__ import annotations

import pytest

from gitops_gen.compose.tree import BadGlobError, Tree, clean, folder_of, join

TREE = Tree(["b/x.yaml", "b/c/y.yaml", "a.yaml", "[x]", "empty/"])


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*", ["[x]", "a.yaml", "b", "empty"]),
        ("**", ["[x]", "a.yaml", "b", "empty"]),
        ("b/*", ["b/c", "b/x.yaml"]),
        ("*/*.yaml", ["b/x.yaml"]),
        ("./*.yaml", ["a.yaml"]),
        ("*/", []),
        ("b//*", []),
        ("/*", []),
        ("../*", []),
        ("a.yaml/*", []),
        ("\\[x\\]", ["[x]"]),
        ("x]", []),
        ("a.yaml", ["a.yaml"]),
    ],
)
def test_glob(pattern: str, found: list[str]) -> None:
    assert TREE.glob(pattern) == found


@pytest.mark.parametrize("pattern", ["[", "[a/b]*", "b/[]a]", "*\\"])
def test_a_bad_glob(pattern: str) -> None:
    with pytest.raises(BadGlobError):
        TREE.glob(pattern)


def test_folders() -> None:
    assert list(TREE.folders()) == ["b", "b/c", "empty"]
    assert TREE.is_dir(".")
    assert not TREE.is_there("b/")


def test_paths() -> None:
    assert [clean(one) for one in ("", "//a", "a/../b", "a/./", "/..")] == [
        ".",
        "/a",
        "b",
        "a",
        "/",
    ]
    assert [join("", ""), join("", "a"), join("a/", "b")] == ["", "a", "a/b"]
    assert [folder_of(one) for one in ("a", "a/b", "a/.", "/a")] == [".", "a", "a", "/"]
