"""The shipped vtalos spec with one thing changed, and what is said about it.

A change maps a text that stands once in the spec to another one ("" appends). ① marks the place where a finding must
be, ② and the following its other places; they stand in no spec, and mean `file:line:column` in what is expected.

Tables of changes are text: `== name`, `- ` lines for a text of the spec, `+ ` lines for what it becomes, and `> ` lines
for all that is said, word for word. A `-` alone is the empty text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from gitops_gen import scaffold
from gitops_gen.errors import UserError
from gitops_gen.findings import Finding, Severity
from gitops_gen.spec import load, rules
from tests.support.specs import OPERATOR

NAME = "clusters/vtalos/cluster.yaml"
FILLED = {
    "recipient": OPERATOR,
    "talos": "1.13.9",
    "kubernetes": "1.36.3",
    "cilium": "1.20.2",
    "flux": "2.9.5",
    "rello": "docker.io/shtouff/rello:0.2",
    "redis": "docker.io/library/redis:8.0.3",
}
"""Versions of the tests' own, so that a new pin moves no table."""


def filled() -> str:
    """The template of vtalos with these."""
    text = (Path(scaffold.__file__).parent / "templates" / "vtalos.yaml.in").read_text()
    for field, value in FILLED.items():
        text = text.replace(f"{{{field}}}", value)
    return text


BASE = filled()
MARKS = "①②③④⑤"


def tweaked(changes: Mapping[str, str], base: str = BASE) -> tuple[str, dict[str, str]]:
    """The spec's text and, for each mark, its `file:line:column`."""
    text = base
    for old, new in changes.items():
        assert not old or text.count(old) == 1, (
            f"{old!r} stands {text.count(old)} times in the spec"
        )
        text = text.replace(old, new) if old else text + new
    places = {}
    for mark in MARKS:
        if mark in text:
            before = re.sub(f"[{MARKS}]", "", text.partition(mark)[0])
            line = before.rpartition("\n")[2]
            places[mark] = f"{NAME}:{before.count(chr(10)) + 1}:{len(line) + 1}"
    return re.sub(f"[{MARKS}]", "", text), places


def findings(text: str, folder: Path, name: str = NAME) -> tuple[Finding, ...]:
    """What loading and the rules say about a spec; nothing else may be raised."""
    file = folder / "cluster.yaml"
    file.write_text(text)
    try:
        return tuple(rules.problems(load.load(file, name)))
    except UserError as error:
        return error.findings


def said(found: Sequence[Finding]) -> list[str]:
    """Findings as a user reads them."""
    return [f"warning: {f}" if f.severity is Severity.WARNING else str(f) for f in found]


def check(folder: Path, changes: Mapping[str, str], *expected: str) -> None:
    """A changed spec gives exactly the expected findings, in this order, and nothing else."""
    text, places = tweaked(changes)
    wanted = [re.sub(f"[{MARKS}]", lambda m: places[m[0]], one) for one in expected]
    assert said(findings(text, folder)) == wanted


def table(file: Path) -> dict[str, tuple[dict[str, str], list[str]]]:
    """Changes and expected findings of each case of a table."""
    cases: dict[str, tuple[dict[str, str], list[str]]] = {}
    for block in file.read_text().split("\n== ")[1:]:
        name, *lines = block.strip("\n").split("\n")
        changes: dict[str, str] = {}
        said: list[str] = []
        old: list[str] = []
        new: list[str] = []
        for line in [*lines, "="]:
            if line[0] != "+" and new:
                changes["\n".join(old)] = "\n".join(new)
                old, new = [], []
            if line[0] in "-+":
                (old if line[0] == "-" else new).append(line[2:])
            elif line.startswith(">   ") and said:
                said[-1] += f"\n{line[2:]}"
            elif line[0] == ">":
                said.append(line[2:])
        cases[name] = changes, said
    return cases
