"""Our builds are those of the real kustomize, object by object, and where it fails we fail."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from gitops_gen.kustomize import kustomization
from tests.kustomize import features, judged, oddities, overlays
from tests.support.ledger import ROOT, proved
from tests.support.tools import oracle

KUSTOMIZE = "kustomize api 0.21.1"
CORPUS = Path(os.environ.get("GITOPS_GEN_CORPUS", str(ROOT.parent / "shared" / "corpus")))
OURS = ("apps", "clusters", "infrastructure")


def compare(cases: Sequence[judged.Case], *, at_least: float) -> tuple[int, int]:
    """(built, judged) of the cases; fails where ours differs, or judges less than a share of them."""
    found = judged.tally(cases, oracle("kustomize").ask(cases))
    done = found["built"] + found["failed"]
    assert done >= at_least * len(cases), found
    return found["built"], done


@pytest.mark.parametrize("feature", features.BODIES)
def test_every_feature(feature: str) -> None:
    built, done = compare(features.cases(feature), at_least=1)
    assert done >= 20
    assert built >= 3
    proved("kustomize-features", done, judge=KUSTOMIZE)


def test_oddities() -> None:
    _, done = compare(list(oddities.CASES.values()), at_least=0.7)
    proved("kustomize-features", done, judge=KUSTOMIZE)


def random_overlays(random: Random, count: int) -> None:
    built, done = compare(overlays.cases(random, count), at_least=0.9)
    assert built > count // 3, "most overlays fail: the generator is worth nothing"
    proved("kustomize-overlays", done, judge=KUSTOMIZE)


def test_random_overlays() -> None:
    random_overlays(Random(11), 1_000)


@pytest.mark.deep
def test_random_overlays_in_volume() -> None:
    random_overlays(Random(12), 4_000)


def folders(root: Path, *, only: Sequence[str] = ()) -> list[judged.Case]:
    """Every folder with a kustomization below a root, with all text files of it."""
    files = {}
    for start in [root / name for name in only] or [root]:
        for path in sorted(start.rglob("*")):
            if path.is_file():
                files[path.relative_to(root).as_posix()] = path.read_bytes().decode()
    names = (Path(name) for name in files)
    found = [path.parent.as_posix() for path in names if path.name in kustomization.NAMES]
    return [{"files": files, "folder": folder} for folder in found]


def test_our_own_tree() -> None:
    cases = folders(ROOT, only=OURS)
    built, _ = compare(cases, at_least=1)
    assert built == len(cases)
    proved("kustomize-paths", built, judge=KUSTOMIZE)


if CORPUS.is_dir():
    REPOSITORIES = sorted(
        {path.relative_to(CORPUS).parts[0] for path in CORPUS.rglob("kustomization.y*ml")}
    )

    @pytest.mark.parametrize("name", REPOSITORIES)
    def test_public_repositories(name: str) -> None:
        _, done = compare(folders(CORPUS / name), at_least=0.95)
        proved("kustomize-paths", done, judge=KUSTOMIZE)

else:

    def test_public_repositories_are_absent() -> None:
        pytest.skip("GITOPS_GEN_CORPUS names no folder with public repositories")
