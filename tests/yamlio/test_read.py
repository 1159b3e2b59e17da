"""Texts are read as the real readers read them, with places for everything and a finding for every problem."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_gen.errors import UserError
from gitops_gen.findings import Location
from gitops_gen.yamlio import limits, read, scalars
from gitops_gen.yamlio.scalars import KUBERNETES, SOPS, TALOS, Plain, Timestamp
from tests.support.recordings import load
from tests.yamlio import judged


def bodies(text: str, typing: scalars.Typing = KUBERNETES) -> list[Any]:
    return [one.body for one in read.documents(text, "f", typing=typing)]


def problems(text: str, typing: scalars.Typing = KUBERNETES) -> list[str]:
    with pytest.raises(UserError) as raised:
        read.documents(text, "f", typing=typing)
    return [str(one) for one in raised.value.findings]


@pytest.mark.parametrize(("op", "typing"), [("kubernetes", KUBERNETES), ("v3", SOPS)])
def test_recorded_texts(op: str, typing: scalars.Typing) -> None:
    held = load("yaml")["read"][op]
    alike = 0
    for text, recorded in held:
        answer = json.loads(recorded)
        try:
            ours = bodies(text, typing)
        except UserError:
            continue
        if op == "v3":
            assert judged.ours(ours) == judged.theirs(answer), text
        else:
            wanted = [one for one in answer if one is not None]
            assert judged.as_json(ours) == judged.as_json(wanted), text
        alike += 1
    assert alike >= len(held) // 3


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


@pytest.mark.parametrize("text", ["", "# only\n", "\ufeff", "\n\n"])
def test_no_document(text: str) -> None:
    assert read.documents(text, "f") == []
    with pytest.raises(UserError) as raised:
        read.document(text, "f.yaml")
    assert str(raised.value) == "f.yaml: the file is empty\n  fix: it must hold one YAML document"


def test_several_documents() -> None:
    found = read.documents("# c\na: 1\n---\n---\n\n- b\n...\n--- c\n", "f")
    assert [one.body for one in found] == [{"a": 1}, None, ["b"], "c"]
    assert [one.index for one in found] == [0, 1, 2, 3]
    assert [one.line for one in found] == [2, 4, 6, 8]
    assert {one.name for one in found} == {"f"}


def test_the_only_document() -> None:
    assert read.document("---\n# c\n---\na: 1\n---\n", "f").body == {"a": 1}
    assert read.document("a: yes", "f", typing=TALOS).body == {"a": "yes"}
    with pytest.raises(UserError) as raised:
        read.document("a: 1\n---\nb: 1\n---\nc: 1\n", "f")
    assert str(raised.value) == (
        "f:3:1: the file holds 3 YAML documents, one is expected\n"
        "  fix: keep one; the others belong in files of their own"
    )
    with pytest.raises(UserError, match="the file is empty"):
        read.document("null\n", "f")


def test_line_ends_of_windows_and_the_byte_order_mark() -> None:
    [one] = read.documents("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n", "f")
    assert one.body == {"a": 1, "b": "x\ny\n"}
    assert one.at("a") == (1, 4)
    assert one.at("b") == (2, 4)


def test_positions() -> None:
    text = "a: 1\nbb:\n  - x\n  - k: v\n    m: {o: [é, z]}\n---\n  - q\n"
    first, second = read.documents(text, "f")
    places = {
        (): (1, 1),
        ("a",): (1, 4),
        ("a", "below"): (1, 4),
        ("bb",): (2, 1),
        ("bb", 0): (3, 5),
        ("bb", 1): (4, 5),
        ("bb", 1, "k"): (4, 8),
        ("bb", -1, "k"): (4, 8),
        ("bb", 1, "m"): (5, 5),
        ("bb", 1, "m", "o"): (5, 9),
        ("bb", 1, "m", "o", 1): (5, 16),
        ("bb", 1, "m", "o", 2): (5, 9),
        ("bb", 1, "missing", "o"): (4, 5),
        ("bb", 2): (2, 1),
        ("bb", -3): (2, 1),
        ("bb", "k"): (2, 1),
        ("missing",): (1, 1),
        (0,): (1, 1),
    }
    for path, place in places.items():
        assert first.at(*path) == place, path
    assert second.at(0) == (7, 5)
    assert second.at() == (7, 3)
    assert second.line == 7
    assert first.location("a") == Location("f", 1, 4)


def test_positions_through_anchors_and_merges() -> None:
    text = "x: &x {k: 1, l: {m: 2}}\nj: *x\nz:\n  <<: [*x, {o: 3}]\n  k: 4\nl: [*x]\n? &s w\n: *s\n"
    for typing in (KUBERNETES, TALOS):
        [one] = read.documents(text, "f", typing=typing)
        assert one.body["z"] == {"k": 4, "l": {"m": 2}, "o": 3}
        assert one.body["w"] == "w"
        assert one.at("j") == (2, 1)
        assert one.at("j", "k") == (1, 11)
        assert one.at("z", "l", "m") == (1, 21)
        assert one.at("z", "o") == (4, 16)
        assert one.at("z", "k") == (5, 6)
        assert one.at("l", 0) == (6, 5)
        assert one.at("l", 0, "k") == (1, 11)
        assert one.at("w") == (8, 3)


def test_positions_follow_the_typing_of_keys() -> None:
    text = "y: 1\n0x10: 2\n"
    assert read.document(text, "f").at("true") == (1, 4)
    assert read.document(text, "f").at("16") == (2, 7)
    assert read.document(text, "f", typing=TALOS).at("0x10") == (2, 7)


def test_positions_of_odd_line_breaks() -> None:
    [one] = read.documents('a: "x\u2028y"\nb: 1\n', "f")
    assert one.at("b") == (2, 4)


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


def test_duplicates_before_a_syntax_error_are_told() -> None:
    found = problems("a: 1\na: 2\nb: [\n")
    assert found[0].startswith('f:2:1: the key "a" stands twice')
    assert found[1].startswith("f:4:1: this is not YAML")
    assert len(found) == 2


def test_problems_end_somewhere() -> None:
    found = problems("a: 1\n" * 500)
    assert len(found) == 101
    assert found[99].startswith("f:101:1:")
    assert found[-1] == "f: there may be more than these 100 problems"


def test_problems_are_sorted_by_place() -> None:
    found = problems("a:\n  <<: {b: 1}\n  c: 9223372036854775808\na: 1\n", SOPS)
    assert [line.split(": ")[0] for line in found] == ["f:2:3", "f:3:6", "f:4:1"]


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


def test_hostile_sizes() -> None:
    assert problems("a" * 9_000_000) == ["f: the file is larger than 8 MiB\n  fix: split it"]
    assert len(problems("\0" * 1_000_000)) == 101
    assert "this is not YAML" in problems('"' + "\\" * 1_000_000)[0]
    assert bodies("a: " + "1" * 1_000_000) == [{"a": "1" * 1_000_000}]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab:-[]{},#&*!|>'\"%@`?\n\t ~<\0\x85é1.0x", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for typing in (KUBERNETES, TALOS, SOPS):
        try:
            found = read.documents(text, "f", typing=typing)
        except UserError as error:
            found = []
            places = [one.location for one in error.findings]
            assert places and all(places)  # noqa: PT018
        for one in found:
            json.dumps(one.body)
            assert one.line <= text.count("\n") + 1
            assert one.at("a", 0, "b") >= (1, 1)
