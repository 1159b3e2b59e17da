"""What is built from a text: types, anchors, merge keys, duplicates, and limits that hold against hostile ones."""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

import pytest

from gitops_gen.errors import UserError
from gitops_gen.yamlio import build, limits, read, scalars
from gitops_gen.yamlio.scalars import KUBERNETES, SOPS, TALOS, Plain, Timestamp
from tests.yamlio import judged


def bodies(text: str, typing: scalars.Typing = KUBERNETES) -> list[Any]:
    return [one.body for one in read.documents(text, "f", typing=typing)]


def problems(text: str, typing: scalars.Typing = KUBERNETES) -> list[str]:
    with pytest.raises(UserError) as raised:
        read.documents(text, "f", typing=typing)
    return [str(one) for one in raised.value.findings]


def test_types_and_collections() -> None:
    text = "a: 1\nb: [x, 2.5, true, null, {c: 'd'}]\ne:\n  - f\n  -\ng: {}\nh: []\n"
    want = {
        "a": 1,
        "b": ["x", 2.5, True, None, {"c": "d"}],
        "e": ["f", None],
        "g": {},
        "h": [],
    }
    for typing in (KUBERNETES, TALOS, SOPS):
        [body] = bodies(text, typing)
        assert judged.ours(body) == judged.ours(want)
        assert list(body) == list(want)


def test_the_typing_decides() -> None:
    text = "a: yes\nd: 2020-01-01\nq: '1'\n"
    assert bodies(text) == [{"a": True, "d": "2020-01-01", "q": "1"}]
    assert bodies(text, TALOS) == [{"a": "yes", "d": "2020-01-01", "q": "1"}]
    [body] = bodies(text, SOPS)
    assert {key: type(value) for key, value in body.items()} == {
        "a": Plain,
        "d": Timestamp,
        "q": str,
    }
    assert bodies("y: 1\n") == [{"true": 1}]
    assert bodies("y: 1\n", TALOS) == [{"y": 1}]


def test_every_duplicate_key_at_once() -> None:
    text = "a: 1\nb: {c: 1, c: 2, d: 1}\na: 2\na: 3\n---\na: 1\n"
    assert problems(text) == [
        'f:2:11: the key "c" stands twice\n  see also f:2:5\n  fix: keep one of them',
        'f:3:1: the key "a" stands twice\n  see also f:1:1\n  fix: keep one of them',
        'f:4:1: the key "a" stands twice\n  see also f:1:1\n  fix: keep one of them',
    ]


def test_keys_that_become_the_same() -> None:
    assert problems("yes: 1\n'true': 2\n")[0].startswith('f:2:1: the key "true" stands twice')
    assert bodies("yes: 1\n'true': 2\n", TALOS) == [{"yes": 1, "true": 2}]
    assert problems("1: a\n'1': b\n", TALOS)[0].startswith('f:2:1: the key "1" stands twice')


def test_refused_scalars_have_their_place() -> None:
    assert problems("a: [1, .inf]\n~: {b: .nan}\n") == [
        "f:1:8: kubectl and Helm refuse infinity and NaN; quote the value",
        "f:2:1: kubectl and Helm refuse null and 64-bit unsigned keys; quote the key",
        "f:2:8: kubectl and Helm refuse infinity and NaN; quote the value",
    ]
    assert problems("- !!int x\n") == [
        "f:1:3: the tag !!int does not fit the value, which is of type str"
    ]


@pytest.mark.parametrize(
    "text", ["? [a]\n: 1\nb: 1\n", "{[a]: 1, b: 1}", "? {c: d}\n: {e: f}\nb: 1\n", "{? {}, b: 1}"]
)
def test_keys_must_be_scalars(text: str) -> None:
    [found] = problems(text)
    assert found.endswith(": a key must be a scalar, not a mapping or a list")


def test_an_alias_of_a_collection_is_no_key() -> None:
    assert problems("a: &a [1]\n*a : 2\n") == [
        "f:2:1: a key must be a scalar, not a mapping or a list"
    ]


def test_anchors() -> None:
    text = "a: &a {x: [1, &s yes]}\nb: *a\nc: [*a, *s]\n*s : *s\n"
    assert bodies(text) == [
        {
            "a": {"x": [1, True]},
            "b": {"x": [1, True]},
            "c": [{"x": [1, True]}, True],
            "true": True,
        }
    ]
    [body] = bodies(text)
    assert body["a"] is not body["b"]
    assert body["a"]["x"] is not body["b"]["x"]


def test_an_anchor_can_be_set_again() -> None:
    assert bodies("- &a 1\n- *a\n- &a 2\n- *a\n") == [[1, 1, 2, 2]]
    assert bodies("- &a {b: &a [x]}\n- *a\n") == [[{"b": ["x"]}, ["x"]]]
    assert bodies("- &a {b: &a x}\n- *a\n") == [[{"b": "x"}, "x"]]


@pytest.mark.parametrize("text", ["- *a\n", "*a : 1\n", "- &a 1\n---\n- *a\n", "a: &b 1\nc: *d\n"])
def test_unknown_anchors(text: str) -> None:
    [found] = problems(text)
    assert found.endswith(": the alias has no anchor before it in this document")


@pytest.mark.parametrize(
    "text", ["&a [*a]", "a: &a {b: *a}\n", "&a [[{c: *a}]]", "- &a\n  *a : 1\n"]
)
def test_cycles(text: str) -> None:
    [found] = problems(text)
    assert found.endswith(": the alias stands inside its own anchor")


MERGED = "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\n"


@pytest.mark.parametrize(
    ("text", "kubectl", "talos"),
    [
        ("<<: *x", {"a": 1, "b": 2}, {"a": 1, "b": 2}),
        ("<<: *x\n  a: 9", {"a": 9, "b": 2}, {"a": 9, "b": 2}),
        ("a: 9\n  <<: *x", {"a": 1, "b": 2}, {"a": 9, "b": 2}),
        ("<<: [*x, *y]", {"a": 1, "b": 2, "c": 4}, {"a": 1, "b": 2, "c": 4}),
        ("<<: [*y, *x]", {"a": 1, "b": 3, "c": 4}, {"a": 1, "b": 3, "c": 4}),
        ("<<: {a: {b: 1}}", {"a": {"b": 1}}, {"a": {"b": 1}}),
        ("!!merge <<: *x", {"a": 1, "b": 2}, {"a": 1, "b": 2}),
        ("!!merge '<<': *x", {"a": 1, "b": 2}, {"a": 1, "b": 2}),
        ("! <<: *x", {"a": 1, "b": 2}, {"a": 1, "b": 2}),
        ("!x <<: *x", {"<<": {"a": 1, "b": 2}}, {"<<": {"a": 1, "b": 2}}),
        ("'<<': 1", {"<<": 1}, {"<<": 1}),
        ("q: <<", {"q": "<<"}, {"q": "<<"}),
        ("<<: []", {}, {}),
        ("<<: {}", {}, {}),
    ],
)
def test_merge_keys(text: str, kubectl: Any, talos: Any) -> None:
    text = f"{MERGED}z:\n  {text}\n"
    assert bodies(text)[0]["z"] == kubectl
    assert bodies(text, TALOS)[0]["z"] == talos


@pytest.mark.parametrize("text", ["1", "[1]", "[[{a: 1}]]", "[{a: 1}, 2]", "null", "*l", "[*l]"])
def test_merge_keys_take_mappings(text: str) -> None:
    for typing in (KUBERNETES, TALOS):
        [found] = problems(f"l: &l [{{a: 1}}]\nz:\n  <<: {text}\n", typing)
        assert found.startswith("f:3:7: ")
        assert found.endswith(": a merge key (<<) takes a mapping or a list of mappings")


@pytest.mark.parametrize("text", ["<<: {a: 1}\n<<: {b: 1}\n", "'<<': 1\n<<: {b: 1}\n"])
def test_two_merge_keys(text: str) -> None:
    for typing in (KUBERNETES, TALOS):
        [found] = problems(text, typing)
        assert found.startswith("f:2:1: the key << stands twice\n  see also f:1:1")


def test_sops_has_no_merge_keys() -> None:
    assert problems(f"{MERGED}z:\n  <<: *x\n", SOPS) == [
        "f:4:3: sops does not keep a merge key (<<)\n  fix: write its keys out"
    ]


@pytest.mark.parametrize("line", ["%YAML 1.1", "%YAML 1.2", "%TAG !e! tag:example.com,2000:"])
def test_directives(line: str) -> None:
    assert problems(f"{line}\n---\na: 1\n") == [
        "f:1:1: kubectl and kustomize stop at a %YAML or %TAG line\n  fix: remove the line"
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_depth(opening: str) -> None:
    most = limits.MAX_DEPTH
    closing = {"[": "]", "{a: ": "}"}.get(opening, "")
    if opening != "? ":
        assert bodies(f"{opening * most}x{closing * most}\n") != []
    [found] = problems(opening * 10_000)
    assert found.endswith(": collections stand more than 100 deep")


def test_depth_through_aliases() -> None:
    def text(outer: int) -> str:
        return f"a: &a {'[' * 60}x{']' * 60}\nb: {'[' * outer}*a{']' * outer}\n"

    assert bodies(text(39)) != []
    assert problems(text(40)) == ["f:2:44: collections stand more than 100 deep"]


def test_depth_of_mappings_through_aliases() -> None:
    def text(outer: int) -> str:
        return f"a: &a {'{b: ' * 60}x{'}' * 60}\nb: {'[' * outer}*a{']' * outer}\n"

    assert bodies(text(39)) != []
    assert problems(text(40)) == ["f:2:44: collections stand more than 100 deep"]


def test_an_alias_bomb() -> None:
    levels = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 40)]
    [found] = problems("a0: &a0 {lol: lol}\n" + "".join(levels))
    assert found.endswith(": the aliases stand for more than 100,000 values")


def test_a_merge_bomb() -> None:
    levels = [f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 200)]
    text = "a0: &a0 {lol: lol}\n" + "".join(levels)
    for typing in (KUBERNETES, TALOS):
        [one] = read.documents(text, "f", typing=typing)
        assert one.body["a199"] == {"lol": "lol"}
        assert one.at("a199", "lol") == (1, 15)
        assert one.at("a199", "none") == (200, 1)


def test_how_many_values_aliases_may_stand_for() -> None:
    list_of_999 = f"a: &a [{', '.join('x' * 999)}]\n"
    enough = list_of_999 + "b: [" + "*a, " * 100 + "]\n"
    assert len(bodies(enough)[0]["b"]) == 100
    [found] = problems(enough + "c: *a\n")
    assert found.startswith("f:3:4: the aliases stand for more than 100,000 values")


def test_too_many_documents() -> None:
    assert len(read.documents("---\n" * limits.MAX_DOCUMENTS, "f")) == 10_000
    [found] = problems("---\n" * 10_001)
    assert found == "f:10001:1: the file holds more than 10,000 documents"


def test_problems_end_somewhere() -> None:
    found = problems("a: 1\n" * 500)
    assert len(found) == 101
    assert found[99].startswith("f:101:1:")
    assert found[-1] == "f: there may be more than these 100 problems"


def test_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    spec = importlib.util.spec_from_file_location("fresh_build", build.__file__)
    assert spec is not None
    assert spec.loader is not None
    with pytest.raises(UserError) as raised:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert str(raised.value) == (
        "PyYAML is installed here without libyaml\n"
        "  fix: install it as a wheel: pip install --force-reinstall --only-binary :all: PyYAML"
    )
