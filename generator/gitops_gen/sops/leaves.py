"""Walks documents leaf by leaf in sops' order, with the path that authenticates each; encrypts nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from gitops_gen.records import Record
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.selection import Selection
from gitops_gen.yamlio.write import Commented

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, Path]
"""Which of the documents that hold secrets, from 0, and the path in it."""

DROPPED = object()
"""What a visitor returns for a list item that is to vanish (an encrypted comment)."""


class Leaf(Record, frozen=True):
    """One scalar that is not null: `document` counts from 0, `aad` is every key on the path, each with a colon."""

    document: int
    path: Path
    aad: str
    selected: bool
    value: Any

    def __repr__(self) -> str:
        return f"Leaf({self.name})"

    @property
    def name(self) -> str:
        """How messages call it; never holds the value."""
        return spelt(self.document, self.path)


def spelt(document: int, path: Path) -> str:
    """`a.b[0].c`, with its document in front where that is not the first."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return (f"document {document + 1}: " if document else "") + text.removeprefix(".")


def collect(documents: Iterable[Any], selection: Selection) -> list[Leaf]:
    """Every leaf in order. Raises `patterns.PatternError`."""
    found: list[Leaf] = []

    def visit(leaf: Leaf) -> object:
        found.append(leaf)
        return leaf.value

    mapped(documents, selection, visit)
    return found


def mapped(
    documents: Iterable[Any], selection: Selection, visit: Callable[[Leaf], object]
) -> list[Any]:
    """The documents with every leaf replaced by what `visit` returns; nulls and empty collections stay.

    Raises `patterns.PatternError`, and TypeError for a value that no YAML reader gives.
    """

    def step(node: Any, path: Path, aad: str, hit: bool) -> object:
        if isinstance(node, dict):
            return {
                key: step(value, (*path, key), f"{aad}{key}:", hit or selection.hits(key))
                for key, value in node.items()
            }
        if isinstance(node, list | tuple):
            items = (step(item, (*path, at), aad, hit) for at, item in enumerate(node))
            return [item for item in items if item is not DROPPED]
        if isinstance(node, Commented):
            return Commented(step(node.value, path, aad, hit), node.comment)
        if node is None:
            return None
        if not isinstance(node, str | int | float | Secret):
            raise TypeError(f"{spelt(index, path)}: sops has no type for {type(node).__name__}")
        return visit(Leaf(index, path, aad, hit is not inverted, node))

    inverted = selection.inverted
    out = []
    for index, document in enumerate(documents):  # noqa: B007 - `step` reads it
        out.append(step(document, (), "", False))
    return out


def places(leaves: Sequence[Leaf]) -> list[Place]:
    """Where the selected leaves stand, independent of how many documents without any lie between."""
    found: list[Place] = []
    last, ordinal = None, -1
    for leaf in leaves:
        if leaf.selected:
            ordinal += leaf.document != last
            last = leaf.document
            found.append((ordinal, leaf.path))
    return found
