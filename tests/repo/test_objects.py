"""Every object of a repository once: as Flux applies it, as kustomize builds it, or as it is written."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.repo.repository import Repo
from tests.support import repositories
from tests.support.repositories import config_map, kustomization, listed

PATCH = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {}\ndata:\n  k: v\n"


def places(repo: Repo) -> list[tuple[str, str]]:
    return [
        (one.title, str(one.at("data", "k"))) for one in repo.objects if one.kind == "ConfigMap"
    ]


def test_what_flux_applies_counts_and_not_what_is_written(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization("a", "./one", more="  namePrefix: x-\n"),
        "c/b.yaml": kustomization("b", "./two"),
        "base/kustomization.yaml": listed("a.yaml"),
        "base/a.yaml": config_map("a", extra="data: {k: w}\n"),
        "one/kustomization.yaml": listed("../base"),
        "two/kustomization.yaml": listed("../base") + "patches: [{path: p.yaml}]\n",
        "two/p.yaml": PATCH.format("a"),
    }
    assert places(repositories.repo(tmp_path, files)) == [
        ("ConfigMap x-a", "base/a.yaml:5:11"),
        ("ConfigMap a", "two/p.yaml:6:6"),
    ]


def test_what_flux_does_not_reach_is_built_as_well(tmp_path: Path) -> None:
    files = {
        "base/kustomization.yaml": listed("a.yaml"),
        "base/a.yaml": config_map("a", extra="data: {k: w}\n"),
        "top/kustomization.yaml": "nameSuffix: -z\n" + listed("../base"),
        "part/kustomization.yaml": "kind: Component\n" + listed("b.yaml"),
        "part/b.yaml": config_map("b", extra="data: {k: w}\n"),
        "alone.yaml": config_map("c", extra="data: {k: w}\n"),
    }
    assert places(repositories.repo(tmp_path, files)) == [
        ("ConfigMap a-z", "base/a.yaml:5:11"),
        ("ConfigMap c", "alone.yaml:5:11"),
        ("ConfigMap b", "part/b.yaml:5:11"),
    ]


def test_patches_are_none_also_where_nothing_can_be_built(tmp_path: Path) -> None:
    files = {
        "x/kustomization.yaml": (
            "resources: [missing.yaml]\n"
            "patches: [{path: p.yaml}, {patch: 'kind: X'}, 7, {path: \"a\\nb\"}]\n"
            "patchesStrategicMerge: [old.yaml, {}]\npatchesJson6902: none\n"
        ),
        "x/p.yaml": PATCH.format("a"),
        "x/old.yaml": PATCH.format("b"),
        "x/c.yaml": config_map("c", extra="data: {k: w}\n"),
        "y/kustomization.yaml": "[1]\n",
    }
    held = repositories.repo(tmp_path, files)
    assert places(held) == [("ConfigMap c", "x/c.yaml:5:11")]
    assert held.flux.patches == {"x/p.yaml", "x/old.yaml"}


def test_the_files_of_kustomize_are_judged_as_they_are_written(tmp_path: Path) -> None:
    head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
    files = {
        "c/a.yaml": kustomization("a", "./one"),
        "one/kustomization.yaml": head + "configMapGenerator: [{name: x, literals: [a=b]}]\n",
    }
    kinds = [(one.api_version, one.kind) for one in repositories.repo(tmp_path, files).objects]
    assert ("kustomize.config.k8s.io/v1beta1", "Kustomization") in kinds
    assert ("v1", "ConfigMap") in kinds


def test_odd_metadata(tmp_path: Path) -> None:
    files = {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: [x]\nspec: 1\n"}
    (one,) = repositories.repo(tmp_path, files).objects
    assert (one.name, one.namespace, one.metadata, one.spec, one.group) == ("", "", {}, {}, "")
    assert (one.title, one.origin) == ("ConfigMap", ("a.yaml", 0))
