"""The judge: what is read, what is said, in which order, and the exit code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gitops_gen.checks import ALL
from gitops_gen.checks.check import Check
from gitops_gen.errors import UserError
from gitops_gen.findings import Finding, Location, Severity, Unjudged
from gitops_gen.judge import judge as judging
from gitops_gen.judge.judge import judge
from gitops_gen.programs import fork
from gitops_gen.repo.repository import Repo
from tests.support import repositories

BAD = "a: 1\na: 2\n"


def _find(repo: Repo) -> Iterator[Finding | Unjudged]:
    yield Finding(Location("b/x.yaml", 2), "late")
    yield Finding(None, "everywhere", severity=Severity.WARNING)
    yield Finding(Location("b/x.yaml", 1), "early")
    yield Finding(Location("b/x.yaml", 1), "early")
    yield Unjudged(Location(next(iter(repo.read))), "thing", "nobody knows it")


TALKER = Check("checks.schema_talks", "Talks.", Severity.ERROR, _find)


def test_order_counts_and_what_is_within(tmp_path: Path) -> None:
    held = repositories.repo(
        tmp_path, {"b/x.yaml": repositories.config_map(), "a.yaml": "---\na: 1\n---\n"}
    )
    report = judge(held, [TALKER])
    assert [one.finding.message for one in report.verdicts] == ["everywhere", "early", "late"]
    assert [str(one.location) for one in report.unjudged] == ["a.yaml"]
    assert (report.files, report.documents, report.objects) == (2, 3, 1)
    assert report.checks == ("schema-talks",)
    assert (report.count(Severity.ERROR), report.count(Severity.WARNING)) == (2, 1)
    part = judge(held, [TALKER], ["b"])
    assert [one.finding.message for one in part.verdicts] == ["early", "late"]
    assert (part.files, part.unjudged) == (1, ())
    assert judge(held, [TALKER], ["a.yaml"]).verdicts == ()


def test_a_folder_is_no_prefix(tmp_path: Path) -> None:
    held = repositories.repo(tmp_path, {"app/a.yaml": BAD, "apps/b.yaml": BAD})
    found = judge(held, ALL, ["app"]).verdicts
    assert [one.finding.location.file for one in found if one.finding.location] == ["app/a.yaml"]


def test_nothing_read_is_an_error(tmp_path: Path) -> None:
    held = repositories.repo(tmp_path, {"README.md": "", "a/b.yaml": ""})
    with pytest.raises(UserError, match="no YAML file in docs: nothing was judged"):
        judge(held, ALL, ["docs"])
    with pytest.raises(UserError, match="no YAML file in this folder"):
        judge(repositories.repo(tmp_path / "a", {".gitignore": "*.yaml"}), ALL)


@pytest.mark.parametrize(
    ("severities", "unjudged", "codes"),
    [
        ([], False, (0, 0)),
        ([Severity.WARNING], False, (0, 1)),
        ([Severity.ERROR], False, (1, 1)),
        ([], True, (0, 1)),
        ([Severity.WARNING, Severity.ERROR], True, (1, 1)),
    ],
)
def test_exit_codes(
    tmp_path: Path, severities: list[Severity], unjudged: bool, codes: tuple[int, int]
) -> None:
    def find(_: Repo) -> Iterator[Finding | Unjudged]:
        for number, one in enumerate(severities):
            yield Finding(Location("a.yaml", number), "x", severity=one)
        if unjudged:
            yield Unjudged(Location("a.yaml"), "a", "b")

    check = Check("checks.schema_x", "X.", Severity.ERROR, find)
    report = judge(repositories.repo(tmp_path, {"a.yaml": "a: 1\n"}), [check])
    assert (report.exit(strict=False), report.exit(strict=True)) == codes


def test_an_ignore_without_a_reason_hides_nothing(tmp_path: Path) -> None:
    text = "a: 1\na: 2 # gitops-gen: ignore schema-yaml-reads\n"
    report = judge(repositories.repo(tmp_path, {"a.yaml": text}), ALL)
    assert [one.check for one in report.verdicts] == ["schema-yaml-reads", "ignore-has-reason"]
    assert report.ignored == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system makes no copies")
def test_two_cores_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = repositories.config_map("A_b", extra="  labels: {a: true}\ndatas: {}\n")
    held = repositories.repo(tmp_path, {"a.yaml": bad, "b.yaml": BAD})
    alone = judge(held, ALL)
    assert len({one.check for one in alone.verdicts}) > 3
    made = []

    class Copy(fork.Copy):
        def result(self) -> bytes | None:
            made.append(super().result())
            return made[-1] if len(made) == 1 else None

    monkeypatch.setattr(judging, "WORTH", 0)
    monkeypatch.setattr(fork, "helps", lambda: True)
    monkeypatch.setattr(fork, "Copy", Copy)
    assert judge(held, ALL) == alone
    assert judge(held, ALL) == alone, "where the copy failed"
    assert all(made)
    assert len(made) == 2
