"""What is wrong, where, and what to do: problems of a spec and findings of a check are one thing."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is; only `ERROR` decides an exit code."""

    ERROR = "error"
    WARNING = "warning"


class Location(NamedTuple):
    """A place in a file: `line` and `column` count from 1, 0 is "the file as a whole"."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column or 1}"


class Finding(NamedTuple):
    """One problem: what is wrong, what to do (`fix`), where the other owners of a conflict stand."""

    location: Location | None
    message: str
    fix: str = ""
    others: tuple[Location, ...] = ()
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.location}: " if self.location else ""
        also = "".join(f"\n  see also {other}" for other in self.others)
        todo = f"\n  fix: {self.fix}" if self.fix else ""
        return f"{where}{self.message}{also}{todo}"


class Unjudged(NamedTuple):
    """What could not be judged, where, and why: never a pass."""

    location: Location
    what: str
    why: str
