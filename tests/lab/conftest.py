"""The one lab of a run, a second try for what fails, and the run's last words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _pytest.runner import runtestprotocol

pytest.register_assert_rewrite("tests.lab.proofs", "tests.lab.changes")

from tests.lab import processes, world  # noqa: E402
from tests.lab.lab import Lab, say  # noqa: E402

FLAKY: list[tuple[str, str]] = []
READY: list[str] = []
_SIMULATED = (
    "simulated: kubelets and pods (KWOK), Node and CiliumNode objects, kube-proxy, DNS, the receiver of Flux' "
    "events; everything else is the real program (docs/lab.md)"
)


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """A lab whose tree is Ready; outside the namespaces it fails by name."""
    if not world.inside():
        pytest.fail("the lab runs in namespaces of its own: make test-lab", pytrace=False)
    made = Lab.up()
    try:
        say(f"everything Ready after {made.until_ready():.0f} s")
        yield made
        READY.extend(made.table())
    finally:
        made.down()


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """What fails is tried once more; if it passes then, that is said, with what both tries left in the logs."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(one.failed and one.when == "call" for one in reports):
        first = f"{_why(reports)}\n{_logs()}"
        say(f"{item.name} failed, once more")
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if not any(one.failed for one in reports):
            FLAKY.append((item.nodeid, f"first try:\n{first}\nsecond try:\n{_logs()}"))
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _why(reports: list[pytest.TestReport]) -> str:
    return "\n".join(one.longreprtext for one in reports if one.failed)


def _logs() -> str:
    names = sorted(file.stem for file in processes.LOGS.glob("*.log"))
    return "\n".join(f"  the log of {name}:\n{processes.tail(name)}" for name in names)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was Ready in the end, what was not real, and what passed only the second time."""
    if READY:
        terminalreporter.section("the lab")
        for line in (*READY, _SIMULATED):
            terminalreporter.line(line)
    for node, text in FLAKY:
        terminalreporter.section(f"FLAKY {node}")
        terminalreporter.line(text)
