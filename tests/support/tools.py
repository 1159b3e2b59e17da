"""The real programs as judges: found by name, run in a clean environment, never silently missing."""

from __future__ import annotations

import functools
import json
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scripts import tools as builder

ROOT = builder.ROOT
CACHE = builder.cache_folder()  # read here: a test may have a home of its own
SECONDS = 600  # a judge that says nothing for this long hangs


@functools.cache
def _links() -> dict[str, Path]:
    """Name to the place in the user's cache where today's sources, as built, would stand."""
    known = builder.recipes()
    go = builder.go_version(builder.find_go())
    keys = {name: builder.key(recipe, known, go) for name, recipe in known.items()}
    return {name: CACHE / f"{name}-{key}" for name, key in keys.items()}


def _built(name: str) -> Path:
    """The folder that a build of today's sources left. Fails the test, by name, where it is not there."""
    try:
        place = _links().get(name)
    except builder.ToolError as error:
        pytest.fail(f"{name} cannot be looked up: {error}", pytrace=False)
    if place is None:
        pytest.fail(f"{name}: neither tools/pins.toml nor tests/oracles/ knows it", pytrace=False)
    if not place.is_dir():
        pytest.fail(f"{name} is not built from today's sources: run `make tools`", pytrace=False)
    return place


def missing(names: Iterable[str]) -> list[str]:
    """Those programs that are not built from today's sources."""
    links = _links()
    return [name for name in names if not links[name].is_dir()]


def tool(name: str) -> Path:
    """The program `name` of tools/pins.toml; fails the test where it is missing or out of date."""
    return _built(name) / name


def data(name: str) -> Path:
    """The folder that a `script` of tools/pins.toml made; fails the test like `tool`."""
    return _built(name)


def version(name: str) -> str:
    """The pinned version of a program without its `v`, as a judge's name wants it: `3.13.3`."""
    recipe = builder.recipes()[name]
    found = builder.required_version((recipe.folder / "go.mod").read_text(), recipe.package)
    return found.removeprefix("v")


def clean_env(home: Path | str = "/nonexistent", **extra: str) -> dict[str, str]:
    """An environment of nothing but PATH, HOME and a UTF-8 locale, and what the caller adds."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", **extra}


def run(
    program: Path,
    *args: str | Path,
    stdin: str | bytes = b"",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    ok: Sequence[int] | None = (0,),
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end in a clean environment; an exit code outside `ok` fails the test.

    Its whole output stands in the failure, so nothing secret but what tests made may go in.
    """
    done = subprocess.run(
        [str(program), *map(str, args)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env=clean_env() if env is None else dict(env),
        timeout=SECONDS,
    )
    out, err = (part.decode("utf-8", "replace") for part in (done.stdout, done.stderr))
    if ok is not None and done.returncode not in ok:
        shown = " ".join([program.name, *map(str, args)])
        pytest.fail(f"`{shown}` exits {done.returncode}:\n{err}{out}", pytrace=False)
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


@dataclass(frozen=True, slots=True)
class Oracle:
    """A small Go program that reads cases as JSON lines and answers each with one JSON line."""

    name: str
    program: Path

    def ask(self, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The answers, in the order of the cases, from one process for all of them."""
        lines = "".join(json.dumps(case) + "\n" for case in cases)
        done = run(self.program, stdin=lines)
        answers = [json.loads(line) for line in done.stdout.split("\n") if line.strip()]
        if len(answers) != len(cases):
            pytest.fail(
                f"{self.name} answered {len(answers)} of {len(cases)} cases:\n{done.stderr}",
                pytrace=False,
            )
        return answers


def oracle(name: str) -> Oracle:
    """The program of tests/oracles/<name>; fails the test where it is missing or out of date."""
    return Oracle(name, _built(f"oracle-{name}") / f"oracle-{name}")
