"""Whether a file holds Kubernetes objects, as kustomize's reader asks of everything that Flux finds by itself."""

from __future__ import annotations

import re
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.yamlio import limits, scalars
from gitops_gen.yamlio.build import Builder

_SEPARATOR = re.compile(r"\n---(.*)\n")
_REFUSED = ("this is not YAML", "the alias has no anchor")
"""How the words begin in which yamlio names what go-yaml v3 refuses too."""
_LISTS = ("List", "ResourceList")
"""Kinds whose items are taken for the file's own documents."""


class Refused(ValueError):
    """Flux stops at the file; the message says why."""


class Unsure(ValueError):
    """We do not know whether Flux stops at the file."""


def check(text: str) -> None:
    """Raises `Refused` or `Unsure` where a file is not clearly a file of Kubernetes objects."""
    parts = _parts(text.replace("\r\n", "\n"))
    found = [body for part in parts for body in _first(part)]
    queue = _unwrapped(found[0]) if len(parts) == 1 and found else found
    while queue:
        body, *queue = queue
        queue += _inner(body) if _is_object(body) else []


def is_object(body: Any) -> bool:
    """Whether a document, read as all read it, is an object and no list of them."""
    meta = body.get("metadata") if isinstance(body, dict) else None
    kind = body["kind"] if isinstance(meta, dict) and _is_text(body.get("kind")) else "List"
    return not str(kind).endswith("List") and isinstance(meta, dict) and _is_text(meta.get("name"))


def _parts(text: str) -> list[str]:
    """The documents, cut where kustomize cuts: at lines that begin with three dashes."""
    parts, start = [], 0
    for line in _SEPARATOR.finditer(text):
        rest = line[1].strip()
        if rest and not rest.startswith("#"):
            raise Refused(f"something follows the three dashes: {rest[:40]}")
        parts.append(text[start : line.start()] + "\n")
        start = line.end()
    return [*parts, text[start:]]


def _first(text: str) -> list[Any]:
    """The first document of a text, unless it is empty: the reader looks no further."""
    try:
        text = limits.checked(text, "")
    except UserError:
        raise Unsure("the file holds a character that is not allowed in YAML") from None
    builder = Builder(text, scalars.TALOS)
    builder.run()
    for problem in builder.problems:
        if problem.message.startswith(_REFUSED):
            if not builder.documents:
                raise Refused(problem.message)
            raise Unsure(f"behind the first document: {problem.message}")
        if "stands twice" not in problem.message or "the key <<" in problem.message:
            raise Unsure(problem.message)
    return [body for body, _ in builder.documents[:1] if body is not None]


def _unwrapped(body: Any) -> list[Any]:
    if (
        isinstance(body, dict)
        and body.get("kind") in _LISTS
        and {"items", "functionConfig"} & set(body)
    ):
        return _items(body.get("items"))
    return [body]


def _items(found: Any) -> list[Any]:
    if isinstance(found, dict) and found:
        raise Unsure("the items of a list are a mapping")
    return found if isinstance(found, list) else []


def _is_object(body: Any) -> bool:
    """Whether a document is an object; False for an empty one, which is passed over."""
    if body is None or body in ({}, []):
        return False
    if not isinstance(body, dict):
        raise Refused("it is no mapping")
    kind, meta = body.get("kind"), body.get("metadata")
    if not _is_text(kind):
        raise Refused("it has no kind")
    named = isinstance(meta, dict) and _is_text(meta.get("name"))
    if not named and not (isinstance(kind, str) and kind.endswith("List")):
        raise Refused("it has no metadata.name")
    return True


def _is_text(value: Any) -> bool:
    """Whether a field is a scalar with a text of its own: a number is one."""
    return value not in (None, "") and not isinstance(value, dict | list)


def _inner(body: dict[str, Any]) -> list[Any]:
    """The objects of an object whose kind ends in List; each may be a list again."""
    kind = body["kind"]
    if not isinstance(kind, str) or not kind.endswith("List") or body.get("items") is None:
        return []
    if not isinstance(body["items"], list):
        raise Refused(f"the items of a {kind} are no list")
    return [inner for item in body["items"] for inner in _unwrapped(item)]
