"""What Flux' artifact of a repository holds, and why it lacks what stands on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.kustomize.build import Failed
from gitops_gen.repo.artifact import Artifact
from gitops_gen.repo.reading import Reading
from tests.support import repositories
from tests.support.repositories import config_map, kustomization, listed


def artifact(root: Path, spec_ignore: str | None = None) -> Artifact:
    repositories.write(
        root,
        {
            ".gitignore": "*.log\n",
            ".sourceignore": "/docs/\n",
            "below/.sourceignore": b"\xff",
            "docs/a.yaml": "d",
            "a/b/c.yaml": "c",
            "a/x.log": "",
            "notes.md": "",
        },
    )
    (root / "link.yaml").symlink_to("a/b/c.yaml")
    (root / "folder").symlink_to("a")
    return Artifact(Reading(root), spec_ignore)


def test_what_it_holds(tmp_path: Path) -> None:
    held = artifact(tmp_path)
    assert held.entries("") == held.entries(".") == [".sourceignore", "a", "below", "notes.md"]
    assert held.entries("a") == ["b"]
    assert held.entries("docs") == []
    assert (held.is_dir(""), held.is_dir("a/./b"), held.is_dir("docs")) == (True, True, False)
    assert (held.is_file("a/b/../b/c.yaml"), held.is_file("a")) == (True, False)
    assert held.text("a/b/c.yaml") == "c"
    assert [held.text(path) for path in ("docs/a.yaml", "link.yaml", "folder/b/c.yaml")] == [
        None
    ] * 3


def test_the_source_ignores_more(tmp_path: Path) -> None:
    held = artifact(tmp_path, "/a/\n!/docs/\n")
    assert held.entries("") == [".sourceignore", "below", "docs", "notes.md"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("a/b/c.yaml", ""),
        ("a/b", ""),
        ("nowhere", ""),
        ("link.yaml", "it is a link, and an artifact of Flux holds none"),
        ("folder/b", "it is a link, and an artifact of Flux holds none"),
        ("a/x.log", "Git ignores it"),
        ("docs/a.yaml", "nothing of it is in the artifact that Flux makes of this repository"),
        ("docs", "nothing of it is in the artifact that Flux makes of this repository"),
    ],
)
def test_why_something_is_not_there(tmp_path: Path, path: str, why: str) -> None:
    assert artifact(tmp_path).lacks(path) == why


def test_a_build_says_why_a_file_is_not_there(tmp_path: Path) -> None:
    files = {
        ".gitignore": "secret.yaml\n",
        "c/a.yaml": kustomization("a", "./one"),
        "c/b.yaml": kustomization("b", "./two"),
        "c/d.yaml": kustomization("d", "./three"),
        "one/kustomization.yaml": listed("secret.yaml"),
        "one/secret.yaml": config_map(),
        "two/kustomization.yaml": listed("link.yaml"),
        "three/kustomization.yaml": "configMapGenerator: [{name: x, files: [k=gone.txt]}]\n",
    }
    repositories.write(tmp_path, files)
    (tmp_path / "two" / "link.yaml").symlink_to("../one/secret.yaml")
    units = repositories.repo(tmp_path, {}).flux.clusters[0].units
    said = [unit.outcome.message for unit in units if isinstance(unit.outcome, Failed)]
    assert said[0].endswith("secret.yaml is not there: Git ignores it")
    assert said[1].endswith(
        "link.yaml is not there: it is a link, and an artifact of Flux holds none"
    )
    assert said[2].endswith("gone.txt is not there")
