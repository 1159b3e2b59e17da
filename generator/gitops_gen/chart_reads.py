"""Which values the templates of Cilium's chart read, by exact version; what no version's file says is not judged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from gitops_gen import versions
from gitops_gen.records import Record

# Vendored by tools/chart-reads, which says what the letters of the tries mean; beside them the charts' own schemas.
_DATA = Path(__file__).parent / "data" / "charts"

Node = str | dict[str, Any]
"""Letters, or what is read below with the letters under ""."""
Keys = tuple[str | int, ...]


class Dead(Record, frozen=True):
    """A value that acts nowhere: `path` is the highest key under which nothing is read.

    `suggestion` is the path that was probably meant. `removed` says that the templates know the value only to stop
    the render with a message of their own.
    """

    path: Keys
    suggestion: Keys | None = None
    removed: bool = False


@cache
def reads(version: str) -> Reads | None:
    """What that very version reads; None where it is not vendored, and nothing can be said."""
    found = _load(version, "json")
    return None if found is None else Reads(found)


@cache
def values_schema(version: str) -> dict[str, Any] | None:
    """The chart's own JSON Schema of its values, without its prose; None where it is not vendored."""
    return _load(version, "schema.json")


def _load(version: str, ending: str) -> dict[str, Any] | None:
    try:
        file = _DATA / f"cilium-{versions.parse(version)}.{ending}"
    except ValueError:
        return None
    if not file.is_file():
        return None
    found: dict[str, Any] = json.loads(file.read_bytes())
    return found


class _Anything(Exception):
    """A text that the chart runs as a template may read every value."""


class Reads:
    """The trie of one chart."""

    def __init__(self, trie: dict[str, Any]) -> None:
        self.trie = trie

    def dead(self, values: Mapping[str, Any], *, suggest: bool = True) -> list[Dead]:
        """Each value that can be taken away or changed without any effect, and each that was removed.

        `values` are merged by Helm over the chart's defaults. In doubt a value lives: where a template asks
        whether there is a map at all, a key that nothing reads still makes it one.
        """
        try:
            found = _below([self.trie], values, ())
        except _Anything:
            return []
        return [self._suggested(one) if suggest and not one.removed else one for one in found]

    def _suggested(self, one: Dead) -> Dead:
        nodes: list[Node] = [self.trie]
        for key in one.path[:-1]:
            nodes = _kids(nodes, key)
        return Dead(one.path, _suggestion(nodes, one.path, self.trie))


def _below(nodes: list[Node], value: Any, path: Keys) -> list[Dead]:
    """The dead under a path at which something is read."""
    letters = "".join(_letters(node) for node in nodes)
    if "r" in letters:
        return [Dead(path, None, removed=True)] if _kept(value) else []
    if "x" in letters and _is_template(value):
        raise _Anything
    if "e" in letters or "s" in letters:
        return []
    dead: list[Dead] = []
    lives = not ("a" in letters or isinstance(value, list) or _has_nothing(value))
    for key, held in _items(value):
        kids = _kids(nodes, key)
        found = _below(kids, held, (*path, key)) if kids else [Dead((*path, key))]
        dead += found
        lives |= _kept(held) and (isinstance(key, int) or not _is_all(found, (*path, key)))
    return dead if lives else []


def _is_all(found: list[Dead], path: Keys) -> bool:
    return any(one.path == path for one in found)


def _kept(value: Any) -> bool:
    """Helm drops a key that is null."""
    return value is not None


def _has_nothing(value: Any) -> bool:
    """Whether a key of a map is null, which may take away what the chart has there by default."""
    return isinstance(value, Mapping) and not all(map(_kept, value.values()))


def _items(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, Mapping):
        yield from ((str(key), held) for key, held in value.items())
    elif isinstance(value, list):
        yield from enumerate(value)


def _letters(node: Node) -> str:
    return node if isinstance(node, str) else str(node.get("", ""))


def _kids(nodes: list[Node], key: str | int) -> list[Node]:
    maps = [node for node in nodes if isinstance(node, dict)]
    names = {"*"} if isinstance(key, int) or not key else {key, "*"}
    return [node[name] for node in maps for name in sorted(names) if name in node]


def _is_template(value: Any) -> bool:
    if isinstance(value, str):
        return "{{" in value
    return any(_is_template(held) for _, held in _items(value))


def _suggestion(nodes: list[Node], path: Keys, trie: dict[str, Any]) -> Keys | None:
    """A key beside it that is spelt alike, else the nearest place where this key is read."""
    from difflib import get_close_matches

    key = str(path[-1])
    beside = {
        name.lower(): name for node in nodes if isinstance(node, dict) for name in _known(node)
    }
    alike = get_close_matches(key.lower(), sorted(beside), n=1, cutoff=0.8)
    if alike:
        return (*path[:-1], beside[alike[0]])
    elsewhere = [place for place in _places(trie, ()) if place[-1] == key]
    shared = [_shared(place, path) for place in elsewhere]
    best = [p for p, n in zip(elsewhere, shared, strict=True) if n == max(shared)]
    best = [p for p in best if len(p) == min(map(len, best))]
    return best[0] if len(best) == 1 and (max(shared) or len(elsewhere) == 1) else None


def _known(node: dict[str, Any]) -> list[str]:
    return [
        name for name, held in node.items() if name not in ("", "*") and "r" not in _letters(held)
    ]


def _shared(place: Keys, path: Keys) -> int:
    """How many keys two paths have in common from the top."""
    same = [a == b for a, b in zip(place, path, strict=False)]
    return (*same, False).index(False)


def _places(node: Node, path: Keys) -> Iterator[Keys]:
    for name in _known(node) if isinstance(node, dict) else ():
        yield (*path, name)
        yield from _places(node[name], (*path, name))  # type: ignore[index]
