"""Files that Flux finds by itself: which it takes for manifests, and why it stops at others."""

from __future__ import annotations

import pytest

from gitops_gen.fluxpath import objects

GOOD = "kind: A\nmetadata: {name: b}\n"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"---\n{GOOD}",
        f"{GOOD}---\n\n--- # more\n{GOOD}",
        "",
        "# comment\n",
        "{}",
        "[]",
        "null",
        "kind: 1\nmetadata: {name: 2.5}\n",
        "kind: A\nmetadata: {name: true}\nmetadata: {name: b}\n",
        "kind: AList\n",
        "kind: AList\nitems: null\n",
        f"kind: List\nitems:\n- {{{'kind: A, metadata: {name: b}'}}}\n- {{}}\n",
        "kind: ResourceList\nfunctionConfig: {}\n",
        "kind: List\n",
        "kind: BList\nitems:\n- kind: List\n  items: []\n",
        GOOD.replace("\n", "\r\n") + "---\r\n" + GOOD,
        f"{GOOD}...\n---\n{GOOD}",
        f"{GOOD}--- {{a: b}}",
    ],
)
def test_a_file_of_objects(text: str) -> None:
    objects.check(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: b\n", "it has no kind"),
        ("kind: ''\nmetadata: {name: b}\n", "it has no kind"),
        ("kind: {a: b}\nmetadata: {name: b}\n", "it has no kind"),
        ("kind: A\n", "it has no metadata.name"),
        ("kind: A\nmetadata: b\n", "it has no metadata.name"),
        ("kind: A\nmetadata: {name: ''}\n", "it has no metadata.name"),
        ("kind: A\nmetadata: {name: [b]}\n", "it has no metadata.name"),
        ("- a\n", "it is no mapping"),
        ("text", "it is no mapping"),
        (f"{GOOD}---\na: b\n", "it has no kind"),
        (f"{GOOD}--- x\n{GOOD}", "something follows the three dashes: x"),
        ("a: b: c\n", "this is not YAML"),
        ("%YAML 1.1\n---\nkind: A\n", "this is not YAML"),
        (f"{GOOD}---\nkind: A\nmetadata: *a\n", "the alias has no anchor"),
        ("kind: List\nitems:\n- a: b\n", "it has no kind"),
        ("kind: BList\nitems: {a: b}\n", "the items of a BList are no list"),
        ("kind: BList\nitems:\n- kind: A\n", "it has no metadata.name"),
        ("kind: BList\nitems:\n- kind: List\n  items:\n  - a: b\n", "it has no kind"),
    ],
)
def test_a_file_at_which_flux_stops(text: str, why: str) -> None:
    with pytest.raises(objects.Refused, match=f"^{why}"):
        objects.check(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{GOOD}...\n]: [\n", "behind the first document: this is not YAML"),
        ("kind: A\nmetadata: {name: !!int b}\n", "the tag !!int does not fit"),
        ("a: {<<: {}, <<: {}}\n", "the key << stands twice"),
        ("a: \x01\n", "a character that is not allowed in YAML"),
        ("kind: List\nitems: {a: b}\n", "the items of a list are a mapping"),
    ],
)
def test_a_file_that_is_not_judged(text: str, why: str) -> None:
    with pytest.raises(objects.Unsure, match=why):
        objects.check(text)
