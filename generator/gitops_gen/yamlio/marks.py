"""Where each node of a text stands: a second pass over libyaml's events, made only when asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from yaml import events

from gitops_gen.yamlio import limits, scalars
from gitops_gen.yamlio.build import is_merge, parser


class _List:
    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[tuple[int, _Node]] = []


class _Map:
    __slots__ = ("entries", "key", "merged")

    def __init__(self) -> None:
        self.entries: dict[str, tuple[int, int, _Node]] = {}
        self.merged: list[_Map] = []
        self.key: tuple[int, Any] | None = None


# A scalar is its event; an alias is the node that it stands for.
_Node: TypeAlias = _List | _Map | Any


class Source:
    """A text that was read, and the places of its nodes."""

    __slots__ = ("_roots", "_text", "_typing", "lines", "name")

    def __init__(self, text: str, name: str, typing: scalars.Typing) -> None:
        self.name = name
        self.lines = limits.Lines(text)
        self._text = text
        self._typing = typing
        self._roots: list[_Node] | None = None

    def index(self, document: int, start: int, path: Sequence[str | int]) -> int:
        """The offset of the nearest present node on `path` in a document that starts at `start`."""
        if self._roots is None:
            self._roots = _roots(self._text, self._typing)
        node, index = self._roots[document], start
        for step in path:
            found = _step(node, step)
            if found is None:
                break
            index, node = found
        return index


def _step(node: _Node, step: str | int) -> tuple[int, _Node] | None:
    """(offset to show, node) one step down."""
    if isinstance(node, _List):
        inside = isinstance(step, int) and -len(node.items) <= step < len(node.items)
        return node.items[int(step)] if inside else None
    if not isinstance(node, _Map) or not isinstance(step, str) or step not in node.entries:
        return None
    key, value, below = node.entries[step]
    return (key if isinstance(below, _List | _Map) else value), below


def _roots(text: str, typing: scalars.Typing) -> list[_Node]:
    """The root node of every document; the text has been read once without a problem."""
    roots: list[_Node] = []
    open_nodes: list[tuple[int, _Node]] = []
    anchors: dict[str, _Node] = {}
    next_event: Any = parser(text).get_event
    while (event := next_event()) is not None:
        kind = type(event)
        if kind in _ENDS:
            index, node = open_nodes.pop()
            _merge_last(node)
        elif kind in _STARTS:
            node = _Map() if kind is events.MappingStartEvent else _List()
            open_nodes.append((event.start_mark.index, node))
            if event.anchor is not None:
                anchors[event.anchor] = node
            continue
        elif kind is events.ScalarEvent:
            index, node = event.start_mark.index, event
            if event.anchor is not None:
                anchors[event.anchor] = node
        elif kind is events.AliasEvent:
            index, node = event.start_mark.index, anchors[event.anchor]
        else:
            continue
        if open_nodes:
            _place(open_nodes[-1][1], index, node, typing)
        else:
            roots.append(node)
    return roots


_STARTS = (events.MappingStartEvent, events.SequenceStartEvent)
_ENDS = (events.MappingEndEvent, events.SequenceEndEvent)


def _place(top: _List | _Map, index: int, node: _Node, typing: scalars.Typing) -> None:
    if isinstance(top, _List):
        top.items.append((index, node))
        return
    if top.key is None:
        top.key = index, node
        return
    (key_index, key), top.key = top.key, None
    if not is_merge(key):
        top.entries[typing.key(key)] = (key_index, index, node)
        return
    sources: list[Any]
    sources = [one for _, one in node.items] if isinstance(node, _List) else [node]
    if typing.merge_overrides:
        for source in reversed(sources):
            top.entries.update(source.entries)
    else:
        top.merged.extend(sources)


def _merge_last(node: _Node) -> None:
    if isinstance(node, _Map):
        for source in node.merged:
            for key, place in source.entries.items():
                node.entries.setdefault(key, place)
