"""Plain Python values to YAML that every reader reads back as meant; it must not fold lines or sort keys.

The readers: kubectl, Helm, kustomize, sops, Talos.

The style is go-yaml v3's as sops uses it (with `indent=4` byte for byte, where that style is safe): lists
indented under their key, plain text where it reads back as itself, double quotes where a reader could
type it, single quotes where only the syntax forbids plain, literal blocks for text of several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from gitops_gen.yamlio import resolver, scalars

MAX_KEY = 128
"""UTF-8 bytes of a key that go-yaml still writes before its colon; readers give up after 1024 characters."""


class Commented:
    """A value of a mapping with the reason for it, which is written as `# comment` lines above its key."""

    __slots__ = ("comment", "value")

    def __init__(self, value: Any, comment: str) -> None:
        self.value = value
        self.comment = comment

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Commented):
            return NotImplemented
        return (self.value, self.comment) == (other.value, other.comment)

    __hash__ = None  # type: ignore[assignment]


def dump(
    documents: Iterable[Mapping[str, Any]], *, indent: int = 2, header: str | None = None
) -> str:
    """The text of `documents`, keys in their order, joined by `---` lines; `header` becomes `# ` lines.

    Values: mappings with `str` keys, lists, tuples, str, int, float, bool, None, `Commented` (in mappings),
    `scalars.Timestamp` (written plain). `indent` is 2 to 9. Raises `TypeError` for anything else and
    `ValueError` for lone surrogates, which no UTF-8 file can hold.
    """
    out: list[str] = []
    _comment(header, "", out)
    for number, document in enumerate(documents):
        if number:
            out.append("---")
        if document:
            _mapping(document, 0, "", indent, out)
        else:
            out.append("{}")
    out.append("")
    return "\n".join(out)


def _comment(text: str | None, pad: str, out: list[str]) -> None:
    if text is not None:
        out.extend(f"{pad}# {line}".rstrip() for line in text.splitlines())


def _mapping(
    mapping: Mapping[str, Any], column: int, first: str, indent: int, out: list[str]
) -> None:
    """Writes keys at `column`; `first` stands before the first of them (spaces, or spaces and dashes)."""
    rest = " " * column
    pad = first
    below = indent * ((column + indent) // indent)
    for key, value in mapping.items():
        if type(value) is Commented:
            _comment(value.comment, " " * (len(pad) - len(pad.lstrip(" "))), out)
            value = value.value  # noqa: PLW2901
        head = f"{pad}{_key(key)}"
        if len(key) > MAX_KEY // 4 and len(key.encode()) > MAX_KEY:
            out.append(f"{pad}? {_key(key)}")
            head = rest
        _entry(f"{head}:", value, below, indent, out)
        pad = rest


def _entry(head: str, value: Any, below: int, indent: int, out: list[str]) -> None:
    """Writes `value` after `head`; what needs lines of its own starts at column `below`."""
    kind = type(value)
    if kind is str:
        _string(head, value, below, out)
    elif kind is dict or isinstance(value, Mapping):
        if value:
            out.append(head)
            _mapping(value, below, " " * below, indent, out)
        else:
            out.append(f"{head} {{}}")
    elif kind is list or kind is tuple:
        if value:
            out.append(head)
            _sequence(value, below, " " * below, indent, out)
        else:
            out.append(f"{head} []")
    elif isinstance(value, str) and not isinstance(value, scalars.Timestamp):
        _string(head, str(value), below, out)
    else:
        out.append(f"{head} {_scalar(value)}")


def _sequence(items: Sequence[Any], column: int, first: str, indent: int, out: list[str]) -> None:
    """Writes dashes at `column`; `first` stands before the first of them."""
    rest = " " * column
    pad = first
    for item in items:
        head = f"{pad}-"
        if item and isinstance(item, Mapping):
            _mapping(item, column + 2, f"{head} ", indent, out)
        elif item and isinstance(item, list | tuple):
            _sequence(item, column + 2, f"{head} ", indent, out)
        else:
            _entry(head, item, column + 2, indent, out)
        pad = rest


def _string(head: str, text: str, below: int, out: list[str]) -> None:
    if "\n" not in text or not _block(text):
        out.append(f"{head} {_inline(text)}")
        return
    body = text.rstrip("\n")
    breaks = len(text) - len(body)
    out.append(f"{head} |{'-' if breaks == 0 else '' if breaks == 1 else '+'}")
    pad = " " * below
    out.extend(f"{pad}{line}" if line else "" for line in body.split("\n"))
    out.extend([""] * (breaks - 1))


def _block(text: str) -> bool:
    """Whether a literal block brings `text` back: printable, and no line ends in a space.

    A first line that is empty or starts with a blank would need an indentation hint, which go-yaml and
    sops write wrong.
    """
    if text[0] in " \t\n" or " \n" in text or text.endswith(" "):
        return False
    bare = text.replace("\n", "").replace("\t", "")
    return _odd(bare).search(bare) is None


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int | scalars.Timestamp):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    raise TypeError(f"no YAML for a value of type {type(value).__name__}")


def _float(value: float) -> str:
    """Go's spelling, with a `.0` where that would read back as an integer."""
    text = repr(value)
    if text.endswith(("inf", "nan")):
        return text.replace("inf", ".inf").replace("nan", ".nan")
    spelt = resolver.go_float(text)
    return spelt if "." in spelt or "e" in spelt else f"{spelt}.0"


@lru_cache(maxsize=4096)
def _key(key: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"no YAML for a key of type {type(key).__name__}")
    return _inline(str(key))


_SURROGATES = re.compile("[\ud800-\udfff]")
_ODD_ASCII = re.compile("[^ -~]")


@cache
def _odd_pattern() -> re.Pattern[str]:
    """What go-yaml's emitter does not call printable, and the tab; so astral characters are escaped.

    Compiled late: a class of wide characters costs milliseconds.
    """
    return re.compile("[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")


def _odd(text: str) -> re.Pattern[str]:
    return _ODD_ASCII if text.isascii() else _odd_pattern()


# Most strings: plain for every reader, unless they are one of the words.
_WORD = re.compile(r"[A-Za-z_/](?:[A-Za-z0-9_./-]|:(?=[A-Za-z0-9_./-]))*")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_FORBIDDEN = re.compile(r"""[ #,\[\]{}&*!|>'"%@`]|[?:-](?: |$)|---|\.\.\.""")
_INSIDE = re.compile(r":(?: |$)| #| $")
# What other readers type: base 60 of YAML 1.1, dates that do not exist, the value key, the merge key.
_OTHERS = re.compile(
    r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]| +)[0-9:. Z+-]*)?|=|<<"
)
_ESCAPES = {
    **dict(zip("\0\a\b\t\n\v\f\r\x1b", ["\\" + letter for letter in "0abtnvfre"], strict=True)),
    **{"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"},
}


@lru_cache(maxsize=4096)
def _inline(text: str) -> str:
    """A string on one line: plain, single-quoted or double-quoted."""
    if _WORD.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if _odd(text).search(text) or _typed(text):
        return _double(text)
    if _FORBIDDEN.match(text) or _INSIDE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return text


def _typed(text: str) -> bool:
    """Whether some reader makes of the plain text anything but that string."""
    return (
        type(scalars.KUBERNETES.resolve(text)) is not str
        or type(scalars.SOPS.resolve(text)) is not str
        or _OTHERS.fullmatch(text) is not None
    )


def _double(text: str) -> str:
    if _SURROGATES.search(text):
        raise ValueError("a text holds a lone surrogate, which UTF-8 cannot spell")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_odd(text).sub(_escape, escaped)}"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if short := _ESCAPES.get(character):
        return short
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
