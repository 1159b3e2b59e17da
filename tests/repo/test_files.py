"""Files of a repository: what Git keeps, within bounds, and never outside of the root."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gitops_gen.errors import UserError
from gitops_gen.repo import files
from gitops_gen.repo.files import Files
from tests.support import repositories


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    root = repositories.write(
        tmp_path,
        {
            ".gitignore": "*.log\n/build/\n!kept.log\n# no rule\n",
            "a.yaml": "",
            "x.log": "",
            "kept.log": "",
            "build/a.yaml": "",
            "deep/build/a.yaml": "",
            "deep/.gitignore": "secret*\n!x.log\n",
            "deep/secret.yaml": "",
            "deep/x.log": "",
            "deep/below/secrets.yaml": "",
            "secret.yaml": "",
            ".git/config": "",
            "sub/.git": "a worktree",
        },
    )
    assert Files(root).paths == (
        ".gitignore",
        "a.yaml",
        "deep/.gitignore",
        "deep/build/a.yaml",
        "deep/x.log",
        "kept.log",
        "secret.yaml",
    )


def test_a_gitignore_that_is_no_text_ignores_nothing(tmp_path: Path) -> None:
    root = repositories.write(tmp_path, {".gitignore": b"\xff\xfe*", "a.yaml": "", "b/c.yaml": ""})
    assert Files(root).paths == (".gitignore", "a.yaml", "b/c.yaml")


def test_links_count_inside_the_root_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("not ours", encoding="utf-8")
    root = repositories.write(tmp_path / "root", {"a/real.yaml": "ours", "b/x.yaml": "x"})
    (root / "in.yaml").symlink_to("a/real.yaml")
    (root / "out.yaml").symlink_to(outside)
    (root / "gone.yaml").symlink_to("nowhere")
    (root / "loop.yaml").symlink_to("loop.yaml")
    (root / "folder").symlink_to("a")
    (root / "a" / "up").symlink_to("..")
    held = Files(root)
    assert set(held.paths) >= {"in.yaml", "out.yaml", "gone.yaml", "folder", "a/up"}
    assert "folder/real.yaml" not in held.paths
    assert held.text("in.yaml") == "ours"
    assert held.text("folder/real.yaml") == "ours"
    assert held.text("a/up/b/x.yaml") == "x"
    assert [held.text(path) for path in ("out.yaml", "gone.yaml", "loop.yaml", "folder")] == [
        None
    ] * 4


@pytest.mark.parametrize(
    "path", ["../outside.yaml", "a/../../outside.yaml", "/etc/hostname", "..", "a\0b"]
)
def test_nothing_outside_is_read(tmp_path: Path, path: str) -> None:
    repositories.write(
        tmp_path, {"outside.yaml": "no", "root/a/b.yaml": "yes", "roots/x.yaml": "no"}
    )
    held = Files(tmp_path / "root")
    assert (held.text(path), held.is_file(path), held.is_dir(path), held.entries(path)) == (
        None,
        False,
        False,
        [],
    )
    assert held.text("../roots/x.yaml") is None


def test_what_stands_where(tmp_path: Path) -> None:
    held = Files(repositories.write(tmp_path, {"b/c.yaml": "x", "b/a.yaml": "", "a.yaml": ""}))
    assert held.entries("b") == ["a.yaml", "c.yaml"]
    assert held.entries("") == held.entries(".") == ["a.yaml", "b"]
    assert (held.is_dir("b"), held.is_dir("a.yaml"), held.is_dir("c")) == (True, False, False)
    assert (held.is_file("a.yaml"), held.is_file("b"), held.is_file("c")) == (True, False, False)
    assert held.text("b/../a.yaml") == ""
    assert held.entries("a.yaml") == []
    assert held.text("a.yaml/x") is None


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    held = Files(
        repositories.write(tmp_path, {"a.yaml": b"\xff", "big.yaml": b" " * (8 * 1024 * 1024 + 1)})
    )
    with pytest.raises(UserError, match=r"a\.yaml:1:1: the file is not UTF-8"):
        held.text("a.yaml")
    with pytest.raises(UserError, match=r"big\.yaml: the file is larger than 8 MiB"):
        held.text("big.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert held.text("pipe.yaml") is None


def test_a_tree_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 2)
    held = Files(repositories.write(tmp_path, {"a": "", "b": "", "c": ""}))
    with pytest.raises(UserError, match="more than 2 files"):
        assert held.paths
