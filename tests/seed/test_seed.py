"""What the walk-through builds by hand stands in a fresh render, line by line of the committed list."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.yamlio import read, scalars
from tests.seed import fresh
from tests.support.ledger import proved

HERE = Path(__file__).parent
SEED: list[dict[str, Any]] = tomllib.loads((HERE / "seed.toml").read_text("utf-8"))["seed"]
PAGE = HERE.parents[1] / "docs" / "seed.md"
WAYS = {"is", "has", "size", "encrypted", "absent"}
MISSING = object()
EVERY = {"heading": 11, "command": 18, "flag": 18, "set": 16, "manifest": 19}
"""How many the walk-through and its manifests have of each; counted there by hand."""


@cache
def text(file: str) -> str:
    return (fresh.tree() / file).read_text(encoding="utf-8")


@cache
def documents(file: str) -> tuple[Any, ...]:
    found = read.documents(text(file), file, typing=scalars.TALOS)
    return tuple(one.body for one in found)


def document(file: str, wanted: str) -> Any:
    """The document called `Kind` or `Kind/name`, "text" for the whole file, or the first one."""
    if wanted == "text" or not file.endswith(".yaml"):
        return text(file)
    if not wanted:
        return documents(file)[0]
    kind, _, name = wanted.partition("/")
    for body in documents(file):
        own = body.get("metadata", body).get("name")
        if body.get("kind") == kind and name in ("", own):
            return body
    return MISSING


def value(body: Any, path: list[str | int]) -> Any:
    """What stands at a path; MISSING where something on the way is not there."""
    for part in path:
        if isinstance(body, dict):
            body = body.get(part, MISSING)
        elif isinstance(body, list) and isinstance(part, int) and part < len(body):
            body = body[part]
        else:
            return MISSING
    return body


def check(found: Any, held: dict[str, Any]) -> None:
    """Raises AssertionError where a value is not what the list says."""
    if "absent" in held:
        assert found is MISSING
        return
    assert found is not MISSING, "nothing stands there"
    if "is" in held:
        assert found == held["is"]
        assert type(found) is type(held["is"])
    elif "has" in held:
        assert held["has"] in found
    elif "size" in held:
        assert len(found) == held["size"]
    else:
        assert found.startswith("ENC["), "a secret stands there in clear"


@pytest.mark.parametrize("line", SEED, ids=lambda line: f"{line['kind']}: {line['text']}"[:80])
def test_it_is_in_a_fresh_render(line: dict[str, Any]) -> None:
    assert line["holds"]
    for held in line["holds"]:
        file = held.get("file", line["file"])
        found = document(file, held.get("document", ""))
        check(value(found, held["at"]), held)
    proved("seed-is-rendered", 1, judge="the walk-through, line by line")


@pytest.mark.parametrize("line", SEED, ids=lambda line: f"{line['kind']}: {line['text']}"[:80])
def test_a_line_is_well_formed(line: dict[str, Any]) -> None:
    assert set(line) == {"kind", "text", "file", "why", "holds"}
    assert (fresh.tree() / line["file"]).exists()
    for held in line["holds"]:
        assert len(WAYS & set(held)) == 1
        assert set(held) <= {"at", "file", "document"} | WAYS
        assert held.get("absent", True) is True
        assert held.get("encrypted", True) is True


def test_the_list_is_whole() -> None:
    assert Counter(line["kind"] for line in SEED) == EVERY
    twice = Counter((line["kind"], line["text"]) for line in SEED)
    assert [key for key, times in twice.items() if times > 1] == []


@pytest.mark.parametrize("line", SEED, ids=lambda line: f"{line['kind']}: {line['text']}"[:80])
def test_the_page_names_it(line: dict[str, Any]) -> None:
    """In a row of its own, with the file that holds it."""
    name = line["text"].replace("|", "\\|")
    row = f"| `{name}` | `{line['file']}` |"
    if line["kind"] == "heading":
        row = f"| **{name}** | `{line['file']}` |"
    assert row in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("found", "held"),
    [
        (1, {"is": 2}),
        (True, {"is": 1}),
        ("1", {"is": 1}),
        (MISSING, {"is": 1}),
        (["a"], {"has": "b"}),
        (["a"], {"size": 2}),
        ("clear", {"encrypted": True}),
        ("", {"encrypted": True}),
        (MISSING, {"encrypted": True}),
        (None, {"absent": True}),
    ],
)
def test_a_wrong_value_is_seen(found: Any, held: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        check(found, held)
