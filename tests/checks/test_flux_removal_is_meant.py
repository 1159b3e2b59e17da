"""flux-removal-is-meant: prune and force."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.checks.flux_removal_is_meant import CHECK
from tests.support.flux_objects import ENTRY, applied, release, said, thing
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


SPACE = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: rello\n"
KEPT = "  annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}\n"


def test_a_namespace_goes_with_its_data(tmp_path: Path) -> None:
    assert said(CHECK, tmp_path, applied(SPACE, CLAIM)) == [
        "warning apps/all.yaml:2:7 Namespace rello goes with its data (PersistentVolumeClaim rello/data) when it "
        "leaves Git or is renamed"
    ]
    assert said(CHECK, tmp_path, applied(SPACE + KEPT, CLAIM)) == []
    assert said(CHECK, tmp_path, applied(SPACE.replace("rello", "other"), CLAIM)) == []
    assert said(CHECK, tmp_path, applied(SPACE, config_map())) == []


def test_the_network_goes_with_its_release(tmp_path: Path) -> None:
    (one,) = said(CHECK, tmp_path, applied(release("cilium", chart="cilium")))
    assert "HelmRelease" in one
    assert one.endswith(
        "is uninstalled when it leaves Git or is renamed, and the cluster has no network"
    )
    assert said(CHECK, tmp_path, applied(release("web", chart="nginx"))) == []
    files = applied(release("cilium", chart="cilium"))
    files[ENTRY] = files[ENTRY].replace("prune: true", "prune: false\n  deletionPolicy: Orphan")
    assert said(CHECK, tmp_path, files) == []
