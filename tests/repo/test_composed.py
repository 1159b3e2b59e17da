"""Kustomizations that read what an ArtifactGenerator makes of this repository."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.kustomize.build import Built, Failed, NotJudged
from gitops_gen.repo.cluster import Absent, Outside
from gitops_gen.repo.flux import Flux
from tests.support import repositories
from tests.support.repositories import config_map, kustomization, listed

GENERATOR = """apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: {{name: flux-system, namespace: flux-system}}
spec:
  sources:
    - {{alias: repo, kind: GitRepository, name: flux-system}}
    - {{alias: else, kind: GitRepository, name: else}}
  artifacts:
    - name: apps
      copy:
        - {{from: "@repo/apps/{}/**", to: "@artifact/app/"}}
        - {{from: "@repo/apps/base/**", to: "@artifact/base/"}}
    - name: other
      copy: [{{from: "@else/**", to: "@artifact/"}}]
"""
ELSE = """apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: else, namespace: flux-system}
spec: {url: "https://example.com/else"}
"""
APPS = {
    "apps/base/kustomization.yaml": listed("a.yaml"),
    "apps/base/a.yaml": config_map("a", extra="data: {k: v}\n"),
    "apps/one/kustomization.yaml": listed("../base") + "namePrefix: one-\n",
    "apps/two/kustomization.yaml": listed("../base", "gone.yaml"),
    "apps/three/kustomization.yaml": listed("../base") + "helmCharts: [{name: x}]\n",
}


def flux(root: Path, **clusters: str) -> Flux:
    """Clusters by their name, with the folder of apps that each copies, and the path that it reads."""
    files = {**APPS, "other/else.yaml": ELSE, "plain/a.yaml": config_map()}
    for name, said in clusters.items():
        folder, path, artifact = said.split(" ")
        source = f"ExternalArtifact/{artifact}"
        files[f"clusters/{name}/artifacts.yaml"] = GENERATOR.format(folder)
        files[f"clusters/{name}/apps.yaml"] = kustomization(name, path, source=source)
    return repositories.repo(root, files).flux


def test_each_cluster_reads_its_own_artifact(tmp_path: Path) -> None:
    held = flux(tmp_path, a="one ./app apps", b="two ./app apps", c="three ./app apps")
    one, two, three = (cluster.units[0] for cluster in held.clusters)
    assert isinstance(one.outcome, Built)
    assert [each.title for each in one.objects] == ["ConfigMap one-a"]
    assert str(one.objects[0].at("data", "k")) == "apps/base/a.yaml:5:11"
    assert "apps/one/kustomization.yaml" in one.outcome.read
    assert isinstance(two.outcome, Failed)
    assert [place.file for place in two.outcome.places] == ["apps/two/kustomization.yaml"]
    assert isinstance(three.outcome, NotJudged)
    assert three.outcome.place.file == "apps/three/kustomization.yaml"


def test_what_is_not_in_it(tmp_path: Path) -> None:
    held = flux(tmp_path, a="one ./plain apps", b="one ./x other", c="one ./x missing")
    plain, other, missing = (cluster.units[0].outcome for cluster in held.clusters)
    assert plain == Absent("plain", False, "the ArtifactGenerator flux-system copies nothing there")
    held = flux(tmp_path, a="one ./ap apps")
    assert held.clusters[0].units[0].outcome == Absent("ap", False, "", "app")
    assert isinstance(other, Outside)
    assert isinstance(missing, Outside)


def test_a_generated_kustomization_points_to_the_generator(tmp_path: Path) -> None:
    files = {
        "clusters/a/artifacts.yaml": GENERATOR.format("plain"),
        "clusters/a/apps.yaml": kustomization("a", "./app", source="ExternalArtifact/apps"),
        "apps/plain/values.yaml": "a: b\n",
        **APPS,
    }
    (cluster,) = repositories.repo(tmp_path, files).flux.clusters
    outcome = cluster.units[0].outcome
    assert isinstance(outcome, Failed)
    assert [place.file for place in outcome.places] == ["apps/plain/values.yaml"]
