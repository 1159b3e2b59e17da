"""flux-depends-on-resolves: a name that is there, in this cluster and of this kind."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.checks.flux_depends_on_resolves import CHECK
from gitops_gen.findings import Unjudged
from tests.support import repositories
from tests.support.repositories import config_map, kustomization

RELEASE = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {{name: {name}, namespace: web}}
spec:
  dependsOn:
    - name: {after}
      namespace: {namespace}
"""
SOMETHING = {"x/a.yaml": config_map()}


def found(root: Path, files: dict[str, str]) -> list[str]:
    said = CHECK.find(repositories.repo(root, {**files, **SOMETHING}))
    return [
        f"not judged: {one.location}" if isinstance(one, Unjudged) else str(one) for one in said
    ]


def test_names_that_are_there(tmp_path: Path) -> None:
    two = kustomization("a", "./x") + "---\n" + kustomization("b", "./x", after=["a"])
    assert found(tmp_path, {"c/a.yaml": two, "d/a.yaml": two}) == []


def test_a_name_that_is_not(tmp_path: Path) -> None:
    said = found(
        tmp_path,
        {
            "c/a.yaml": kustomization("cilium", "./x")
            + "---\n"
            + kustomization("b", "./x", after=["cillium"]),
            "d/a.yaml": kustomization("cillium", "./x"),
        },
    )
    assert said == [
        "c/a.yaml:21:13: Kustomization flux-system/b waits for Kustomization flux-system/cillium, which is "
        'not in this cluster (did you mean "flux-system/cilium"?)\n  fix: name one that is there, or remove it'
    ]


def test_releases_wait_for_releases_across_namespaces(tmp_path: Path) -> None:
    files = {
        "c/ks.yaml": kustomization("a", "./x"),
        "c/a.yaml": RELEASE.format(name="a", after="b", namespace="web"),
        "c/b.yaml": RELEASE.format(name="b", after="a", namespace="other"),
        "c/c.yaml": RELEASE.format(name="c", after="b", namespace='""'),
    }
    (said,) = found(tmp_path, files)
    assert said.startswith("c/b.yaml:6:13: HelmRelease web/b waits for HelmRelease other/a, ")


def test_what_may_be_elsewhere_is_not_judged(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization("a", "./", source="OCIRepository/o"),
        "c/b.yaml": kustomization("b", "./x", after=["c"]),
    }
    assert found(tmp_path, files) == ["not judged: c/b.yaml:8:13"]
    more = {
        "c/d.yaml": kustomization("cilium", "./x"),
        "c/b.yaml": kustomization("b", "./x", after=["cillium"]),
    }
    (one,) = found(tmp_path, {**files, **more})
    assert one.startswith("c/b.yaml:8:13: ")
    assert 'did you mean "flux-system/cilium"?); a part of it cannot be judged' in one


def test_flux_own_manifests_hide_nothing(tmp_path: Path) -> None:
    source = (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: o, namespace: flux-system}\n"
        "spec: {url: oci://ghcr.io/fluxcd/flux-manifests}\n"
    )
    files = {
        "c/a.yaml": kustomization("a", "./", source="OCIRepository/o") + "---\n" + source,
        "c/b.yaml": kustomization("b", "./x", after=["c"]),
    }
    (one,) = found(tmp_path, files)
    assert "which is not in this cluster\n" in one


def test_what_is_no_list_of_names_is_left_to_the_schema(tmp_path: Path) -> None:
    odd = "  dependsOn: [a, {name: 1}, {}, null]\n"
    files = {
        "c/a.yaml": kustomization("a", "./x", more=odd),
        "c/b.yaml": kustomization("b", "./x", more="  dependsOn: a\n"),
    }
    assert found(tmp_path, files) == []
