"""Runs a program without a shell and hands back what it wrote; its output never reaches a message."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from gitops_gen.errors import user_error

SECONDS = 60.0


def output(words: Sequence[str], *, what: str, seconds: float = SECONDS) -> bytes:
    """The standard output of a program that the user named, in the user's own environment.

    Its standard error goes to ours. Raises UserError, naming `what` and the program alone: arguments and
    output may be secret.
    """
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=seconds, check=False
        )
    except FileNotFoundError:
        raise user_error(
            f"{what}: there is no program {words[0]}", fix="install it, or mend the command"
        ) from None
    except PermissionError:
        raise user_error(f"{what}: {words[0]} cannot be run", fix="is it executable?") from None
    except subprocess.TimeoutExpired:
        raise user_error(f"{what}: {words[0]} did not end within {seconds:g} s") from None
    if done.returncode:
        raise user_error(
            f"{what}: {words[0]} ended with exit code {done.returncode}", fix="run it by hand"
        )
    return done.stdout
