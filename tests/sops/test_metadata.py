"""The sops block is read and written as sops does."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.errors import UserError
from gitops_gen.sops import metadata
from gitops_gen.sops.cipher import Cipher
from gitops_gen.sops.metadata import Metadata, Wrapped
from gitops_gen.sops.selection import Selection
from gitops_gen.yamlio.scalars import Plain, Timestamp

MAC = Cipher(bytes(32)).seal("X", "")
GOOD: dict[str, Any] = {
    "age": [{"enc": "E1\n", "recipient": "age1a"}, {"recipient": " age1b ", "enc": "E2\n"}],
    "encrypted_regex": "^a$",
    "lastmodified": "2026-11-23T00:44:07Z",
    "mac": Plain(MAC),
    "mac_only_encrypted": True,
    "version": Plain("3.13.3"),
}


def problems(**changes: Any) -> list[str]:
    raw = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    with pytest.raises(UserError) as caught:
        metadata.read(raw, "f.yaml")
    assert {str(one.location) for one in caught.value.findings} == {"f.yaml"}
    assert {one.fix for one in caught.value.findings} == {"restore it from Git"}
    return [
        one.message.removeprefix("sops cannot read this file: ") for one in caught.value.findings
    ]


def test_a_block_is_read() -> None:
    assert metadata.read(GOOD, "f") == Metadata(
        age=(Wrapped("age1a", "E1\n"), Wrapped("age1b", "E2\n")),
        selection=Selection("encrypted_regex", "^a$"),
        lastmodified="2026-11-23T00:44:07Z",
        mac=MAC,
        mac_only_encrypted=True,
        version="3.13.3",
        others=(),
    )
    assert metadata.read(GOOD, "f").recipients == ("age1a", "age1b")


def test_a_block_is_written_sorted_and_without_what_is_empty() -> None:
    meta = metadata.read(GOOD, "f")
    block = metadata.block(meta)
    assert list(block) == [
        "age",
        "encrypted_regex",
        "lastmodified",
        "mac",
        "mac_only_encrypted",
        "version",
    ]
    assert block["age"] == [
        {"enc": "E1\n", "recipient": "age1a"},
        {"enc": "E2\n", "recipient": "age1b"},
    ]
    assert list(block["age"][0]) == ["enc", "recipient"]
    assert block["mac_only_encrypted"] is True
    assert metadata.read(block, "f") == meta
    plain = {**GOOD, "mac_only_encrypted": False, "encrypted_regex": "", "encrypted_suffix": "x"}
    assert list(metadata.block(metadata.read(plain, "f"))) == [
        "age",
        "encrypted_suffix",
        "lastmodified",
        "mac",
        "version",
    ]


def test_defaults_and_other_keys() -> None:
    raw = {
        key: value
        for key, value in GOOD.items()
        if key not in ("encrypted_regex", "mac_only_encrypted")
    }
    meta = metadata.read({**raw, "pgp": [{"fp": "x"}], "kms": [], "unknown": 1}, "f")
    assert meta.selection == Selection("unencrypted_suffix", "_unencrypted")
    assert meta.mac_only_encrypted is False
    assert meta.others == ("pgp",)
    alone = {**GOOD, "age": [], "hc_vault": [{"x": 1}], "kms": [{"arn": "x"}]}
    assert metadata.read(alone, "f").others == ("hc_vault", "kms")
    assert metadata.read(alone, "f").recipients == ()
    flat_wins = {**GOOD, "key_groups": [{}, {}]}
    assert metadata.read(flat_wins, "f").recipients == ("age1a", "age1b")
    assert metadata.read({**GOOD, "age": [{"enc": "x"}]}, "f").recipients == ("",)


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"lastmodified": None}, ["lastmodified is not a quoted RFC 3339 time"]),
        ({"lastmodified": "yesterday"}, ["lastmodified is not a quoted RFC 3339 time"]),
        (
            {"lastmodified": Timestamp("2026-11-23T00:44:07Z")},
            ["lastmodified is not a quoted RFC 3339 time"],
        ),
        ({"mac": None}, ["mac is missing or not encrypted"]),
        ({"mac": "x"}, ["mac is missing or not encrypted"]),
        ({"version": None}, ["version is missing or not like 3.13.3"]),
        ({"version": "3.7"}, ["version is missing or not like 3.13.3"]),
        ({"version": 3.7}, ["version is missing or not like 3.13.3"]),
        ({"encrypted_suffix": "x"}, ["encrypted_regex and encrypted_suffix exclude each other"]),
        (
            {"unencrypted_comment_regex": "x"},
            ["unencrypted_comment_regex is not supported: use the real sops for it"],
        ),
        (
            {"encrypted_comment_regex": "x"},
            ["encrypted_comment_regex is not supported: use the real sops for it"],
        ),
        ({"age": None}, ["it names no key that opens it"]),
        ({"age": []}, ["it names no key that opens it"]),
        ({"age": "x"}, ["age is not a list of recipient and enc"]),
        ({"age": ["x"]}, ["age is not a list of recipient and enc"]),
        ({"age": [{"recipient": "x"}]}, ["age is not a list of recipient and enc"]),
        (
            {"age": None, "key_groups": [{}, {}]},
            ["its data key is split over key groups: use the real sops for it"],
        ),
        (
            {"mac": None, "version": None},
            ["mac is missing or not encrypted", "version is missing or not like 3.13.3"],
        ),
    ],
)
def test_everything_that_is_wrong_is_told(changes: dict[str, Any], messages: list[str]) -> None:
    assert problems(**changes) == messages


def test_every_other_kind_of_key_is_named() -> None:
    for kind in ("azure_kv", "gcp_kms", "hc_vault", "hckms", "kms", "pgp"):
        assert metadata.read({**GOOD, kind: [{"x": 1}]}, "f").others == (kind,)
    assert metadata.KEY == "sops"


def test_a_block_that_is_no_mapping() -> None:
    with pytest.raises(UserError, match="the sops block is not a mapping\n"):
        metadata.read("text", "f")


def test_we_claim_a_version_of_sops() -> None:
    assert (
        metadata.block(metadata.read({**GOOD, "version": metadata.VERSION}, "f"))["version"]
        == "3.13.3"
    )
    assert Metadata((), Selection("encrypted_regex", "x"), "", "").version == metadata.VERSION
