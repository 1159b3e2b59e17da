"""For eyes: grouped by file, the line with a caret, what to do, and in the end what was judged and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby

from gitops_gen.findings import Finding, Location, Severity
from gitops_gen.formats.lines import Text, excerpt, printable
from gitops_gen.judge.report import Report, Verdict

Colour = Callable[[str, str], str]
"""A text in a colour, or as it is."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_FEW = 3


def lines(report: Report, text: Text, colour: Colour) -> Iterator[str]:
    """The report, line by line, without line ends."""
    for file, verdicts in groupby(report.verdicts, key=_file):
        yield colour(printable(file) or "the repository", "cyan")
        for one in verdicts:
            yield from _finding(one, text, colour)
        yield ""
    yield from _unjudged(report)
    yield from _summary(report, colour)


def _file(verdict: Verdict) -> str:
    return verdict.finding.location.file if verdict.finding.location else ""


def _finding(verdict: Verdict, text: Text, colour: Colour) -> Iterator[str]:
    found = verdict.finding
    place = found.location or Location("")
    where = f"{place.line}:{place.column or 1} " if place.line else ""
    severity = colour(found.severity, _COLOURS[found.severity])
    yield f"  {where}{severity} [{verdict.check}] {printable(found.message)}"
    yield from _excerpt(found, text)
    for other in found.others:
        yield f"      see also {printable(str(other))}"
    if found.fix:
        yield f"      fix: {printable(found.fix)}"


def _excerpt(found: Finding, text: Text) -> Iterator[str]:
    shown = excerpt(found.location, text) if found.location else None
    if found.location and shown:
        number = str(found.location.line)
        yield f"    {number} | {shown[0]}"
        yield f"    {' ' * len(number)} | {' ' * shown[1]}^"


def _unjudged(report: Report) -> Iterator[str]:
    """What nobody judged, by what it is; the first few places of each."""
    if not report.unjudged:
        return
    yield "not judged:"
    for (what, why), many in Counter((one.what, one.why) for one in report.unjudged).items():
        places = [
            str(one.location) for one in report.unjudged if (one.what, one.why) == (what, why)
        ]
        more = f", and {many - _FEW} more" if many > _FEW else ""
        yield f"  {many} x {printable(what)}: {printable(why)}"
        yield f"      {printable(', '.join(places[:_FEW]))}{more}"
    yield ""


def _summary(report: Report, colour: Colour) -> Iterator[str]:
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    said = f"{_number(errors, 'error')}, {_number(warnings, 'warning')}"
    how = "red" if errors else "yellow" if warnings else "green"
    ignored = f", {report.ignored} ignored" if report.ignored else ""
    yield colour(said, how) + ignored
    judged = f"{_number(report.objects, 'object')} of {_number(report.documents, 'document')}"
    checks = _number(len(report.checks), "check")
    if report.built:
        built = (f"{_number(many, 'folder')} by {by}" for by, many in report.built.items())
        yield f"built: {', '.join(built)}"
    yield f"judged: {judged} in {_number(report.files, 'file')}, by {checks}; not judged: {len(report.unjudged)}"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
