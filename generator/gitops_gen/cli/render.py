"""`gitops-gen render`: specs to trees; `--check` and `--diff` write nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from gitops_gen.cli import console
from gitops_gen.cli.main import report
from gitops_gen.errors import Exit, UserError, user_error
from gitops_gen.findings import Severity
from gitops_gen.render.files import Block
from gitops_gen.sops import age
from gitops_gen.sops.document import NeedsKey
from gitops_gen.spec import load, rules
from gitops_gen.tree import build, clusters, disk


class Outcome:
    """What all clusters together came to."""

    def __init__(self) -> None:
        self.changes = disk.Changes()
        self.old: dict[str, str] = {}
        self.blocks: list[Block] = []
        self.failed = False
        self.locked = False


def run(names: tuple[str, ...], root: Path, *, check: bool, diff: bool) -> int:
    """Renders the named clusters, or all; the exit code."""
    if not root.is_dir():
        raise user_error(f"-C {root}: there is no such folder")
    with disk.lock(root):
        outcome = _build_all(root, names, difference=check or diff)
        if diff:
            for line in _diff(outcome):
                console.out(_coloured(line))
        if check or diff:
            _say(outcome, check=True)
            return _exit(outcome)
        disk.apply(root, outcome.changes)
        _say(outcome, check=False)
    return Exit.USER if outcome.failed or outcome.locked else Exit.CLEAN


def _exit(outcome: Outcome) -> int:
    if outcome.failed:
        return Exit.USER
    return Exit.DIFFERENT if outcome.changes or outcome.locked else Exit.CLEAN


def _build_all(root: Path, names: tuple[str, ...], *, difference: bool) -> Outcome:
    """Every cluster on its own: what one of them needs does not stop the others."""
    identities = age.identities(os.environ, Path.home())
    outcome = Outcome()
    for name in clusters.chosen(root, names):
        try:
            _build(root, name, identities, outcome)
        except NeedsKey as error:
            outcome.locked = True
            report(error)
        except UserError as error:
            outcome.failed = True
            report(error)
    known = None
    if not (names or outcome.failed or outcome.locked):
        outcome.changes.remove += clusters.leftovers(root, outcome.old)
        known = clusters.names(root)
    _shared(root, outcome, known)
    outcome.changes.remove = sorted(set(outcome.changes.remove) - set(outcome.changes.write))
    if difference:
        _read_removed(root, outcome)
    return outcome


def _build(root: Path, name: str, identities: age.Identities, outcome: Outcome) -> None:
    path = f"clusters/{name}/cluster.yaml"
    loaded = load.load(root / path, path)
    problems = rules.problems(loaded)
    for one in problems:
        if one.severity is Severity.WARNING:
            console.err(f"{console.coloured('warning', 'yellow')}: {one}")
    errors = [one for one in problems if one.severity is Severity.ERROR]
    if errors:
        raise UserError(errors)
    built = build.build(root, loaded, identities)
    for note in built.notes:
        console.err(f"{console.coloured('note', 'yellow')}: {note}")
    outcome.changes.write |= built.changes.write
    outcome.changes.remove += built.changes.remove
    outcome.changes.unchanged += built.changes.unchanged
    outcome.old |= built.old.texts
    outcome.blocks += built.shared


def _shared(root: Path, outcome: Outcome, known: list[str] | None) -> None:
    try:
        changes, old = build.shared_texts(root, outcome.blocks, known)
    except UserError as error:
        outcome.failed = True
        report(error)
        return
    outcome.changes.write |= changes.write
    outcome.changes.unchanged += changes.unchanged
    outcome.old |= old.texts


def _read_removed(root: Path, outcome: Outcome) -> None:
    missing = tuple(path for path in outcome.changes.remove if path not in outcome.old)
    outcome.old |= disk.read(root, (), missing).texts


def _diff(outcome: Outcome) -> Iterator[str]:
    from gitops_gen.tree import show

    for path in sorted([*outcome.changes.write, *outcome.changes.remove]):
        yield from show.diff(path, outcome.old.get(path), outcome.changes.write.get(path))


def _coloured(line: str) -> str:
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return console.coloured(line, colours[line[0]], on_stdout=True) if line[:1] in colours else line


def _say(outcome: Outcome, *, check: bool) -> None:
    changes = outcome.changes
    written, removed = ("differs", "surplus") if check else ("wrote", "removed")
    for path in sorted(changes.write):
        new = path not in outcome.old
        console.err(f"{'missing' if check and new else written}: {path}")
    for path in changes.remove:
        console.err(f"{removed}: {path}")
    if not changes and not outcome.failed and not outcome.locked:
        console.err(f"up to date: {changes.unchanged} files")
