"""flux-nothing-is-suspended: suspend, and the marks that do the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_nothing_is_suspended import CHECK
from tests.support.flux_objects import applied, release, said
from tests.support.repositories import config_map


@pytest.mark.parametrize("value", ["disabled", "Disabled"])
def test_a_mark(tmp_path: Path, value: str) -> None:
    notes = {"kustomize.toolkit.fluxcd.io/reconcile": value}
    assert said(CHECK, tmp_path, applied(config_map(notes=notes))) == [
        "warning apps/all.yaml:6:44 ConfigMap rello has kustomize.toolkit.fluxcd.io/reconcile: disabled, so "
        "kustomize-controller never applies it"
    ]


def test_a_release(tmp_path: Path) -> None:
    (one,) = said(CHECK, tmp_path, applied(release(more="  suspend: true\n")))
    assert one.startswith("warning apps/all.yaml:15:12 HelmRelease rello/podinfo is suspended")


def test_a_label_does_the_same(tmp_path: Path) -> None:
    text = config_map() + "  labels:\n    fluxcd.controlplane.io/reconcile: disabled\n"
    (one,) = said(CHECK, tmp_path, applied(text))
    assert one.endswith("so the Flux operator leaves it alone")


def test_others_may_suspend(tmp_path: Path) -> None:
    job = "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: a\nspec:\n  suspend: true\n"
    odd = release(more="  suspend: 'true'\n")
    assert said(CHECK, tmp_path, applied(job, odd)) == []
