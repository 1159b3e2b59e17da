"""What a text may be before it is parsed, and how much one may become: size, depth, aliases, characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import islice

from gitops_gen.errors import UserError, user_error
from gitops_gen.findings import Finding, Location

MAX_SIZE = 8 * 1024 * 1024
"""Bytes (of a decoded text: characters) of one file."""

MAX_DEPTH = 100
"""Collections inside each other, aliases expanded."""

MAX_ALIAS_NODES = 100_000
"""Nodes that the aliases of one file may add; go-yaml stops at about 400,000."""

MAX_DOCUMENTS = 10_000
"""Documents of one file."""

MAX_PROBLEMS = 100
"""Problems of one file that are listed; reading stops there."""

_REFUSED_ASCII = re.compile("[^\t\n\r -~]")


@cache
def _refused_pattern() -> re.Pattern[str]:
    """What libyaml's reader refuses. Compiled late: a class of wide characters costs milliseconds."""
    return re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class Lines:
    """Turns character offsets of a text into lines and columns that count from 1."""

    __slots__ = ("_breaks", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks: list[int] | None = None

    def place(self, index: int) -> tuple[int, int]:
        """(line, column) of the character at `index`.

        Only line feeds count, as in editors; libyaml's own marks also count U+0085 and U+2028.
        """
        if self._breaks is None:
            self._breaks = [found.start() for found in re.finditer("\n", self._text)]
        line = bisect_left(self._breaks, index)
        start = self._breaks[line - 1] + 1 if line else 0
        return line + 1, index - start + 1


def decode(data: bytes, name: str) -> str:
    """The text of a file; raises `UserError` where it is too big or not UTF-8."""
    if len(data) > MAX_SIZE:
        raise _too_big(name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise user_error("the file is UTF-16, not UTF-8", fix="save it as UTF-8", file=name)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        raise user_error(
            f"the file is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}",
            fix="save it as UTF-8; binary content belongs in base64",
            file=name,
            line=line,
            column=len(before[start:].decode()) + 1,
        ) from None


def checked(text: str, name: str) -> str:
    """`text` without its byte order mark; raises `UserError` for size and for characters that no reader takes."""
    if len(text) > MAX_SIZE:
        raise _too_big(name)
    text = text.removeprefix("\ufeff")
    pattern = _REFUSED_ASCII if text.isascii() else _refused_pattern()
    if pattern.search(text):
        raise UserError(_refused(text, name, pattern))
    return text


def _too_big(name: str) -> UserError:
    return user_error(
        f"the file is larger than {MAX_SIZE // 1024 // 1024} MiB", fix="split it", file=name
    )


def _refused(text: str, name: str, pattern: re.Pattern[str]) -> list[Finding]:
    lines = Lines(text)
    findings = [
        Finding(
            Location(name, *lines.place(hit.start())),
            f"character U+{ord(hit[0]):04X} is not allowed in YAML",
            'remove it, or write it as an escape in double quotes ("\\0", "\\x1b")',
        )
        for hit in islice(pattern.finditer(text), MAX_PROBLEMS)
    ]
    return findings + unlisted(len(findings), name)


def unlisted(listed: int, name: str) -> list[Finding]:
    """What stands after the last problem where the list is full."""
    if listed < MAX_PROBLEMS:
        return []
    return [Finding(Location(name), f"there may be more than these {MAX_PROBLEMS} problems")]
