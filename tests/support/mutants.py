"""Documents with one thing wrong, and documents made up from a schema; always the same for the same seed."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

VALUES: tuple[Any, ...] = ("text", 7, 1.5, True, None, [], {}, ["text"], {"text": "text"})
SELDOM, DEEPEST = 0.25, 7


def mutant(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A copy with one field dropped, renamed or retyped, or one more; never its apiVersion or kind."""
    made = copy.deepcopy(document)
    found = list(places(made))
    what = chance.choice(("drop", "rename", "retype", "retype", "add")) if found else "add"
    holder, key = chance.choice(found or [(made, "")])
    if what == "retype":
        holder[key] = copy.deepcopy(chance.choice(VALUES))
    elif isinstance(holder, list) or what == "add":
        mappings = [made, *(one for one, _ in found if isinstance(one, dict))]
        chance.choice(mappings)["notAField"] = copy.deepcopy(chance.choice(VALUES))
    elif what == "drop":
        del holder[key]
    else:
        holder[f"{key}x"] = holder.pop(key)
    return made


def places(node: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    """Every value of a document, as what holds it and its key."""
    keys = list(node) if isinstance(node, dict) else range(len(node))
    for key in keys:
        if depth or key not in ("apiVersion", "kind"):
            yield node, key
            if isinstance(node[key], dict | list):
                yield from places(node[key], depth + 1)


def made_up(schema: dict[str, Any], definitions: dict[str, Any], chance: random.Random) -> Any:
    """A value that the schema's types, required fields and closed lists allow; the rest is left to luck."""
    return _made_up(schema, definitions, chance, 0)


def _made_up(
    schema: dict[str, Any], definitions: dict[str, Any], chance: random.Random, depth: int
) -> Any:
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema and "type" not in schema:
        return _made_up(schema["anyOf"][-1], definitions, chance, depth)
    if "enum" in schema:
        return chance.choice(schema["enum"])
    said = schema.get("type", "string")
    types = [said] if isinstance(said, str) else [one for one in said if one != "null"]
    kind = chance.choice(types)
    if kind == "object":
        return _mapping(schema, definitions, chance, depth)
    if kind == "array":
        items = schema.get("items", {})
        short = depth >= DEEPEST and "minItems" not in schema
        return [] if short else [_made_up(items, definitions, chance, depth + 1)]
    plain: dict[str, Any] = {"string": "a", "boolean": True, "number": 1, "integer": 1}
    return max(1, schema.get("minimum", 1)) if kind == "integer" else plain[kind]


def _mapping(
    schema: dict[str, Any], definitions: dict[str, Any], chance: random.Random, depth: int
) -> dict[str, Any]:
    fields = schema.get("properties", {})
    wanted = set(schema.get("required", ()))
    if depth < DEEPEST:
        often = 0.9 if depth == 0 else SELDOM
        wanted |= {name for name in fields if chance.random() < often}
    found = {
        name: _made_up(fields[name], definitions, chance, depth + 1)
        for name in sorted(wanted & set(fields))
    }
    more = schema.get("additionalProperties")
    if isinstance(more, dict) and depth < DEEPEST:
        found["a"] = _made_up(more, definitions, chance, depth + 1)
    return found
