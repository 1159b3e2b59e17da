"""Each mistake that the real controllers reject, ignore or get wrong is found, by the right check on the right line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks import ALL
from gitops_gen.findings import Severity
from gitops_gen.judge.judge import judge
from gitops_gen.judge.report import Report
from gitops_gen.repo.repository import Repo
from tests.mistakes.mistake import Base, Mistake
from tests.mistakes.table import BASES, MISTAKES
from tests.mistakes.tree import Place, Tree
from tests.support import recordings
from tests.support.ledger import proved
from tests.support.repositories import write

JUDGE = "Kubernetes 1.36.3 and Flux 2.9.5, recorded"


def judged(tree: Tree, root: Path) -> Report:
    """What our checks say about a tree."""
    return judge(Repo(write(root, tree.files)), ALL)


def finds(mistake: Mistake, report: Report, place: Place) -> str:
    """What is missing until the mistake's check finds it where it is; nothing where it does."""
    said = [f"{one.check} {one.finding}" for one in report.verdicts]
    places = [
        (where.file, where.line or 1)
        for one in report.verdicts
        if one.check == mistake.check
        for where in (one.finding.location, *one.finding.others)
        if where
    ]
    return "" if place in places else f"{mistake.check} at {place}; there is {said}"


def errors(report: Report) -> str:
    """What is said of a tree of which nothing certain can be said; warnings may be."""
    found = [one.finding for one in report.verdicts if one.finding.severity is Severity.ERROR]
    return "\n".join(map(str, found))


@pytest.mark.parametrize("base", BASES, ids=lambda one: one.__name__)
def test_a_valid_tree_is_clean(base: Base, tmp_path: Path) -> None:
    report = judged(base("valid"), tmp_path)
    assert [str(one) for one in (*report.verdicts, *report.unjudged)] == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.id)
def test_a_mistake_is_found(mistake: Mistake, tmp_path: Path) -> None:
    truth = recordings.load("mistakes")["mistakes"][mistake.id]
    tree, place = mistake.tree()
    report = judged(tree, tmp_path)
    if truth["verdict"] == "fine":
        assert not mistake.judged, f"{mistake.id} is fine, and needs no check"
    problem = finds(mistake, report, place) if mistake.judged else errors(report)
    assert problem == ""
    proved("mistakes-are-found", 1, judge=JUDGE)


def test_every_mistake_is_recorded() -> None:
    held = recordings.load("mistakes")["mistakes"]
    assert sorted(held) == sorted(one.id for one in MISTAKES)
    assert len({one.id for one in MISTAKES}) == len(MISTAKES)


def test_what_no_check_finds_has_its_reason() -> None:
    held = recordings.load("mistakes")["mistakes"]
    for one in MISTAKES:
        assert one.check or held[one.id]["verdict"] == "fine", one.id
