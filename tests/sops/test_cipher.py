"""Values, types and the MAC have sops' spelling, and damage is told without the value."""

from __future__ import annotations

import math
import re

import pytest

from gitops_gen.sops import cipher
from gitops_gen.sops.cipher import Cipher, CipherError, Comment
from gitops_gen.yamlio.scalars import Plain, Timestamp

KEY = bytes(range(32))
BOX = Cipher(KEY)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("a", "str", "a"),
        (Plain("a"), "str", "a"),
        ("é😀\n", "str", "é😀\n"),
        (0, "int", "0"),
        (-5, "int", "-5"),
        (2**63 - 1, "int", "9223372036854775807"),
        (True, "bool", "True"),
        (False, "bool", "False"),
        (1.0, "float", "1"),
        (1.5, "float", "1.5"),
        (-0.0, "float", "-0"),
        (1e22, "float", "10000000000000000000000"),
        (1e-7, "float", "0.0000001"),
        (1e16, "float", "10000000000000000"),
        (math.inf, "float", "+Inf"),
        (-math.inf, "float", "-Inf"),
        (math.nan, "float", "NaN"),
        (Timestamp("2020-01-01T00:00:00Z"), "time", "2020-01-01T00:00:00Z"),
        (Comment(" why"), "comment", " why"),
    ],
)
def test_types_and_their_bytes(value: cipher.Value, kind: str, text: str) -> None:
    assert cipher.type_name(value) == kind
    assert cipher.plain_bytes(value) == text.encode()
    sealed = BOX.seal(value, "a:b:")
    assert sealed.endswith(f",type:{kind}]")
    opened = BOX.open(sealed, "a:b:")
    assert cipher.type_name(opened) == kind
    assert cipher.plain_bytes(opened) == text.encode()


def test_a_sealed_value_has_sops_shape_and_sizes() -> None:
    sealed = BOX.seal("abc", "a:")
    found = re.fullmatch(r"ENC\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:([^,]+),type:str\]", sealed)
    assert found
    from base64 import b64decode

    assert [len(b64decode(part)) for part in found.groups()] == [3, 32, 16]
    assert sealed != BOX.seal("abc", "a:")
    assert cipher.is_encrypted(sealed)


def test_the_empty_string_stays_empty() -> None:
    assert BOX.seal("", "a:") == ""
    assert BOX.open("", "a:") == ""
    assert not cipher.is_encrypted("")


@pytest.mark.parametrize("other", [None, 5, "ENC[", "x ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]"])
def test_what_has_no_shape_is_not_encrypted(other: object) -> None:
    assert not cipher.is_encrypted(other)


def test_text_after_the_bracket_is_ignored_as_in_sops() -> None:
    assert BOX.open(BOX.seal("abc", "a:") + " and more", "a:") == "abc"


def test_another_length_of_nonce_is_read() -> None:
    from base64 import b64encode

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    iv = bytes(12)
    sealed = AESGCM(KEY).encrypt(iv, b"abc", b"a:")
    data, nonce, tag = (b64encode(part).decode() for part in (sealed[:-16], iv, sealed[-16:]))
    text = f"ENC[AES256_GCM,data:{data},iv:{nonce},tag:{tag},type:str]"
    assert BOX.open(text, "a:") == "abc"
    assert BOX.open(text.replace("type:str", "type:bytes"), "a:") == "abc"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: "plain", "it is plain text where an ENC[...] value must stand"),
        (lambda text: text.replace("data:", "data:*"), "its base64 is damaged"),
        (lambda text: text.replace("type:str", "type:int"), "its content is not of its type int"),
        (
            lambda text: text.replace("type:str", "type:float"),
            "its content is not of its type float",
        ),
        (lambda text: text.replace("type:str", "type:bool"), "its content is not of its type bool"),
        (lambda text: text.replace("type:str", "type:what"), 'its type "what" is unknown'),
    ],
)
def test_damage_is_told_without_the_value(change: object, message: str) -> None:
    assert callable(change)
    with pytest.raises(CipherError) as caught:
        BOX.open(change(BOX.seal("geheim", "a:")), "a:")
    assert str(caught.value) == message


@pytest.mark.parametrize(("box", "aad"), [(BOX, "b:"), (Cipher(bytes(32)), "a:")])
def test_another_place_or_key_does_not_open_it(box: Cipher, aad: str) -> None:
    with pytest.raises(CipherError, match="was not encrypted for this place with this file's key"):
        box.open(BOX.seal("geheim", "a:"), aad)


def test_bytes_that_are_no_text_are_told() -> None:
    from base64 import b64encode

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sealed = AESGCM(KEY).encrypt(bytes(32), b"\xff\xfe", b"a:")
    data, nonce, tag = (
        b64encode(part).decode() for part in (sealed[:-16], bytes(32), sealed[-16:])
    )
    with pytest.raises(CipherError):
        BOX.open(f"ENC[AES256_GCM,data:{data},iv:{nonce},tag:{tag},type:bytes]", "a:")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((one, True) for one in ("1", "t", "T", "TRUE", "true", "True")),
        *((one, False) for one in ("0", "f", "F", "FALSE", "false", "False")),
    ],
)
def test_booleans_as_go_reads_them(text: str, value: bool) -> None:
    sealed = BOX.seal(text, "a:").replace("type:str", "type:bool")
    assert BOX.open(sealed, "a:") is value


def test_the_mac_is_upper_case_hex_over_the_bytes_without_separators() -> None:
    assert cipher.mac([b"a", b"b"], only_encrypted=False) == cipher.mac(
        [b"ab"], only_encrypted=False
    )
    assert cipher.mac([], only_encrypted=False).startswith("CF83E1357EEFB8BD")
    assert cipher.mac([b"abc"], only_encrypted=False).startswith("DDAF35A193617ABA")
    from hashlib import sha256, sha512

    prefixed = sha512(sha256(b"sops").digest() + b"abc").hexdigest().upper()
    assert cipher.mac([b"abc"], only_encrypted=True) == prefixed


@pytest.mark.parametrize(
    ("text", "aad"),
    [
        ("2026-11-23T00:44:07Z", "2026-11-23T00:44:07Z"),
        ("2026-11-23T00:44:07.123Z", "2026-11-23T00:44:07Z"),
        ("2026-11-23T00:44:07+00:00", "2026-11-23T00:44:07Z"),
        ("2026-11-23T00:44:07-00:00", "2026-11-23T00:44:07Z"),
        ("2026-11-23T00:44:07+02:00", "2026-11-23T00:44:07+02:00"),
        ("2026-11-23 00:44:07", None),
        ("", None),
    ],
)
def test_lastmodified_is_authenticated_as_sops_prints_it(text: str, aad: str | None) -> None:
    assert cipher.mac_aad(text) == aad


def test_now_is_utc_to_the_second() -> None:
    assert cipher.mac_aad(cipher.now()) == cipher.now() or cipher.now().endswith("Z")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", cipher.now())


def test_data_keys_are_32_random_bytes() -> None:
    assert len(cipher.new_key()) == 32
    assert cipher.new_key() != cipher.new_key()
