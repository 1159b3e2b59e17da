"""Hooks every ring into the proof ledger, and keeps the machine's own kustomize out of what is expected."""

import pytest

from gitops_gen.programs import kustomize
from tests.support.plugin import (
    pytest_addoption,
    pytest_collection_finish,
    pytest_collectreport,
    pytest_deselected,
    pytest_ignore_collect,
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_terminal_summary,
)

__all__ = [
    "no_kustomize",
    "pytest_addoption",
    "pytest_collection_finish",
    "pytest_collectreport",
    "pytest_deselected",
    "pytest_ignore_collect",
    "pytest_runtest_logreport",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
]


@pytest.fixture(autouse=True)
def no_kustomize(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is found where a test does not say where: what is built by whom does not depend on the machine."""
    monkeypatch.setattr(kustomize, "search_path", lambda: "")
