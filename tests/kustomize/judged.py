"""What the real kustomize says of a case, and whether ours says the same."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from gitops_gen.kustomize.build import Built, Failed, Memory, NotJudged, build

Case = dict[str, Any]
FAILED = ""


def as_json(objects: Sequence[Any]) -> list[str]:
    return [json.dumps(one, sort_keys=True) for one in objects]


def digest(objects: Sequence[Any]) -> str:
    return hashlib.sha256("\n".join(as_json(objects)).encode()).hexdigest()[:12]


def verdict(answer: dict[str, Any]) -> str:
    """A hash of what kustomize builds; "" where it fails."""
    return FAILED if answer.get("error") else digest(answer["objects"])


def ours(case: Case) -> str | None:
    """The same of our own build; None where it is not judged."""
    made = build(Memory(case["files"]), case["folder"])
    if isinstance(made, NotJudged):
        return None
    return FAILED if isinstance(made, Failed) else digest([one.body for one in made.objects])


def alike(case: Case, answer: dict[str, Any]) -> str:
    """Says "built", "failed" or "not judged" where ours agrees; raises AssertionError where it does not."""
    made = build(Memory(case["files"]), case["folder"])
    if isinstance(made, NotJudged):
        return "not judged"
    shown = (case, answer.get("error"))
    if isinstance(made, Failed):
        assert answer.get("error"), ("only we fail", made, shown)
        return "failed"
    assert isinstance(made, Built)
    assert not answer.get("error"), ("only kustomize fails", shown)
    assert as_json([one.body for one in made.objects]) == as_json(answer["objects"]), shown
    return "built"


def tally(cases: Sequence[Case], answers: Sequence[dict[str, Any]]) -> Counter[str]:
    """How many cases were built, failed, or not judged."""
    return Counter(alike(case, answer) for case, answer in zip(cases, answers, strict=True))
