"""flux-crds-come-first: definitions in other Kustomizations, in charts, and versions that nobody serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_crds_come_first import CHECK
from gitops_gen.findings import Finding
from tests.support import repositories
from tests.support.repositories import config_map, kustomization

CRD = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: colors.example.com}
spec:
  group: example.com
  names: {kind: Color, plural: colors}
  scope: Cluster
  versions:
    - {name: v1, served: true, storage: true}
    - {name: v1alpha1, served: false, storage: false}
"""
RED = "apiVersion: example.com/v1\nkind: Color\nmetadata: {name: red}\n"
POOL = "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: pool}\n"
CILIUM = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: cni, namespace: kube-system}
spec:
  chartRef: {kind: OCIRepository, name: chart}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: chart, namespace: kube-system}
spec: {url: "oci://quay.io/cilium/charts/cilium"}
"""


def found(root: Path, files: dict[str, str]) -> list[str]:
    said = CHECK.find(repositories.repo(root, files))
    return [f"{one.severity} {one}" for one in said if isinstance(one, Finding)]


def two(after: list[str], more: str = "") -> dict[str, str]:
    return {
        "c/a.yaml": kustomization("defs", "./defs"),
        "c/b.yaml": kustomization("colors", "./colors", after=after, more=more),
        "defs/crd.yaml": CRD,
        "colors/red.yaml": RED,
    }


def test_a_definition_of_another_kustomization(tmp_path: Path) -> None:
    assert found(tmp_path, two([])) == [
        "warning colors/red.yaml:1:1: Color red needs a definition that Kustomization flux-system/defs applies, "
        "and flux-system/colors does not wait for it: where it comes first it fails, and is tried again later\n"
        "  see also defs/crd.yaml:1:1\n  fix: let flux-system/colors depend on flux-system/defs"
    ]


@pytest.mark.parametrize("waits", [True, False])
def test_order_over_several_steps(tmp_path: Path, waits: bool) -> None:
    """One that waits for its children, and one that is waited for by the parent."""
    assert found(tmp_path / "direct", two(["defs"])) == []
    files = {
        "c/a.yaml": kustomization("base", "./base", more="  wait: true\n" if waits else ""),
        "base/a.yaml": kustomization("defs", "./defs"),
        "c/b.yaml": kustomization("apps", "./apps", after=["base"]),
        "apps/b.yaml": kustomization("colors", "./colors", after=["none"]),
        "defs/crd.yaml": CRD,
        "colors/red.yaml": RED,
    }
    assert bool(found(tmp_path / "steps", files)) is not waits


def test_together_or_brought_by_the_one_that_defines(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization("all", "./all"),
        "all/crd.yaml": CRD + "---\n" + RED.replace("red", "blue"),
        "all/ks.yaml": kustomization("colors", "./colors"),
        "colors/red.yaml": RED,
    }
    assert found(tmp_path, files) == []


def test_a_version_that_is_not_served(tmp_path: Path) -> None:
    files = two(["defs"]) | {"colors/red.yaml": RED.replace("v1", "v1alpha1")}
    (said,) = found(tmp_path, files)
    assert said.startswith(
        "error colors/red.yaml:1:13: Color red: example.com/v1alpha1 is not served"
    )
    assert said.endswith("see also defs/crd.yaml:8:3\n  fix: write example.com/v1")


def test_resources_beside_the_release_that_defines_them(tmp_path: Path) -> None:
    files = {"c/a.yaml": kustomization("a", "./x"), "x/a.yaml": CILIUM, "x/pool.yaml": POOL}
    (said,) = found(tmp_path, files)
    assert said.startswith("warning x/pool.yaml:1:1: CiliumLoadBalancerIPPool pool stands in one ")
    assert "HelmRelease kube-system/cni" in said


def apart(after: list[str], more: str = "") -> dict[str, str]:
    """Cilium in one Kustomization, a pool in the next."""
    return {
        "c/a.yaml": kustomization("cni", "./x", more=more),
        "c/b.yaml": kustomization("pools", "./y", after=after),
        "x/a.yaml": CILIUM,
        "y/pool.yaml": POOL,
    }


def test_resources_that_do_not_wait_for_the_release_that_defines_them(tmp_path: Path) -> None:
    (said,) = found(tmp_path, apart([]))
    assert said == (
        "warning y/pool.yaml:1:1: CiliumLoadBalancerIPPool pool needs a definition that a chart brings, and "
        "flux-system/pools does not wait for flux-system/cni, which brings HelmRelease kube-system/cni: in a new "
        "cluster it fails until the release is installed, and is tried again later\n  see also x/a.yaml:1:1\n"
        "  fix: let flux-system/pools depend on flux-system/cni, and write wait: true in that one"
    )


def test_resources_that_wait_for_one_that_is_ready_at_once(tmp_path: Path) -> None:
    (said,) = found(tmp_path / "at-once", apart(["cni"]))
    assert "pools waits for flux-system/cni, which is Ready before HelmRelease kube-sys" in said
    assert said.endswith(
        "fix: write wait: true in flux-system/cni, or name the release in its healthChecks"
    )
    assert found(tmp_path / "waits", apart(["cni"], "  wait: true\n")) == []
    checks = "  healthChecks: [{kind: HelmRelease, name: cni}]\n"
    assert found(tmp_path / "checks", apart(["cni"], checks)) == []


def test_resources_of_another_cluster_need_nothing_of_this_one(tmp_path: Path) -> None:
    files = apart([], "  kubeConfig: {secretRef: {name: other}}\n")
    assert found(tmp_path, files) == []


def test_several_that_come_before_one_release_are_one_finding(tmp_path: Path) -> None:
    more = {
        "c/c.yaml": kustomization("more", "./z"),
        "z/pool.yaml": POOL.replace("pool", "other"),
        "z/second.yaml": POOL.replace("pool", "second"),
    }
    (said,) = found(tmp_path, apart([]) | more)
    assert "HelmRelease kube-system/cni (so it is with 1 more): in" in said
    assert "see also x/a.yaml:1:1\n  see also z/pool.yaml:1:1\n  fix" in said


@pytest.mark.parametrize("above", [True, False], ids=["brings it", "is waited for"])
def test_a_resource_that_the_release_itself_comes_after(tmp_path: Path, above: bool) -> None:
    cni = kustomization("cni", "./x", after=[] if above else ["pools"])
    files = apart([]) | {"c/a.yaml": config_map()} | {("y" if above else "c") + "/ks.yaml": cni}
    (said,) = found(tmp_path, files)
    assert "flux-system/pools must be applied before flux-system/cni, which brings HelmRel" in said
    assert "in a new cluster Flux applies neither until" in said
    assert said.endswith("fix: move it to a Kustomization that depends on flux-system/cni")


def test_odd_shapes(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization("a", "./x", more="  dependsOn: [1, {}, {name: 2}]\n"),
        "c/b.yaml": kustomization("b", "./y", more="  dependsOn: x\n"),
        "x/a.yaml": CRD.replace("versions:", "versions: 1\n  other:"),
        "x/b.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
        "metadata: {name: x}\nspec: {group: 1, names: [a]}\n",
        "x/c.yaml": CILIUM.replace("{kind: OCIRepository, name: chart}", "[a]"),
        "y/a.yaml": RED.replace("v1", "v9"),
        "y/b.yaml": config_map(),
    }
    assert len(found(tmp_path, files)) == 1
