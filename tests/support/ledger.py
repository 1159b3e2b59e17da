"""The proof ledger: counts the cases a real program judged and says which claims they prove."""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = ROOT / "tests" / "claims.toml"
RINGS = {"tests/tools/": 2, "tests/lab/": 3}
KEYS = {"text": str, "judge": str, "floor": int, "ring": int}


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of tests/claims.toml."""

    id: str
    text: str
    judge: str
    floor: int
    ring: int


@dataclass(slots=True)
class Tally:
    """What one or more test runs did: cases by (claim, judge), node ids found, node ids run."""

    cases: Counter[tuple[str, str]] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    ran: set[str] = field(default_factory=set)

    def whole_files(self) -> set[str]:
        """The test files of which every test ran."""
        missed = {file_of(node) for node in self.known - self.ran}
        return {file_of(node) for node in self.known} - missed

    def add(self, other: Tally) -> None:
        """Take another run's counts into this one."""
        self.cases += other.cases
        self.known |= other.known
        self.ran |= other.ran

    def to_line(self) -> str:
        """One JSON line, for the log that `scripts/ledger.py verdict` reads."""
        cases = [[*pair, n] for pair, n in sorted(self.cases.items())]
        line = {"cases": cases, "known": sorted(self.known), "ran": sorted(self.ran)}
        return json.dumps(line) + "\n"

    @classmethod
    def of_line(cls, line: str) -> Tally:
        """The run that `to_line` wrote."""
        read = json.loads(line)
        cases = Counter({(claim, judge): n for claim, judge, n in read["cases"]})
        return cls(cases, set(read["known"]), set(read["ran"]))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the printed table; `bad` is why the run fails, or empty."""

    claim: Claim
    cases: int
    verdict: str
    bad: str = ""


RUN = Tally()  # this process' own run


def claims(path: Path = CLAIMS) -> dict[str, Claim]:
    """The rows of claims.toml by id. Raises ValueError that names the row that is not well formed."""
    rows = tomllib.loads(path.read_text()).get("claims", {})
    found = {}
    for name, row in rows.items():
        if {key: type(value) for key, value in row.items()} != KEYS:
            raise ValueError(f"claim {name}: a row has text, judge (text), floor, ring (numbers)")
        if row["floor"] < 1 or row["ring"] not in (1, 2, 3):
            raise ValueError(f"claim {name}: floor is at least 1, ring is 1, 2 or 3")
        found[name] = Claim(name, **row)
    return found


def file_of(node: str) -> str:
    """The test file of a pytest node id."""
    return node.partition("::")[0]


def ring_of(node: str) -> int:
    """The ring that a test file belongs to: 1 where no real program is needed."""
    return next((ring for start, ring in RINGS.items() if node.startswith(start)), 1)


def proved(claim: str, n: int, judge: str) -> None:
    """Count `n` cases that `judge` (a program and its version) decided in our favour.

    Called after the assertions, with the number of cases really judged. Raises AssertionError for
    a claim that claims.toml does not know, another judge than its row names, another ring, or n < 1.
    """
    row = claims().get(claim)
    ring = ring_of(os.environ.get("PYTEST_CURRENT_TEST", ""))
    assert row is not None, f"claim {claim!r} has no row in tests/claims.toml"
    assert row.judge == judge, f"claim {claim!r} is judged by {row.judge!r}, not by {judge!r}"
    assert row.ring == ring, f"claim {claim!r} is of ring {row.ring}; this test is of ring {ring}"
    assert n > 0, f"claim {claim!r}: no case was judged"
    RUN.cases[claim, judge] += n


def mentions(ids: Iterable[str], root: Path = ROOT) -> dict[str, set[str]]:
    """For each claim the test files that name it, as pytest names files."""
    found: dict[str, set[str]] = {name: set() for name in ids}
    for path in sorted((root / "tests").rglob("test_*.py")):
        text = path.read_text()
        for name, files in found.items():
            if f'"{name}"' in text:
                files.add(path.relative_to(root).as_posix())
    return found


def judge(
    rows: Mapping[str, Claim],
    tally: Tally,
    named_in: Mapping[str, set[str]],
    all_files: Iterable[str],
) -> list[Row]:
    """A row for every claim that this run could judge or touched.

    A claim is judged once every file that names it ran whole; one that no file names, once every
    file of its ring did. What was run in part is shown, and neither proves nor fails.
    """
    whole = tally.whole_files()
    table = []
    for claim in rows.values():
        in_ring = {name for name in all_files if ring_of(name) == claim.ring}
        files = (named_in[claim.id] & in_ring) or in_ring
        cases = tally.cases[claim.id, claim.judge]
        if cases >= claim.floor:
            table.append(Row(claim, cases, "proven"))
        elif files and files <= whole:
            bad = f"claim {claim.id}: {cases} cases, and its floor is {claim.floor}"
            table.append(Row(claim, cases, "UNDER ITS FLOOR", bad))
        elif cases:
            table.append(Row(claim, cases, "run in part"))
    return table


def verdict(tally: Tally, root: Path = ROOT) -> list[Row]:
    """`judge` on the repository's own claims and tests."""
    rows = claims(root / "tests" / "claims.toml")
    files = [path.relative_to(root).as_posix() for path in (root / "tests").rglob("test_*.py")]
    return judge(rows, tally, mentions(rows, root), files)


def table(rows: Iterable[Row]) -> list[str]:
    """The rows as lines of text: claim, judge, cases, floor, verdict."""
    cells = [("claim", "judge", "cases", "floor", "verdict")]
    cells += [
        (row.claim.id, row.claim.judge, str(row.cases), str(row.claim.floor), row.verdict)
        for row in rows
    ]
    wide = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        f"{a:<{wide[0]}}  {b:<{wide[1]}}  {c:>{wide[2]}}  {d:>{wide[3]}}  {e}"
        for a, b, c, d, e in cells
    ]


def skips(path: Path = ROOT / "tests" / "skips.toml") -> dict[str, str]:
    """The tests that may be skipped, with the reason. Raises ValueError for one without a reason."""
    listed = tomllib.loads(path.read_text()).get("skips", {})
    for node, reason in listed.items():
        if not isinstance(reason, str) or not reason.strip():
            raise ValueError(f"tests/skips.toml: {node} has no reason")
    return dict(listed)


def skip_problems(skipped: Iterable[str], tally: Tally, listed: Mapping[str, str]) -> list[str]:
    """Skips that are not on the list, and entries of the list that were not skipped."""
    bare = {node.partition("[")[0] for node in skipped}
    ran = {node.partition("[")[0] for node in tally.ran}
    loose = [f"skipped, but not in tests/skips.toml: {node}" for node in sorted(bare - set(listed))]
    stale = [
        f"in tests/skips.toml, but it was not skipped: {node}"
        for node in sorted((set(listed) & ran) - bare)
    ]
    return loose + stale
