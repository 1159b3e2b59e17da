"""Git's index: the files that Git itself lists, in each version of the format."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gitops_gen.repo import gitindex
from gitops_gen.repo.files import Files
from tests.support import repositories

NAMES = ("a", "a/b", "a/b/x", "a/b/x1234567", "a/b/xy", "deep/ü", "z")


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", root, *words], check=True, capture_output=True)


@pytest.mark.parametrize("version", [2, 3, 4])
def test_what_git_tracks(tmp_path: Path, version: int) -> None:
    files = [f"{name}.yaml" for name in NAMES]
    repositories.write(tmp_path, dict.fromkeys(files, ""))
    git(tmp_path, "init", "-q")
    git(tmp_path, "update-index", "--index-version", str(version))
    # What is only meant to be added makes git write version 3 for 2.
    git(tmp_path, "add", *(["-N"] if version == 3 else []), "--force", ".")
    data = (tmp_path / ".git" / "index").read_bytes()
    assert data[7] == version
    assert gitindex.tracked(data) == {*files}


@pytest.mark.parametrize(
    "data",
    [b"", b"DIRC", b"DIRC\0\0\0\x05\0\0\0\x01", b"DIRC\0\0\0\x02\0\0\0\x09" + b"x" * 90, b"x" * 99],
)
def test_what_is_no_index_tracks_nothing(data: bytes) -> None:
    assert gitindex.tracked(data) == frozenset()


def test_what_git_tracks_is_kept_though_it_is_ignored(tmp_path: Path) -> None:
    repositories.write(
        tmp_path,
        {".gitignore": "/out/\n*.log\n", "out/a/b.yaml": "", "out/c.yaml": "", "d.log": ""},
    )
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "--force", "out/a/b.yaml")
    assert Files(tmp_path).paths == (".gitignore", "out/a/b.yaml")
