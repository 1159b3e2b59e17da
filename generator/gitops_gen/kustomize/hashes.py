"""The hash behind the names of generated objects: ten letters of the SHA-256 of their content."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from gitops_gen.digest import sha256
from gitops_gen.kustomize import nodes
from gitops_gen.kustomize.nodes import MAP, SCALAR, Node
from gitops_gen.kustomize.outcome import Unsure
from gitops_gen.kustomize.resource import NEEDS_HASH, Resource

_LETTERS = str.maketrans("013ae", "ghkmt")
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def add(found: Iterable[Resource]) -> None:
    """Appends the hash to the name of every object that is noted for it."""
    for one in found:
        if one.enabled(NEEDS_HASH):
            text = hash_of(one.body)
            one.remember()
            metadata = one.body.fields["metadata"]
            one.set_name(f"{one.name}-{text}", metadata.fields["name"].source)


def hash_of(node: Node) -> str:
    """Of a ConfigMap or Secret; the name is not part of it, whatever it seems."""
    kind = node.fields["kind"].text
    content: dict[str, Any] = {"kind": kind, "name": "", "data": _part(node, "data")}
    if kind == "Secret":
        content["type"] = _part(node, "type")
        also = "stringData"
    elif kind == "ConfigMap":
        also = "binaryData"
    else:
        raise Unsure(f"the hash of a {kind}", *nodes.places(node)[:1])
    if isinstance(more := _part(node, also), dict):
        content[also] = more
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.translate(_ESCAPES).encode()).hexdigest()[:10].translate(_LETTERS)


def _part(node: Node, field: str) -> Any:
    found = node.fields.get(field)
    if found is None:
        return ""
    if found.kind == SCALAR:
        return found.text
    if found.kind != MAP:
        raise Unsure(f"{field} is a list", *nodes.places(found)[:1])
    data = nodes.value(found)
    if any(not isinstance(one, str) for one in data.values()):
        raise Unsure("the hash of data that are no texts", *nodes.places(found)[:1])
    return data
