"""Documents and objects: what is one, what it is called, where it stands."""

from __future__ import annotations

import pytest

from gitops_gen.repo import documents

TEXT = """# a comment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: rello
  namespace: web
spec:
  replicas: 2
---
only: values
---
apiVersion: v1
kind: Namespace
metadata:
  name: web
---
"""


def test_objects_and_their_places() -> None:
    held = documents.parse("apps/a.yaml", TEXT)
    first, second = held.manifests
    assert (first.title, second.title) == ("Deployment web/rello", "Namespace web")
    assert (first.group, second.group) == ("apps", "")
    assert (first.file, first.name, first.namespace) == ("apps/a.yaml", "rello", "web")
    assert str(first.at("spec", "replicas")) == "apps/a.yaml:8:13"
    assert str(first.at("spec", "paused")) == "apps/a.yaml:7:1"
    assert second.document.line == 12
    assert len(held.documents) == 4


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        ({"apiVersion": "v1", "kind": "Pod"}, True),
        ({"apiVersion": "v1", "kind": ""}, False),
        ({"apiVersion": 1, "kind": "Pod"}, False),
        ({"apiVersion": "v1", "kind": ["Pod"]}, False),
        ({"kind": "Pod"}, False),
        ([{"apiVersion": "v1", "kind": "Pod"}], False),
        (None, False),
        ("apiVersion", False),
    ],
)
def test_what_looks_like_an_object(body: object, is_one: bool) -> None:
    assert documents.looks_like_object(body) is is_one


@pytest.mark.parametrize("metadata", ["text", {"name": 1, "namespace": []}, {}, None])
def test_an_object_without_a_name(metadata: object) -> None:
    text = f"{{apiVersion: v1, kind: Pod, metadata: {metadata if metadata else 'null'}}}"
    (one,) = documents.parse("a.yaml", text).manifests
    assert (one.name, one.namespace, one.title) == ("", "", "Pod")


def test_what_cannot_be_read_has_no_documents() -> None:
    held = documents.parse("a.yaml", "a: 1\na: 2\n")
    assert held.documents == ()
    assert [str(one).partition("\n")[0] for one in held.problems] == [
        'a.yaml:2:1: the key "a" stands twice'
    ]


@pytest.mark.parametrize(
    ("path", "yes"),
    [
        ("a.yaml", True),
        ("x/b.yml", True),
        ("x/Kustomization", True),
        ("a.json", False),
        ("yaml", False),
    ],
)
def test_yaml_by_name(path: str, yes: bool) -> None:
    assert documents.is_yaml(path) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("apiVersion: v1\na: [", True),
        ('{\n  "apiVersion": "v1"', True),
        ("on: push\n", False),
        ("# apiVersion: v1\n", False),
    ],
)
def test_what_was_meant_as_an_object(text: str, yes: bool) -> None:
    assert documents.meant_as_object(text) is yes
