"""The expressions of fluxcd/pkg/envsubst 1.7.1 in a text: `${name}`, `$${`, and what may follow a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from gitops_gen.records import Record

MAX_DEPTH = 50
"""Expressions inside each other; Flux has no limit of its own."""


class Expression(Record, frozen=True):
    """`${name}` with what follows the name; `start` is the offset of its `$`."""

    name: str
    start: int
    operator: str = ""
    args: tuple[Node, ...] = ()

    @property
    def has_default(self) -> bool:
        """Whether it stands without a value: strict mode lets it pass."""
        return self.operator in ("=", ":=", ":-", ":?", ":+")


Node: TypeAlias = str | Expression


class BadSyntax(ValueError):
    """A text that envsubst refuses; `start` is the offset of the expression's `$`."""

    def __init__(self, start: int, message: str) -> None:
        super().__init__(message)
        self.start = start


class TooDeep(ValueError):
    """Expressions nested deeper than we follow."""


def parse(text: str) -> list[Node]:
    """Texts and expressions in their order. Raises `BadSyntax` and `TooDeep`."""
    if "$" not in text:
        return [text]
    return list(_nodes(_Scanner(text)))


def walk(nodes: list[Node] | tuple[Node, ...]) -> Iterator[Expression]:
    """Every expression, each before those inside it."""
    for node in nodes:
        if not isinstance(node, str):
            yield node
            yield from walk(node.args)


def _nodes(scanner: _Scanner) -> Iterator[Node]:
    text = scanner.text
    while scanner.at < len(text):
        dollar = text.find("$", scanner.at)
        if dollar < 0:
            yield text[scanner.at :]
            return
        following = text[dollar + 1 : dollar + 2]
        if following == "{":
            if dollar > scanner.at:
                yield text[scanner.at : dollar]
            scanner.at = dollar
            yield scanner.expression(0)
        else:
            yield text[scanner.at : dollar + 1]
            scanner.at = dollar + (2 if following == "$" else 1)


def _in_name(letter: str) -> bool:
    return letter.isalpha() or letter.isdecimal() or letter == "_"


def _any_but(refused: str) -> Callable[[str], bool]:
    return lambda letter: letter not in refused


class _Scanner:
    """Reads expressions from `at` on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def expression(self, depth: int) -> Expression:
        """The expression whose `$` stands here."""
        if depth >= MAX_DEPTH:
            raise TooDeep
        start = self.at
        self.at += 2
        if self._peek() == "#":
            self.at += 1
            name = self._name(start)
            self._close(start)
            return Expression(name, start, "#")
        name = self._name(start)
        operator = self._operator()
        take = _ARGUMENTS.get(operator, _none)
        args = tuple(take(self, start, depth))
        self._close(start, "" if operator else "the closing brace is missing, or stands too late")
        return Expression(name, start, operator, args)

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _name(self, start: int) -> str:
        begin = self.at
        while _in_name(self._peek() or " "):
            self.at += 1
        if begin == self.at:
            raise BadSyntax(start, "no variable's name follows")
        return self.text[begin : self.at]

    def _operator(self) -> str:
        for operator in _OPERATORS.get(self._peek(), ()):
            if self.text.startswith(operator, self.at):
                self.at += len(operator)
                return operator
        return ""

    def _close(self, start: int, message: str = "") -> None:
        if self._peek() != "}":
            raise BadSyntax(start, message or "what follows the name is not understood")
        self.at += 1

    def default(self, start: int, depth: int) -> Iterator[Node]:
        """Texts and expressions up to the closing brace."""
        while self._peek() != "}":
            yield self._argument(_any_but("}"), start, depth)

    def one(self, start: int, depth: int) -> Iterator[Node]:
        """A single text or a single expression."""
        yield self._argument(_any_but("}"), start, depth)

    def substring(self, start: int, depth: int) -> Iterator[Node]:
        """An offset, which Flux misses behind a letter of several bytes, and a length behind colons."""
        if not self._peek().isascii():
            raise BadSyntax(start, "an offset must be a number")
        yield self._argument(_any_but(":}"), start, depth)
        if self._many(":"):
            yield self._argument(_any_but("}"), start, depth)

    def replacement(self, start: int, depth: int) -> Iterator[Node]:
        """A text, which ends at a slash alone, and what stands in its place."""
        yield self._argument(_any_but("/"), start, depth, escapes=True)
        if not self._many("/"):
            raise BadSyntax(start, "a slash must stand behind the text that is replaced")
        if self._peek() != "}":
            yield self._argument(_any_but("}"), start, depth, escapes=True)

    def _many(self, letter: str) -> bool:
        begin = self.at
        while self._peek() == letter:
            self.at += 1
        return self.at > begin

    def _argument(
        self, accept: Callable[[str], bool], start: int, depth: int, *, escapes: bool = False
    ) -> Node:
        if self.text.startswith("${", self.at):
            return self.expression(depth + 1)
        found = []
        while (letter := self._peek()) and not self.text.startswith("${", self.at):
            if escapes and self.text[self.at : self.at + 2] in ("$$", "\\/", "\\\\"):
                self.at += 1
                letter = self._peek()
            elif not accept(letter):
                break
            found.append(letter)
            self.at += 1
        if not found:
            raise BadSyntax(start, "an argument is missing, or the closing brace")
        return "".join(found)


def _none(_scanner: _Scanner, _start: int, _depth: int) -> Iterator[Node]:
    return iter(())


_CASES = (",,", "^^", ",^", "^,", ",", "^")
_OPERATORS = {
    ":": (":=", ":-", ":?", ":+", ":"),
    "=": ("=",),
    ",": _CASES,
    "^": _CASES,
    "/": ("//", "/#", "/%", "/"),
    "#": ("##", "#"),
    "%": ("%%", "%"),
}
_ARGUMENTS = {
    **dict.fromkeys((":=", ":-", ":?", ":+", "="), _Scanner.default),
    **dict.fromkeys(("#", "##", "%", "%%"), _Scanner.one),
    **dict.fromkeys(("/", "//", "/#", "/%"), _Scanner.replacement),
    ":": _Scanner.substring,
}
