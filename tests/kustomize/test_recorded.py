"""Every recorded verdict of the real kustomize, replayed: a line that breaks is noticed without it."""

from __future__ import annotations

from random import Random

import pytest

from tests.kustomize import features, judged, oddities, overlays
from tests.support.ledger import proved
from tests.support.recordings import load

RECORDED = load("kustomize")
KUSTOMIZE = "kustomize api 0.21.1"
UNJUDGED = {
    "dots",
    "dots2",
    "intkey",
    "boolkey",
    "datekey",
    "scalars",
    "tagstr",
    "tagbin",
    "tagcustom",
    "folded4",
    "lit5",
    "annotlist",
    "listnested",
    "kdup",
    "kabs",
    "kgit",
    "structured",
    "buildmeta",
    "vars",
    "nkey",
    "nkey2",
    "nkey3",
    "gennum",
    "commentschema",
    "bad7-kustomization",
    "bad8-kustomization",
    "bad9-kustomization",
    "bad12-resource",
    "bad13-kustomization",
    "bad13-resource",
    "bad14-kustomization",
    "bad15-kustomization",
    "bad15-resource",
    "bad16-kustomization",
    "bad19-kustomization",
    "bad19-resource",
    "bad22-kustomization",
    "twice-in-a-patch",
}
"""The oddities that we leave to the real kustomize."""


@pytest.mark.parametrize("feature", features.BODIES)
def test_features(feature: str) -> None:
    cases = features.cases(feature)
    for case, said in zip(cases, RECORDED["features"][feature], strict=True):
        assert judged.ours(case) == said, case["files"]["case/kustomization.yaml"]
    proved("kustomize-recorded", len(cases), judge=KUSTOMIZE)


@pytest.mark.parametrize("name", oddities.CASES)
def test_oddities(name: str) -> None:
    said = judged.ours(oddities.CASES[name])
    assert said == (None if name in UNJUDGED else RECORDED["oddities"][name])
    if said is not None:
        proved("kustomize-recorded", 1, judge=KUSTOMIZE)


def test_overlays() -> None:
    judgements = [judged.ours(one) for one in overlays.cases(Random(21), len(RECORDED["overlays"]))]
    pairs = list(zip(judgements, RECORDED["overlays"], strict=True))
    assert [(ours, said) for ours, said in pairs if ours not in (None, said)] == []
    proved("kustomize-recorded", sum(ours is not None for ours, _ in pairs), judge=KUSTOMIZE)
