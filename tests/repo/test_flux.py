"""What Flux reaches: entry points, clusters, what each Kustomization brings, and whose the sources are."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.kustomize.build import Built, Failed, NotJudged
from gitops_gen.programs import kustomize
from gitops_gen.repo.cluster import Absent, Cluster, Outside
from tests.support import repositories
from tests.support.repositories import config_map, kustomization, listed

SYNC = """apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: {name}
  namespace: flux-system
spec:
  url: https://example.com/{url}
"""
APP = {"apps/rello/kustomization.yaml": listed("a.yaml"), "apps/rello/a.yaml": config_map()}


def cluster(root: Path, files: dict[str, str]) -> Cluster:
    (only,) = repositories.repo(root, files).flux.clusters
    return only


def test_a_tree_from_its_entry_down(tmp_path: Path) -> None:
    held = cluster(
        tmp_path,
        {
            "c/flux-system/sync.yaml": SYNC.format(name="flux-system", url="a")
            + "---\n"
            + kustomization("flux-system", "./c"),
            "c/kustomization.yaml": listed("flux-system", "apps.yaml"),
            "c/flux-system/kustomization.yaml": listed("sync.yaml"),
            "c/apps.yaml": kustomization("rello", "apps/rello/"),
            **APP,
        },
    )
    assert [(one.title, one.path) for one in held.units] == [
        ("flux-system/flux-system", "c"),
        ("flux-system/rello", "apps/rello"),
    ]
    entry, rello = held.units
    assert (entry.parent, rello.parent) == (None, entry)
    assert [one.title for one in rello.objects] == ["ConfigMap rello"]
    assert str(rello.objects[0].at("metadata", "name")) == "apps/rello/a.yaml:4:9"
    assert held.objects == ()
    assert not held.unknown
    assert len(list(held.everything())) == 4


def test_entries_without_a_sync_are_one_cluster_for_each_folder(tmp_path: Path) -> None:
    files = {
        "one/a.yaml": kustomization("a", "./apps/rello"),
        "one/b.yaml": kustomization("b", "./apps/rello"),
        "one/c.yaml": config_map("beside"),
        "two/a.yaml": kustomization("a", "./apps/rello"),
        **APP,
    }
    one, two = repositories.repo(tmp_path, files).flux.clusters
    assert [unit.title for unit in one.units] == ["flux-system/a", "flux-system/b"]
    assert [held.name for held in one.objects] == ["a", "b", "beside"]
    assert (one.folder, two.folder) == ("one", "two")


def test_those_that_bring_each_other_have_one_entry(tmp_path: Path) -> None:
    files = {
        "a/kustomization.yaml": listed("b.yaml"),
        "a/b.yaml": kustomization("b", "./b"),
        "b/kustomization.yaml": listed("a.yaml"),
        "b/a.yaml": kustomization("a", "./a"),
    }
    held = cluster(tmp_path, files)
    assert sorted(one.title for one in held.units) == ["flux-system/a", "flux-system/b"]
    assert [one.parent for one in held.units].count(None) == 1


def test_a_child_counts_as_its_parent_brings_it(tmp_path: Path) -> None:
    """A patch of the kustomization moves it, and the patch's own document is no entry."""
    files = {
        "c/sync.yaml": kustomization("flux-system", "./c/all"),
        "c/all/kustomization.yaml": listed("../../base") + "patches: [path: patch.yaml]\n",
        "c/all/patch.yaml": (
            "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
            "metadata: {name: rello, namespace: flux-system}\nspec: {path: ./apps/rello}\n"
        ),
        "base/kustomization.yaml": listed("ks.yaml"),
        "base/ks.yaml": kustomization("rello", "./nowhere"),
        **APP,
    }
    held = cluster(tmp_path, files)
    assert [(one.title, one.path) for one in held.units] == [
        ("flux-system/flux-system", "c/all"),
        ("flux-system/rello", "apps/rello"),
    ]
    assert str(held.units[1].held.at("spec", "path")) == "c/all/patch.yaml:4:14"
    assert str(held.units[1].held.at("spec", "interval")) == "base/ks.yaml:7:13"


def test_what_a_kustomization_adds_is_built(tmp_path: Path) -> None:
    more = (
        "  namePrefix: a-\n  nameSuffix: -z\n  targetNamespace: web\n"
        "  patches:\n    - target: {kind: ConfigMap}\n      patch: |\n"
        "        - {op: add, path: /data, value: {k: v}}\n"
    )
    held = cluster(tmp_path, {"c/a.yaml": kustomization("a", "./apps/rello", more=more), **APP})
    (one,) = held.units[0].objects
    assert (one.title, one.body["data"]) == ("ConfigMap web/a-rello-z", {"k": "v"})


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("./apps/rello", Built),
        ("/apps/rello", Built),
        ("apps/../apps/rello", Built),
        ("./apps/relo", Absent),
        ("./apps/rello/a.yaml", Absent),
        ("./bad", Failed),
        ("./plain", Built),
        ("./charts", NotJudged),
    ],
)
def test_paths(tmp_path: Path, path: str, outcome: type) -> None:
    files = {
        "c/a.yaml": kustomization("a", path),
        "bad/kustomization.yaml": listed("missing.yaml"),
        "plain/a.yaml": config_map(),
        "charts/kustomization.yaml": "helmCharts: [{name: x}]\n",
        **APP,
    }
    held = cluster(tmp_path, files)
    found = held.units[0].outcome
    assert type(found) is outcome
    assert held.unknown is (outcome is not Built)
    if isinstance(found, Absent):
        assert found.file is path.endswith(".yaml")


@pytest.mark.parametrize(
    ("sources", "ref", "outside"),
    [
        ({}, "GitRepository/flux-system", False),
        ({}, "GitRepository/other", False),
        ({"flux-system": "a"}, "GitRepository/flux-system", False),
        ({"flux-system": "a", "other": "a"}, "GitRepository/other", False),
        ({"flux-system": "a", "other": "b"}, "GitRepository/other", True),
        ({"other": "b"}, "GitRepository/other", True),
        ({"flux-system": "a"}, "OCIRepository/flux-system", True),
    ],
)
def test_whose_a_source_is(
    tmp_path: Path, sources: dict[str, str], ref: str, outside: bool
) -> None:
    files = {
        "c/sync.yaml": kustomization("first", "./apps/rello"),
        "c/a.yaml": kustomization("second", "./apps/rello", source=ref),
        **{f"c/{n}.yaml": SYNC.format(name=n, url=u) for n, u in sources.items()},
        **APP,
    }
    units = {one.title: one for one in cluster(tmp_path, files).units}
    outcome = units["flux-system/second"].outcome
    assert isinstance(outcome, Outside if outside else Built)


def test_without_flux_system_the_most_used_source_is_this_repository(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization("a", "./apps/rello", source="GitRepository/home"),
        "c/b.yaml": kustomization("b", "./apps/rello", source="GitRepository/home"),
        "c/c.yaml": kustomization("c", "./apps/rello", source="GitRepository/else"),
        "c/home.yaml": SYNC.format(name="home", url="a"),
        "c/else.yaml": SYNC.format(name="else", url="b"),
        **APP,
    }
    kinds = [type(one.outcome) for one in cluster(tmp_path, files).units]
    assert kinds == [Built, Built, Outside]


UNKNOWN = "configurations: [names.yaml]\nresources: [a.yaml]\n"


def test_who_built_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "kustomize"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho v5.9.0\necho '---'\necho '{config_map('made')}'\n")
    program.chmod(0o755)
    files = {
        "c/one.yaml": kustomization("one", "./apps/rello"),
        "c/two.yaml": kustomization("two", "./apps/odd"),
        "apps/odd/kustomization.yaml": UNKNOWN,
        "apps/odd/a.yaml": config_map("a"),
        "apps/odd/names.yaml": "nameReference: []\n",
        "alone/kustomization.yaml": UNKNOWN.replace("names", "odd"),
        "alone/a.yaml": config_map("alone"),
        "alone/odd.yaml": "nameReference: []\n",
        "broken/kustomization.yaml": listed("missing.yaml"),
        **APP,
    }
    root = tmp_path / "repository"
    assert repositories.repo(root, files).flux.builders == {"gitops-gen": 1}
    monkeypatch.setattr(kustomize, "search_path", lambda: str(program.parent))
    flux = repositories.repo(root, files).flux
    assert flux.builders == {"gitops-gen": 1, "kustomize 5.9.0": 2}
    (only,) = flux.clusters
    assert not only.unknown
    odd = next(unit for unit in only.units if unit.path == "apps/odd")
    assert [one.name for one in odd.objects] == ["made"]
