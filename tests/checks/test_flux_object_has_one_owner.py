"""flux-object-has-one-owner: the same object from two Kustomizations of one cluster."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.checks.flux_object_has_one_owner import CHECK
from tests.support import repositories
from tests.support.repositories import config_map, kustomization, listed

FILES = {
    "c/a.yaml": kustomization("a", "./x"),
    "c/b.yaml": kustomization("b", "./y"),
    "x/kustomization.yaml": listed("one.yaml"),
    "x/one.yaml": config_map("one"),
    "y/kustomization.yaml": listed("two.yaml"),
}


def found(root: Path, files: dict[str, str]) -> list[str]:
    return [str(one) for one in CHECK.find(repositories.repo(root, {**FILES, **files}))]


def test_the_same_object(tmp_path: Path) -> None:
    assert found(tmp_path, {"y/two.yaml": "# again\n" + config_map("one")}) == [
        "y/two.yaml:2:1: ConfigMap one is applied by Kustomization flux-system/a and by flux-system/b\n"
        "  see also x/one.yaml:1:1\n  see also c/a.yaml:8:9\n  see also c/b.yaml:8:9\n"
        "  fix: leave it to one"
    ]


def test_others_are_not(tmp_path: Path) -> None:
    assert found(tmp_path, {"y/two.yaml": config_map("two")}) == []
    other = config_map("one").replace("metadata:", "metadata:\n  namespace: web")
    assert found(tmp_path, {"y/two.yaml": other}) == []
    assert found(tmp_path, {"y/two.yaml": config_map("one").replace("ConfigMap", "Secret")}) == []


def test_in_two_clusters_it_is_two_objects(tmp_path: Path) -> None:
    files = {"y/two.yaml": config_map("two"), "d/a.yaml": kustomization("a", "./x")}
    assert found(tmp_path, files) == []


def test_a_name_that_is_still_a_variable_is_nobodys(tmp_path: Path) -> None:
    name = "${APP}"
    files = {"x/one.yaml": config_map(name), "y/two.yaml": config_map(name)}
    assert found(tmp_path, files) == []
