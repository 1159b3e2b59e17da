"""Write the vendored facts (gitops_gen/data) and their lock file anew; needs `make tools`."""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import tools  # noqa: E402  (a script's own folder is on the path, the repository is not)

DATA = ROOT / "generator" / "gitops_gen" / "data"


@dataclass(frozen=True, slots=True)
class Fact:
    """One vendored file: what it says, where it comes from, and how it is made.

    The version is the one that the tool's go.mod requires of the module, unless it is given.
    """

    what: str
    module: str
    tool: str
    licence: str
    make: Callable[[], str]
    version: str = ""


def _talos_facts() -> str:
    program = ROOT / ".tools" / "bin" / "talos-facts"
    table = subprocess.run([program], check=True, capture_output=True, text=True, env={}).stdout
    # Lines, not JSON: every render reads this, and JSON's reader alone would cost it a millisecond.
    found: dict[str, list[str]] = json.loads(table)
    return "".join(f"{' '.join((kind, *paths))}\n" for kind, paths in sorted(found.items()))


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
    lines = ",\n".join(f"{json.dumps(k)}:{_compact(one)}" for k, one in sorted(top.items()))
    return f'{_compact(schema)[:-1]},"properties":{{\n{lines}\n}}}}\n'


def _compact(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _chart_facts() -> dict[str, Fact]:
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
                what, CILIUM, tool, "Apache-2.0", partial(make, version), f"v{version}"
            )
    return found


CILIUM = "github.com/cilium/cilium"
FACTS = {
    "talos/secret_paths.txt": Fact(
        "the leaves of each document kind that Talos' own redaction replaces",
        "github.com/siderolabs/talos/pkg/machinery",
        "talos-facts",
        "MPL-2.0",
        _talos_facts,
    ),
}


def entry(fact: Fact, text: str) -> dict[str, str]:
    """A file's line in the lock."""
    recipe = tools.recipes()[fact.tool]
    version = fact.version or tools.required_version(
        (recipe.folder / "go.mod").read_text(), fact.module
    )
    return {
        "what": fact.what,
        "origin": fact.module,
        "version": version,
        "licence": fact.licence,
        "made_by": f"tools/{fact.tool}",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes: 0 written, 1 with --check where a committed file is not what its source gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    check = parser.parse_args(argv).check
    facts = FACTS | _chart_facts()
    wanted = {name: fact.make() for name, fact in facts.items()}
    lock = {name: entry(facts[name], text) for name, text in wanted.items()}
    wanted["lock.json"] = json.dumps(lock, indent=1, sort_keys=True) + "\n"
    differs = False
    for name, text in wanted.items():
        path = DATA / name
        same = path.is_file() and path.read_text(encoding="utf-8") == text
        differs |= not same
        if not (same or check):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        state = "unchanged" if same else "differs" if check else "written"
        print(f"{path.relative_to(ROOT)} {state}")
    return int(check and differs)


if __name__ == "__main__":
    sys.exit(main())
