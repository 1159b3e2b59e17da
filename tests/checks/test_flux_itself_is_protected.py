"""flux-itself-is-protected: what takes Flux away, and what waits for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_itself_is_protected import CHECK
from tests.support.flux_objects import SOURCE, said, thing
from tests.support.repositories import config_map, kustomization

NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: flux-system\n"
KEPT = NAMESPACE + "  annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}\n"
CRD = (
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n"
    "  name: helmreleases.helm.toolkit.fluxcd.io\n"
)
CONTROLLER = thing("apps/v1", "Deployment", "helm-controller", namespace="flux-system")
TREE = "clusters/a/flux-system/gotk.yaml"


def test_bootstrap_is_fine(tmp_path: Path) -> None:
    files = {
        TREE: "---\n".join(
            (NAMESPACE, CRD, CONTROLLER, kustomization("flux-system", "./clusters/a"))
        ),
        "clusters/a/apps.yaml": kustomization("apps", "./apps"),
        "apps/a.yaml": config_map(),
    }
    assert said(CHECK, tmp_path, files) == []


@pytest.mark.parametrize(
    ("held", "more", "count"),
    [
        (NAMESPACE, "", 1),
        (CRD, "", 1),
        (CONTROLLER, "", 1),
        (KEPT, "", 0),
        (NAMESPACE, "  deletionPolicy: Orphan\n", 0),
        (NAMESPACE, "  deletionPolicy: Delete\n", 1),
        (NAMESPACE, "  kubeConfig: {secretRef: {name: a}}\n", 0),
        (config_map(), "", 0),
    ],
)
def test_another_one_that_prunes(tmp_path: Path, held: str, more: str, count: int) -> None:
    files = {"c/a.yaml": kustomization("flux", "./x", more=more), "x/a.yaml": held}
    found = said(CHECK, tmp_path, files)
    assert len(found) == count
    assert all(one.startswith("warning c/a.yaml:") for one in found)


@pytest.mark.parametrize(("prune", "count"), [("true", 1), ("false", 0)])
def test_the_artifact_of_flux(tmp_path: Path, prune: str, count: int) -> None:
    spec = "spec:\n  url: oci://ghcr.io/fluxcd/flux-manifests\n  ref: {tag: v2.9.5}\n"
    source = thing(SOURCE, "OCIRepository", "flux", spec, namespace="flux-system")
    one = kustomization("flux", "./", source="OCIRepository/flux").replace(
        "prune: true", f"prune: {prune}"
    )
    found = said(CHECK, tmp_path, {"c/a.yaml": source + "---\n" + one})
    assert len(found) == count


def test_who_waits_for_what_it_brings(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization("root", "./r", after=["leaf"]),
        "r/a.yaml": kustomization("middle", "./m"),
        "m/a.yaml": kustomization("leaf", "./l"),
        "l/a.yaml": config_map(),
    }
    (one,) = said(CHECK, tmp_path, files)
    assert one.startswith("error c/a.yaml:8:13 Kustomization flux-system/root waits for ")
    other = files | {"c/b.yaml": kustomization("other", "./m")}
    assert said(CHECK, tmp_path / "2", other) == []
