"""YAML text to plain Python values, typed as a chosen reader types them, with positions on demand.

Events come from libyaml; the building is ours and iterative, so neither nesting nor aliases can hurt. It
must not interpret what it reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gitops_gen.errors import UserError, user_error
from gitops_gen.findings import Finding, Location
from gitops_gen.yamlio import limits, marks, scalars
from gitops_gen.yamlio.build import Builder
from gitops_gen.yamlio.limits import decode

__all__ = ["Document", "decode", "document", "documents", "restored"]


class Document:
    """One document of a text: `body` is dict, list or scalar; `index` counts from 0, empty documents too."""

    __slots__ = ("body", "index", "source", "start")

    def __init__(self, body: Any, index: int, source: marks.Source, start: int) -> None:
        self.body = body
        self.index = index
        self.source = source
        self.start = start

    @property
    def name(self) -> str:
        """The name of the text it was read from."""
        return self.source.name

    @property
    def line(self) -> int:
        """The line, from 1, on which its content starts."""
        return self.source.lines.place(self.start)[0]

    def at(self, *path: str | int) -> tuple[int, int]:
        """(line, column), from 1, of the nearest present node on `path`.

        The value where that is a scalar or a list item, else the key that holds it; the content's start
        for an empty path. The positions of the whole text are made at the first call.
        """
        return self.source.lines.place(self.source.index(self.index, self.start, path))

    def location(self, *path: str | int) -> Location:
        """`at` as the place of a finding."""
        return Location(self.name, *self.at(*path))


def documents(
    text: str, name: str, *, typing: scalars.Typing = scalars.KUBERNETES
) -> list[Document]:
    """Every document of `text`; none where it holds only comments.

    Raises `UserError` with all findings that can be had at once: syntax, duplicate keys, refused scalars
    and characters, depth, size, aliases. `name` is the file in the findings; no content is quoted but keys.
    """
    text = limits.checked(text, name)
    source = marks.Source(text, name, typing)
    builder = Builder(text, typing)
    builder.run()
    if builder.problems:
        raise UserError(_findings(builder, source))
    return [
        Document(body, index, source, start)
        for index, (body, start) in enumerate(builder.documents)
    ]


def restored(
    text: str,
    name: str,
    held: Iterable[tuple[Any, int, int]],
    *,
    typing: scalars.Typing = scalars.KUBERNETES,
) -> list[Document]:
    """What `documents` made of `text` elsewhere: the body, index and start of each."""
    source = marks.Source(text.removeprefix("\ufeff"), name, typing)
    return [Document(body, index, source, start) for body, index, start in held]


def document(text: str, name: str, *, typing: scalars.Typing = scalars.KUBERNETES) -> Document:
    """The only document of `text`; raises `UserError` for none and for several, empty ones aside."""
    found = [one for one in documents(text, name, typing=typing) if one.body is not None]
    if not found:
        raise user_error("the file is empty", fix="it must hold one YAML document", file=name)
    if len(found) > 1:
        raise UserError(
            [
                Finding(
                    found[1].location(),
                    f"the file holds {len(found)} YAML documents, one is expected",
                    "keep one; the others belong in files of their own",
                )
            ]
        )
    return found[0]


def _findings(builder: Builder, source: marks.Source) -> list[Finding]:
    def place(index: int) -> Location:
        return Location(source.name, *source.lines.place(index))

    problems = sorted(builder.problems, key=lambda problem: problem.place)
    findings = [
        Finding(place(one.place), one.message, one.fix, tuple(map(place, one.others)))
        for one in problems
    ]
    return findings + limits.unlisted(len(findings), source.name)
