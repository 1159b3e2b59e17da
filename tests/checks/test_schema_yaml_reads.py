"""schema-yaml-reads: where, what, and how bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.schema_yaml_reads import CHECK
from tests.support import repositories


@pytest.mark.parametrize(
    ("text", "line", "word", "severity"),
    [
        ("apiVersion: v1\nkind: A\nkind: B\n", 3, 'the key "kind" stands twice', "error"),
        ("apiVersion: v1\nkind: [\n", 3, "this is not YAML", "error"),
        ("on: push\non: pull\n", 2, "stands twice", "warning"),
        ("a: {{ b }}\n", 1, "a key must be a scalar", "warning"),
        ("\ta: 1\n", 1, "this is not YAML", "warning"),
    ],
)
def test_a_file_that_cannot_be_read(
    tmp_path: Path, text: str, line: int, word: str, severity: str
) -> None:
    first = repositories.findings(CHECK, tmp_path, {"ok.yaml": "a: 1\n", "x.yaml": text})[0]
    assert (first.file, first.line) == ("x.yaml", line)
    assert word in first.message
    assert first.severity == severity
