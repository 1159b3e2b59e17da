"""Fields of a Flux Kustomization are found again in what is built with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.kustomize.build import Failed
from tests.support import repositories
from tests.support.repositories import kustomization, listed

POD = """apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
    - {name: a, image: one:1}
    - {name: b, image: two:1}
    - {name: c, image: three:1}
"""
OWN = """patches:
  - patch: |
      - {op: add, path: /metadata/labels, value: {own: "1"}}
    target: {kind: Pod}
images:
  - {name: one, newTag: "2"}
"""
MORE = """  targetNamespace: web
  namePrefix: x-
  nameSuffix: -z
  images:
    - {name: one, newTag: "3"}
    - {name: two, newTag: "3"}
    - {name: three, newTag: "3"}
  patches:
    - patch: |
        - {op: add, path: /metadata/annotations, value: {given: "1"}}
      target: {kind: Pod}
  components: [../part]
"""
PART = """kind: Component
patches:
  - target: {kind: Pod}
    patch: |
      - {op: add, path: /spec/hostNetwork, value: true}
"""
FILES = {
    "c/ks.yaml": kustomization("a", "./app", more=MORE),
    "app/a.yaml": POD,
    "part/kustomization.yaml": PART,
}


@pytest.mark.parametrize("own", [True, False])
def test_every_field_has_its_place(tmp_path: Path, own: bool) -> None:
    files = dict(FILES)
    if own:
        files["app/kustomization.yaml"] = listed("a.yaml") + OWN
    (cluster,) = repositories.repo(tmp_path, files).flux.clusters
    one = next(held for held in cluster.units[0].objects if held.kind == "Pod")
    assert one.title == "Pod web/x-a-z"
    lines = Path(tmp_path, "c/ks.yaml").read_text(encoding="utf-8").split("\n")

    def line(*path: str | int) -> str:
        place = one.at(*path)
        return lines[place.line - 1].strip() if place.file == "c/ks.yaml" else str(place)

    assert line("metadata", "namespace") == "targetNamespace: web"
    assert line("metadata", "name") in ("namePrefix: x-", "nameSuffix: -z")
    assert line("metadata", "annotations", "given").startswith(("- patch: |", "patch: |"))
    assert line("spec", "containers", 1, "image") == '- {name: two, newTag: "3"}'
    assert line("spec", "containers", 2, "image") == '- {name: three, newTag: "3"}'
    assert line("spec", "hostNetwork").startswith("part/kustomization.yaml:")
    first = line("spec", "containers", 0, "image")
    assert (
        first.startswith("app/kustomization.yaml:")
        if own
        else first == '- {name: one, newTag: "3"}'
    )
    if own:
        assert line("metadata", "labels", "own").startswith("app/kustomization.yaml:")


def test_a_failure_is_told_at_the_flux_object(tmp_path: Path) -> None:
    more = "  patches:\n    - patch: '[{op: test, path: /kind, value: X}]'\n      target: {kind: Pod}\n"
    files = {"c/ks.yaml": kustomization("a", "./app", more=more), "app/a.yaml": POD}
    repo = repositories.repo(tmp_path, files)
    outcome = repo.flux.clusters[0].units[0].outcome
    assert isinstance(outcome, Failed)
    assert {repo.place(one).file for one in outcome.places} <= {"c/ks.yaml", "app/a.yaml"}
    assert "c/ks.yaml" in {repo.place(one).file for one in outcome.places}
