"""Artifacts of an ArtifactGenerator, against source-watcher's own controller and builder."""

from __future__ import annotations

import random
from typing import Any

from gitops_gen.compose.artifacts import compose
from gitops_gen.compose.outcome import Composed, Failed, NotJudged
from tests.support import generators
from tests.support.ledger import proved
from tests.support.tools import oracle

WATCHER = "source-watcher 2.2.2"
Case = tuple[dict[str, Any], dict[str, list[str]]]


def verdicts(cases: list[Case]) -> list[dict[str, Any]]:
    asked = [{"spec": spec, "sources": sources} for spec, sources in cases]
    return oracle("artifacts").ask(asked)


def agreed(case: Case, said: dict[str, Any]) -> tuple[int, int]:
    """How many artifacts were judged like this, and how many were not judged."""
    spec, sources = case
    ours = compose(spec, sources)
    if ours and not ours[0].name:
        (one,) = ours
        if isinstance(one, NotJudged):
            return 0, 1
        assert isinstance(one, Failed)
        assert same_words(one.message, said.get("error", "")), (case, one, said)
        return 1, 0
    assert not said.get("error"), (case, said)
    assert [one.name for one in ours] == [one["name"] for one in said["artifacts"]], case
    for one, theirs in zip(ours, said["artifacts"], strict=True):
        if isinstance(one, Failed):
            assert same_words(one.message, theirs.get("error", "")), (case, one, theirs)
            assert generators.at(spec, one.at) is not None, (case, one)
        elif isinstance(one, Composed):
            files = {path: f"@{alias}/{it}" for path, (alias, it) in one.files.items()}
            assert not theirs.get("error"), (case, one, theirs)
            assert files == theirs["files"], case
    left = sum(isinstance(one, NotJudged) for one in ours)
    return len(ours) - left, left


def same_words(ours: str, theirs: str) -> bool:
    """What we say after the last colon is part of what they say; of two bad captures Go names any."""
    return ours.rpartition(": ")[2] in theirs or (
        "captured value" in ours and "captured value" in theirs
    )


def test_an_artifact_with_the_name_of_a_source_holds_all_of_it() -> None:
    """The truth behind flux-artifact-is-made: of each file its text, which is empty where it was copied onto itself."""
    copies = [{"from": "@repo/apps/**", "to": "@artifact/apps/"}]
    sources = [{"alias": "repo", "kind": "GitRepository", "name": "x"}]
    spec = {"sources": sources, "artifacts": [{"name": "repo", "copy": copies}]}
    case: Case = (spec, {"repo": ["apps/a.yaml", "other/b.yaml"]})
    (said,) = verdicts([case])
    (made,) = said["artifacts"]
    assert made["files"] == {"apps/a.yaml": "", "other/b.yaml": "@repo/other/b.yaml"}
    assert agreed(case, said) == (0, 1)


def test_the_features_by_hand() -> None:
    cases = [(spec, generators.SOURCES) for spec in generators.FEATURES]
    found = [agreed(case, one) for case, one in zip(cases, verdicts(cases), strict=True)]
    assert sum(left for _, left in found) == 0
    proved("compose-features", len(found), judge=WATCHER)


def test_random_generators() -> None:
    draw = random.Random(5)
    cases = [generators.some_generator(draw) for _ in range(3000)]
    found = [agreed(case, one) for case, one in zip(cases, verdicts(cases), strict=True)]
    judged, left = (sum(one) for one in zip(*found, strict=True))
    failed = sum(isinstance(one, Failed) for case in cases for one in compose(*case))
    assert left < 0.1 * (judged + left)
    assert 0.15 * judged < failed < 0.7 * judged
    proved("compose-random", judged, judge=WATCHER)


def test_random_exclude_patterns() -> None:
    draw = random.Random(6)
    cases = [generators.some_exclusion(draw) for _ in range(2000)]
    found = [agreed(case, one) for case, one in zip(cases, verdicts(cases), strict=True)]
    assert sum(left for _, left in found) == 0
    left_out = sum(
        isinstance(one, Composed) and len(one.files) < len(case[1]["r"])
        for case in cases
        for one in compose(*case)
    )
    assert left_out > 0.25 * len(cases)
    proved("compose-excludes", len(cases), judge=WATCHER)


def test_an_artifact_with_the_name_of_a_source_is_spoiled_there_too() -> None:
    """Why we do not judge it: a file that is copied onto itself is empty."""
    spec = generators.generator(("@r/**", "@artifact/"), name="r")
    (said,) = verdicts([(spec, generators.SOURCES)])
    assert set(said["artifacts"][0]["files"].values()) == {""}
    assert isinstance(compose(spec, generators.SOURCES)[0], NotJudged)
