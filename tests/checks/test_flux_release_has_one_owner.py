"""flux-release-has-one-owner: where Helm keeps a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_release_has_one_owner import CHECK
from tests.support.flux_objects import applied, release, said


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("", "", 0),
        ("  releaseName: web\n", "  releaseName: web\n", 1),
        ("  releaseName: x-b\n", "  targetNamespace: x\n", 1),
        ("  releaseName: b\n", "  storageNamespace: y\n", 0),
        ("  releaseName: b\n", "  kubeConfig: {secretRef: {name: c}}\n", 0),
        ("  releaseName: b\n", "  suspend: true\n", 0),
        ("  releaseName: ${N}\n", "  releaseName: ${N}\n", 0),
        ("  releaseName: [b]\n", "", 0),
    ],
)
def test_two_releases(tmp_path: Path, first: str, second: str, count: int) -> None:
    found = said(CHECK, tmp_path, applied(release("a", first), release("b", second)))
    assert len(found) == count
    assert all(one.startswith("error apps/all.yaml:") for one in found)
    assert all(
        "HelmRelease rello/a and HelmRelease rello/b are one Helm release" in one for one in found
    )
