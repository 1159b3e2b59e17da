"""The field paths of replacements: where a value is read, and every place where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gitops_gen.kustomize import nodes, patterns
from gitops_gen.kustomize.fields import split
from gitops_gen.kustomize.nodes import LIST, MAP, PLAIN, SCALAR, Node
from gitops_gen.kustomize.outcome import Refused, Unsure
from gitops_gen.kustomize.resource import set_field

_INDEX = re.compile(r"[+-]?[0-9]+")


def parts(path: str) -> list[str]:
    """A path cut at its dots; those in brackets, or behind a backslash, do not count."""
    found: list[str] = []
    pieces = iter(split(path, "."))
    for piece in pieces:
        if not piece.startswith("[") or piece.endswith("]"):
            found.append(piece)
            continue
        held = [piece]
        for more in pieces:
            held.append(more)
            if more.endswith("]"):
                break
        text = ".".join(held)
        found.append(text if "=" in text else text.strip("[]"))
    return found


def _listed(part: str) -> bool:
    return part.startswith("[") and part.endswith("]")


def _numbered(part: str) -> bool:
    return bool(_INDEX.fullmatch(part)) and int(part) >= 0


def _condition(part: str) -> tuple[str, str]:
    name, equals, value = part.removesuffix("]").removeprefix("[").partition("=")
    if not equals:
        raise Refused(f"{part} must hold field=value")
    return name, value


def get(node: Node, path: list[str]) -> Node | None:
    """kyaml's `Lookup`: the one field at a path."""
    found: Node | None = node
    for part in filter(None, map(str.strip, path)):
        if found is None:
            return None
        found = _step(found, part)
    return found


def _step(node: Node, part: str) -> Node | None:
    if _INDEX.fullmatch(part) or part == "-":
        nodes.expect(node, LIST)
        index = -1 if part == "-" else int(part)
        if part != "-" and index < 0:
            raise Refused(f"the index {index} is negative")
        if part == "-" and not node.items:
            raise Refused("the list is empty")
        return node.items[index] if index < len(node.items) else None
    if part == "*":
        raise Refused("a source takes no wildcard")
    if _listed(part):
        name, value = _condition(part)
        nodes.expect(node, LIST)
        if not name:
            return next((item for item in node.items if item.text == value), None)
        return next(
            (
                item
                for item in node.items
                if item.kind == MAP and name in item.fields and item.fields[name].text == value
            ),
            None,
        )
    if nodes.is_null(node):
        return None
    nodes.expect(node, MAP)
    return node.fields.get(part)


def matches(node: Node, path: list[str], create: str) -> list[Node]:
    """kyaml's `PathMatcher`: every field that a path leads to; `create` is the kind that is made, or ""."""
    if not path:
        return [node]
    part = path[0]
    if _numbered(part):
        return _by_index(node, path, create)
    if _listed(part):
        return _by_value(node, path, create)
    if part == "*":
        nodes.expect(node, LIST)
        return [one for item in node.items for one in matches(item, path[1:], create)]
    return _by_name(node, path, create)


def _kind_below(path: list[str], create: str) -> str:
    if len(path) < 2:
        return create
    return LIST if _listed(path[1]) or _numbered(path[1]) else MAP


def _by_name(node: Node, path: list[str], create: str) -> list[Node]:
    found = None
    if not nodes.is_null(node):
        nodes.expect(node, MAP)
        found = node.fields.get(path[0])
    if found is None:
        if not create:
            return []
        found = Node(_kind_below(path, create))
        set_field(node, path[0], found)
    if found.kind == SCALAR and len(path) > 1:
        raise Unsure("a replacement inside the text of a field", *nodes.places(found)[:1])
    return matches(found, path[1:], create)


def _by_index(node: Node, path: list[str], create: str) -> list[Node]:
    nodes.expect(node, LIST)
    index = int(path[0])
    if index == len(node.items) and create:
        node.items.append(Node(_kind_below(path, create)))
    if index >= len(node.items):
        raise Refused(f"index {index} is outside of a list of {len(node.items)}")
    return matches(node.items[index], path[1:], create)


def _by_value(node: Node, path: list[str], create: str) -> list[Node]:
    name, value = _condition(path[0])
    nodes.expect(node, LIST)
    found = list(_items(node, name, value, path, create))
    if found or not create:
        return found
    one = nodes.scalar(value)
    if name:
        one = nodes.mapping()
        one.fields[name] = nodes.scalar(value)
    node.items.append(one)
    found = list(_items(node, name, value, path, create))
    if not found:
        raise Unsure(f"a list item made for {path[0]}", *nodes.places(node)[:1])
    return found


def _items(node: Node, name: str, value: str, path: list[str], create: str) -> Iterator[Node]:
    pattern = patterns.anywhere(value)
    for item in node.items:
        held = item.fields.get(name) if name and item.kind == MAP else None if name else item
        if held is None:
            continue
        if pattern.search(_written(held, value)):
            yield from matches(item, path[1:], create) if name else (item,)


def _written(node: Node, pattern: str) -> str:
    """A scalar as YAML spells it: a pattern is matched with its quotes."""
    if node.kind != SCALAR or "\n" in node.text:
        raise Unsure("a path that looks into a map, list or text", *nodes.places(node)[:1])
    quoted = node.style != PLAIN or (node.tag == nodes.STR and nodes.tag_of(node.text) != nodes.STR)
    if quoted and re.search(r"[\^$\"'.*+?\[\\]", pattern):
        raise Unsure("a pattern for a text in quotes", *nodes.places(node)[:1])
    return node.text
