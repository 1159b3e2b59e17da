"""Texts to resources as kustomize's own reader makes them: documents, lists, what is dropped and what is refused."""

from __future__ import annotations

import re
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.kustomize import nodes
from gitops_gen.kustomize.nodes import LIST, MAP, NULL, SCALAR, STR, Node, Source
from gitops_gen.kustomize.outcome import Place, Refused, Unsure
from gitops_gen.yamlio import read, scalars

_SEPARATOR = re.compile("\n---.*\n")
OTHER_END = re.compile(r"^(?:\.\.\.|%)", re.MULTILINE)
_SCHEMA_COMMENT = re.compile(r"#\s*\{")
_UNSURE = "kustomize may take this:"
_LIMITS = ("is larger than", "more than", "is not allowed in YAML", "%YAML", "UTF-16")


class _Raw(str):
    """A scalar's text with its tag and style, as libyaml's event gives them."""

    __slots__ = ("style", "tag")
    tag: str
    style: str


def _value(event: scalars.Event) -> str:
    if event.tag is not None:
        raise scalars.ScalarError(f"{_UNSURE} an explicit tag")
    made = _Raw(event.value)
    made.style = event.style or ""
    made.tag = STR if event.style else nodes.tag_of(event.value)
    return made


def _key(event: scalars.Event) -> str:
    if event.tag is not None or not (event.style or nodes.tag_of(event.value) == STR):
        raise scalars.ScalarError(f"{_UNSURE} a key that is not a string")
    if not event.value:
        raise scalars.ScalarError(f"{_UNSURE} an empty key")
    return event.value


_NODES = scalars.Typing("kustomize", nodes.tag_of, _value, _key)


def resources(
    text: str, file: str, base: Source | None = None, *, twice_fails: bool = True
) -> list[tuple[Node, Source]]:
    """Every object of a text with the source of its document, lists taken apart.

    `base` stands for a text that is a field of another file: then it is the source of everything. A key that
    stands twice fails only when the object is written: of a patch that may never be (`twice_fails`).
    """
    found = []
    for node, source in _documents(text, file, base, twice_fails=twice_fails):
        if nodes.is_empty(node):
            continue
        validated(node)
        found.append((node, source))
    return _without_lists(found)


def _documents(
    text: str, file: str, base: Source | None, *, twice_fails: bool
) -> list[tuple[Node, Source]]:
    text = text.replace("\r\n", "\n")
    separators = _SEPARATOR.findall(text)
    for one in separators:
        rest = one[4:].strip()
        if rest and rest[0] != "#":
            raise Refused(f"invalid document separator: {one.strip()}", Place(file))
    found = [
        (node, base or (file, document.index))
        for document in parsed(text, file, base, twice_fails=twice_fails)
        if not nodes.is_null(node := tree(document.body, base or (file, document.index), base))
    ]
    if separators or len(found) != 1:
        return found
    node, source = found[0]
    items = node.fields.get("items")
    kind = nodes.text_of(node.fields.get("kind"))
    if kind not in ("List", "ResourceList") or (
        items is None and "functionConfig" not in node.fields
    ):
        return found
    if items is None:
        return []
    return [(item, item.source or source) for item in items.items]


def parsed(
    text: str, file: str, base: Source | None = None, *, twice_fails: bool = True
) -> list[read.Document]:
    """The documents of a text; a syntax that kustomize refuses fails, one that it may take is not judged."""
    place = nodes.place_of(base) if base else Place(file)
    if OTHER_END.search(text):
        raise Unsure("a document that ends in ... or starts with a directive", place)
    if _SCHEMA_COMMENT.search(text) and re.search(r"#\s*\{.*\}\s*$", text, re.MULTILINE):
        raise Unsure("a comment that may be a schema", place)
    try:
        return read.documents(text, file, typing=_NODES)
    except UserError as error:
        messages = [one.message for one in error.findings]
        for message in messages:
            if message.startswith(_UNSURE):
                raise Unsure(message.removeprefix(_UNSURE).strip(), place) from None
            doubtful = _LIMITS if twice_fails else (*_LIMITS, "stands twice")
            if any(part in message for part in doubtful):
                raise Unsure(message, place) from None
        raise Refused(messages[0], place) from None


def tree(body: Any, source: Source, base: Source | None = None) -> Node:
    """The nodes of a parsed document; below `base` everything has that source."""
    if isinstance(body, _Raw):
        return nodes.scalar(str(body), body.tag, body.style, source)
    if body is None:
        return nodes.scalar("", NULL, source=source)
    made = Node(MAP if isinstance(body, dict) else LIST, source)
    if isinstance(body, dict):
        for key, one in body.items():
            made.fields[key] = tree(one, base or (source, key), base)
    else:
        made.items = [tree(one, base or (source, i), base) for i, one in enumerate(body)]
    return made


def _without_lists(found: list[tuple[Node, Source]]) -> list[tuple[Node, Source]]:
    """Items of a list come after everything else, as kustomize appends them."""
    kept, left = [], list(found)
    while left:
        node, source = left.pop(0)
        items = node.fields.get("items")
        if not nodes.text_of(node.fields.get("kind")).endswith("List") or items is None:
            kept.append((node, source))
            continue
        if nodes.is_null(items):
            continue
        if items.kind != LIST:
            raise Refused("the items of a list are no list", *nodes.places(node))
        for item in items.items:
            if item.kind == SCALAR:
                if item.tag == NULL:
                    continue
                raise Refused("an item of a list is no object", *nodes.places(item))
            if nodes.is_empty(item):
                continue
            if item.kind == LIST:
                raise Refused("an item of a list is no object", *nodes.places(item))
            validated(item)
            retyped(item)
            left.append((item, item.source or source))
    return kept


def retyped(node: Node) -> None:
    """Scalars as they come back from JSON text: strings quoted, numbers and dates without their spelling."""
    if node.kind != SCALAR:
        for one in (*node.fields.values(), *node.items):
            retyped(one)
        return
    found = nodes.value(node)
    if isinstance(found, str):
        node.text, node.tag, node.style = found, STR, nodes.DOUBLE
    elif isinstance(found, float):
        raise Unsure("a fraction in a list of objects", *nodes.places(node)[:1])
    else:
        node.style = nodes.PLAIN
        node.text = _spelt(found)
        node.tag = nodes.tag_of(node.text)


def _spelt(found: int | None) -> str:
    if found is None:
        return "null"
    return str(found).lower()


def validated(node: Node) -> None:
    """Fails for a document that is no object: without kind, or without a name."""
    if node.kind != MAP:
        raise Refused(
            "a document is no Kubernetes object: missing Resource metadata", *nodes.places(node)
        )
    metadata = node.fields.get("metadata")
    kind = node.fields.get("kind")
    if (
        nodes.is_empty(metadata)
        and nodes.is_empty(kind)
        and nodes.is_empty(node.fields.get("apiVersion"))
    ):
        raise Refused(
            "a document is no Kubernetes object: missing Resource metadata", *nodes.places(node)
        )
    if not nodes.text_of(kind):
        raise Refused("an object has no kind", *nodes.places(node))
    if nodes.text_of(kind).endswith("List"):
        return
    name = None
    if metadata is not None and not nodes.is_empty(metadata):
        name = metadata.fields.get("name")
    if not nodes.text_of(name):
        raise Refused("an object has no metadata.name", *nodes.places(node))
