"""The page docs/spec.md from the JSON Schema of the spec: every field in a table of its mapping."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

HEAD = """\
<!-- Written by scripts/generate.py from the types in gitops_gen/spec (`make generate`). -->

# The spec: `clusters/<name>/cluster.yaml`

Every field there is. The same texts show up in an editor with YAML support (the first line of a spec
names the schema), and `gitops-gen schema` prints them. A field that nobody knows is an error.
**Bold** fields must be given. After a default stands whose it is: Talos', Cilium's, Flux', Kubernetes',
or ours with the reason.
"""


def page(schema: Schema) -> str:
    """The whole page; mappings in the order in which a reader meets them."""
    definitions: dict[str, Schema] = schema["$defs"]
    root = _target(schema)
    parts = [HEAD]
    for name, place in _order(definitions, root):
        parts.append("\n".join(_section(name, place, definitions[name])))
    return "\n".join(parts)


def _order(definitions: dict[str, Schema], root: str) -> list[tuple[str, str]]:
    """(mapping, where it stands) depth first; a mapping used twice stands once, with its first place."""
    found: dict[str, str] = {}

    def visit(name: str, place: str) -> None:
        if name in found:
            return
        found[name] = place
        for key, field in definitions[name]["properties"].items():
            for target, suffix in _targets(field):
                visit(target, f"{place}.{key}{suffix}".removeprefix("."))

    visit(root, "")
    return list(found.items())


def _targets(field: Schema) -> Iterator[tuple[str, str]]:
    """The mappings that a field leads to, and how the place goes on: `[]` in lists, `.*` in mappings."""
    if "$ref" in field:
        yield _target(field), ""
    for one in field.get("anyOf", ()):
        yield from _targets(one)
    if "items" in field:
        yield from ((name, f"[]{rest}") for name, rest in _targets(field["items"]))
    if isinstance(field.get("additionalProperties"), dict):
        inner = _targets(field["additionalProperties"])
        yield from ((name, f".*{rest}") for name, rest in inner)


def _target(field: Schema) -> str:
    return str(field["$ref"]).rpartition("/")[2]


def _section(name: str, place: str, definition: Schema) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    yield (f"At `{place}`. " if place else "") + _cell(definition["description"])
    yield ""
    yield "| field | is | what | example | default |"
    yield "|---|---|---|---|---|"
    for key, field in definition["properties"].items():
        must = key in definition["required"]
        unit = f" ({field['x-unit']})" if "x-unit" in field else ""
        cells = [
            f"**`{key}`**" if must else f"`{key}`",
            f"{_type(field)}{unit}",
            _cell(field["description"]),
            _code(field["examples"][0]),
            "" if must else _default(field),
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _type(field: Schema) -> str:
    """A field's type in words, with a link where it is a mapping of ours."""
    if "$ref" in field:
        return f"[{_target(field)}](#{_target(field).lower()})"
    if "enum" in field:
        return " / ".join(f"`{one}`" for one in field["enum"])
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"] if one != {"type": "null"})
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    if field.get("type") == "object":
        inner = field.get("additionalProperties")
        return f"mapping to {_type(inner)}" if isinstance(inner, dict) and inner else "mapping"
    return str(field.get("type", "anything"))


def _default(field: Schema) -> str:
    default, source = field["default"], _cell(field["x-default-from"])
    if default is None or "$ref" in field:
        return source
    return f"{_code(default)}; {source}"


def _code(value: Any) -> str:
    """Code stands as it is, but for the bar that would end its cell."""
    return f"`{json.dumps(value, ensure_ascii=False)}`".replace("|", "\\|")


def _cell(text: str) -> str:
    """Text as a table cell; what stands between backquotes is code and shows `<` as it is."""
    parts = text.replace("|", "\\|").replace("\n", " ").split("`")
    parts[::2] = [part.replace("<", "&lt;") for part in parts[::2]]
    return "`".join(parts)
