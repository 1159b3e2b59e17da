"""The kustomize of PATH: which one counts, what it is given, and what of its words is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.programs import kustomize
from gitops_gen.programs.kustomize import Answer, Kustomize

FILES = {"a/kustomization.yaml": "{}", "a/b/c.yaml": "text"}


def program(folder: Path, build: str = "cat a/b/c.yaml", version: str = "v5.8.1") -> Path:
    """A kustomize that says its version, and for a build runs `build` in the tree."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "kustomize"
    cat = 'cat() { while IFS= read -r line || [ -n "$line" ]; do echo "$line"; done < "$1"; }\n'
    place.write_text(
        f'#!/bin/sh\n[ "$1" = version ] && {{ echo {version}; exit 0; }}\n{cat}cd tree || exit 9\n{build}\n'
    )
    place.chmod(0o755)
    return folder


def asked(folder: Path, folders: str | None = None) -> Kustomize:
    return Kustomize(str(folder) if folders is None else folders)


def test_it_is_given_the_files_and_nothing_else(tmp_path: Path) -> None:
    told = asked(
        program(
            tmp_path, 'echo "$@"; pwd; echo "$PATH|$HOME|$HTTPS_PROXY|$http_proxy"; cat a/b/c.yaml'
        )
    )
    answer = told.build(FILES, "a")
    assert answer
    words, tree, env, text = answer.text.splitlines()
    assert words == f"build --load-restrictor=LoadRestrictionsNone {tree}/a"
    assert env == f"|{Path(tree).parent}|http://127.0.0.1:9|http://127.0.0.1:9"
    assert text == "text"
    assert not Path(tree).exists()
    assert not answer.refusal


def test_its_environment_is_empty_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOPS_AGE_KEY", "s3cret")
    answer = asked(program(tmp_path, "export -p")).build(FILES, "a")
    assert answer
    assert "s3cret" not in answer.text


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    answer = asked(program(tmp_path, "[ -d x/y ] && echo there")).build(FILES, "x/y")
    assert answer == Answer("there\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('noise\\nError: no such field \\"s3cret\\" here', 'no such field "..." here'),
        ("Error: first\\nError: cannot read \\`s3cret\\`", 'cannot read "..."'),
        ("Error: trouble configuring it with config: s3cret", "trouble configuring it"),
        ("s3cret", "it does not say why"),
        ("Error: $PWD/a/b.yaml and $PWD are wrong", "a/b.yaml and . are wrong"),
        (f"Error: {'x' * 999}", "x" * 200),
    ],
)
def test_a_refusal_is_told_without_values(tmp_path: Path, words: str, said: str) -> None:
    told = asked(program(tmp_path, f'printf "{words}\\n" >&2; exit 1'))
    assert told.build(FILES, "a") == Answer(refusal=said)


def test_nothing_is_output_too(tmp_path: Path) -> None:
    assert asked(program(tmp_path, "exit 0")).build(FILES, "a") == Answer("\n")


def test_there_is_none(tmp_path: Path) -> None:
    told = asked(tmp_path)
    assert told.why == "there is no kustomize on PATH to ask"
    assert told.version == ""
    assert told.build(FILES, "a") is None


def test_a_folder_of_the_tree_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", "echo tree; exit 0")
    monkeypatch.chdir(tmp_path)
    for folders in ("bin", "", ".", "./bin"):
        assert asked(tmp_path, folders).why.startswith("there is no kustomize")
    good = program(tmp_path / "other", "echo other")
    assert asked(tmp_path, f"bin:{good}").build(FILES, "a") == Answer("other\n")


def test_what_cannot_be_run_does_not_count(tmp_path: Path) -> None:
    program(tmp_path / "a").joinpath("kustomize").chmod(0o644)
    (tmp_path / "b" / "kustomize").mkdir(parents=True)
    good = program(tmp_path / "c", "echo c")
    told = asked(tmp_path, f"{tmp_path}/a:{tmp_path}/b:{good}")
    assert told.build(FILES, "a") == Answer("c\n")


@pytest.mark.parametrize("version", ["v5.7.9", "4.9.0", "v6.0.0"])
def test_another_version_builds_other_objects(tmp_path: Path, version: str) -> None:
    told = asked(program(tmp_path, version=version))
    assert told.why == (
        f"the kustomize on PATH is {version.removeprefix('v')}, and 5.8 or newer is needed"
    )
    assert told.build(FILES, "a") is None


@pytest.mark.parametrize("version", ["v5.8.0", "5.12.3"])
def test_a_newer_one_does(tmp_path: Path, version: str) -> None:
    assert asked(program(tmp_path, version=version)).why == ""


def test_one_without_a_version_is_not_asked(tmp_path: Path) -> None:
    assert asked(program(tmp_path, version="unknown")).why == (
        "the kustomize on PATH does not say its version"
    )


def test_one_that_is_no_program_is_not_asked(tmp_path: Path) -> None:
    program(tmp_path).joinpath("kustomize").write_bytes(b"\x7fELF nothing")
    assert asked(tmp_path).build(FILES, "a") is None


def test_one_that_hangs_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = tmp_path / "count"
    told = asked(program(tmp_path / "bin", f"echo x >> {count}; read line < /dev/zero"))
    assert told.why == ""
    monkeypatch.setattr(kustomize, "SECONDS", 0.3)
    assert told.build(FILES, "a") is None
    assert told.build(FILES, "a") is None
    assert told.why == "kustomize did not end within 0.3 s"
    assert count.read_text() == "x\n"


def test_files_that_cannot_stand_beside_each_other(tmp_path: Path) -> None:
    told = asked(program(tmp_path))
    assert told.build({"a": "", "a/b": ""}, "") is None
    assert told.build({"a": ""}, "a/b") is None
    assert told.why == ""
