"""`gitops-gen validate`: every check on a repository; findings on stdout, in a chosen format."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gitops_gen.checks import ALL
from gitops_gen.cli import console
from gitops_gen.errors import Exit, user_error
from gitops_gen.formats import json, text
from gitops_gen.judge.choose import chosen
from gitops_gen.judge.judge import judge
from gitops_gen.repo.repository import Repo


def run(
    paths: Sequence[Path],
    root: Path | None,
    *,
    schemas: Sequence[Path] = (),
    select: Sequence[str],
    ignore: Sequence[str],
    strict: bool,
    form: str,
) -> int:
    """Judges the named files and folders, or the whole repository; the exit code."""
    checks = chosen(ALL, select, ignore)
    if not checks:
        raise user_error("no check is left", fix="select more, or ignore less")
    top = root or _top(paths[0] if paths else Path())
    if not top.is_dir():
        raise user_error(f"{top}: there is no such folder")
    repo = Repo(top, schemas)
    report = judge(repo, checks, _within(top, paths))
    if form == "json":
        console.out(json.text(report), newline=False)
    else:
        for line in text.lines(report, repo.text, _coloured):
            console.out(line)
    return report.exit(strict=strict)


def _coloured(said: str, colour: str) -> str:
    return console.coloured(said, colour, on_stdout=True)


def _top(path: Path) -> Path:
    """The repository that a path is in: the nearest folder above with a .git, else the folder itself."""
    place = Path(os.path.realpath(path))
    if not place.exists():
        raise user_error(f"{path}: there is no such file or folder")
    folder = place if place.is_dir() else place.parent
    for one in (folder, *folder.parents):
        if (one / ".git").exists():
            return one
    return folder


def _within(top: Path, paths: Sequence[Path]) -> list[str]:
    """The paths as the repository names them."""
    found: list[str] = []
    for path in paths or [top]:
        place = Path(os.path.realpath(path))
        if not place.exists():
            raise user_error(f"{path}: there is no such file or folder")
        inside = os.path.relpath(place, os.path.realpath(top))
        if inside.startswith(".."):
            raise user_error(
                f"{path} is not in the repository {top}", fix="judge one repository at a time"
            )
        found.append("" if inside == "." else inside)
    return found


def explain(name: str | None, *, every: bool) -> int:
    """A check's page, or a line for each."""
    from gitops_gen.checks.page import markdown
    from gitops_gen.errors import did_you_mean

    if every or name is None:
        width = max(len(check.id) for check in ALL)
        for check in ALL:
            console.out(f"{check.id:<{width}}  {check.severity:<7}  {check.title}")
        return Exit.CLEAN
    known = {check.id: check for check in ALL}
    if name not in known:
        raise user_error(
            f"there is no check {name}{did_you_mean(name, known)}",
            fix="gitops-gen explain --list names them all",
        )
    console.out(markdown(known[name]), newline=False)
    return Exit.CLEAN
