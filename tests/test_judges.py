"""A judge that is missing, silent or broken fails the test by name; it is never skipped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts.tools import ToolError
from tests.support import tools
from tests.support.tools import Oracle

Failed = pytest.fail.Exception


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """What would be found by name, in place of this machine's own builds."""
    found: dict[str, Path] = {}
    monkeypatch.setattr(tools, "_links", lambda: found)
    return found


def script(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_a_program_that_is_not_built_is_named(links: dict[str, Path], tmp_path: Path) -> None:
    links.update({"sops": tmp_path / "sops-1", "oracle-talos": tmp_path / "oracle-talos-1"})
    with pytest.raises(Failed, match=r"^sops is not built from today's sources: run `make tools`$"):
        tools.tool("sops")
    with pytest.raises(Failed, match=r"^oracle-talos is not built from today's sources"):
        tools.oracle("talos")
    with pytest.raises(Failed, match=r"^sop: neither tools/pins.toml nor tests/oracles/ knows it$"):
        tools.tool("sop")


def test_without_go_the_judge_and_the_reason_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> dict[str, Path]:
        raise ToolError("go is not here")

    monkeypatch.setattr(tools, "_links", refuse)
    with pytest.raises(Failed, match=r"^sops cannot be looked up: go is not here$"):
        tools.tool("sops")


def test_what_is_built_is_found(links: dict[str, Path], tmp_path: Path) -> None:
    links.update({"sops": tmp_path, "oracle-talos": tmp_path})
    assert tools.tool("sops") == tmp_path / "sops"
    assert tools.data("sops") == tmp_path
    assert tools.oracle("talos") == Oracle("talos", tmp_path / "oracle-talos")


def test_an_oracle_gets_every_case_and_answers_in_order(tmp_path: Path) -> None:
    echo = Oracle("echo", script(tmp_path, "echo", "exec cat"))
    assert echo.ask([{"a": "ü\u2028\n"}, {"a": 2}]) == [{"a": "ü\u2028\n"}, {"a": 2}]


def test_an_oracle_that_answers_too_little_or_fails_shows_what_it_said(tmp_path: Path) -> None:
    lazy = Oracle("lazy", script(tmp_path, "lazy", "echo tired >&2; head -n 1"))
    with pytest.raises(Failed, match=r"^lazy answered 1 of 2 cases:\ntired\n$"):
        lazy.ask([{"a": 1}, {"a": 2}])
    broken = Oracle("broken", script(tmp_path, "broken", "cat > /dev/null; echo why >&2; exit 3"))
    with pytest.raises(Failed, match=r"^`broken` exits 3:\nwhy\n$"):
        broken.ask([{}])


def test_an_expected_exit_code_is_no_failure(tmp_path: Path) -> None:
    program = script(tmp_path, "p", "echo out; exit 3")
    assert tools.run(program, ok=(0, 3)).stdout == "out\n"
    assert tools.run(program, ok=None).returncode == 3


def test_a_judge_runs_in_a_clean_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOPS_AGE_KEY_FILE", "mine")
    said = tools.run(script(tmp_path, "p", "env"), env=tools.clean_env(tmp_path, EXTRA="1")).stdout
    given = dict(line.split("=", 1) for line in said.splitlines())
    own = {"PWD", "OLDPWD", "SHLVL", "_"}  # a shell's own
    assert {key: value for key, value in given.items() if key not in own} == {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "EXTRA": "1",
    }
