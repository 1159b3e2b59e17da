"""The ledger judges claims by their floors, and its plugin turns a run red that proves too little."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from scripts import ledger as page
from tests.support import ledger
from tests.support.ledger import Claim, Tally

ROOT = Path(__file__).resolve().parents[1]
CLAIM = Claim("c", "text", "sops 1", floor=10, ring=2)
FILE = "tests/tools/test_a.py"
OTHER = "tests/tools/test_b.py"


def rows(tally: Tally, *, named: set[str]) -> list[ledger.Row]:
    return ledger.judge({"c": CLAIM}, tally, {"c": named}, {FILE, OTHER, "tests/test_x.py"})


def tally(cases: int, *, ran: set[str], missed: frozenset[str] = frozenset()) -> Tally:
    return Tally(Counter({("c", "sops 1"): cases}), ran | missed, ran)


@pytest.mark.parametrize(
    ("cases", "verdict", "bad"),
    [
        (10, "proven", ""),
        (9, "UNDER ITS FLOOR", "claim c: 9 cases, and its floor is 10"),
        (0, "UNDER ITS FLOOR", "claim c: 0 cases, and its floor is 10"),
    ],
)
def test_a_claim_is_judged_when_its_files_ran_whole(cases: int, verdict: str, bad: str) -> None:
    (row,) = rows(tally(cases, ran={f"{FILE}::t"}), named={FILE})
    assert (row.cases, row.verdict, row.bad) == (cases, verdict, bad)


def test_a_file_run_in_part_neither_proves_nor_fails() -> None:
    part = tally(9, ran={f"{FILE}::t"}, missed=frozenset({f"{FILE}::u"}))
    (row,) = rows(part, named={FILE})
    assert (row.verdict, row.bad) == ("run in part", "")
    assert rows(tally(0, ran={f"{FILE}::t"}), named={FILE, OTHER}) == []


def test_a_claim_that_no_test_names_fails_once_its_whole_ring_ran() -> None:
    assert rows(tally(0, ran={f"{FILE}::t"}), named=set()) == []
    (row,) = rows(tally(0, ran={f"{FILE}::t", f"{OTHER}::t"}), named=set())
    assert row.bad == "claim c: 0 cases, and its floor is 10"


def test_a_file_of_another_ring_does_not_count_as_the_claims_own() -> None:
    ran = tally(0, ran={"tests/test_x.py::t"})
    assert rows(ran, named={"tests/test_x.py"}) == []


def test_cases_of_another_judge_do_not_count() -> None:
    ran = Tally(Counter({("c", "sops 2"): 50}), {f"{FILE}::t"}, {f"{FILE}::t"})
    (row,) = rows(ran, named={FILE})
    assert row.cases == 0
    assert row.bad


def test_runs_add_up_through_the_log() -> None:
    core = tally(4, ran={f"{FILE}::t"}, missed=frozenset({f"{FILE}::deep"}))
    deep = tally(6, ran={f"{FILE}::deep"}, missed=frozenset({f"{FILE}::t"}))
    both = Tally()
    for run in (core, deep):
        both.add(Tally.of_line(run.to_line()))
    assert both == Tally(
        Counter({("c", "sops 1"): 10}),
        {f"{FILE}::t", f"{FILE}::deep"},
        {f"{FILE}::t", f"{FILE}::deep"},
    )
    assert rows(both, named={FILE})[0].verdict == "proven"


@pytest.mark.parametrize(
    ("node", "ring"),
    [("tests/tools/test_a.py::t", 2), ("tests/lab/test_a.py", 3), ("tests/sops/test_a.py", 1)],
)
def test_the_ring_of_a_test_is_its_folder(node: str, ring: int) -> None:
    assert ledger.ring_of(node) == ring


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('text = "t"\njudge = "j"\nfloor = 1', "claim c: a row has text, judge"),
        ('text = "t"\njudge = "j"\nfloor = "1"\nring = 1', "claim c: a row has text, judge"),
        ('text = "t"\njudge = "j"\nfloor = 1\nring = 1\nx = 1', "claim c: a row has text, judge"),
        ('text = "t"\njudge = "j"\nfloor = 0\nring = 1', "claim c: floor is at least 1"),
        ('text = "t"\njudge = "j"\nfloor = 1\nring = 4', "claim c: floor is at least 1"),
    ],
)
def test_a_row_that_is_not_well_formed_is_refused(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "claims.toml"
    path.write_text(f"[claims.c]\n{row}\n")
    with pytest.raises(ValueError, match=message):
        ledger.claims(path)


def test_proved_refuses_what_would_count_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Claim("c", "text", "sops 1", floor=1, ring=1)
    away = Claim("d", "text", "sops 1", floor=1, ring=2)
    monkeypatch.setattr(ledger, "claims", lambda: {"c": here, "d": away})
    monkeypatch.setattr(ledger, "RUN", Tally())
    with pytest.raises(AssertionError, match=r"'x' has no row in tests/claims\.toml"):
        ledger.proved("x", 1, judge="sops 1")
    with pytest.raises(AssertionError, match="judged by 'sops 1', not by 'sops 2'"):
        ledger.proved("c", 1, judge="sops 2")
    with pytest.raises(AssertionError, match="is of ring 2; this test is of ring 1"):
        ledger.proved("d", 1, judge="sops 1")
    with pytest.raises(AssertionError, match="no case was judged"):
        ledger.proved("c", 0, judge="sops 1")
    ledger.proved("c", 2, judge="sops 1")
    ledger.proved("c", 3, judge="sops 1")
    assert ledger.RUN.cases == {("c", "sops 1"): 5}


def test_a_skip_is_listed_or_a_problem_and_the_list_does_not_rot() -> None:
    ran = Tally(ran={"tests/test_a.py::t[1]", "tests/test_a.py::u"})
    listed = {"tests/test_a.py::t": "why", "tests/test_a.py::u": "why", "tests/gone.py::t": "why"}
    assert ledger.skip_problems({"tests/test_a.py::t[1]", "tests/b.py::s"}, ran, listed) == [
        "skipped, but not in tests/skips.toml: tests/b.py::s",
        "in tests/skips.toml, but it was not skipped: tests/test_a.py::u",
    ]


def test_a_listed_skip_has_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "skips.toml"
    path.write_text('[skips]\n"tests/test_a.py::t" = " "\n')
    with pytest.raises(ValueError, match=r"tests/test_a\.py::t has no reason"):
        ledger.skips(path)


def test_our_own_claims_and_skips_are_well_formed_and_the_page_holds_each() -> None:
    text = page.page(list(ledger.claims().values()))
    assert all(f"| `{name}` |" in text for name in ledger.claims())
    assert ledger.skips() is not None


def test_every_claim_is_named_by_a_test_of_its_ring() -> None:
    named = ledger.mentions(ledger.claims())
    lost = [
        claim.id
        for claim in ledger.claims().values()
        if not any(ledger.ring_of(file) == claim.ring for file in named[claim.id])
    ]
    assert lost == []


def test_the_page_has_a_table_for_each_ring_with_claims() -> None:
    text = page.page([CLAIM, Claim("d", "a | b", "age 1", floor=3, ring=1)])
    tables = text.split("## ")[1:]
    assert [table.split(":")[0] for table in tables] == ["Ring 1", "Ring 2"]
    assert "| `d` | a &#124; b | age 1 | 3 |" in tables[0]
    assert "| `c` | text | sops 1 | 10 |" in tables[1]


# The plugin, in a repository of its own and a process of its own.


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    tests = tmp_path / "tests"
    shutil.copytree(ROOT / "tests" / "support", tests / "support")
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tests / "skips.toml").write_text("")
    (tests / "claims.toml").write_text(
        '[claims.low]\ntext = "t"\njudge = "j 1"\nfloor = 3\nring = 1\n'
        '[claims.high]\ntext = "t"\njudge = "j 1"\nfloor = 2\nring = 2\n'
    )
    (tests / "test_one.py").write_text(
        "from tests.support.ledger import proved\n"
        'def test_a():\n    proved("low", 2, judge="j 1")\n'
        'def test_b():\n    proved("low", 1, judge="j 1")\n'
    )
    (tests / "tools").mkdir()
    (tests / "tools" / "test_two.py").write_text(
        "from tests.support.ledger import proved\n"
        'def test_a():\n    proved("high", 2, judge="j 1")\n'
    )
    return tmp_path


def run(repository: Path, *args: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:hypothesispytest", *args],
        cwd=repository,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_bare_run_is_ring_1_and_prints_its_table(repository: Path) -> None:
    code, said = run(repository)
    assert code == 0, said
    assert "2 passed" in said
    assert [line.split() for line in said.splitlines() if "j 1" in line] == [
        ["low", "j", "1", "3", "3", "proven"]
    ]


def test_a_claim_under_its_floor_and_an_unlisted_skip_make_a_green_run_red(
    repository: Path,
) -> None:
    test = repository / "tests" / "test_one.py"
    test.write_text(
        test.read_text().replace("1, judge", "0 + 0 or 1, judge").replace("2, judge", "1, judge")
        + "import pytest\n@pytest.mark.skip\ndef test_c(): pass\n"
        + "def test_d():\n    pytest.xfail('later')\n"
    )
    code, said = run(repository, "tests", "--ledger-log", "log")
    assert code == 1
    assert "2 passed" in said
    assert "FAILED ledger: claim low: 2 cases, and its floor is 3" in said
    assert "skipped, but not in tests/skips.toml: tests/test_one.py::test_c" in said
    assert "skipped, but not in tests/skips.toml: tests/test_one.py::test_d" in said
    logged = Tally.of_line((repository / "log").read_text())
    assert logged.cases == {("low", "j 1"): 2}


def test_a_chosen_test_is_not_a_whole_run(repository: Path) -> None:
    code, said = run(repository, "tests/test_one.py::test_b", "tests/tools/test_two.py")
    assert code == 0, said
    assert [line.split() for line in said.splitlines() if "j 1" in line] == [
        ["low", "j", "1", "1", "3", "run", "in", "part"],
        ["high", "j", "1", "2", "2", "proven"],
    ]
    code, said = run(repository, "-k", "test_b")
    assert code == 0, said
    assert "run in part" in said
