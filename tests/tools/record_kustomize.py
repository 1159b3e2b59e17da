"""Records what the real kustomize builds of features, oddities and a few random overlays, for ring 1 to replay."""

from __future__ import annotations

from random import Random
from typing import Any

from scripts.tools import required_version
from tests.kustomize import features, judged, oddities, overlays
from tests.support.ledger import ROOT
from tests.support.tools import oracle

OVERLAYS = 200


def record() -> dict[str, Any]:
    """A short hash of the objects of each case, "" where kustomize fails; features in their order."""
    go_mod = (ROOT / "tests" / "oracles" / "kustomize" / "go.mod").read_text()
    return {
        "tools": {"kustomize api": required_version(go_mod, "sigs.k8s.io/kustomize/api")[1:]},
        "features": {name: verdicts(features.cases(name)) for name in features.BODIES},
        "oddities": dict(zip(oddities.CASES, verdicts(list(oddities.CASES.values())), strict=True)),
        "overlays": verdicts(overlays.cases(Random(21), OVERLAYS)),
    }


def verdicts(cases: list[judged.Case]) -> list[str]:
    return [judged.verdict(answer) for answer in oracle("kustomize").ask(cases)]
