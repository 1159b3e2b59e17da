"""flux-patches-match: what kustomize passes over in silence, at the place where a person wrote it."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.checks.flux_patches_match import CHECK
from tests.support import repositories
from tests.support.repositories import config_map, kustomization, listed

POD = """apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: web, image: "registry.example.com/web:1"}
"""
PATCH = """  - patch: '[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]'
    target: {kind: ConfigMap, name: NAME}
"""


def found(root: Path, files: dict[str, str]) -> list[str]:
    return [str(one) for one in CHECK.find(repositories.repo(root, files))]


def patches(*names: str) -> str:
    return "patches:\n" + "".join(PATCH.replace("NAME", name) for name in names)


def given(*names: str) -> str:
    return "".join(f"  {line}\n" for line in patches(*names).splitlines())


def test_a_patch_and_an_image_that_nothing_has(tmp_path: Path) -> None:
    own = listed("a.yaml", "pod.yaml") + patches("rello", "relo")
    own += "images:\n  - {name: registry.example.com/web, newTag: '2'}\n"
    own += "  - {name: registry.example.com/wob, newTag: '2'}\n"
    files = {
        "c/a.yaml": kustomization("a", "./x"),
        "x/kustomization.yaml": own,
        "x/a.yaml": config_map(),
        "x/pod.yaml": POD,
    }
    end = "; kustomize builds flux-system/a as if it were not there\n  fix: name what is there, or remove it"
    assert found(tmp_path, files) == [
        "x/kustomization.yaml:5:5: the patch changes nothing: no object is ConfigMap relo "
        f'(did you mean "rello"?){end}',
        "x/kustomization.yaml:9:5: no container has the image registry.example.com/wob "
        f'(did you mean "registry.example.com/web"?){end}',
    ]


def test_a_replacement_that_takes_nothing(tmp_path: Path) -> None:
    own = listed("a.yaml") + (
        "replacements:\n- sourceValue: x\n  targets:\n"
        "  - select: {kind: ConfigMap, name: rello}\n"
        "  - select: {kind: Secret}\n    fieldPaths: [metadata.name]\n"
    )
    files = {
        "c/a.yaml": kustomization("a", "./x"),
        "x/kustomization.yaml": own,
        "x/a.yaml": config_map(),
    }
    (said,) = found(tmp_path, files)
    assert said.startswith("x/kustomization.yaml:6:5: the target of the replacement takes no ")


def test_what_a_flux_kustomization_adds(tmp_path: Path) -> None:
    """With a kustomization of its own, and without one."""
    images = "  images:\n    - {name: web, newTag: '2'}\n    - {name: db, newTag: '2'}\n"
    files = {
        "c/a.yaml": kustomization("a", "./x", more=given("two", "rello") + images),
        "c/b.yaml": kustomization("b", "./y", more=given("rello", "two")),
        "x/kustomization.yaml": listed("a.yaml", "pod.yaml")
        + patches("rello")
        + "images: [{name: web, newName: wob}]\n",
        "x/a.yaml": config_map(),
        "x/pod.yaml": POD.replace("registry.example.com/web:1", "web:1"),
        "y/a.yaml": config_map(),
    }
    said = [one.partition(": ")[0] for one in found(tmp_path, files)]
    assert said == ["c/a.yaml:14:7", "c/a.yaml:20:7", "c/b.yaml:16:7"]


def test_a_component_serves_one_of_many(tmp_path: Path) -> None:
    component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" + patches(
        "one", "two", "three"
    )
    files = {
        "c/a.yaml": kustomization("a", "./x"),
        "c/b.yaml": kustomization("b", "./y"),
        "x/kustomization.yaml": listed("a.yaml") + "components: [../parts]\n",
        "x/a.yaml": config_map("one"),
        "y/kustomization.yaml": listed("a.yaml") + "components: [../parts]\n",
        "y/a.yaml": config_map("two"),
        "parts/kustomization.yaml": component,
    }
    (said,) = found(tmp_path, files)
    assert said.startswith("parts/kustomization.yaml:8:5: ")
    files["c/c.yaml"] = kustomization("c", "./z")
    files["z/kustomization.yaml"] = listed("a.yaml") + "components: [../parts, ../gone]\n"
    files["z/a.yaml"] = config_map("three")
    assert found(tmp_path, files) == []  # it does not build, but may once that is mended


def test_a_patch_for_all_that_a_parent_gives_to_its_children(tmp_path: Path) -> None:
    """As many do: one patch of every Kustomization, which holds a patch for those that have a release."""
    more = (
        "  patches:\n    - target: {kind: Kustomization}\n      patch: |\n"
        "        - op: add\n          path: /spec/patches\n          value:\n"
        "            - target: {kind: Pod}\n"
        "              patch: |\n                - {op: add, path: /metadata/labels, value: {a: b}}\n"
    )
    files = {
        "c/a.yaml": kustomization("all", "./all", more=more),
        "all/kustomization.yaml": listed("ks.yaml"),
        "all/ks.yaml": kustomization("x", "./x") + "---\n" + kustomization("y", "./y"),
        "x/a.yaml": config_map("one"),
        "y/a.yaml": POD,
    }
    assert found(tmp_path, files) == []
    files["y/a.yaml"] = config_map("two")
    (said,) = found(tmp_path, files)
    assert "no object is Pod" in said


def test_odd_shapes(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization(
            "a", "./x", more="  patches: 1\n  images: [x, null, {name: 1}]\n"
        ),
        "c/b.yaml": kustomization("b", "./x", more="  images: [{}]\n"),
        "c/c.yaml": kustomization("c", "./y", more="  patches: {a: b}\n"),
        "x/kustomization.yaml": "resources: [a.yaml]\nimages: {a: b}\npatches: [1, null]\n",
        "y/kustomization.yaml": "resources: [../x/a.yaml]\nimages: [null]\n",
        "x/a.yaml": config_map(),
    }
    found(tmp_path, files)
