"""What is left to kustomize on PATH comes back as kustomize-controller's own library builds it."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import Any

from gitops_gen.kustomize.build import Built, Failed, Memory, NotJudged, build
from gitops_gen.programs.kustomize import Kustomize
from gitops_gen.repo.delegated import built
from tests.kustomize import judged, unjudged
from tests.support.ledger import proved
from tests.support.tools import oracle, tool

KUSTOMIZE = "kustomize api 0.21.1"


def test_it_builds_what_flux_builds() -> None:
    program = Kustomize(os.fspath(tool("kustomize").parent))
    cases = [
        one
        for one in unjudged.LEFT.values()
        if isinstance(build(Memory(one["files"]), one["folder"]), NotJudged)
    ]
    found: Counter[str] = Counter()
    for case, answer in zip(cases, oracle("kustomize").ask(cases), strict=True):
        made = built(program, Memory(case["files"]), case["folder"])
        found[type(made).__name__] += 1
        if isinstance(made, Failed):
            assert answer.get("error"), (made, case)
            assert "kustomize 5." in made.message
        elif isinstance(made, Built):
            assert made.by == f"kustomize {program.version}"
            assert not answer.get("error"), (answer, case)
            expected = [plain(one) for one in answer["objects"]]
            assert values([one.body for one in made.objects]) == values(expected), case
    assert found["Built"] >= 20, found
    proved("kustomize-delegated", found["Built"] + found["Failed"], judge=KUSTOMIZE)


def values(objects: list[Any]) -> list[str]:
    """The objects as texts; a number is what it is worth, however it is written."""
    return judged.as_json([json.loads(json.dumps(one), parse_int=float) for one in objects])


def plain(body: dict[str, Any]) -> dict[str, Any]:
    """Without the notes that say where an object comes from: findings have places instead."""
    metadata = body.get("metadata")
    notes = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(metadata, dict) or not isinstance(notes, dict):
        return body
    ours = ("config.kubernetes.io/origin", "alpha.config.kubernetes.io/transformations")
    kept = {key: value for key, value in notes.items() if key not in ours}
    rest = {key: value for key, value in metadata.items() if key != "annotations"}
    return {**body, "metadata": {**rest, **({"annotations": kept} if kept else {})}}
