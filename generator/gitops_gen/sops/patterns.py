"""Go's RE2 patterns as Python's, for the subset where both match alike; the rest is refused, never guessed."""

from __future__ import annotations

import re
from functools import lru_cache

_CLASSES = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_ASSERTIONS = {"A": r"\A", "z": r"\Z", "b": r"(?a:\b)", "B": r"(?a:\B)"}
_CONTROLS = "tnrfv"
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??")
_MOST_REPEATS = 1000
# RE2 is linear and Python's matcher is not: a hostile file must not be able to make it run for ever.
_MOST_LOOPS = 5
_MOST_BRANCHES = 8


class PatternError(ValueError):
    """The pattern is outside the subset; the text says which part."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern to `search` with. Raises `PatternError`.

    sops ignores what RE2 cannot compile and then encrypts nothing, silently: so must nothing of ours
    that only Python understands (lookaround, back references, possessive repeats) get through.
    """
    body, flags = (pattern[4:], re.IGNORECASE) if pattern.startswith("(?i)") else (pattern, 0)
    translated = "".join(_Reader(body).parts())
    try:
        return re.compile(translated, flags)
    except re.error as error:
        raise PatternError(f"is not a regular expression: {error.msg}") from None


class _Reader:
    """One pass over a pattern: `at` is the next character, `open` whether each open group loops or branches."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.open = [False]
        self.closed = False
        self.loops = 0
        self.branches = 0

    def parts(self) -> list[str]:
        out: list[str] = []
        repeatable = False
        while self.at < len(self.pattern):
            char = self.pattern[self.at]
            if quantifier := self._quantifier(char, repeatable):
                out.append(quantifier)
                repeatable = False
                continue
            self.closed = False
            part, repeatable = self._atom(char)
            out.append(part)
        if self.loops > _MOST_LOOPS:
            raise PatternError(f"repeats more than {_MOST_LOOPS} parts")
        if self.branches > _MOST_BRANCHES:
            raise PatternError(f"has more than {_MOST_BRANCHES} groups with alternatives")
        return out

    def _quantifier(self, char: str, repeatable: bool) -> str:
        if char not in "*+?{":
            return ""
        found = _QUANTIFIER.match(self.pattern, self.at)
        if not found or not repeatable:
            raise PatternError(f'has "{char}" where nothing can be repeated')
        if any(int(count) > _MOST_REPEATS for count in found.groups() if count):
            raise PatternError(f"repeats more than {_MOST_REPEATS} times")
        self.at = found.end()
        if char != "?":
            self._loop()
        return found[0]

    def _loop(self) -> None:
        if self.closed:
            raise PatternError("repeats a group that itself repeats or has alternatives")
        self.loops += 1
        self.open[-1] = True

    def _atom(self, char: str) -> tuple[str, bool]:
        """The Python spelling of what stands here, and whether it may be repeated."""
        if char == "(":
            return self._group(), False
        if char == "[":
            return self._class(), True
        if char == "\\":
            return self._escape()
        self.at += 1
        if char == ")":
            self._close()
        if char == "|" and not self.open[-1]:
            self.open[-1] = True
            self.branches += 1
        if char == "$":
            return r"\Z", False
        if char in "^|":
            return char, False
        return (char if char in ".)" else re.escape(char)), True

    def _close(self) -> None:
        self.closed = self.open.pop()
        if not self.open:
            raise PatternError('has ")" without "("')
        self.open[-1] = self.open[-1] or self.closed

    def _group(self) -> str:
        self.at += 1
        self.open.append(False)
        if not self.pattern.startswith("?", self.at):
            return "("
        if not self.pattern.startswith("?:", self.at):
            raise PatternError(f'uses the group "({self.pattern[self.at : self.at + 3]}"')
        self.at += 2
        return "(?:"

    def _escape(self) -> tuple[str, bool]:
        char = self.pattern[self.at + 1 : self.at + 2]
        self.at += 2
        if char in _ASSERTIONS and char:
            return _ASSERTIONS[char], False
        if char.lower() in _CLASSES and char:
            return f"[{'^' if char.isupper() else ''}{_CLASSES[char.lower()]}]", True
        return self._literal(char), True

    def _literal(self, char: str) -> str:
        if char and char in _CONTROLS:
            return "\\" + char
        if not char or not char.isascii() or char.isalnum():
            raise PatternError(f'uses the escape "\\{char}"')
        return re.escape(char)

    def _class(self) -> str:
        self.at += 1
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        out: list[str] = []
        while self.at < len(self.pattern):
            char = self.pattern[self.at]
            if char == "]" and out:
                self.at += 1
                return f"[{'^' if negated else ''}{''.join(out)}]"
            out.append(self._member(char, first=not out))
        raise PatternError('has "[" without "]"')

    def _member(self, char: str, *, first: bool) -> str:
        if char == "[" and self.pattern.startswith("[:", self.at):
            raise PatternError('uses a class name like "[:alpha:]"')
        if char == "-":
            return self._dash(first)
        self.at += 1
        if char != "\\":
            return re.escape(char)
        escaped = self.pattern[self.at : self.at + 1]
        self.at += 1
        return _CLASSES[escaped] if escaped in _CLASSES else self._literal(escaped)

    def _dash(self, first: bool) -> str:
        self.at += 1
        following = self.pattern[self.at : self.at + 2]
        if first or following[:1] == "]":
            return r"\-"
        if following[:1] in ("-", "[") or (following[:1] == "\\" and following[1:] in _CLASSES):
            raise PatternError(f'has "-{following}" in a class')
        return "-"
