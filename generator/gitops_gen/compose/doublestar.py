"""Patterns of spec.artifacts[].copy[].exclude: Match of github.com/bmatcuk/doublestar/v4 4.10.0, its oddities too."""

from __future__ import annotations

MAX_RUNE = "\U0010ffff"
NO_RUNE = "\ufffd"
"""What Go reads behind the end of a text."""


class BadPatternError(Exception):
    """The pattern is none."""


def check(pattern: str) -> None:
    """Raise BadPatternError where source-watcher refuses the pattern: it matches it against a dot first."""
    _Match(pattern, ".", validate=True).run()


def matches(pattern: str, path: str) -> bool:
    """Whether a path matches; what is wrong with the pattern's rest is passed over."""
    try:
        return _Match(pattern, path, validate=False).run()
    except BadPatternError:
        return False


class _Match:
    """One pattern on its way along one path; `star` and `stars` are where the last * and **/ stand in both."""

    def __init__(self, pattern: str, name: str, *, validate: bool) -> None:
        self.pattern, self.name, self.validate = pattern, name, validate
        self.at = self.here = 0
        self.star: tuple[int, int] | None = None
        self.stars: tuple[int, int] | None = None
        self.segment_begins = True

    def run(self) -> bool:
        """Whether it matches from here on. Raises BadPatternError."""
        while self.here < len(self.name):
            if self.pattern[self.at : self.at + 1] == "{":
                return self._alternatives()
            if self.at < len(self.pattern):
                if self._rest_is_stars():
                    return True
                if self._step():
                    continue
            if not self._back():
                if self.validate and not is_valid(self.pattern[self.at :]):
                    raise BadPatternError
                return False
        return _matches_nothing(self.pattern[self.at :], validate=self.validate)

    def _rest_is_stars(self) -> bool:
        return self.segment_begins and self.pattern[self.at :] == "**"

    def _step(self) -> bool:
        """One element of the pattern; False where it does not match."""
        letter = self.pattern[self.at]
        if letter == "*":
            return self._stars()
        if letter == "?":
            self.segment_begins = False
            if self.name[self.here] == "/":
                return False
            self.at += 1
            self.here += 1
            return True
        if letter == "[":
            return self._class()
        return self._letter()

    def _stars(self) -> bool:
        self.at += 1
        if self.pattern[self.at : self.at + 1] == "*":
            self.at += 1
            if self.segment_begins and self.pattern[self.at : self.at + 1] == "/":
                self.at += 1
                self.stars, self.star = (self.at, self.here), None
                return True
        self.segment_begins = False
        self.star = (self.at, self.here)
        return True

    def _letter(self) -> bool:
        if self.pattern[self.at] == "\\":
            self.at += 1
            if self.at == len(self.pattern):
                raise BadPatternError
        letter = self.pattern[self.at]
        if letter != self.name[self.here]:
            if self.pattern[self.at - 1 : self.at] == "\\":
                self.at -= 1
            return False
        self.at += 1
        self.here += 1
        self.segment_begins = letter == "/"
        return True

    def _class(self) -> bool:
        self.segment_begins = False
        self.at += 1
        negated = self.pattern[self.at : self.at + 1] in ("!", "^")
        self.at += negated
        if self.pattern[self.at : self.at + 1] in ("", "]"):
            raise BadPatternError
        if self._class_holds(self.name[self.here]) == negated:
            if self.at >= len(self.pattern):
                raise BadPatternError
            return False
        end = _unescaped(self.pattern, self.at, "]")
        if end < 0:
            raise BadPatternError
        self.at = end + 1
        self.here += 1
        return True

    def _class_holds(self, letter: str) -> bool:
        """Read up to what holds the letter, or to the end of the class."""
        last = MAX_RUNE
        while self.at < len(self.pattern) and self.pattern[self.at] != "]":
            low = self._rune()
            if (
                last < MAX_RUNE
                and low == "-"
                and self.pattern[self.at : self.at + 1] not in ("", "]")
            ):
                self.at += self.pattern[self.at] == "\\"
                if last <= letter <= self._rune():
                    return True
                last = MAX_RUNE
                continue
            if low == "\\":
                low = self._rune()
            if low == letter:
                return True
            last = low
        return False

    def _rune(self) -> str:
        if self.at >= len(self.pattern):
            return NO_RUNE
        self.at += 1
        return self.pattern[self.at - 1]

    def _alternatives(self) -> bool:
        """Each alternative in turn in place of the braces."""
        end = _closing(self.pattern, self.at + 1)
        for one in _parts(self.pattern, self.at + 1, end):
            text = self.pattern[: self.at] + one + self.pattern[end + 1 :]
            other = _Match(text, self.name, validate=self.validate)
            other.at, other.here, other.star, other.stars = (
                self.at,
                self.here,
                self.star,
                self.stars,
            )
            if other.run():
                return True
        return False

    def _back(self) -> bool:
        """Let the last * take one letter more, or the last **/ one folder more."""
        if self.star and self.name[self.star[1]] != "/":
            self.star = (self.star[0], self.star[1] + 1)
            self.at, self.here = self.star
            self.segment_begins = False
            return True
        if self.stars:
            slash = self.name.find("/", self.stars[1])
            if slash >= 0:
                self.stars = (self.stars[0], slash + 1)
                self.at, self.here = self.stars
                self.segment_begins = True
                return True
        return False


def is_valid(pattern: str) -> bool:
    """What the library's own validation says."""
    depth = at = 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at += 1
            if at == len(pattern):
                return False
        elif letter == "[":
            at += 1 + (pattern[at + 1 : at + 2] in ("^", "!"))
            if pattern[at : at + 1] in ("", "]"):
                return False
            at = _unescaped(pattern, at, "]")
            if at < 0:
                return False
        elif letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth < 0:
                return False
        at += 1
    return depth == 0


def _matches_nothing(pattern: str, *, validate: bool) -> bool:
    """Whether what is left of a pattern matches the end of a path."""
    if pattern in ("", "*", "**", "/**", "**/", "/**/"):
        return True
    if pattern[0] == "{":
        end = _closing(pattern, 1)
        parts = _parts(pattern, 1, end)
        return any(_matches_nothing(one + pattern[end + 1 :], validate=validate) for one in parts)
    if validate and not is_valid(pattern):
        raise BadPatternError
    return False


def _unescaped(text: str, at: int, letter: str) -> int:
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == letter:
            return at
        at += 1
    return -1


def _closing(text: str, at: int) -> int:
    """The brace that closes the one before `at`. Raises BadPatternError."""
    depth = 1
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    raise BadPatternError


def _parts(text: str, at: int, end: int) -> list[str]:
    """What the commas of these braces part, not those of inner ones."""
    found, begin, depth = [], at, 1
    while at < end:
        if text[at] == "\\":
            at += 1
        elif text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
        elif text[at] == "," and depth == 1:
            found.append(text[begin:at])
            begin = at + 1
        at += 1
    return [*found, text[begin:end]]
