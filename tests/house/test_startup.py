"""What each command imports is a committed list (`make generate`), so that start-up cannot rot unseen."""

from __future__ import annotations

import json

import pytest

from tests.house import startup


@pytest.mark.parametrize("command", startup.COMMANDS)
def test_imports(command: str) -> None:
    listed = json.loads(startup.LIST.read_text(encoding="utf-8"))
    names = startup.imported(command)
    assert [name for name in names if name in startup.never(command)] == []
    assert startup.summary(names) == listed[command], "if it is meant so: make generate"


def test_the_list_is_whole() -> None:
    listed = json.loads(startup.LIST.read_text(encoding="utf-8"))
    assert tuple(listed) == startup.COMMANDS
    assert listed["--help"]["rooms"] == [
        "cli: - console main parse",
        "errors: -",
        "findings: -",
        "gitops_gen: -",
        "scaffold: -",
        "versions: -",
    ]
    assert "cryptography" not in listed["schema"]["packages"]


def test_a_summary() -> None:
    names = ["gitops_gen", "gitops_gen.sops", "gitops_gen.sops.age", "click.core", "click", "re"]
    assert startup.summary(names) == {
        "rooms": ["gitops_gen: -", "sops: - age"],
        "packages": ["click"],
    }
