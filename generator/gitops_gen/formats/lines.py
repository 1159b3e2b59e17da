"""Lines of the files that findings are in, fit to be shown: short, printable, and never a secret."""

from __future__ import annotations

import re
from collections.abc import Callable

from gitops_gen.findings import Location

WIDTH = 100
"""Characters of a line that are shown."""
_KEY = re.compile(r"^(\s*(?:- )*(?:[\w./-]+|\"[^\"]*\"|'[^']*'):)(\s+).+$")
_SECRET = re.compile(
    r"pass(?:word|phrase|wd)|secret|token|private|credential|apikey|api[-_]key|"
    r"BEGIN [A-Z ]+|AGE-SECRET-KEY|ENC\[|[A-Za-z0-9+/=_-]{40,}",
    re.IGNORECASE,
)
_SECRET_KIND = re.compile(r"^\s*[\"']?kind[\"']?\s*:\s*[\"']?Secret\b", re.MULTILINE)

Text = Callable[[str], str]
"""The text of a file by its path."""


def printable(text: str) -> str:
    """The text with everything that is no visible character written as an escape."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def excerpt(location: Location, text: Text) -> tuple[str, int] | None:
    """(the line, the column of the caret from 0), or None where there is nothing to show.

    In a file that holds a Secret, and where a line looks like one, only the key is shown.
    """
    if not location.line:
        return None
    held = text(location.file)
    lines = held.split("\n")
    if location.line > len(lines):
        return None
    line = lines[location.line - 1].rstrip("\r").replace("\t", " ")
    if _SECRET.search(line) or _SECRET_KIND.search(held):
        line = _masked(line)
    at = min(max(location.column - 1, 0), len(line))
    start = max(0, at - WIDTH + 20) if len(line) > WIDTH else 0
    shown = printable(line[start : start + WIDTH])
    return ("..." if start else "") + shown, len(printable(line[start:at])) + (3 if start else 0)


def _masked(line: str) -> str:
    """The key alone; nothing where the line has none."""
    if found := _KEY.match(line):
        return f"{found[1]}{found[2]}..."
    return re.sub(r"\S.*", "...", line) if not line.rstrip().endswith(":") else line
