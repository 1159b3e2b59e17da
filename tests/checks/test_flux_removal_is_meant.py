"""flux-removal-is-meant: prune and force."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.checks.flux_removal_is_meant import CHECK
from tests.support.flux_objects import ENTRY, applied, said, thing
from tests.support.repositories import config_map

CLAIM = thing("v1", "PersistentVolumeClaim", "data")


def test_force_over_data(tmp_path: Path) -> None:
    assert said(CHECK, tmp_path, applied(CLAIM, more="  force: true\n")) == [
        "warning clusters/a/ks.yaml:13:10 Kustomization flux-system/rello has force: true: a change of an immutable "
        "field deletes PersistentVolumeClaim rello/data, with its data"
    ]
    assert said(CHECK, tmp_path, applied(config_map(), more="  force: true\n")) == []


def test_prune_is_off(tmp_path: Path) -> None:
    files = applied(config_map())
    files[ENTRY] = files[ENTRY].replace("prune: true", "prune: false")
    (one,) = said(CHECK, tmp_path, files)
    assert one.startswith(
        "warning clusters/a/ks.yaml:9:10 Kustomization flux-system/rello has prune: false"
    )
    files[ENTRY] += "  deletionPolicy: Orphan\n"
    assert said(CHECK, tmp_path, files) == []
