"""`gitops-gen render`: specs to trees; `--check` and `--diff` write nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from gitops_gen.cli.main import report
from gitops_gen.errors import Exit, UserError
from gitops_gen.findings import Severity
from gitops_gen.render.files import Block
from gitops_gen.sops import age
from gitops_gen.sops.document import NeedsKey
from gitops_gen.spec import load, rules
from gitops_gen.tree import build, clusters, disk

HELP = """Turn each cluster.yaml (or those NAMEd) into the tree that Flux reconciles.

Writes only what differs, removes what it rendered and no longer wants, and touches nothing else.
Without a private key everything renders that leaves the secrets alone; with one, every secret is
verified against its source.

\b
What --check without a key cannot see:
  - a ciphertext replaced by an older or another one of the same shape, in a file whose header and
    leaves are otherwise as they were (the real sops, and render with the key, refuse it);
  - whether the public half in flux-key.sops.yaml belongs to its private half;
  - whether a source's values are what they should be.
"""


class Outcome:
    """What all clusters together came to."""

    def __init__(self) -> None:
        self.changes = disk.Changes()
        self.old: dict[str, str] = {}
        self.blocks: list[Block] = []
        self.failed = False
        self.locked = False


@click.command(name="render", help=HELP)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("-C", "root", type=click.Path(path_type=Path), default=".", help="The tree's root.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the tree is not up to date.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, secrets masked.")
def command(names: tuple[str, ...], root: Path, check: bool, diff: bool) -> int:
    if not root.is_dir():
        raise click.UsageError(f"-C {root}: there is no such folder")
    with disk.lock(root):
        outcome = _build_all(root, names, difference=check or diff)
        if diff:
            for line in _diff(outcome):
                click.echo(_coloured(line))
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
    gone = []
    if not names and not outcome.failed:
        outcome.changes.remove += clusters.leftovers(root)
        gone = clusters.gone(root, build.SHARED)
    _shared(root, outcome, gone)
    outcome.changes.remove = sorted(set(outcome.changes.remove) - set(outcome.changes.write))
    if difference:
        _read_removed(root, outcome)
    return outcome


def _build(root: Path, name: str, identities: age.Identities, outcome: Outcome) -> None:
    path = f"clusters/{name}/cluster.yaml"
    loaded = load.load(root / path, path)
    problems = rules.problems(loaded)
    errors = [one for one in problems if one.severity is Severity.ERROR]
    if errors:
        raise UserError(errors)
    for warning in problems:
        click.echo(f"{click.style('warning', fg='yellow')}: {warning}", err=True)
    built = build.build(root, loaded, identities)
    for note in built.notes:
        click.echo(f"{click.style('note', fg='yellow')}: {note}", err=True)
    outcome.changes.write |= built.changes.write
    outcome.changes.remove += built.changes.remove
    outcome.changes.unchanged += built.changes.unchanged
    outcome.old |= built.old.texts
    outcome.blocks += built.shared


def _shared(root: Path, outcome: Outcome, gone: list[str]) -> None:
    try:
        changes, old = build.shared_texts(root, outcome.blocks, gone)
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
    return click.style(line, fg=colours[line[0]]) if line[:1] in colours else line


def _say(outcome: Outcome, *, check: bool) -> None:
    changes = outcome.changes
    written, removed = ("differs", "surplus") if check else ("wrote", "removed")
    for path in sorted(changes.write):
        new = path not in outcome.old
        click.echo(f"{'missing' if check and new else written}: {path}", err=True)
    for path in changes.remove:
        click.echo(f"{removed}: {path}", err=True)
    if not changes and not outcome.failed and not outcome.locked:
        click.echo(f"up to date: {changes.unchanged} files", err=True)
