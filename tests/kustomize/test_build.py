"""What a build tells beside the objects: where each field comes from, what was read, what did nothing, what is not judged."""
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.kustomize.build import Built, Failed, Memory, NotJudged, Place, build

MAP = """\
# first
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
data:
  x: one
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  template:
    spec:
      containers:
      - {name: c, image: "nginx:1"}
      - {name: e, image: "redis:1"}
"""


def made(kustomization: str, given: dict[str, Any] | None = None, **files: str) -> Any:
    held = {f"app/{name.replace('__', '.')}": text for name, text in files.items()}
    if kustomization:
        held["app/kustomization.yaml"] = kustomization
    return build(Memory(held), "app", given=given)


def built(kustomization: str, **files: str) -> Built:
    found = made(kustomization, None, **files)
    assert isinstance(found, Built), found
    return found


def own(*path: str | int) -> Place:
    return Place("app/kustomization.yaml", 0, path)


def test_an_untouched_object_comes_from_its_document() -> None:
    [one] = built("resources: [r.yaml]", r__yaml=MAP + "---\n# no more\n").objects
    assert one.origin == Place("app/r.yaml", 0)
    assert one.edits == ()
    assert one.source("data", "x") == Place("app/r.yaml", 0, ("data", "x"))
    assert one.body == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "a"},
        "data": {"x": "one"},
    }


@pytest.mark.parametrize(
    ("body", "path", "place"),
    [
        ("namePrefix: p-", ("metadata", "name"), own("namePrefix")),
        ("nameSuffix: -s", ("metadata", "name"), own("nameSuffix")),
        ("namespace: ns", ("metadata", "namespace"), own("namespace")),
        ("commonLabels: {l: m}", ("metadata", "labels", "l"), own("commonLabels", "l")),
        ("labels: [{pairs: {l: m}}]", ("metadata", "labels", "l"), own("labels", 0, "pairs", "l")),
        (
            "commonAnnotations: {l: m}",
            ("metadata", "annotations", "l"),
            own("commonAnnotations", "l"),
        ),
        (
            "images: [{name: nginx, newTag: '2'}]",
            ("spec", "template", "spec", "containers", 0, "image"),
            own("images", 0),
        ),
        ("replicas: [{name: d, count: 2}]", ("spec", "replicas"), own("replicas", 0, "count")),
        (
            "patches: [{path: p.yaml}]",
            ("spec", "paused"),
            Place("app/p.yaml", 0, ("spec", "paused")),
        ),
        (
            "patches: [{path: o.yaml, target: {kind: Deployment}}]",
            ("spec", "a", "b"),
            Place("app/o.yaml", 0, (0, "value", "b")),
        ),
        (
            'patches: [{patch: \'[{"op": "add", "path": "/spec/a", "value": 1}]\', target: {kind: Deployment}}]',
            ("spec", "a"),
            own("patches", 0, "patch"),
        ),
        (
            "replacements: [{sourceValue: v, targets: [{select: {kind: Deployment}, fieldPaths: [metadata.name]}]}]",
            ("metadata", "name"),
            own("replacements", 0, "sourceValue"),
        ),
    ],
)
def test_a_changed_field_leads_to_what_changed_it(
    body: str, path: tuple[str | int, ...], place: Place
) -> None:
    patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {paused: true}\n"
    operations = "- {op: add, path: /spec/a, value: {b: c}}\n"
    found = built(
        f"resources: [r.yaml]\n{body}\n", r__yaml=DEPLOYMENT, p__yaml=patch, o__yaml=operations
    )
    [one] = found.objects
    assert one.source(*path) == place
    assert one.source("spec", "template", "spec", "containers", 1, "name") == Place(
        "app/r.yaml", 0, ("spec", "template", "spec", "containers", 1, "name")
    )


def test_the_last_edit_counts() -> None:
    found = built("resources: [r.yaml]\nnamePrefix: p-\nnameSuffix: -s\n", r__yaml=MAP)
    [one] = found.objects
    assert one.body["metadata"]["name"] == "p-a-s"
    assert one.source("metadata", "name") == own("nameSuffix")


def test_a_generated_object_comes_from_its_entry() -> None:
    body = "configMapGenerator: [{name: g, literals: [a=b], files: [f.txt], envs: [e.env]}]"
    [one] = built(body, f__txt="text", e__env="K=v\n").objects
    assert one.origin == own("configMapGenerator", 0)
    assert one.source("data", "a") == own("configMapGenerator", 0, "literals", 0)
    assert one.source("data", "f.txt") == Place("app/f.txt")
    assert one.source("data", "K") == Place("app/e.env")
    assert one.source("metadata", "name").path[0] == "configMapGenerator"


def test_items_of_a_list_know_their_place() -> None:
    text = "apiVersion: v1\nkind: List\nitems:\n- {kind: A, metadata: {name: x}}\n"
    [one] = built("resources: [r.yaml]", r__yaml=text).objects
    assert one.source("metadata", "name") == Place(
        "app/r.yaml", 0, ("items", 0, "metadata", "name")
    )


def test_what_changed_nothing_is_told() -> None:
    found = built(
        "resources: [r.yaml]\n"
        "images: [{name: none, newTag: x}]\n"
        "patches:\n"
        "- {target: {kind: None}, patch: '{kind: A, metadata: {name: b}}'}\n"
        "- {target: {kind: ConfigMap}, patch: '{kind: A, metadata: {name: b}}'}\n"
        '- {target: {kind: None}, patch: \'[{"op": "remove", "path": "/a"}]\'}\n'
        "replacements: [{sourceValue: v, targets: [{select: {kind: None}}]}]\n",
        r__yaml=MAP,
    )
    assert [(one.what, one.place.path) for one in found.unused] == [
        ("patch", ("patches", 0)),
        ("patch", ("patches", 2)),
        ("image", ("images", 0)),
        ("replacement", ("replacements", 0, "targets", 0)),
    ]


def test_what_was_read_is_told() -> None:
    files = {
        "over/kustomization.yaml": "resources: [../base]\npatches: [{path: p.yaml}]\n",
        "over/p.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        "base/kustomization.yaml": "resources: [r.yaml]",
        "base/r.yaml": MAP,
        "other/r.yaml": MAP,
    }
    found = build(Memory(files), "over")
    assert isinstance(found, Built)
    assert {*files, "base"} - {"other/r.yaml"} <= {*found.read}
    assert "other/r.yaml" not in found.read


def test_given_stands_for_the_file() -> None:
    given = {"resources": ["r.yaml"], "namePrefix": "g-"}
    found = made("resources: [none.yaml]", given=given, r__yaml=MAP)
    assert isinstance(found, Built)
    assert found.objects[0].body["metadata"]["name"] == "g-a"
    found = made("", given=given, r__yaml=MAP)
    assert isinstance(found, Built)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (f"{field}: {value}\nresources: [r.yaml]", field)
        for field, value in {
            "crds": "[c.yaml]",
            "openapi": "{path: x}",
            "helmGlobals": "{chartHome: x}",
            "helmCharts": "[{name: x}]",
            "helmChartInflationGenerator": "[{chartName: x}]",
            "generators": "[g.yaml]",
            "transformers": "[t.yaml]",
            "validators": "[v.yaml]",
            "vars": "[{name: x}]",
            "configurations": "[c.yaml]",
            "buildMetadata": "[originAnnotations]",
        }.items()
    ],
)
def test_what_is_not_ours_is_not_judged(body: str, field: str) -> None:
    found = made(body, r__yaml=MAP)
    assert isinstance(found, NotJudged)
    assert found.reason == f"the field {field}"
    assert found.place == own(field)
    assert found.read


@pytest.mark.parametrize(
    "path",
    [
        "https://example.com/r.yaml",
        "github.com/org/repo",
        "git@example.com:org/repo",
        "ssh://git@example.com/repo",
        "git::https://example.com/repo",
        "/etc/r.yaml",
    ],
)
def test_remote_bases_are_not_judged(path: str) -> None:
    found = made(f"resources: ['{path}']")
    assert isinstance(found, NotJudged)
    assert found.place == own("resources", 0)


@pytest.mark.parametrize(
    ("body", "message", "places"),
    [
        ("resources: [none.yaml]", "none.yaml is not there", (own("resources", 0),)),
        ("resources: [../../x]", "../../x is outside of the repository", (own("resources", 0),)),
        ("components: [none]", "none is no folder", (own("components", 0),)),
        ("resources: [r.yaml, r.yaml]", "ConfigMap a is there twice", (Place("app/r.yaml"),) * 2),
        ("resources: [.]", ". leads in a circle: it holds app", (own("resources", 0),)),
        ("resorces: []", 'unknown field "resorces"', (own("resorces"),)),
        ("namePrefix: 1", "a text is expected", (own("namePrefix"),)),
        ("resources: [{a: b}]", "a text is expected", (own("resources", 0),)),
        ("kind: Other", "the kustomization is empty", (own(),)),
        (
            "kind: Other\nresources: []",
            "the kind should be Kustomization or Component",
            (own("kind"),),
        ),
        (
            "resources: [r.yaml]\npatches: [{path: p.yaml}]",
            "p.yaml is not there",
            (own("patches", 0, "path"),),
        ),
        (
            "resources: [r.yaml]\nreplicas: [{name: a, count: 1}]",
            "no object whose replicas can be set is named a",
            (own("replicas", 0),),
        ),
        (
            'resources: [r.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \'[{"op": "remove", "path": "/b"}]\'}]',
            'the JSON patch does not apply: there is no "b" to remove',
            (own("patches", 0, "patch"),),
        ),
    ],
)
def test_failures_say_what_and_where(body: str, message: str, places: tuple[Place, ...]) -> None:
    found = made(body, r__yaml=MAP)
    assert isinstance(found, Failed)
    assert (found.message, found.places) == (message, places)


def test_no_kustomization_and_two() -> None:
    assert isinstance(build(Memory({"a/r.yaml": MAP}), "a"), Failed)
    both = {"kustomization.yaml": "resources: []", "kustomization.yml": "resources: []"}
    found = build(Memory(both), "")
    assert isinstance(found, Failed)
    assert [one.file for one in found.places] == ["kustomization.yaml", "kustomization.yml"]


@pytest.mark.parametrize("folder", ["", ".", "/"])
def test_the_root_is_a_folder(folder: str) -> None:
    files = {"kustomization.yaml": "resources: [r.yaml]", "r.yaml": MAP}
    assert isinstance(build(Memory(files), folder), Built)


def test_nesting_is_bounded() -> None:
    deep = "[" * 90 + "]" * 90
    text = f"kind: A\nmetadata: {{name: a}}\nspec: {deep}\n"
    assert isinstance(made("resources: [r.yaml]\nnamePrefix: x", r__yaml=text), Built)
    too_deep = text.replace(deep, "[" * 200 + "]" * 200)
    assert isinstance(made("resources: [r.yaml]", r__yaml=too_deep), NotJudged)


def test_memory_lists_its_folders() -> None:
    files = Memory({"a/b.yaml": "x", "a/c/d.yaml": "y", "e.yaml": "z"})
    assert files.entries("") == ["a", "e.yaml"]
    assert files.entries("a") == ["b.yaml", "c"]
    assert files.is_dir("a/c")
    assert not files.is_dir("a/b.yaml")
    assert files.is_file("e.yaml")
    assert files.text("a") is None
