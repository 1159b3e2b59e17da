"""What the real kustomize says of a case, and whether ours says the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from gitops_gen.kustomize.build import Built, Failed, Memory, NotJudged, build

Case = dict[str, Any]


def alike(case: Case, answer: dict[str, Any]) -> str:
    """ "built", "failed" or "not judged" where ours agrees; raises AssertionError where it does not."""
    ours = build(Memory(case["files"]), case["folder"])
    if isinstance(ours, NotJudged):
        return "not judged"
    shown = (case, answer.get("error"))
    if isinstance(ours, Failed):
        assert answer.get("error"), ("only we fail", ours, shown)
        return "failed"
    assert isinstance(ours, Built)
    assert not answer.get("error"), ("only kustomize fails", shown)
    found = [json.dumps(one.body, sort_keys=True) for one in ours.objects]
    wanted = [json.dumps(one, sort_keys=True) for one in answer["objects"]]
    assert found == wanted, shown
    return "built"


def tally(cases: Sequence[Case], answers: Sequence[dict[str, Any]]) -> Counter[str]:
    """How many cases were built, failed, or not judged."""
    return Counter(alike(case, answer) for case, answer in zip(cases, answers, strict=True))
