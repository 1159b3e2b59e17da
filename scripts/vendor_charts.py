"""The vendored facts about Cilium's chart: the values that its templates read, and the schema of its values."""

from __future__ import annotations

import json
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

from scripts.fact import Fact, compact
from scripts.tools import ROOT

CILIUM = "github.com/cilium/cilium"


def _charts() -> Path:
    return ROOT / ".tools" / "data" / "cilium-charts"


def _chart_reads(version: str) -> str:
    program = ROOT / ".tools" / "bin" / "chart-reads"
    asked = [program, _charts() / version]
    return subprocess.run(asked, check=True, capture_output=True, text=True, env={}).stdout


PROSE = ("$comment", "default", "description", "examples", "title")


def stripped(schema: Any, names: bool = False) -> Any:
    """A JSON Schema without what no validator reads; `names` says that the keys are those of values."""
    if isinstance(schema, list):
        return [stripped(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: one for key, one in schema.items() if names or key not in PROSE}
    literal = () if names else ("const", "enum")
    maps = () if names else ("properties", "patternProperties", "$defs", "definitions")
    return {k: one if k in literal else stripped(one, k in maps) for k, one in kept.items()}


def _values_schema(version: str) -> str:
    text = (_charts() / version / "values.schema.json").read_text(encoding="utf-8")
    # One line for each value at the top, so that a new version's difference can be read.
    schema = stripped(json.loads(text))
    top = schema.pop("properties")
    lines = ",\n".join(f"{json.dumps(k)}:{compact(one)}" for k, one in sorted(top.items()))
    return f'{compact(schema)[:-1]},"properties":{{\n{lines}\n}}}}\n'


def facts() -> dict[str, Fact]:
    """What is vendored of each release of Cilium's chart, in the order of the releases."""
    found = {}
    for folder in sorted(_charts().iterdir()):
        version = folder.name
        for ending, what, tool, make in (
            (
                "json",
                "the values that the templates of Cilium's chart read",
                "chart-reads",
                _chart_reads,
            ),
            ("schema.json", "the chart's schema of its values", "cilium-charts", _values_schema),
        ):
            found[f"charts/cilium-{version}.{ending}"] = Fact(
                what, CILIUM, tool, "Apache-2.0", partial(make, version), f"v{version}".__str__
            )
    return found
