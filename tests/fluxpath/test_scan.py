"""The kustomization of a path: found, generated, and with the Flux Kustomization's own fields in it."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.fluxpath import scan
from gitops_gen.fluxpath.scan import Failed, NotJudged, Scanned
from tests.support.files import Files

OBJECT = "kind: A\nmetadata: {name: b}\n"
HEAD = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
OWN = "resources: [a.yaml]\n"


def body(own: str, spec: dict[str, Any], **files: str) -> Any:
    """What stands in the kustomization beside apiVersion and kind; a failure comes back as it is."""
    done = scan.scan(Files({"x/kustomization.yaml": own, **files}), "x", spec)
    if not isinstance(done, Scanned):
        return done
    assert done.file == "x/kustomization.yaml"
    return {key: value for key, value in done.body.items() if key not in HEAD}


def test_without_a_kustomization_one_is_made_of_every_manifest() -> None:
    files = {
        "x/b.yaml": OBJECT,
        "x/a/z.yml": OBJECT,
        "x/a/own/Kustomization": "",
        "x/a/own/bad.yaml": "bad",
        "x/a/kustomization.yaml/c.yaml": OBJECT,
        "x/.hidden.yaml": OBJECT,
        "x/notes.txt": "bad",
        "y/bad.yaml": "bad",
    }
    resources = [
        "./.hidden.yaml",
        "./a/kustomization.yaml/c.yaml",
        "./a/own",
        "./a/z.yml",
        "./b.yaml",
    ]
    done = scan.scan(Files(files), "./x/", {})
    assert done == Scanned("x/kustomization.yaml", {**HEAD, "resources": resources})


def test_an_empty_folder_gets_a_placeholder() -> None:
    for spec, namespace in (({}, "_placeholder"), ({"targetNamespace": "n"}, "n")):
        done = scan.scan(Files({"x/notes.txt": ""}), "x", spec)
        assert done == Scanned("x/kustomization.yaml", {**HEAD, "namespace": namespace})


@pytest.mark.parametrize("path", ["", ".", "/", "../..", "./a/.."])
def test_the_root_itself(path: str) -> None:
    done = scan.scan(Files({"a/b.yaml": OBJECT}), path, {})
    assert done == Scanned("kustomization.yaml", {**HEAD, "resources": ["./a/b.yaml"]})


@pytest.mark.parametrize("name", scan.FILES)
def test_a_kustomization_is_found(name: str) -> None:
    done = scan.scan(Files({f"x/{name}": OWN, "x/b.yaml": "bad"}), "x", {})
    assert done == Scanned(f"x/{name}", {**HEAD, "resources": ["a.yaml"]})


def test_the_first_name_counts() -> None:
    files = dict.fromkeys((f"x/{name}" for name in reversed(scan.FILES)), OWN)
    done = scan.scan(Files(files), "x", {})
    assert isinstance(done, Scanned)
    assert done.file == "x/kustomization.yaml"


def test_a_bad_file_stops_flux() -> None:
    done = scan.scan(Files({"x/a/sops.yaml": "creation_rules: []\n"}), "x", {})
    assert done == Failed("the file is no Kubernetes object: it has no kind", "x/a/sops.yaml")


def test_a_path_that_is_not_there() -> None:
    files = Files({"x/a.yaml": OBJECT})
    assert scan.scan(files, "y", {}) == Failed("the path is not there", "y")
    assert scan.scan(files, "x/a.yaml", {}) == Failed(
        "the path is a file, not a folder", "x/a.yaml"
    )


@pytest.mark.parametrize(
    ("own", "kept"),
    [
        (OWN, {"resources": ["a.yaml"]}),
        ("", {"buildMetadata": ["originAnnotations"]}),
        ("buildMetadata: [managedByLabel]\n", {"buildMetadata": ["originAnnotations"]}),
        (f"{OWN}buildMetadata: [x]\n", {"buildMetadata": ["x"], "resources": ["a.yaml"]}),
        (
            f"{OWN}unknown: 1\nnamePrefix: 5\nimages: []\n",
            {"namePrefix": "5", "resources": ["a.yaml"]},
        ),
        (
            f"{OWN}replicas: [{{name: a, other: 1}}]\n",
            {"replicas": [{"count": 0, "name": "a"}], "resources": ["a.yaml"]},
        ),
    ],
)
def test_what_is_kept_of_a_kustomization(own: str, kept: dict[str, Any]) -> None:
    assert body(own, {}) == kept


def test_its_kind_is_kept() -> None:
    done = scan.scan(Files({"kustomization.yaml": f"kind: Component\n{OWN}"}), "", {})
    assert isinstance(done, Scanned)
    assert done.body == {**HEAD, "kind": "Component", "resources": ["a.yaml"]}


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ("resources: a.yaml\n", "resources must be a list"),
        ("- a\n", "the file must be a mapping"),
        ("resources: [\n", "this is not YAML"),
        ("namespace: .inf\n", "kubectl and Helm refuse"),
    ],
)
def test_a_kustomization_that_stops_flux(own: str, message: str) -> None:
    done = body(own, {})
    assert isinstance(done, Failed)
    assert done.message.startswith(message)
    assert done.file == "x/kustomization.yaml"


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ("a: 1\na: 2\n", 'the key "a" stands twice'),
        ("Resources: []\n", "Resources differs from a field's name"),
        ("a: \x01\n", "the file holds bytes that are no text"),
        (None, "the file holds bytes that are no text"),
    ],
)
def test_a_kustomization_that_is_not_judged(own: Any, reason: str) -> None:
    done = body(own, {})
    assert isinstance(done, NotJudged)
    assert done.reason.startswith(reason)


def test_a_manifest_that_is_not_judged() -> None:
    done = scan.scan(Files({"a.yaml": None}), "", {})
    assert done == NotJudged("the file is not UTF-8", "a.yaml")
    done = scan.scan(Files({"a.yaml": "a: {<<: {}, <<: {}}\n"}), "", {})
    assert done == NotJudged("the key << stands twice", "a.yaml")


def test_spec_replaces_names_and_namespace() -> None:
    own = f"{OWN}namespace: own\nnamePrefix: own-\nnameSuffix: -own\nbuildMetadata: [x]\n"
    spec = {"targetNamespace": "n", "namePrefix": "p-", "nameSuffix": "-s", "buildMetadata": ["y"]}
    assert body(own, spec) == {
        "buildMetadata": ["y"],
        "namePrefix": "p-",
        "nameSuffix": "-s",
        "namespace": "n",
        "resources": ["a.yaml"],
    }


def test_spec_adds_patches_behind() -> None:
    spec = {"patches": [{"patch": "b", "target": {"kind": "A", "other": 1}}]}
    made = body(f"{OWN}patches: [{{path: a}}]\n", spec)
    assert made["patches"] == [{"path": "a"}, {"patch": "b", "target": {"kind": "A"}}]


def test_spec_changes_images() -> None:
    own = f"{OWN}images: [{{name: a, newTag: '1', newName: m}}, {{name: b, digest: d}}]\n"
    spec = {
        "images": [
            {"name": "a", "digest": "e"},
            {"name": "b", "newName": "n"},
            {"name": "c", "newTag": "2"},
        ]
    }
    assert body(own, spec)["images"] == [
        {"digest": "e", "name": "a", "newName": "m"},
        {"digest": "d", "name": "b", "newName": "n"},
        {"name": "c", "newTag": "2"},
    ]


def test_spec_adds_components() -> None:
    spec: dict[str, Any] = {"components": ["../c", "gone", "f.yaml", "../../out", ".."]}
    own = f"{OWN}components: [own]\n"
    files = {"c/a.yaml": "", "x/f.yaml": "", "../out/a.yaml": ""}
    assert body(own, spec, **files)["components"] == ["own", *spec["components"]]
    spec["ignoreMissingComponents"] = True
    assert body(own, spec, **files)["components"] == ["own", "../c", "f.yaml", ".."]


@pytest.mark.parametrize(
    ("component", "local"),
    [
        ("../a", True),
        ("gh:", True),
        ("gh:a", False),
        ("GH:a", False),
        ("https://a", False),
        ("git@a", False),
        ("github.com/a", False),
        ("/a", False),
        ("file:///a", False),
        ("file://a", True),
    ],
)
def test_a_component_must_be_local(component: str, local: bool) -> None:
    assert scan.is_local(component) is local
    if not local:
        assert body(OWN, {"components": [component]}) == Failed(
            f"the component {component} must be a local, relative path", "x"
        )


def test_a_spec_that_its_schema_refuses_is_not_judged() -> None:
    done = body(OWN, {"components": "a"})
    assert isinstance(done, NotJudged)
    assert done.reason.startswith("the Flux Kustomization has a wrong field: components must be")
