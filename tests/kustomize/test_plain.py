"""The builds that change nothing are what following kustomize step by step makes of the same files."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from gitops_gen.kustomize import build as building
from gitops_gen.kustomize import plain
from gitops_gen.kustomize.build import Built, Memory, build
from gitops_gen.kustomize.files import Reader
from gitops_gen.kustomize.outcome import Refused, Unsure
from tests.kustomize import features, oddities, overlays

OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {}\n"
TREE = {
    "a/kustomization.yaml": "resources: [b.yaml, below, ../c/d.yaml]\n",
    "a/b.yaml": OBJECT.format("b") + "---\n---\n" + OBJECT.format("b2") + "data: {m: x}\n",
    "a/below/kustomization.yml": "kind: Kustomization\nresources: [e.yaml]\n",
    "a/below/e.yaml": OBJECT.format("e") + "  annotations: {k: v}\n  namespace: web\n",
    "c/d.yaml": OBJECT.format("d"),
}


def both(files: dict[str, str], folder: str, given: Any = None) -> tuple[Built | None, Any]:
    """What is plain, and what every step leads to."""
    quick = plain.build(Reader(Memory(files)), folder, given)
    try:
        return quick, building._build(Reader(Memory(files)), folder, given)
    except (Refused, Unsure) as error:
        return quick, error


def test_a_tree_that_only_lists() -> None:
    quick, slow = both(TREE, "a")
    assert quick is not None
    assert [one.body["metadata"]["name"] for one in quick.objects] == ["b", "b2", "e", "d"]
    assert quick.objects == slow.objects
    assert set(quick.read) >= set(slow.read) - {"a/below"}
    assert quick.objects[1].origin == ("a/b.yaml", 2, ())
    assert build(Memory(TREE), "a") == quick


def test_every_case_that_is_plain_is_what_it_was() -> None:
    cases = [
        *(case for feature in features.BODIES for case in features.cases(feature)),
        *oddities.CASES.values(),
        *overlays.cases(Random(5), 120),
    ]
    count = 0
    for case in cases:
        quick, slow = both(case["files"], case["folder"])
        if quick is not None:
            count += 1
            assert isinstance(slow, Built), case
            assert quick.objects == slow.objects, case
    assert count > 10


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a/kustomization.yaml", "namePrefix: x-\nresources: [b.yaml]\n"),
        ("a/kustomization.yaml", "kind: Component\nresources: [b.yaml]\n"),
        ("a/kustomization.yaml", "buildMetadata: [originAnnotations]\nresources: [b.yaml]\n"),
        ("a/kustomization.yaml", "resources: [https://example.com/b.yaml]\n"),
        ("a/kustomization.yaml", "resources: [/b.yaml]\n"),
        ("a/kustomization.yaml", "resources: [missing.yaml]\n"),
        ("a/kustomization.yaml", "resources: [../a]\n"),
        ("a/kustomization.yaml", "resources: [b.yaml, b.yaml]\n"),
        ("a/below/kustomization.yml", "resources: [..]\n"),
        ("a/below/kustomization.yml", "resources: ['../..']\n"),
        ("c/d.yaml", OBJECT.format("b")),
        ("c/d.yaml", OBJECT.format("d") + "data: {a: yes}\n"),
        ("c/d.yaml", OBJECT.format("d") + "  annotations: {}\n"),
        ("c/d.yaml", OBJECT.format("d") + "  annotations: {a: 1}\n"),
        (
            "c/d.yaml",
            OBJECT.format("d") + "  annotations: {config.kubernetes.io/local-config: 'true'}\n",
        ),
        (
            "c/d.yaml",
            OBJECT.format("d") + "  annotations: {internal.config.kubernetes.io/id: '1'}\n",
        ),
        ("c/d.yaml", OBJECT.format("d") + "  namespace: 7\n"),
        ("c/d.yaml", OBJECT.format("7")),
        ("c/d.yaml", "apiVersion: v1\nkind: List\nmetadata: {name: l}\nitems: []\n"),
        ("c/d.yaml", "apiVersion: v1\nkind: ConfigMap\n"),
        ("c/d.yaml", "kind: ConfigMap\nmetadata: {name: l}\n"),
        ("c/d.yaml", "- a\n"),
    ],
)
def test_what_must_be_followed(path: str, text: str) -> None:
    assert plain.build(Reader(Memory({**TREE, path: text})), "a", None) is None


def test_given_notes_are_left_out() -> None:
    given = {"resources": ["b.yaml"], "buildMetadata": ["originAnnotations"]}
    quick, slow = both(TREE, "a", given)
    assert quick is not None
    assert quick.objects == slow.objects
