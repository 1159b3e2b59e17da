"""Hooks every ring into the proof ledger."""

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
    "pytest_addoption",
    "pytest_collection_finish",
    "pytest_collectreport",
    "pytest_deselected",
    "pytest_ignore_collect",
    "pytest_runtest_logreport",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
]
