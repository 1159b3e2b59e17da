"""`replacements`: a value, read from one object or given, written into fields of others."""

from __future__ import annotations

from typing import Any, NamedTuple

from gitops_gen.kustomize import nodes, paths
from gitops_gen.kustomize.ids import DEFAULT, Gvk, Id
from gitops_gen.kustomize.nodes import SCALAR, Node, Source
from gitops_gen.kustomize.outcome import Refused, Unsure
from gitops_gen.kustomize.resource import Resource
from gitops_gen.kustomize.selectors import Selector

_NAME = "metadata.name"


class Target(NamedTuple):
    """Where a value goes."""

    select: Selector
    reject: tuple[Selector, ...]
    fields: tuple[str, ...]
    options: dict[str, Any]
    source: Source


def value_of(found: list[Resource], entry: dict[str, Any], source: Source) -> Node:
    """The value of a replacement; its source is where it is given, or the field that it is read from."""
    given, wanted = entry.get("sourceValue"), entry.get("source")
    if given is not None and wanted is not None:
        raise Refused("a replacement has a value or a source, not both", nodes.place_of(source))
    if given is not None:
        return nodes.scalar(given, source=(source, "sourceValue"))
    if wanted is None:
        raise Refused("a replacement needs a source", nodes.place_of(source))
    holder = _holder(found, wanted, source)
    path = wanted.get("fieldPath") or _NAME
    node = paths.get(holder.body, paths.parts(path))
    if nodes.is_empty(node) or node is None:
        raise Refused(f"the source has no {path}", nodes.place_of((source, "source")))
    return _refined(node, wanted.get("options", {}), source)


def _holder(found: list[Resource], wanted: dict[str, Any], source: Source) -> Resource:
    gvk = Gvk(wanted.get("group", ""), wanted.get("version", ""), wanted.get("kind", ""))
    name, namespace = wanted.get("name", ""), wanted.get("namespace", "")

    def takes(one: Id) -> bool:
        return (
            one.gvk.selected(gvk)
            and (not name or name == one.name)
            and (not namespace or namespace == (one.namespace or DEFAULT))
        )

    known = [one for one in found if any(map(takes, one.all_ids()))]
    if len(known) != 1:
        said = "several objects are" if known else "no object is"
        raise Refused(f"{said} the source of a replacement", nodes.place_of((source, "source")))
    return known[0]


def _refined(node: Node, options: dict[str, Any], source: Source) -> Node:
    delimiter, index = options.get("delimiter", ""), options.get("index", 0)
    if not delimiter:
        return node
    place = nodes.place_of((source, "source"))
    if node.kind != SCALAR:
        raise Refused("a delimiter needs a scalar", place)
    pieces = nodes.text_of(node).split(delimiter)
    if not 0 <= index < len(pieces):
        raise Refused(f"there is no part {index} of the source", place)
    made = node.copy()
    made.text = pieces[index]
    return made


def write(found: list[Resource], value: Node, target: Target) -> bool:
    """Writes a value into every object that a target takes; False where it takes none."""
    target.select.check()
    for no in target.reject:
        no.check()
    used = False
    for one in found:
        if _takes(one, target):
            used = True
            for path in target.fields or (_NAME,):
                _write(one, value, path, target)
    return used


def _takes(one: Resource, target: Target) -> bool:
    if not target.select.takes_strings(one):
        return False
    if any((no.labels or no.annotations) and no.takes_strings(one) for no in target.reject):
        return False
    ids = [Id(each.gvk, each.name, each.namespace) for each in one.all_ids()]
    for no in target.reject:
        by_id = any((*no.gvk, no.name, no.namespace))
        if by_id and any(map(no.takes_id, ids)):
            return False
    return any(map(target.select.takes_id, ids))


def _write(one: Resource, value: Node, path: str, target: Target) -> None:
    parts = paths.parts(path)
    _outside_texts(one.body, parts)
    create = value.kind if target.options.get("create") else ""
    try:
        fields = paths.matches(one.body, parts, create)
    except Refused as error:
        raise Refused(f"{path}: {error.message}", nodes.place_of(target.source)) from None
    if not fields:
        raise Refused(f"{one.id()} has no {path}", nodes.place_of(target.source))
    for field in fields:
        _set(field, value, target)


def _outside_texts(body: Node, parts: list[str]) -> None:
    """A scalar on the way may hold YAML or JSON that kustomize would change inside."""
    for end in range(1, len(parts)):
        try:
            found = paths.get(body, parts[:end])
        except Refused:
            continue
        if found is not None and found.kind == SCALAR:
            raise Unsure("a replacement inside the text of a field", *nodes.places(found)[:1])


def _set(field: Node, value: Node, target: Target) -> None:
    delimiter, index = target.options.get("delimiter", ""), target.options.get("index", 0)
    made = value.copy()
    if delimiter:
        if field.kind != SCALAR:
            raise Refused("a delimiter needs a scalar", nodes.place_of(target.source))
        made.text = _joined(field.text.split(delimiter), nodes.text_of(value), index, delimiter)
    if field.kind == SCALAR:
        field.text, field.source = made.text, made.source
    else:
        field.become(made)


def _joined(pieces: list[str], text: str, index: int, delimiter: str) -> str:
    if index < 0:
        pieces = [text, *pieces]
    elif index >= len(pieces):
        pieces = [*pieces, text]
    else:
        pieces[index] = text
    return delimiter.join(pieces)
