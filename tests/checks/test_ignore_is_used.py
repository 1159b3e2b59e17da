"""ignore-is-used: the judge finds it, and only for checks that ran."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.checks import ALL, ignore_is_used, schema_yaml_reads
from gitops_gen.judge.judge import judge
from tests.support import repositories

TEXT = "a: 1\n# gitops-gen: ignore schema-yaml-reads: a reason\nb: 2\n"


def test_one_that_hides_nothing(tmp_path: Path) -> None:
    held = repositories.repo(tmp_path, {"a.yaml": TEXT})
    (one,) = judge(held, ALL).verdicts
    assert one.check == "ignore-is-used"
    assert str(one.finding.location) == "a.yaml:2:1"
    assert one.finding.severity == "warning"
    assert judge(held, [ignore_is_used.CHECK]).verdicts == ()
    assert judge(held, [schema_yaml_reads.CHECK]).verdicts == ()


def test_one_that_hides_something(tmp_path: Path) -> None:
    text = "a: 1\n# gitops-gen: ignore schema-yaml-reads: a reason\na: 2\n"
    report = judge(repositories.repo(tmp_path, {"a.yaml": text}), ALL)
    assert (report.verdicts, report.ignored) == ((), 1)
