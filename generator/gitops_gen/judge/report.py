"""What a run of checks came to."""

from __future__ import annotations

from gitops_gen.errors import Exit
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.records import Record


class Verdict(Record, frozen=True):
    """A finding, and the check that made it."""

    check: str
    finding: Finding


class Report(Record, frozen=True):
    """Findings in the order of their places; what was looked at, and by what; what could not be judged."""

    verdicts: tuple[Verdict, ...]
    unjudged: tuple[Unjudged, ...]
    files: int
    documents: int
    objects: int
    checks: tuple[str, ...]
    ignored: int
    built: dict[str, int]
    """How many folders were built, by the program that did it."""

    def count(self, severity: Severity) -> int:
        """How many findings are that severe."""
        return sum(one.finding.severity is severity for one in self.verdicts)

    def exit(self, *, strict: bool) -> Exit:
        """1 for an error, and, where it is asked for, for a warning or for what was not judged."""
        if self.count(Severity.ERROR) or (strict and (self.verdicts or self.unjudged)):
            return Exit.DIFFERENT
        return Exit.CLEAN
