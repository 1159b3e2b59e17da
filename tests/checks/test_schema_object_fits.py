"""schema-object-fits: unknown fields, wrong types, CRDs of the tree, and what is not judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.schema_object_fits import CHECK
from gitops_gen.errors import UserError
from gitops_gen.findings import Unjudged
from gitops_gen.repo.repository import Repo
from tests.support import repositories
from tests.support.repositories import config_map, listed

SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n{}"
CRD = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size: {type: integer}
"""
WIDGET = "apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n  {}\n"


def found(root: Path, files: dict[str, str]) -> list[str]:
    said = CHECK.find(repositories.repo(root, files))
    return [
        f"{one.location}: {one.what}" if isinstance(one, Unjudged) else str(one) for one in said
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SERVICE.format("  type: NodePort\n"), []),
        (
            SERVICE.format("  selectors: {}\n"),
            ['a.yaml:6:3: Service a: spec.selectors: unknown field (did you mean "selector"?)'],
        ),
        (
            SERVICE.format("  ports:\n    - port: x\n"),
            ["a.yaml:7:13: Service a: spec.ports.0.port: must be a whole number"],
        ),
        (SERVICE.format("  ports:\n    - port: ${PORT}\n"), []),
        (SERVICE.format("  ports:\n    - port: ENC[AES256_GCM,data:x,type:int]\n"), []),
        (
            SERVICE.format("  ports:\n    - port: ENC[AES256_GCM,data:x,type:str]\n"),
            ["a.yaml:7:13: Service a: spec.ports.0.port: must be a whole number"],
        ),
        (
            SERVICE.format("  ports:\n    - port: ENC[x]\n"),
            ["a.yaml:7:13: Service a: spec.ports.0.port: must be a whole number"],
        ),
        (SERVICE.format("  type: ENC[AES256_GCM,data:x,type:str]\n"), []),
        (config_map(extra="sops:\n  mac: x\n"), []),
        (WIDGET.format("size: 1"), ["a.yaml:2:7: Widget of example.com/v1"]),
    ],
)
def test_objects(tmp_path: Path, text: str, said: list[str]) -> None:
    assert found(tmp_path, {"a.yaml": text}) == said


def test_a_crd_of_the_tree_is_used(tmp_path: Path) -> None:
    files = {"crd.yaml": CRD, "w.yaml": WIDGET.format("sizes: 1")}
    assert found(tmp_path, files) == [
        'w.yaml:6:10: Widget w: spec.sizes: unknown field (did you mean "size"?)'
    ]


def test_a_broken_crd_has_no_schema(tmp_path: Path) -> None:
    files = {"crd.yaml": CRD.replace("type: integer", "type: 7"), "w.yaml": WIDGET.format("a: 1")}
    assert "w.yaml:2:7: Widget of example.com/v1" in found(tmp_path, files)


def test_a_patch_is_not_judged_by_itself(tmp_path: Path) -> None:
    files = {
        "kustomization.yaml": listed("a.yaml") + "patches: [path: patch.yaml]\n",
        "a.yaml": SERVICE.format("  type: NodePort\n"),
        "patch.yaml": SERVICE.format("  $patch: replace\n  type: ClusterIP\n"),
    }
    assert found(tmp_path, files) == []


ALERT = """apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: {{name: a}}
spec:
  providerRef: {{name: slack}}
  eventSources:
    - {{kind: {}, name: flux}}
"""


@pytest.mark.parametrize(("kind", "count"), [("FluxInstance", 0), ("ResourceSet", 0), ("Flux", 1)])
def test_the_flux_operator_opens_two_definitions(tmp_path: Path, kind: str, count: int) -> None:
    assert len(found(tmp_path, {"a.yaml": ALERT.format(kind)})) == count


RELEASE = "machine: {{kubelet: {{image: ghcr.io/siderolabs/kubelet:v{}}}}}\nversion: v1alpha1\n"


@pytest.mark.parametrize(
    ("release", "known"), [("1.37.0", True), ("1.99.0", True), ("1.34.1", False), ("1.20.0", False)]
)
def test_the_release_that_the_repository_names_counts(
    tmp_path: Path, release: str, known: bool
) -> None:
    """A field that Kubernetes brought after 1.34."""
    new = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a\n"
    new = new.replace("spec:\n", "spec:\n  schedulingGroup: {}\n")
    files = {"talos.yaml": RELEASE.format(release), "a.yaml": new}
    assert [("unknown field" in one) for one in found(tmp_path, files)] == [True] * (not known)


def test_a_folder_of_schemas(tmp_path: Path) -> None:
    repositories.write(
        tmp_path / "more",
        {
            "crds/widget.yaml": CRD,
            "example.org/gadget_v2.json": '{"type":"object","properties":{"spec":{"type":"integer"}}}',
            "example.org/list_v1.json": "[]",
            "example.org/broken_v1.json": "{",
            "plain_v1.json": "{}",
        },
    )
    gadget = "apiVersion: example.org/v2\nkind: Gadget\nmetadata: {name: g}\nspec: x\n"
    files = {"w.yaml": WIDGET.format("sizes: 1"), "g.yaml": gadget}
    root = repositories.write(tmp_path / "tree", files)
    said = [str(one) for one in CHECK.find(Repo(root, [tmp_path / "more"]))]
    assert said == [
        "g.yaml:4:7: Gadget g: spec: must be a whole number",
        'w.yaml:6:10: Widget w: spec.sizes: unknown field (did you mean "size"?)',
    ]
    repositories.write(root, {"crd.yaml": CRD.replace("size:", "sizes:")})
    assert len(list(CHECK.find(Repo(root, [tmp_path / "more"])))) == 1, "the tree goes first"


@pytest.mark.parametrize(
    ("name", "said"), [("gone", "no such folder"), ("empty", "no schema in it")]
)
def test_a_folder_without_schemas_is_an_error(tmp_path: Path, name: str, said: str) -> None:
    root = repositories.write(tmp_path, {"a.yaml": config_map(), "empty/a.yaml": config_map()})
    with pytest.raises(UserError, match=said):
        list(CHECK.find(Repo(root, [tmp_path / name])))
