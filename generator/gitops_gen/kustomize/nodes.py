"""YAML nodes as kustomize changes them: a scalar keeps its text, tag and style, every node its place.

kustomize edits go-yaml's nodes in place and types a scalar only when it writes it: the text `80` under the style of a
quoted scalar comes out as a string. So values alone are not enough to be equal to it. Two places can hold the same
node, as there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeAlias

from gitops_gen.kustomize.outcome import Edit, Path, Place, Refused, Unsure
from gitops_gen.yamlio import scalars

SCALAR, MAP, LIST = "scalar", "map", "list"
STR, INT, BOOL, NULL, FLOAT, TIME = "!!str", "!!int", "!!bool", "!!null", "!!float", "!!timestamp"
PLAIN, DOUBLE, SINGLE, LITERAL, FOLDED = "", '"', "'", "|", ">"

Source: TypeAlias = tuple[Any, str | int]
"""Where a node was written: the source of the node above it and the key or index, at last (file, document)."""


class Node:
    """A scalar (`text`, `tag`, `style`), a map (`fields`) or a list (`items`)."""

    __slots__ = ("fields", "items", "keep", "kind", "source", "style", "tag", "text")

    def __init__(self, kind: str, source: Source | None = None) -> None:
        self.kind = kind
        self.tag = ""
        self.text = ""
        self.style = PLAIN
        self.fields: dict[str, Node] = {}
        self.items: list[Node] = []
        self.keep = False
        self.source = source

    def become(self, other: Node) -> None:
        """Takes over everything of another node but what only the handle of it knows (`keep`)."""
        self.kind, self.tag, self.text, self.style = other.kind, other.tag, other.text, other.style
        self.fields, self.items, self.source = other.fields, other.items, other.source

    def copy(self) -> Node:
        made = Node(self.kind, self.source)
        made.tag, made.text, made.style = self.tag, self.text, self.style
        made.fields = {key: value.copy() for key, value in self.fields.items()}
        made.items = [item.copy() for item in self.items]
        return made


def scalar(text: str, tag: str = "", style: str = PLAIN, source: Source | None = None) -> Node:
    """A scalar; without a tag it is what its text looks like when it is written."""
    made = Node(SCALAR, source)
    made.text, made.tag, made.style = text, tag, style
    return made


def string(text: str, source: Source | None = None) -> Node:
    """A string as go-yaml's `SetString` makes it."""
    return scalar(text, STR, LITERAL if "\n" in text else PLAIN, source)


def mapping(source: Source | None = None) -> Node:
    return Node(MAP, source)


def is_null(node: Node | None) -> bool:
    """Missing, or null."""
    return node is None or node.tag == NULL


def is_empty(node: Node | None) -> bool:
    """Missing, null, or a collection of nothing."""
    return is_null(node) or is_hollow(node)


def is_hollow(node: Node | None) -> bool:
    """A collection of nothing."""
    if node is None or node.kind == SCALAR:
        return False
    return not (node.fields if node.kind == MAP else node.items)


def text_of(node: Node | None) -> str:
    """The text of a scalar that is not null; "" for anything else."""
    return "" if node is None or node.tag == NULL else node.text


def expect(node: Node | None, kind: str) -> None:
    """Fails where the node is neither null nor of the kind."""
    if node is not None and node.tag != NULL and node.kind != kind:
        raise Refused(f"a {kind} is expected where a {node.kind} stands", *places(node))


def places(*found: Node | None) -> tuple[Place, ...]:
    return tuple(
        place_of(node.source) for node in found if node is not None and node.source is not None
    )


def place_of(source: Source) -> Place:
    """The place that a source stands for."""
    path: list[str | int] = []
    above: Any
    above, last = source
    while isinstance(above, tuple):
        path.append(last)
        above, last = above
    return Place(above, int(last), tuple(reversed(path)))


_TAGS: dict[type, str] = {str: STR, int: INT, bool: BOOL, float: FLOAT, type(None): NULL}


def tag_of(text: str) -> str:
    """The tag that go-yaml gives to a plain text."""
    if text == "<<":
        return "!!merge"
    found = scalars.SOPS.resolve(text)
    return TIME if isinstance(found, scalars.Timestamp) else _TAGS[type(found)]


def is_old_nonstring(text: str) -> bool:
    """Whether YAML 1.1 reads a plain text as anything but a string."""
    if not text or "\n" in text:
        return False
    if text[0] in "{[#" or text[:2] == "- " or text[-1] == ":" or ": " in text:
        return True
    return not isinstance(scalars.KUBERNETES.resolve(text), str) or _is_time(text)


def _is_time(text: str) -> bool:
    return isinstance(scalars.SOPS.resolve(text), scalars.Timestamp)


def value(node: Node, *, listed: bool = False) -> Any:
    """What JSON holds for a node once go-yaml has written it and read it again."""
    if node.kind == MAP:
        return {key: value(one) for key, one in node.fields.items()}
    if node.kind == LIST:
        return [value(one, listed=True) for one in node.items]
    text, tag, style = node.text, node.tag, node.style
    if tag == STR or (tag == "" and (style or "\n" in text)):
        blocky = style in (LITERAL, FOLDED) or "\n" in text
        return text if not text or not blocky else _rewritten(text, node, listed=listed)
    found = tag_of(text)
    if tag not in ("", found):
        raise Unsure(f"the text of a field does not fit its tag {tag}", *places(node)[:1])
    return text if style or "\n" in text else _typed(text, node)


def _rewritten(text: str, node: Node, *, listed: bool) -> str:
    """A text of several lines as a block: go-yaml's writer does not keep every folded one."""
    if node.style in (SINGLE, DOUBLE) or " \n" in text or text[-1] == " ":
        return text
    if text[0] == "\t" or (text[0] in " \n" and (listed or node.style == FOLDED)):
        raise Unsure("a block scalar that starts with white space", *places(node)[:1])
    return _RUN.sub(_refolded, text) if node.style == FOLDED else text


_RUN = re.compile("([^\n]+)(\n+)(?=([^\n]?))")


def _refolded(run: re.Match[str]) -> str:
    """A line before an indented one, or before several empty ones at the end, gains a line end."""
    line, ends, after = run.groups()
    gains = line[0] not in " \t" and (after in (" ", "\t") or (not after and len(ends) > 1))
    return f"{line}{ends}{chr(10) * gains}"


def _typed(text: str, node: Node) -> Any:
    found = scalars.SOPS.resolve(text)
    if isinstance(found, float):
        if not math.isfinite(found):
            raise Refused("infinity and NaN cannot be written as JSON", *places(node))
        # Go writes the shortest digits of a large number, then zeros.
        return int(Decimal(repr(found))) if found.is_integer() and abs(found) < 1e21 else found
    if isinstance(found, scalars.Timestamp) and ":" in text:
        raise Unsure("a time that stands unquoted", *places(node)[:1])
    return str(found) if isinstance(found, str) else found


def edits(node: Node, origin: Source) -> Iterator[Edit]:
    """Where the parts of a node come from, top down, as far as it differs from what the part above says."""
    yield from _edits(node, (), origin)


def _edits(node: Node, path: Path, expected: Source) -> Iterator[Edit]:
    source = node.source or expected
    if not _same(source, expected):
        yield Edit(path, place_of(source))
    below: Iterator[tuple[str | int, Node]]
    below = iter(node.fields.items()) if node.kind == MAP else enumerate(node.items)
    for key, one in below:
        yield from _edits(one, (*path, key), (source, key))


def _same(one: Source, other: Source) -> bool:
    """Whether two sources are one place; they are chains that mostly share their links."""
    left: Any = one
    right: Any = other
    while left is not right:
        if not isinstance(left, tuple) or not isinstance(right, tuple):
            return bool(left == right)
        if left[1] != right[1]:
            return False
        left, right = left[0], right[0]
    return True
