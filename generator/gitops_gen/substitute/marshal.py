"""An object as the YAML text that Flux substitutes in: sigs.k8s.io/yaml 1.6.0 over go.yaml.in/yaml/v2 2.4.4.

Quotes and folded lines are that program's own, since values are put into this very text; `yamlio.write` is for
files that people read.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cmp_to_key
from typing import Any, TypeAlias

from gitops_gen.substitute.functions import Unsure
from gitops_gen.yamlio import resolver

Path: TypeAlias = tuple[str | int, ...]

WIDTH = 80
MAX_KEY = 128
"""UTF-8 bytes of a key that is written before its colon."""
TOO_LONG_KEY = 900
"""Go's reader of the JSON between gives up on keys of 1024 characters."""

_UNSURE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile("[^\n -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_ESCAPED = re.compile("[^ !#-\\[\\]-~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_NOT_PLAIN = re.compile(r"""[#,\[\]{}&*!|>'"%@`]|[?:-](?: |$)|---|\.\.\.""")
_NOT_PLAIN_INSIDE = re.compile(r":(?: |$)| #")
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_LETTERS = {
    **dict(zip("\0\a\b\t\n\v\f\r\x1b", "0abtnvfre", strict=True)),
    **{'"': '"', "\\": "\\"},
}


class Marshalled:
    """The text, and which field each of its characters belongs to."""

    def __init__(self, text: str, starts: list[int], paths: list[Path]) -> None:
        self.text = text
        self._starts = starts
        self._paths = paths

    def path(self, offset: int) -> Path:
        """The field whose key or value stands at `offset`, or last before it."""
        return self._paths[max(0, bisect_right(self._starts, offset) - 1)]


def marshalled(body: Mapping[str, Any]) -> Marshalled:
    """The text of an object. Raises `Unsure` for what we cannot spell as Flux does."""
    writer = _Writer()
    writer.node(body, (), in_mapping=False)
    writer.indent = 0
    writer.new_line()
    return Marshalled("".join(writer.out), writer.starts or [0], writer.paths or [()])


def number(value: float) -> int | float:
    """A float as Go's JSON spells it: an integer, of the shortest digits, where it is one below 1e21."""
    if not math.isfinite(value):
        raise Unsure("infinity and NaN are no JSON")
    if value != int(value) or abs(value) >= 1e21:
        return value
    digits, _, exponent = repr(value).removesuffix(".0").partition("e+")
    whole, _, fraction = digits.partition(".")
    zeros = int(exponent or 0) - len(fraction)
    return int(whole + fraction + "0" * zeros)


class _Writer:
    """go-yaml's emitter: what it knows of the line that it is in decides where the next one starts."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.starts: list[int] = []
        self.paths: list[Path] = []
        self.indent = -1
        self._at = 0
        self._column = 0
        self._space = True
        self._indention = True

    def node(self, value: Any, path: Path, *, in_mapping: bool) -> None:
        """Writes a value where the text stands now."""
        if isinstance(value, str):
            self._mark(path)
            self._string(value, simple_key=False)
        elif value is None or isinstance(value, bool | int | float):
            self._mark(path)
            self._begin()
            self._put(_scalar(value))
            self._space = self._indention = False
        elif isinstance(value, Mapping):
            self._mapping(value, path)
        elif isinstance(value, Sequence):
            self._sequence(value, path, in_mapping=in_mapping)
        else:
            raise Unsure(f"a value of type {type(value).__name__} stands in the object")

    def new_line(self) -> None:
        """Begins a line at the indent, unless the text stands there."""
        if (
            not self._indention
            or self._column > self.indent
            or (self._column == self.indent and not self._space)
        ):
            self._break()
        self._put(" " * (self.indent - self._column))
        self._space = self._indention = True

    def _put(self, text: str) -> None:
        self.out.append(text)
        self._at += len(text)
        self._column += len(text)

    def _break(self) -> None:
        self._put("\n")
        self._column = 0

    def _begin(self) -> None:
        if not self._space:
            self._put(" ")

    def _indicator(self, text: str, *, indention: bool = False) -> None:
        self._put(text)
        self._space = False
        self._indention = self._indention and indention

    def _mark(self, path: Path) -> None:
        self.starts.append(self._at)
        self.paths.append(path)

    def _mapping(self, mapping: Mapping[str, Any], path: Path) -> None:
        if not mapping:
            self._begin()
            self._indicator("{}")
            return
        before = self.indent
        self.indent = 0 if before < 0 else before + 2
        for key in _sorted(mapping):
            self.new_line()
            self._mark((*path, key))
            self._key(key)
            self.node(mapping[key], (*path, key), in_mapping=True)
        self.indent = before

    def _key(self, key: str) -> None:
        length = len(key.encode("utf-8", "replace"))
        if "\n" in key or length > TOO_LONG_KEY or key == "<<":
            raise Unsure("a key is a merge key, longer than 900 bytes, or holds a line break")
        if length <= MAX_KEY:
            self._string(key, simple_key=True)
            self._indicator(":")
            return
        self._indicator("?", indention=True)
        self._string(key, simple_key=False)
        self.new_line()
        self._indicator(":", indention=True)

    def _sequence(self, items: Sequence[Any], path: Path, *, in_mapping: bool) -> None:
        if not items:
            self._begin()
            self._indicator("[]")
            return
        before = self.indent
        if not (in_mapping and not self._indention):
            self.indent = 0 if before < 0 else before + 2
        for at, item in enumerate(items):
            self.new_line()
            self._indicator("-", indention=True)
            self.node(item, (*path, at), in_mapping=False)
        self.indent = before

    def _string(self, text: str, *, simple_key: bool) -> None:
        if _UNSURE.search(text):
            raise Unsure("a text holds a control character or a rare line break")
        self.indent += 2
        special = _SPECIAL.search(text) is not None
        if "\n" in text:
            if special or " \n" in text or text.endswith(" "):
                self._double(text, fold=True)
            else:
                self._literal(text)
        elif special or not _is_string(text):
            self._double(text, fold=not simple_key)
        elif text[0] == " " or text[-1] == " " or _no_plain(text):
            self._begin()
            self._indicator("'")
            self._folded(text.replace("'", "''"), fold=not simple_key)
            self._indicator("'")
        else:
            self._begin()
            self._folded(text, fold=not simple_key)
            self._space = self._indention = False
        self.indent -= 2

    def _folded(self, text: str, *, fold: bool) -> None:
        """A text whose single spaces beyond the width become line breaks."""
        if not fold or self._column + len(text) <= WIDTH:
            self._put(text)
            return
        for at, letter in enumerate(text):
            single = (
                letter == " " and 0 < at < len(text) - 1 and " " not in text[at - 1 : at + 2 : 2]
            )
            if single and self._column > WIDTH:
                self.new_line()
            else:
                self._put(letter)
            self._indention = self._indention and letter == " "

    def _double(self, text: str, *, fold: bool) -> None:
        self._begin()
        self._indicator('"')
        spaces = False
        for at, letter in enumerate(text):
            if (
                letter == " "
                and fold
                and not spaces
                and self._column > WIDTH
                and 0 < at < len(text) - 1
            ):
                self.new_line()
                self._put("\\" if text[at + 1] == " " else "")
            else:
                self._put(_escape(letter) if _ESCAPED.match(letter) else letter)
            spaces = letter == " "
        self._indicator('"')

    def _literal(self, text: str) -> None:
        self._begin()
        hint = "2" if text[0] in " \n" else ""
        chomp = "" if text.endswith("\n") else "-"
        if text == "\n" or text.endswith("\n\n"):
            chomp = "+"
        self._put(f"|{hint}{chomp}")
        for line in text.removesuffix("\n").split("\n"):
            self._break()
            if line:
                self._put(" " * self.indent + line)
        self._space = True
        self._indention = text.endswith("\n")
        if self._indention:
            self._break()


def _scalar(value: float | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) or not -(2**63) <= value < 2**64:
        value = number(float(value))
    if isinstance(value, int) and -(2**63) <= value < 2**64:
        return str(value)
    return resolver.go_float(repr(float(value)))


def _is_string(text: str) -> bool:
    """Whether the plain text would be read as a string; what only YAML 1.1 types by base 60 is quoted too."""
    return type(resolver.plain(text, v2=True)) is str and not _BASE_60.fullmatch(text)


def _no_plain(text: str) -> bool:
    return bool(_NOT_PLAIN.match(text) or _NOT_PLAIN_INSIDE.search(text))


def _escape(letter: str) -> str:
    if short := _LETTERS.get(letter):
        return f"\\{short}"
    code = ord(letter)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _sorted(mapping: Mapping[str, Any]) -> list[str]:
    keys = list(mapping)
    if not all(isinstance(key, str) for key in keys):
        raise Unsure("a key is no text")
    if all(key.isascii() and key.isalpha() for key in keys):
        return sorted(keys)
    return sorted(sorted(keys), key=cmp_to_key(_compare))


def _compare(one: str, other: str) -> int:
    """go-yaml's order of keys: letters behind all else, digits by their number."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a == b:
            continue
        if a.isalpha() or b.isalpha():
            both = a.isalpha() and b.isalpha()
            return -1 if (a < b if both else b.isalpha()) else 1
        start = _leading(one, at) if "0" in (a, b) else 0
        numbers = _digits(one, at, start), _digits(other, at, start)
        if numbers[0] != numbers[1]:
            return -1 if numbers[0] < numbers[1] else 1
        return -1 if a < b else 1
    return len(one) - len(other)


def _leading(text: str, at: int) -> int:
    """1 where a digit other than zero stands in the number before `at`."""
    while at and text[at - 1].isdecimal():
        at -= 1
        if text[at] != "0":
            return 1
    return 0


def _digits(text: str, at: int, start: int) -> tuple[int, int]:
    """(the number that begins at `at`, where it ends)."""
    while at < len(text) and text[at].isdecimal():
        start = start * 10 + ord(text[at]) - ord("0")
        at += 1
    return start, at
