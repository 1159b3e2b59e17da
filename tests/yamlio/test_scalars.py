"""The three typings give scalars and keys the types that their readers give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from gitops_gen.yamlio import scalars
from gitops_gen.yamlio.scalars import KUBERNETES, SOPS, TALOS, Plain, ScalarError, Timestamp
from tests.support.recordings import load
from tests.yamlio import judged

TAG = "tag:yaml.org,2002:"
ALL = (KUBERNETES, TALOS, SOPS)


@dataclass
class Scalar:
    """As libyaml reports one."""

    value: str
    tag: str | None = None
    style: str | None = None


def same(found: object, wanted: object) -> bool:
    return type(found) is type(wanted) and judged.ours(found) == judged.ours(wanted)


def test_recorded_keys() -> None:
    held = load("yaml")["keys"]
    assert len(held) > 60
    for text, wanted in held:
        if wanted is None:
            with pytest.raises(ScalarError):
                KUBERNETES.key(Scalar(text))
        else:
            assert KUBERNETES.key(Scalar(text)) == wanted, text


@pytest.mark.parametrize("word", ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"])
def test_old_words_are_booleans_for_kubectl_alone(word: str) -> None:
    assert KUBERNETES.resolve(word) is True
    assert KUBERNETES.key(Scalar(word)) == "true"
    assert TALOS.resolve(word) == SOPS.resolve(word) == word


@pytest.mark.parametrize("word", ["n", "N", "no", "No", "NO", "off", "Off", "OFF"])
def test_old_words_for_false(word: str) -> None:
    assert KUBERNETES.resolve(word) is False
    assert KUBERNETES.key(Scalar(word)) == "false"
    assert TALOS.resolve(word) == SOPS.resolve(word) == word


def test_times_are_text_but_for_sops() -> None:
    for text in ("2020-01-01", "2020-1-2 3:4:5"):
        for typing in (KUBERNETES, TALOS):
            assert same(typing.resolve(text), text)
            assert same(typing.value(Scalar(text)), text)
            assert typing.key(Scalar(text)) == text
    assert same(SOPS.resolve("2020-1-2"), Timestamp("2020-01-02T00:00:00Z"))
    assert same(SOPS.value(Scalar("2020-1-2 3:4:5")), Timestamp("2020-01-02T03:04:05Z"))


@pytest.mark.parametrize("style", ["'", '"', "|", ">"])
def test_quoted_scalars_are_strings(style: str) -> None:
    for typing in ALL:
        for text in ("", "1", "true", "~", "2020-01-01", "yes"):
            assert same(typing.value(Scalar(text, style=style)), text)
            assert same(typing.key(Scalar(text, style=style)), text)


def test_plain_strings_are_marked_for_sops_alone() -> None:
    assert same(SOPS.value(Scalar("a")), Plain("a"))
    assert same(SOPS.value(Scalar("a", style="'")), "a")
    assert same(SOPS.value(Scalar("a", tag="!x")), "a")
    assert same(SOPS.value(Scalar("a", tag="!")), "a")
    assert same(SOPS.key(Scalar("a")), "a")
    for typing in (KUBERNETES, TALOS):
        assert same(typing.value(Scalar("a")), "a")


@pytest.mark.parametrize(
    ("text", "tag", "wanted"),
    [
        ("5", "str", "5"),
        ("5", "int", 5),
        ("5", "float", 5.0),
        ("5.5", "float", 5.5),
        ("true", "bool", True),
        ("", "null", None),
        ("aGk=", "binary", "hi"),
        ("aG\nk=\r\n", "binary", "hi"),
        ("5", "set", "5"),
    ],
)
def test_tags(text: str, tag: str, wanted: Any) -> None:
    for typing in ALL:
        for style in (None, '"'):
            assert same(typing.value(Scalar(text, TAG + tag, style)), wanted), typing.name
        assert same(typing.value(Scalar(text, f"!{tag}")), text)


def test_the_tag_that_says_nothing() -> None:
    assert same(KUBERNETES.value(Scalar("5", "!")), "5")
    assert same(TALOS.value(Scalar("5", "!")), 5)
    assert same(SOPS.value(Scalar("5", "!", "'")), "5")


def test_the_tag_of_times() -> None:
    held = Scalar("2020-01-01", f"{TAG}timestamp", '"')
    assert same(KUBERNETES.value(held), "2020-01-01")
    assert same(TALOS.value(held), "2020-01-01")
    assert same(SOPS.value(held), Timestamp("2020-01-01T00:00:00Z"))


@pytest.mark.parametrize("text", [".inf", "-.inf", ".nan"])
def test_kubectl_refuses_infinity(text: str) -> None:
    with pytest.raises(ScalarError, match="kubectl and Helm refuse infinity and NaN; quote"):
        KUBERNETES.value(Scalar(text))
    assert isinstance(TALOS.value(Scalar(text)), float)
    assert KUBERNETES.key(Scalar(text)) == text


@pytest.mark.parametrize("text", ["~", "", "9223372036854775808"])
def test_keys_that_kubectl_refuses(text: str) -> None:
    with pytest.raises(ScalarError, match="refuse null and 64-bit unsigned keys; quote the key"):
        KUBERNETES.key(Scalar(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("9223372036854775807", "9223372036854775807"),
        ("0x10", "16"),
        ("1.5", "1.5"),
        ("0.1", "0.1"),
        ("16777217.0", "1.6777216e+07"),
        ("100000.0", "100000"),
        ("1000000.0", "1e+06"),
        ("1e-4", "0.0001"),
        ("1e-5", "1e-05"),
        ("-0.0", "-0"),
        ("1e300", ".inf"),
        ("-1e300", "-.inf"),
        ("1e38", "1e+38"),
        ("3.4028235e38", "3.4028235e+38"),
        ("1e-50", "0"),
    ],
)
def test_number_keys_of_kubectl(text: str, wanted: str) -> None:
    assert KUBERNETES.key(Scalar(text)) == wanted


def test_keys_of_talos_are_their_text() -> None:
    for text in ("1", "0x10", "true", "1.5", "2020-01-01", "yes"):
        assert TALOS.key(Scalar(text)) == text
    assert TALOS.key(Scalar("aGk=", f"{TAG}binary")) == "hi"
    with pytest.raises(ScalarError, match="a key must not be null; quote it"):
        TALOS.key(Scalar("~"))


def test_sops_takes_strings_as_keys() -> None:
    for text in ("1", "true", "~", "1.5", "2020-01-01"):
        with pytest.raises(ScalarError, match="sops takes only strings as keys; quote the key"):
            SOPS.key(Scalar(text))
    assert SOPS.key(Scalar("yes")) == "yes"


def test_sops_refuses_unsigned_integers() -> None:
    assert SOPS.value(Scalar("9223372036854775807")) == 2**63 - 1
    with pytest.raises(ScalarError, match="sops refuses integers beyond 64 bits signed; quote"):
        SOPS.value(Scalar("9223372036854775808"))
    assert TALOS.value(Scalar("9223372036854775808")) == 2**63


def test_the_three_typings_differ_in_merge_keys() -> None:
    assert (KUBERNETES.merge, KUBERNETES.merge_overrides) == (True, True)
    assert (TALOS.merge, TALOS.merge_overrides) == (True, False)
    assert not scalars.SOPS.merge
