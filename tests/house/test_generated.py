"""The generated files: written by one script, and named by it where one is stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import generate, reference


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {"a/one.txt": lambda: "one\n", "two.txt": lambda: "two\n"}
    monkeypatch.setattr(generate, "GENERATED", made)


@pytest.mark.usefixtures("two")
def test_stale_files_are_named_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "two.txt").write_text("old\n")
    assert generate.main(["--check"], tmp_path) == 1
    said = capsys.readouterr().out
    assert said.splitlines() == [
        "a/one.txt is stale: run `make generate`",
        "two.txt is stale: run `make generate`",
    ]
    assert not (tmp_path / "a").exists()
    assert (tmp_path / "two.txt").read_text() == "old\n"
    assert generate.main([], tmp_path) == 0
    assert capsys.readouterr().out == "wrote a/one.txt\nwrote two.txt\n"
    assert (tmp_path / "a" / "one.txt").read_text() == "one\n"
    assert generate.main(["--check"], tmp_path) == 0
    assert generate.main([], tmp_path) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", [n for n in generate.GENERATED if not n.endswith("imports.json")])
def test_what_is_committed_is_what_is_made(name: str) -> None:
    assert (generate.ROOT / name).read_text(encoding="utf-8") == generate.GENERATED[name]()


def test_the_reference() -> None:
    def field(**more: object) -> dict[str, object]:
        return {"description": "It | `<b>` <c>.", "examples": ["x"], **more}

    leaf = {
        "description": "A leaf.",
        "properties": {
            "size": field(
                anyOf=[{"type": "integer"}, {"type": "null"}],
                default=None,
                **{"x-unit": "bytes", "x-default-from": "Talos: 3"},
            ),
            "names": field(
                type="array",
                items={"enum": ["a", "b"]},
                default=["a|b"],
                **{"x-default-from": "ours: so"},
            ),
        },
        "required": [],
    }
    root = {
        "description": "The root.",
        "properties": {
            "by": field(type="object", additionalProperties={"$ref": "#/$defs/Leaf"}),
            "all": field(type="array", items={"$ref": "#/$defs/Leaf"}),
            "free": field(type="object"),
        },
        "required": ["by", "all", "free"],
    }
    made = reference.page({"$ref": "#/$defs/Root", "$defs": {"Leaf": leaf, "Root": root}})
    assert made.splitlines()[9:] == [
        "## Root",
        "",
        "The root.",
        "",
        "| field | is | what | example | default |",
        "|---|---|---|---|---|",
        r'| **`by`** | mapping to [Leaf](#leaf) | It \| `<b>` &lt;c>. | `"x"` |  |',
        r'| **`all`** | list of [Leaf](#leaf) | It \| `<b>` &lt;c>. | `"x"` |  |',
        r'| **`free`** | mapping | It \| `<b>` &lt;c>. | `"x"` |  |',
        "",
        "## Leaf",
        "",
        "At `by.*`. A leaf.",
        "",
        "| field | is | what | example | default |",
        "|---|---|---|---|---|",
        r'| `size` | integer (bytes) | It \| `<b>` &lt;c>. | `"x"` | Talos: 3 |',
        r'| `names` | list of `a` / `b` | It \| `<b>` &lt;c>. | `"x"` | `["a\|b"]`; ours: so |',
    ]
