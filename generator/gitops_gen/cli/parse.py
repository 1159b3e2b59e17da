"""The command lines: arguments, options and help texts; each hands plain values to the module of its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from gitops_gen import __version__, scaffold
from gitops_gen.errors import Exit, did_you_mean

_ROOT = click.option(
    "-C", "root", type=click.Path(path_type=Path), default=".", help="The tree's root."
)


class Group(click.Group):
    """Names the command that was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            ctx.fail(f"there is no command {args[0]}{did_you_mean(args[0], self.commands)}")
        return super().resolve_command(ctx, args)


@click.group(cls=Group, no_args_is_help=True)
@click.version_option(__version__, prog_name="gitops-gen")
def group() -> None:
    """One spec in, a Git repository out that Flux reconciles.

    Exit codes: 0 clean, 1 a difference or findings, 2 you must act, 3 a bug, 130 interrupted.
    """


@group.command(short_help="Start a cluster: its spec, hooks and workflow, and your age key.")
@click.argument("name")
@click.option("--example", type=click.Choice(scaffold.EXAMPLES), help="Start from a full example.")
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    help="Encrypt for this age recipient instead of your own key's; repeat it for several.",
)
@_ROOT
def init(name: str, example: str | None, recipients: tuple[str, ...], root: Path) -> int:
    """Start the cluster NAME: its commented spec, the schema for your editor, .sops.yaml,
    .gitignore, hooks and a pull-request workflow. What is there already is kept as it is.

    Uses your age key (SOPS_AGE_KEY, SOPS_AGE_KEY_FILE, or sops' own keys.txt) and makes one in sops' own
    place, readable for you alone, where you have none.
    """
    from gitops_gen.cli import init as command

    return command.run(name, example, recipients, root)


@group.command(short_help="Turn each cluster.yaml into the tree that Flux reconciles.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@_ROOT
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the tree is not up to date.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, secrets masked.")
def render(names: tuple[str, ...], root: Path, check: bool, diff: bool) -> int:
    """Turn each cluster.yaml (or those NAMEd) into the tree that Flux reconciles.

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
    from gitops_gen.cli import render as command

    return command.run(names, root, check=check, diff=diff)


@group.command(short_help="Print the JSON Schema of cluster.yaml.")
def schema() -> int:
    """Print the JSON Schema of clusters/<name>/cluster.yaml."""
    from gitops_gen.cli import console
    from gitops_gen.spec import schema as made

    console.out(made.text(), newline=False)
    return Exit.CLEAN


@group.command(short_help="Judge a Flux repository, ours or any other, before it is merged.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "-C",
    "root",
    type=click.Path(path_type=Path),
    help="The repository's root; otherwise the nearest folder above PATH with a .git.",
)
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="CRDs, or <group>/<kind>_<version>.json, besides those in the tree.",
)
@click.option("--select", multiple=True, metavar="NAMES", help="Only these checks or families.")
@click.option("--ignore", multiple=True, metavar="NAMES", help="All but these checks or families.")
@click.option("--strict", is_flag=True, help="Fail on warnings, and on what could not be judged.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For eyes, or not.",
)
def validate(
    *,
    paths: tuple[Path, ...],
    root: Path | None,
    schemas: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    form: str,
) -> int:
    """Judge the repository that you are in, or findings in the PATHs alone.

    Reads what Git would keep, runs nothing and fetches nothing. What cannot be judged is said and counted,
    and fails with --strict. Exit codes: 0 no error, 1 findings, 2 nothing was read or you must act.
    """
    from gitops_gen.cli import validate as command

    return command.run(
        paths, root, schemas=schemas, select=select, ignore=ignore, strict=strict, form=form
    )


@group.command(short_help="Say what a check is for, with a bad and a good example.")
@click.argument("check", required=False)
@click.option("--list", "every", is_flag=True, help="A line for each check.")
def explain(check: str | None, every: bool) -> int:
    """Print a CHECK's page: what must hold, why, a bad and a good example."""
    from gitops_gen.cli import validate as command

    return command.explain(check, every=every)


def run(args: Sequence[str]) -> int:
    """Parses and runs; what is wrong with the line itself is exit code 2."""
    try:
        result = group.main(args, prog_name="gitops-gen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return Exit.USER
    except click.Abort:
        raise KeyboardInterrupt from None
    return int(result) if isinstance(result, int) else Exit.CLEAN
