"""JSON patches (RFC 6902) on nodes, with the habits of the Go library that kustomize calls.

`replace` of a missing field adds it, negative indices count from the end, what stands before the first slash of a path
is not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from gitops_gen.kustomize import nodes
from gitops_gen.kustomize.nodes import (
    DOUBLE,
    LIST,
    LITERAL,
    MAP,
    NULL,
    PLAIN,
    SCALAR,
    STR,
    Node,
    Source,
)
from gitops_gen.kustomize.outcome import Refused, Unsure
from gitops_gen.yamlio.resolver import go_float

_INDEX = re.compile(r"[+-]?[0-9]+")
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_OLD_BOOLS = frozenset(
    [
        "y",
        "Y",
        "yes",
        "Yes",
        "YES",
        "on",
        "On",
        "ON",
        "n",
        "N",
        "no",
        "No",
        "NO",
        "off",
        "Off",
        "OFF",
    ]
)
_UNSAFE = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@` ]|.*(?:: | #|[: ]$)")
_ESCAPED = re.compile("[<>&\u2028\u2029]")


def apply(
    body: Node, operations: Sequence[Any], sources: Sequence[Source], *, inline: bool = False
) -> None:
    """Applies the operations in order; `sources` are those of the operations, `inline` all one text."""
    body.become(body.copy())  # what passed through JSON shares no node with other objects
    spelt(body)
    for operation, source in zip(operations, sources, strict=True):
        try:
            _apply(body, operation, source, inline=inline)
        except Refused as error:
            raise Refused(error.message, nodes.place_of(source)) from None
    spelt(body)


def spelt(node: Node) -> None:
    """Scalars as Go spells them that have been JSON: numbers are floats, strings quoted where they must be."""
    if node.kind == SCALAR:
        _spell(node, nodes.value(node))
        return
    node.style = PLAIN
    for one in (*node.fields.values(), *node.items):
        spelt(one)


def _spell(node: Node, found: Any) -> None:
    if isinstance(found, str):
        node.text, node.tag, node.style = found, STR, _style(found)
        return
    node.style = PLAIN
    if found is None or isinstance(found, bool):
        node.text = "null" if found is None else str(found).lower()
    elif abs(found) >= 2**53:
        raise Unsure("a number beyond 53 bits in a patched object", *nodes.places(node)[:1])
    else:
        node.text = go_float(repr(float(found)))
    node.tag = nodes.tag_of(node.text)


def _style(text: str) -> str:
    if "\n" in text:
        return LITERAL
    if nodes.tag_of(text) != STR or text in _OLD_BOOLS or _BASE_60.fullmatch(text):
        return DOUBLE
    return nodes.SINGLE if _UNSAFE.match(text) else PLAIN


def node_of(found: Any, source: Source, *, inline: bool) -> Node:
    """The node of a value from JSON or YAML; what is `inline` has no places of its own inside its source."""
    if isinstance(found, dict):
        made = Node(MAP, source)
        made.fields = {
            key: node_of(one, source if inline else (source, key), inline=inline)
            for key, one in found.items()
        }
        return made
    if isinstance(found, list):
        made = Node(LIST, source)
        made.items = [
            node_of(one, source if inline else (source, i), inline=inline)
            for i, one in enumerate(found)
        ]
        return made
    made = Node(SCALAR, source)
    _spell(made, found)
    return made


def _apply(body: Node, operation: Any, source: Source, *, inline: bool) -> None:
    if not isinstance(operation, dict):
        raise Refused("an operation of a JSON patch is no map")
    path = _text(operation, "path")
    if not path and operation.get("op") in ("replace", "test"):
        raise Unsure("a JSON patch of a whole object", nodes.place_of(source))

    def value() -> Node:
        below: Source = source if inline else (source, "value")
        return node_of(operation.get("value"), below, inline=inline)

    match operation.get("op"):
        case "add":
            _add(*_find(body, path), value())
        case "replace":
            _replace(*_find(body, path), value())
        case "remove":
            _remove(*_find(body, path))
        case "move":
            start = _find(body, _text(operation, "from"))
            moved = _get(*start) or nodes.scalar("null", NULL)
            _remove(*start)
            _add(*_find(body, path), moved)
        case "copy":
            found = _get(*_find(body, _text(operation, "from")))
            _add(*_find(body, path), found.copy() if found else nodes.scalar("null", NULL))
        case "test":
            _test(_get(*_find(body, path)), operation.get("value"), source)
        case other:
            raise Refused(f"unknown operation {other} of a JSON patch")


def _text(operation: dict[str, Any], field: str) -> str:
    found = operation.get(field)
    if not isinstance(found, str):
        raise Refused(f'an operation of a JSON patch has no text as "{field}"')
    return found


def _find(body: Node, path: str) -> tuple[Node, str]:
    """The map or list that holds what a path leads to, and the key or index in it."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")]
    if len(parts) < 2:
        raise Refused(f'the JSON patch does not apply: no path "{path}"')
    node = body
    for part in parts[1:-1]:
        found = _get(node, part)
        if found is None or found.kind == SCALAR:
            raise Refused(f'the JSON patch does not apply: the object has no "{path}"')
        node = found
    return node, parts[-1]


def _index(holder: Node, key: str, size: int) -> int:
    if not _INDEX.fullmatch(key):
        raise Refused(f'"{key}" is no index of a list')
    index = int(key)
    if not -size <= index < size:
        raise Refused(f"index {index} is outside of a list of {len(holder.items)}")
    return index % size


def _get(holder: Node, key: str) -> Node | None:
    if holder.kind == MAP:
        return holder.fields.get(key)
    return holder.items[_index(holder, key, len(holder.items))]


def _add(holder: Node, key: str, one: Node) -> None:
    if holder.kind == MAP:
        holder.fields[key] = one
    elif key == "-":
        holder.items.append(one)
    else:
        holder.items.insert(_index(holder, key, len(holder.items) + 1), one)


def _replace(holder: Node, key: str, one: Node) -> None:
    if holder.kind == MAP:
        holder.fields[key] = one
    else:
        holder.items[_index(holder, key, len(holder.items))] = one


def _remove(holder: Node, key: str) -> None:
    if holder.kind == LIST:
        del holder.items[_index(holder, key, len(holder.items))]
    elif holder.fields.pop(key, None) is None:
        raise Refused(f'the JSON patch does not apply: there is no "{key}" to remove')


def _test(found: Node | None, wanted: Any, source: Source) -> None:
    if found is not None and found.tag == NULL:
        found = None
    held = None if found is None else nodes.value(found)
    one, other = (json.dumps(node, sort_keys=True, ensure_ascii=False) for node in (held, wanted))
    if _ESCAPED.search(other) or re.search(r"[0-9]\.[0-9]|[0-9]e", other):
        raise Unsure("a test of a JSON patch with < > & or a fraction", nodes.place_of(source))
    if one != other:
        raise Refused("a test of the JSON patch failed")
