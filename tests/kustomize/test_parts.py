"""The parts that can be asked alone: images, patterns, selectors, pairs, paths, hashes, spellings of scalars."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.kustomize import (
    fields,
    files,
    generators,
    hashes,
    images,
    nodes,
    pairs,
    paths,
    patterns,
    reading,
    schema,
    selectors,
    shapes,
)
from gitops_gen.kustomize.ids import Gvk
from gitops_gen.kustomize.images import Image
from gitops_gen.kustomize.nodes import DOUBLE, FOLDED, INT, LITERAL, NULL, STR, Node
from gitops_gen.kustomize.outcome import Place, Refused, Unsure

HERE = ("k.yaml", 0)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("nginx", ("nginx", "", "")),
        ("nginx:1", ("nginx", "1", "")),
        ("h:5000/a/b", ("h:5000/a/b", "", "")),
        ("h:5000/a/b:v1", ("h:5000/a/b", "v1", "")),
        ("a/b@sha256:c", ("a/b", "", "sha256:c")),
        ("a/b:v1@sha256:c", ("a/b", "v1", "sha256:c")),
        ("/b:v1", ("/b", "v1", "")),
    ],
)
def test_images_are_split(text: str, parts: tuple[str, str, str]) -> None:
    assert images.split(text) == parts


@pytest.mark.parametrize(
    ("image", "wanted"),
    [
        (Image(new_name="x"), "x:1@sha256:a"),
        (Image(new_tag="2"), "n:2"),
        (Image(digest="sha256:b"), "n@sha256:b"),
        (Image(new_tag="2", digest="sha256:b"), "n:2@sha256:b"),
        (Image(tag_suffix="-x"), "n:1-x"),
    ],
)
def test_images_are_renamed(image: Image, wanted: str) -> None:
    assert images.renamed("n:1@sha256:a", image) == wanted


@pytest.mark.parametrize(
    ("pattern", "text", "hit"),
    [
        ("a.*", "abc", True),
        ("a|b", "ab", False),
        ("a|b", "b", True),
        ("(?:a|b)+", "abab", True),
        ("[a-c]\\d", "b7", True),
        ("a$", "a", True),
        ("a\\.b", "axb", False),
        ("web", "web\n", False),
    ],
)
def test_patterns_match_whole_texts(pattern: str, text: str, hit: bool) -> None:
    assert bool(patterns.whole(pattern).search(text)) is hit


@pytest.mark.parametrize("pattern", ["a{2}", "(?i)a", "\\bx", "a**", "(*)", "[", "a|*", "(?P<n>x)"])
def test_patterns_that_go_may_read_otherwise(pattern: str) -> None:
    with pytest.raises(Unsure):
        patterns.whole(pattern)


@pytest.mark.parametrize("pattern", ["*", "+a", "?"])
def test_patterns_that_are_none(pattern: str) -> None:
    with pytest.raises(Refused):
        patterns.whole(pattern)


@pytest.mark.parametrize(
    ("selector", "hit"),
    [
        ("", True),
        ("a", True),
        ("!a", False),
        ("a=1", True),
        ("a==1,b!=2", True),
        ("a!=1", False),
        ("c!=1", True),
        ("a in (1,2)", True),
        ("a in ( 2 , 3 )", False),
        ("c in (1)", False),
        ("a notin (2)", True),
        ("c notin (1)", True),
        ("a.b/c", False),
    ],
)
def test_label_selectors(selector: str, hit: bool) -> None:
    assert selectors.labels(selector)({"a": "1", "b": "1"}) is hit


def test_label_selectors_that_are_none_or_not_ours() -> None:
    with pytest.raises(Refused):
        selectors.labels("a b")
    for text in ("a>1", "in", "a=", "a,,b", "-a"):
        if text == "a=":
            assert selectors.labels(text)({"a": ""})
            continue
        with pytest.raises(Unsure):
            selectors.labels(text)


def test_env_files() -> None:
    text = "\ufeffA=1\r\n# no\n\n \tB = x=y\nC\n=z\n"
    assert list(pairs.env_lines(text, HERE)) == [("A", "1"), ("B ", " x=y"), ("C", "")]
    with pytest.raises(Unsure):
        list(pairs.env_lines("A=" + "x" * 70_000, HERE))


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("a=b", ("a", "b")),
        ("a='b'", ("a", "b")),
        ("a=\"b'", ("a", "\"b'")),
        ("a=", ("a", "")),
        ("a='", ("a", "'")),
    ],
)
def test_literals(text: str, pair: tuple[str, str]) -> None:
    assert pairs.literal(text, HERE) == pair


@pytest.mark.parametrize("text", ["a", "=a", ""])
def test_literals_that_are_none(text: str) -> None:
    with pytest.raises(Refused):
        pairs.literal(text, HERE)


def test_file_sources() -> None:
    assert pairs.file_source("x/y.txt", HERE) == ("y.txt", "x/y.txt")
    assert pairs.file_source("k=x/y", HERE) == ("k", "x/y")
    for text in ("=x", "k=", "a=b=c"):
        with pytest.raises(Refused):
            pairs.file_source(text, HERE)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("a.b", ["a", "b"]),
        ("a\\.b.c", ["a.b", "c"]),
        ("a.[b.c/d].e", ["a", "b.c/d", "e"]),
        ("a.[name=x.y].e", ["a", "[name=x.y]", "e"]),
        ("a.*.0", ["a", "*", "0"]),
    ],
)
def test_field_paths(path: str, parts: list[str]) -> None:
    assert paths.parts(path) == parts


def test_the_hash_is_of_kind_and_data_alone() -> None:
    """From kustomize's own tests: an empty ConfigMap, and one with a value."""
    body: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap"}
    assert hashes.hash_of(tree(body)) == "6ct58987ht"
    body["data"] = {"one": ""}
    assert hashes.hash_of(tree(body)) == "9g67k2htb6"
    with pytest.raises(Unsure):
        hashes.hash_of(tree({"kind": "Pod"}))


def tree(found: Any) -> Node:
    if isinstance(found, dict):
        made = nodes.mapping(HERE)
        made.fields = {key: tree(one) for key, one in found.items()}
        return made
    return nodes.scalar(found, STR, source=HERE)


def test_base64_comes_in_lines() -> None:
    assert generators.encoded("a") == "YQ=="
    assert generators.encoded("a" * 60).split("\n") == [("YWFh" * 20)[:70], ("YWFh" * 20)[70:], ""]


def test_options_of_one_generator_and_of_all() -> None:
    own = {"labels": {"a": "own"}, "immutable": False}
    shared = {"labels": {"a": "x", "b": "y"}, "disableNameSuffixHash": True}
    assert generators.merged_options(own, shared) == {
        "labels": {"a": "own", "b": "y"},
        "annotations": {},
        "disableNameSuffixHash": True,
        "immutable": False,
    }


@pytest.mark.parametrize(
    ("node", "value"),
    [
        (nodes.scalar("80", INT), 80),
        (nodes.scalar("80", INT, DOUBLE), "80"),
        (nodes.scalar("80", STR), "80"),
        (nodes.scalar("80"), 80),
        (nodes.scalar("80", "", DOUBLE), "80"),
        (nodes.scalar("~", NULL), None),
        (nodes.scalar("1.50"), 1.5),
        (nodes.scalar("1e3"), 1000),
        (nodes.scalar("yes"), "yes"),
        (nodes.scalar("2024-01-02"), "2024-01-02T00:00:00Z"),
        (nodes.scalar("a\n  b", STR, FOLDED), "a\n\n  b"),
        (nodes.scalar("a\n\n", STR, FOLDED), "a\n\n\n"),
        (nodes.scalar("a\n  b", STR, LITERAL), "a\n  b"),
        (nodes.scalar(" a\nb", STR, LITERAL), " a\nb"),
    ],
)
def test_scalars_as_go_yaml_writes_and_reads_them(node: Node, value: Any) -> None:
    found = nodes.value(node)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "node",
    [
        nodes.scalar("x", INT),
        nodes.scalar("\ta\n", STR, LITERAL),
        nodes.scalar(" a\n", STR, FOLDED),
    ],
)
def test_scalars_that_are_not_judged(node: Node) -> None:
    with pytest.raises(Unsure):
        nodes.value(node)


def test_lists_of_scalars_in_blocks_are_not_judged() -> None:
    held = Node(nodes.LIST)
    held.items = [nodes.scalar(" a\nb", STR, LITERAL)]
    with pytest.raises(Unsure):
        nodes.value(held)


def test_infinity_is_refused() -> None:
    with pytest.raises(Refused):
        nodes.value(nodes.scalar(".inf"))


def test_texts_that_yaml_1_1_reads_otherwise() -> None:
    assert all(
        map(
            nodes.is_old_nonstring, ["yes", "on", "1", "0x1", "{a: b}", "# c", "2024-01-02", "a: b"]
        )
    )
    assert not any(map(nodes.is_old_nonstring, ["", "a", "a b", "http://x", "a\nb", "-"]))


def test_schemas_know_what_merges() -> None:
    pod = schema.of_resource("v1", "Pod")
    assert pod is not None
    containers = pod.field("spec")
    assert containers is not None
    containers = containers.field("containers")
    assert containers is not None
    assert containers.merges
    assert containers.keys == ["name"]
    assert containers.items is not None
    ports = containers.items.field("ports")
    assert ports is not None
    assert ports.keys == ["containerPort", "protocol"]
    assert schema.of_resource("example.com/v1", "Widget") is None
    assert pod.field("none") is None


def test_field_specs_merge() -> None:
    wide, narrow = fields.Spec("a/b"), fields.Spec("a/b", Gvk(kind="X"))
    assert fields.merged([narrow], [wide]) == (narrow,)
    assert fields.merged([wide], [narrow]) == (wide, narrow)
    with pytest.raises(Refused):
        fields.merged([wide], [fields.Spec("a/b", create=True)])
    assert fields.split("/a/b\\/c", "/") == ["a", "b/c"]


def test_paths_stay_inside() -> None:
    assert files.join("a/b", "../c") == "a/c"
    assert files.join("a", "..") == ""
    with pytest.raises(Refused):
        files.join("a", "../../b")


def test_kustomizations_are_decoded_strictly() -> None:
    place = Place("k.yaml")
    shape = shapes.KUSTOMIZATION
    assert shapes.decoded({"NamePrefix": "a", "labels": None}, shape, place) == {"namePrefix": "a"}
    assert shapes.decoded({"commonLabels": {"a": None}}, shape, place) == {
        "commonLabels": {"a": ""}
    }
    assert shapes.decoded({"replicas": [{"count": 2.0}]}, shape, place) == {
        "replicas": [{"count": 2}]
    }
    bad: tuple[dict[str, Any], ...] = (
        {"replicas": [{"count": True}]},
        {"replicas": [{"count": 2**63}]},
        {"labels": {}},
        {"images": ["a"]},
        {"images": [{"tag": "x"}]},
        {"commonLabels": {"a": 1}},
    )
    for wrong in bad:
        with pytest.raises(Refused):
            shapes.decoded(wrong, shape, place)
    for doubtful in ({"labels": [None]}, {"namePrefix": "a", "nameprefix": "b"}):
        with pytest.raises(Unsure):
            shapes.decoded(doubtful, shape, place)


def test_numbers_in_lists_of_objects_lose_their_spelling() -> None:
    text = (
        "kind: AList\nitems: [{kind: A, metadata: {name: a}, v: 0x10, t: text, n: null, b: True}]"
    )
    [(node, _)] = reading.resources(text, "f")
    assert {key: (one.text, one.style) for key, one in node.fields.items() if key in "vtnb"} == {
        "v": ("16", ""),
        "t": ("text", DOUBLE),
        "n": ("null", ""),
        "b": ("true", ""),
    }
