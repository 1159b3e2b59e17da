"""The exported schema: closed, documented, and with words for every pattern."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gitops_gen import scaffold
from gitops_gen.spec import schema
from tests.spec import tweak
from tests.support.specs import OPERATOR


def everywhere(place: Any) -> Iterator[dict[str, Any]]:
    if isinstance(place, dict):
        yield place
        for value in place.values():
            yield from everywhere(value)
    elif isinstance(place, list):
        for value in place:
            yield from everywhere(value)


def test_every_pattern_has_its_words() -> None:
    patterns = [
        place for place in everywhere(schema.schema()) if isinstance(place.get("pattern"), str)
    ]
    assert len(patterns) > 20
    for place in patterns:
        assert place["patternErrorMessage"].startswith("must "), place["pattern"]


def test_every_mapping_of_the_spec_is_closed() -> None:
    for name, definition in schema.schema()["$defs"].items():
        assert definition["additionalProperties"] is False, name


def test_the_text_is_the_schema() -> None:
    text = schema.text()
    assert json.loads(text) == json.loads(json.dumps(schema.schema()))
    assert text.startswith(
        '{\n  "$schema": "https://json-schema.org/draft/2020-12/schema",\n  "title"'
    )
    assert text.endswith("}\n")


@pytest.mark.parametrize("example", [None, "vtalos"])
def test_what_init_writes_has_no_problem(example: str | None, tmp_path: Path) -> None:
    name = example or "home"
    text = scaffold.spec(name, OPERATOR, example)
    assert tweak.findings(text, tmp_path, f"clusters/{name}/cluster.yaml") == ()
