"""Problems of shape: what a user reads, and that every field of every type is judged at its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from gitops_gen.spec import schema, shape
from gitops_gen.yamlio import write
from tests.spec import tweak
from tests.support import specs

CASES = tweak.table(Path(__file__).parent / "shape.txt")
WHOLE = schema.schema()
At = tuple[str | int, ...]


@pytest.fixture(autouse=True)
def _schema_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "schema", lambda: WHOLE)


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, said = CASES[name]
    assert name.startswith("ok-") != bool(said)
    tweak.check(tmp_path, changes, *said)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ((), "the spec"),
        (("nodes", 0, "name"), "nodes[0].name"),
        (("a", "b/c.d-e_f", 1, 2), "a.b/c.d-e_f[1][2]"),
        (("a b", "\x1b[31m"), r'"a b"."\u001b[31m"'),
    ],
)
def test_paths_are_spelt_for_people(path: At, said: str) -> None:
    assert shape.spell(path) == said


def places(whole: dict[str, Any], place: dict[str, Any], path: At) -> Iterator[tuple[At, set[str]]]:
    """Every path of the schema with the JSON types that it takes; nothing where it takes all."""
    branches = list(_branches(whole, place))
    types = {branch["type"] for branch in branches if "type" in branch}
    types |= {"string" for branch in branches if "enum" in branch}
    if not types:
        return
    if path:
        yield path, types
    for branch in branches:
        for name, below in branch.get("properties", {}).items():
            yield from places(whole, below, (*path, name))
        if isinstance(branch.get("items"), dict):
            yield from places(whole, branch["items"], (*path, 0))
        if isinstance(branch.get("additionalProperties"), dict):
            yield from places(whole, branch["additionalProperties"], (*path, "any"))


def _branches(whole: dict[str, Any], place: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in place:
        yield from _branches(whole, whole["$defs"][place["$ref"].rpartition("/")[2]])
    elif "anyOf" in place:
        for one in place["anyOf"]:
            yield from _branches(whole, one)
    else:
        yield place


WRONG = {
    "string": "text",
    "integer": 7,
    "number": 7.5,
    "boolean": True,
    "null": None,
    "array": [],
    "object": {},
}
PLACES = dict(places(WHOLE, WHOLE, ()))


def put(body: Any, path: At, value: Any) -> None:
    """Sets a value, and makes what is missing above it."""
    *above, last = path
    for part, following in zip(above, path[1:], strict=True):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(part, int):
            if not body:
                body.append(empty)
            body = body[part]
        else:
            if not isinstance(body.get(part), type(empty)):
                body[part] = empty
            body = body[part]
    if isinstance(last, int) and not body:
        body.append(value)
    else:
        body[last] = value


def line_and_column(text: str, path: At) -> tuple[int, int]:
    """Where PyYAML's own composer sees a path: a scalar or an item of a list itself, else its key."""
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    shown = node
    for part in path:
        if isinstance(node, yaml.SequenceNode):
            node = shown = node.value[int(part)]
        else:
            key, node = next(pair for pair in node.value if pair[0].value == part)
            shown = node if isinstance(node, yaml.ScalarNode) else key
    return shown.start_mark.line + 1, shown.start_mark.column + 1


@pytest.mark.parametrize("path", PLACES, ids=shape.spell)
def test_a_value_of_a_wrong_type_is_found_where_it_stands(path: At, tmp_path: Path) -> None:
    wrong = set(WRONG) - PLACES[path] - ({"integer"} if "number" in PLACES[path] else set())
    assert wrong
    inside = path[-1] == "credential" and "string" in PLACES[path]
    shown = path[:-1] if inside else path  # nothing in a credential is told apart
    for name in sorted(wrong)[::2]:
        spec = specs.everything()
        put(spec, path, WRONG[name])
        text = write.dump([spec])
        found = tweak.findings(text, tmp_path)
        line, column = line_and_column(text, shown)
        there = [f for f in found if str(f.location) == f"{tweak.NAME}:{line}:{column}"]
        assert any(f.message.startswith(f"{shape.spell(shown)}: must ") for f in there), name


def test_the_walk_reaches_the_depths_of_the_schema() -> None:
    assert ("apps", 0, "workloads", 0, "env", "any", "credential") in PLACES
    assert ("cilium", "l2", 0, "nodeSelector", "matchExpressions", 0, "values", 0) in PLACES
    assert len(PLACES) > 130


@pytest.mark.parametrize(
    "path", [p for p, types in PLACES.items() if "object" in types], ids=shape.spell
)
def test_an_unknown_field_is_found_at_every_depth(path: At, tmp_path: Path) -> None:
    free = [branch for branch in _at(path) if branch.get("additionalProperties") is not False]
    spec = specs.everything()
    put(spec, (*path, "surely not known"), 1)
    text = write.dump([spec])
    found = tweak.findings(text, tmp_path)
    line, column = line_and_column(text, (*path, "surely not known"))
    messages = [f.message for f in found if str(f.location) == f"{tweak.NAME}:{line}:{column}"]
    told = any("unknown field" in message for message in messages)
    credential = any("must be a credential's name" in f.message for f in found)
    assert told or credential or free


def _at(path: At) -> list[dict[str, Any]]:
    places = list(_branches(WHOLE, WHOLE))
    for part in path:
        below = [
            place.get("items") if isinstance(part, int) else _field(place, part) for place in places
        ]
        places = [
            one for place in below if isinstance(place, dict) for one in _branches(WHOLE, place)
        ]
    return places


def _field(place: dict[str, Any], name: str) -> Any:
    return place.get("properties", {}).get(name, place.get("additionalProperties"))
