"""The errors that a user can act on, and the exit codes of every command."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from gitops_gen.findings import Finding, Location


class Exit(IntEnum):
    """Exit codes, the same for every command."""

    CLEAN = 0
    DIFFERENT = 1
    USER = 2
    BUG = 3
    INTERRUPTED = 130


class UserError(Exception):
    """The user must act: one or more findings, reported together; exit code 2, no traceback."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


def user_error(
    message: str, *, fix: str = "", file: str = "", line: int = 0, column: int = 0
) -> UserError:
    """One finding as an error."""
    location = Location(file, line, column) if file else None
    return UserError([Finding(location, message, fix)])


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a word was probably meant for."""
    import difflib

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean "x"?)`, or nothing where no known word is near."""
    near = nearest(word, known)
    return f' (did you mean "{near}"?)' if near else ""
