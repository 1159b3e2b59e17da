"""The command group with its lazy commands, and the one boundary where errors become exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from gitops_gen import __version__
from gitops_gen.errors import Exit, UserError

COMMANDS = {
    "init": "Start a cluster: its spec, hooks and workflow, and your age key.",
    "render": "Turn each cluster.yaml into the tree that Flux reconciles.",
    "schema": "Print the JSON Schema of cluster.yaml.",
}


class Lazy(click.Group):
    """Commands are imported when they run; the help texts above are all that `--help` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"gitops_gen.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            from gitops_gen.errors import did_you_mean

            ctx.fail(f"there is no command {args[0]}{did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Lazy, no_args_is_help=True)
@click.version_option(__version__, prog_name="gitops-gen")
def group() -> None:
    """One spec in, a Git repository out that Flux reconciles.

    Exit codes: 0 clean, 1 a difference or findings, 2 you must act, 3 a bug, 130 interrupted.
    """


def main(args: Sequence[str] | None = None) -> int:
    """Runs one command line; the exit code."""
    try:
        result = group.main(args, prog_name="gitops-gen", standalone_mode=False)
    except UserError as error:
        report(error)
        return Exit.USER
    except click.ClickException as error:
        error.show()
        return Exit.USER
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    except Exception:
        return _bug()
    return int(result) if isinstance(result, int) else Exit.CLEAN


def report(error: UserError) -> None:
    """Every finding of an error, on stderr."""
    for finding in error.findings:
        click.echo(f"{click.style(finding.severity, fg='red', bold=True)}: {finding}", err=True)
    count = len(error.findings)
    if count > 1:
        click.echo(f"{count} problems", err=True)


def _closed_pipe() -> int:
    """Whoever read our output has seen enough; that is no error."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.CLEAN


def _bug() -> int:
    import platform
    import traceback

    click.echo(traceback.format_exc(), err=True)
    click.echo(
        f"this is a bug in gitops-gen {__version__} (Python {platform.python_version()}, "
        f"{platform.system()}); please report it with the lines above, after looking through them",
        err=True,
    )
    return Exit.BUG


def run() -> None:
    """The console script; a short life needs no garbage collector and no tidying up (`make bench`)."""
    import gc
    import os

    gc.disable()
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = _closed_pipe()
    os._exit(code)
