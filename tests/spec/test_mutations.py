"""Whatever a spec becomes by accident: findings with places, or a plan; never a traceback."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_gen import plan
from gitops_gen.errors import UserError
from gitops_gen.findings import Finding, Severity
from gitops_gen.spec import load, rules
from gitops_gen.yamlio import write
from tests.spec import tweak
from tests.support import specs

VALUES: list[Any] = [
    None, True, 0, -1, 7.0, 10**30, "", " ", "a", "on", "1.36", "192.168.42.201", "192.168.42.0/24",
    "10.0.0.0/8-10.0.0.1", "0.0.0.0/0", "::/0", "-", "/", "a/b", "anyone", "dns", "é\n", "x" * 300, [], {}, [[]],
    {"credential": "x"}, "99999.1.1", "*", "^(", "(?i)", "https://[::1", "192.168.42.1-192.168.42.254",
]  # fmt: skip


NEW = [
    "\n",
    " ",
    "  ",
    ":",
    "- ",
    "#",
    "'",
    '"',
    "{",
    "[",
    "&a ",
    "*a",
    "!!binary ",
    "\t",
    "%",
    "|",
    "~",
    "---\n",
    "",
]


def collections(body: Any) -> list[Any]:
    """Every mapping and list that is not empty, the outermost first."""
    below = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    found = [body] if below else []
    return found + [one for value in below for one in collections(value)]


@st.composite
def mutants(draw: st.DrawFn) -> dict[str, Any]:
    spec: dict[str, Any] = draw(st.sampled_from((specs.vtalos, specs.everything)))()
    for _ in range(draw(st.integers(1, 4))):
        if found := collections(spec):
            mutate(draw, draw(st.sampled_from(found)), found)
    return spec


def mutate(draw: st.DrawFn, place: Any, found: list[Any]) -> None:
    """Deletes, retypes, renames, doubles or swaps one thing."""
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    if not keys:
        return
    key = draw(st.sampled_from(keys))
    deed = draw(st.sampled_from(("delete", "retype", "rename", "double", "swap")))
    if deed == "delete":
        del place[key]
    elif deed == "retype":
        place[key] = draw(st.sampled_from(VALUES))
    elif isinstance(place, list):
        place.append(copy.deepcopy(place[key]))
    elif deed == "rename":
        place[draw(st.sampled_from(("nam", "address", "x y", "é", "")))] = place.pop(key)
    else:
        other = draw(st.sampled_from([one for one in found if isinstance(one, dict) and one]))
        place[key] = copy.deepcopy(other[draw(st.sampled_from(list(other)))])


def judge(text: str, folder: Path) -> tuple[Finding, ...]:
    file = folder / "cluster.yaml"
    file.write_text(text)
    try:
        loaded = load.load(file, tweak.NAME)
        found = tuple(rules.problems(loaded))
    except UserError as error:
        return error.findings
    if all(one.severity is Severity.WARNING for one in found):
        assert plan.plan(loaded.spec).name == loaded.spec.name
    return found


QUIET = settings(
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@QUIET
@given(spec=mutants())
def test_a_mutant_gives_findings_or_a_plan(spec: dict[str, Any], tmp_path: Path) -> None:
    text = write.dump([spec])
    lines = text.splitlines()
    for one in judge(text, tmp_path):
        assert one.location is not None
        assert one.location.file == tweak.NAME
        assert one.message
        for place in (one.location, *one.others):
            assert place.line <= len(lines)
            assert place.line == 0 or place.column <= len(lines[place.line - 1]) + 1


@QUIET
@given(
    place=st.integers(0, len(tweak.BASE) - 1),
    length=st.integers(0, 30),
    new=st.sampled_from(NEW),
)
def test_a_broken_text_gives_findings_or_a_plan(
    place: int, length: int, new: str, tmp_path: Path
) -> None:
    judge(tweak.BASE[:place] + new + tweak.BASE[place + length :], tmp_path)
