"""flux-files-are-reached: what stands beside a kustomization and is listed nowhere."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.checks.flux_files_are_reached import CHECK
from tests.support import repositories
from tests.support.repositories import config_map, kustomization, listed

TREE = {
    "c/a.yaml": kustomization("a", "./apps"),
    "apps/kustomization.yaml": listed("one.yaml", "web"),
    "apps/one.yaml": config_map("one"),
    "apps/web/kustomization.yaml": listed("two.yaml")
    + "configMapGenerator: [{name: x, files: [values.yaml, held.yaml]}]\n"
    + "patches: [{path: patch.yaml}]\n",
    "apps/web/two.yaml": config_map("two"),
    "apps/web/values.yaml": "a: b\n",
    "apps/web/held.yaml": config_map("held"),
    "apps/web/patch.yaml": config_map("two", extra="data: {a: b}\n"),
}


def found(root: Path, files: dict[str, str]) -> list[str]:
    return [str(one) for one in CHECK.find(repositories.repo(root, TREE | files))]


def test_everything_is_listed(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []


def test_a_file_and_a_folder(tmp_path: Path) -> None:
    files = {
        "apps/three.yaml": config_map("three") + "---\n" + config_map("four"),
        "apps/web/deep/five.yaml": config_map("five"),
        "apps/db/kustomization.yaml": listed("six.yaml", "seven.yaml"),
        "apps/db/six.yaml": config_map("six"),
        "apps/db/seven.yaml": config_map("seven"),
        "apps/db/more/eight.yaml": config_map("eight"),
    }
    assert found(tmp_path, files) == [
        "apps/db/kustomization.yaml: Flux applies nothing of the folder apps/db: apps/kustomization.yaml does "
        "not list it, nor does anything else\n  fix: add it to apps/kustomization.yaml, or remove it",
        "apps/three.yaml: Flux applies nothing of apps/three.yaml: apps/kustomization.yaml does not list it, "
        "nor does anything else\n  fix: add it to apps/kustomization.yaml, or remove it",
        "apps/web/deep/five.yaml: Flux applies nothing of apps/web/deep/five.yaml: apps/web/kustomization.yaml "
        "does not list it, nor does anything else\n  fix: add it to apps/web/kustomization.yaml, or remove it",
    ]


def test_what_is_for_something_else(tmp_path: Path) -> None:
    files = {
        "bootstrap/kustomization.yaml": listed("a.yaml"),
        "bootstrap/a.yaml": config_map("a"),
        "bootstrap/b.yaml": config_map("b"),
        "apps/.hidden.yaml": "a: 1\n",
        ".github/x.yaml": config_map("x"),
        "apps/notes.yaml": "apiVersion: 1\nkind: []\n",
        "apps/talos.yaml": "version: v1alpha1\nmachine: {}\n",
    }
    assert found(tmp_path, files) == []


def test_what_is_switched_off_in_a_comment(tmp_path: Path) -> None:
    files = {
        "apps/kustomization.yaml": listed("one.yaml", "web") + "# - ./off.yaml\n  # - db\n",
        "apps/off.yaml": config_map("off"),
        "apps/db/kustomization.yaml": listed("six.yaml"),
        "apps/db/six.yaml": config_map("six"),
    }
    assert found(tmp_path, files) == []


def test_what_another_cluster_reads_or_may_read(tmp_path: Path) -> None:
    three = {"apps/three.yaml": config_map("three")}
    assert len(found(tmp_path / "a", three)) == 1
    assert found(tmp_path / "b", three | {"c/b.yaml": kustomization("b", "./apps/web/deep")}) != []
    assert (
        found(
            tmp_path / "c",
            three | {"c/b.yaml": kustomization("b", "./", source="ExternalArtifact/x")},
        )
        == []
    )
    broken = {"apps/kustomization.yaml": listed("one.yaml", "web", "gone.yaml")}
    assert found(tmp_path / "d", three | broken) == []


def test_a_repository_without_flux(tmp_path: Path) -> None:
    assert found(tmp_path, {"c/a.yaml": "a: b\n", "apps/three.yaml": config_map("three")}) == []


APPS = {
    "c/x.yaml": kustomization("x", "./each/x"),
    "c/y.yaml": kustomization("y", "each/y/"),
    "each/x/a.yaml": config_map("x"),
    "each/y/a.yaml": config_map("y"),
}


def test_a_folder_among_those_of_kustomizations(tmp_path: Path) -> None:
    files = APPS | {"each/z/deep/a.yaml": config_map("z"), "each/z/deep/b.yaml": config_map("zz")}
    assert found(tmp_path, files) == [
        "each/z/deep/a.yaml: Flux applies nothing of the folder each/z: it is the path of no Kustomization, as "
        "2 folders beside it are\n  see also c/x.yaml:8:9\n  see also c/y.yaml:8:9\n"
        "  fix: add a Kustomization for it, as Kustomization flux-system/x is for its own, or remove it"
    ]


def test_a_folder_that_is_used_in_another_way(tmp_path: Path) -> None:
    """A base, Helm values beside the paths, one that is switched off, and one folder alone."""
    base = APPS | {
        "each/x/kustomization.yaml": listed("a.yaml", "../base"),
        "each/base/kustomization.yaml": listed("a.yaml"),
        "each/base/a.yaml": config_map("base"),
        "each/z.yaml": config_map("z"),
        "each/values/z.yaml": "a: b\n",
    }
    assert found(tmp_path / "base", base) == []
    off = APPS | {
        "c/y.yaml": APPS["c/y.yaml"] + "# path: ./each/z\n",
        "each/z/a.yaml": config_map("z"),
    }
    assert found(tmp_path / "off", off) == []
    one = {"c/x.yaml": APPS["c/x.yaml"], "each/x/a.yaml": config_map("x")}
    assert found(tmp_path / "one", one | {"each/z/a.yaml": config_map("z")}) == []
