"""The one boundary where errors become exit codes, and the short way to the command that is run most."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from gitops_gen import __version__
from gitops_gen.cli import console
from gitops_gen.errors import Exit, UserError

_SHORT = frozenset(("--check",))


def main(args: Sequence[str] | None = None) -> int:
    """Runs one command line; the exit code."""
    try:
        return _run(list(sys.argv[1:] if args is None else args))
    except UserError as error:
        report(error)
        return Exit.USER
    except KeyboardInterrupt:
        console.err("interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    except Exception:
        return _bug()


def _run(args: list[str]) -> int:
    """`render` in its plain forms needs no parser, and so not a quarter of its time (`make bench`)."""
    flags = {word for word in args[1:] if word.startswith("-")}
    if args[:1] == ["render"] and flags <= _SHORT:
        from gitops_gen.cli import render

        names = tuple(word for word in args[1:] if word not in flags)
        return render.run(names, Path(), check="--check" in flags, diff=False)
    from gitops_gen.cli import parse

    return parse.run(args)


def report(error: UserError) -> None:
    """Every finding of an error, on stderr."""
    for finding in error.findings:
        console.err(f"{console.coloured(finding.severity, 'red')}: {finding}")
    if len(error.findings) > 1:
        console.err(f"{len(error.findings)} problems")


def _closed_pipe() -> int:
    """Whoever read our output has seen enough; that is no error."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.CLEAN


def _bug() -> int:
    import platform
    import traceback

    console.err(traceback.format_exc())
    console.err(
        f"this is a bug in gitops-gen {__version__} (Python {platform.python_version()}, "
        f"{platform.system()}); please report it with the lines above, after looking through them"
    )
    return Exit.BUG


def run() -> None:
    """The console script; a short life needs no garbage collector and no tidying up (`make bench`)."""
    import gc
    import os

    from gitops_gen.cli import lean

    gc.disable()
    lean.prepare()
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = _closed_pipe()
    os._exit(code)
