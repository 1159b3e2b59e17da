"""The ledger's hooks into pytest: collects what ran, prints the table, fails a run that proves too little."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support import ledger

SKIPPED: set[str] = set()
PROBLEMS: list[str] = []
TABLE: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--ledger-log FILE`: several runs add up there, and scripts/ledger.py judges them together."""
    parser.addoption("--ledger-log", default="", metavar="FILE", help="append this run's counts")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Rings 2 and 3 need more than Python: they run where their folder is named."""
    for start in ledger.RINGS:
        folder = ledger.ROOT / start
        if folder not in (collection_path, *collection_path.parents):
            continue
        asked = [(config.invocation_params.dir / arg.partition("::")[0]) for arg in config.args]
        if not any(folder in (path.resolve(), *path.resolve().parents) for path in asked):
            return True
    return None


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """What -k and -m left out keeps its file from counting as whole."""
    ledger.RUN.known |= {item.nodeid for item in items}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Remember what was found; a test chosen by `::` says nothing of the rest of its file."""
    ledger.RUN.known |= {item.nodeid for item in session.items}
    ledger.RUN.known |= {f"{ledger.file_of(arg)}::*" for arg in session.config.args if "::" in arg}


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A module that skips itself is a skip as well."""
    if report.skipped:
        SKIPPED.add(report.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what ran and what was skipped; an expected failure is a skip."""
    if report.skipped:
        SKIPPED.add(report.nodeid)
    if report.when == "call" or report.skipped:
        ledger.RUN.ran.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Judge the run, and turn a green one red where it proved too little."""
    if session.config.option.collectonly:
        return
    rows = ledger.verdict(ledger.RUN)
    PROBLEMS.extend(row.bad for row in rows if row.bad)
    PROBLEMS.extend(ledger.skip_problems(SKIPPED, ledger.RUN, ledger.skips()))
    TABLE.extend(ledger.table(rows) if rows else [])
    if PROBLEMS and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if log := session.config.getoption("--ledger-log"):
        with Path(log).open("a") as handle:
            handle.write(ledger.RUN.to_line())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table, and below it every reason for red."""
    if TABLE:
        terminalreporter.section("proof ledger")
        for line in TABLE:
            terminalreporter.line(line)
    for problem in PROBLEMS:
        terminalreporter.line(f"FAILED ledger: {problem}", red=True)
