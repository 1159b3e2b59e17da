"""The page docs/seed.md from tests/seed/seed.toml: where each step of the walk-through went, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "tests" / "seed" / "seed.toml"

HEAD = """\
<!-- Written by scripts/generate.py from tests/seed/seed.toml (`make generate`). -->

# From the walk-through to the tree

This project grew from a walk-through of 2024 ("the seed") that builds vtalos by hand: four virtual
machines, Talos Linux, Cilium, and the demo app rello. Below stands every heading, command, flag and
manifest of it, the file that holds it now, and what is done differently and why (an empty cell: the
same as there). The paths are those of the rendered example; `tests/seed/` asserts each value at its
place in a fresh render.

Three differences run through all of it. Nothing is applied by hand: what the seed applies is a file
that Flux reconciles. Nothing is patched by hand: what the seed patches is a field of
`clusters/vtalos/cluster.yaml`. And nothing that is secret stays out of Git: it is encrypted there.
"""
TABLE = ["| in the walk-through | now in | differently, and why |", "|---|---|---|"]


def page(lines: Iterable[Mapping[str, str]]) -> str:
    """One table for each heading, in the walk-through's order."""
    parts = [HEAD.rstrip("\n")]
    for line in lines:
        if line["kind"] == "heading":
            parts += ["", f"## {line['text']}", "", *TABLE]
        parts.append(_row(line))
    return "\n".join(parts) + "\n"


def _row(line: Mapping[str, str]) -> str:
    text = line["text"].replace("|", "\\|")
    name = f"**{text}**" if line["kind"] == "heading" else f"`{text}`"
    why = line["why"].replace("|", "\\|")
    return f"| {name} | `{line['file']}` | {why} |"


def text() -> str:
    """What docs/seed.md must be."""
    return page(tomllib.loads(LIST.read_text(encoding="utf-8"))["seed"])
