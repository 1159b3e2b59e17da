"""The provenance changes with places, sources and ciphertexts, and with nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.sops import leaves, provenance
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.selection import Selection

KEY = Selection("encrypted_regex", "^(key|token)$")


def of(*documents: Any) -> str:
    return provenance.fingerprint(leaves.collect(documents, KEY))


BASE = {"a": {"key": Secret("s#k", "ENC[k]", "v")}, "token": "spec"}


def test_it_is_a_short_hash() -> None:
    assert len(of(BASE)) == 16
    assert int(of(BASE), 16) >= 0
    assert of(BASE) == of({"a": {"key": Secret("s#k", "ENC[k]", None)}, "token": "spec"})


def test_it_is_the_same_on_every_machine() -> None:
    assert of({"key": Secret("s#k", "ENC[k]", None)}) == "0f7394fccd1f190a"
    assert of({"key": "A", "token": 5}) == "e5830855b721fa30"


@pytest.mark.parametrize(
    "other",
    [
        {"a": {"key": Secret("s#k", "ENC[l]", "v")}, "token": "spec"},
        {"a": {"key": Secret("s#l", "ENC[k]", "v")}, "token": "spec"},
        {"b": {"key": Secret("s#k", "ENC[k]", "v")}, "token": "spec"},
        {"a": {"key": Secret("s#k", "ENC[k]", "v")}, "token": "spec2"},
        {"a": {"key": Secret("s#k", "ENC[k]", "v")}},
        {"token": "spec", "a": {"key": Secret("s#k", "ENC[k]", "v")}},
        {"a": {"key": [Secret("s#k", "ENC[k]", "v")]}, "token": "spec"},
    ],
)
def test_it_changes_with_path_source_ciphertext_and_order(other: Any) -> None:
    assert of(other) != of(BASE)


def test_it_tells_types_of_the_spec_apart() -> None:
    assert of({"key": "1"}) != of({"key": 1})
    assert of({"key": True}) != of({"key": "True"})


def test_clear_leaves_and_clear_documents_do_not_count() -> None:
    assert of({**BASE, "x": 1}) == of({"x": 5}, BASE) == of(BASE)
    assert of(BASE, {"key": "x"}) == of(BASE, {"y": 1}, {"key": "x"})
    assert of(BASE, {"key": "x"}) != of({**BASE, "key": "x"})


def test_the_header_states_it_and_it_is_read_back() -> None:
    header = provenance.stamped("Made by x.", of(BASE))
    assert header == f"Made by x. provenance {of(BASE)}"
    assert provenance.stated(f"# {header}\na: 1\n") == of(BASE)
    assert provenance.stated(f"\ufeff# {header}\r\na: 1\r\n") == of(BASE)
    assert provenance.stated(f"# first\n# {header}\na: 1") == of(BASE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: 1\n",
        "# Made by x.\na: 1\n",
        "# x provenance 0123456789abcde\n",
        "# x provenance 0123456789abcdef0\n",
        "# x provenance 0123456789ABCDEF\n",
        "a: 1\n# x provenance 0123456789abcdef\n",
        "\n# x provenance 0123456789abcdef\n",
        "#x 0123456789abcdef\n",
    ],
)
def test_no_provenance_is_stated(text: str) -> None:
    assert provenance.stated(text) is None
