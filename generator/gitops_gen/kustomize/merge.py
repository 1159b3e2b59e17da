"""Strategic merge as kyaml does it: two trees walked together, lists merged by key where the kind's schema says so.

Ported from kyaml's walker and its merge2 visitor, and as there the patch's own nodes become part of the result.
"""

from __future__ import annotations

from gitops_gen.kustomize import merge_lists, nodes
from gitops_gen.kustomize.nodes import LIST, MAP, SCALAR, Node
from gitops_gen.kustomize.outcome import Refused
from gitops_gen.kustomize.resource import set_field
from gitops_gen.kustomize.schema import Schema, of_resource

_DIRECTIVE = "$patch"
_DELETE, _REPLACE, _MERGE = "delete", "replace", "merge"


def merge(patch: Node, into: Node) -> Node | None:
    """Applies a patch in place; None where it deletes the whole."""
    return _walk(into, patch, None)


def _walk(dest: Node | None, origin: Node | None, schema: Schema | None) -> Node | None:
    schema = schema or _schema(dest) or _schema(origin)
    kind = next(
        (one.kind for one in (dest, origin) if one is not None and not nodes.is_null(one)), MAP
    )
    if not (nodes.is_null(dest) and nodes.is_null(origin)):
        nodes.expect(dest, kind)
        nodes.expect(origin, kind)
    if kind == MAP:
        return _maps(dest, origin, schema)
    if kind == SCALAR:
        return dest if origin is None else origin
    if schema is not None and schema.merges:
        return _lists(dest, origin, schema)
    return dest if origin is None else origin


def _schema(node: Node | None) -> Schema | None:
    """The schema of a map that looks like a resource, wherever it stands."""
    if node is None or node.kind != MAP or nodes.is_null(node):
        return None
    kind = nodes.text_of(node.fields.get("kind"))
    version = nodes.text_of(node.fields.get("apiVersion"))
    return of_resource(version, kind) if kind and version else None


def _maps(dest: Node | None, origin: Node | None, schema: Schema | None) -> Node | None:
    found = _map(dest, origin)
    if found is None:
        return None
    names = {*(found.fields), *(origin.fields if origin is not None else ())}
    for key in sorted(names):
        theirs = origin.fields.get(key) if origin is not None else None
        merged = _walk(found.fields.get(key), theirs, schema.field(key) if schema else None)
        set_field(found, key, merged)
    return found


def _map(dest: Node | None, origin: Node | None) -> Node | None:
    """The map that a pair becomes, its fields not yet merged."""
    if nodes.is_null(dest):
        if _directive_or_none(origin) == _DELETE:
            return None
        if origin is None and dest is not None and dest.text:
            kept = nodes.scalar(dest.text, nodes.NULL, source=dest.source)
            kept.keep = True
            return kept
        return origin
    if origin is None:
        return dest
    if origin.tag == nodes.NULL:
        return None
    return _directed(dest, origin)


def _directed(dest: Node | None, origin: Node) -> Node | None:
    match _directive(origin):
        case "delete":
            return None
        case "replace":
            return origin
    return dest


def _lists(dest: Node | None, origin: Node | None, schema: Schema) -> Node | None:
    if nodes.is_null(dest):
        found = origin
    elif origin is None:
        found = dest
    elif origin.tag == nodes.NULL:
        found = None
    else:
        found = _directed(dest, origin)
    if found is None:
        return None
    items = schema.items
    return merge_lists.merged(
        found, origin, schema.keys, lambda one, other: _walk(one, other, items)
    )


def _directive_or_none(origin: Node | None) -> str:
    if origin is None or origin.kind == SCALAR:
        return _MERGE
    try:
        return _directive(origin)
    except Refused:
        return ""


def _directive(patch: Node) -> str:
    """What `$patch` in a map, or in an item of a list, asks for; it is taken out."""
    if patch.kind == LIST:
        return _list_directive(patch)
    if patch.kind != MAP:
        raise Refused(
            "a strategic merge patch puts a scalar where a map or list stands", *nodes.places(patch)
        )
    found = patch.fields.get(_DIRECTIVE)
    if found is None:
        return _MERGE
    asked = _known(found)
    del patch.fields[_DIRECTIVE]
    return asked


def _list_directive(patch: Node) -> str:
    holder = next(
        (one for one in patch.items if one.kind == MAP and _DIRECTIVE in one.fields), None
    )
    if holder is None or len(holder.fields) > 1:
        return _MERGE
    asked = _known(holder.fields[_DIRECTIVE])
    merge_lists.place(patch, [_DIRECTIVE], [asked], None)
    return asked


def _known(found: Node) -> str:
    if found.text not in (_DELETE, _REPLACE, _MERGE):
        raise Refused(f"unknown patch strategy {found.text}", *nodes.places(found))
    return found.text
