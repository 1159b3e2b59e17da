"""Values and the MAC as sops writes them: AES-256-GCM under one data key per file; knows no documents."""

from __future__ import annotations

import os
import re
import time
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, TypeAlias

from gitops_gen.digest import sha512
from gitops_gen.yamlio.scalars import Timestamp

if TYPE_CHECKING:
    from collections.abc import Callable

Value: TypeAlias = str | int | float | bool

# Greedy and anchored at the start only, as in sops' aes package: text after the bracket is ignored.
_SHAPE = re.compile(r"ENC\[AES256_GCM,data:(.+),iv:(.+),tag:(.+),type:(.+)\]")
_RFC3339 = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,]\d+)?(Z|[+-]\d\d:\d\d)")
_TAG_BYTES = 16
_IV_BYTES = 32
KEY_BYTES = 32
# sha256(b"sops"): a MAC over encrypted values only never equals one over all values.
_MAC_ONLY_ENCRYPTED = bytes.fromhex(
    "8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69"
)
_BOOLEANS = dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True) | dict.fromkeys(
    ("0", "f", "F", "FALSE", "false", "False"), False
)


class Comment(str):
    """An encrypted comment: text after the `#`; a list may hold one as an item."""

    __slots__ = ()


class CipherError(ValueError):
    """A value does not open; the text says why and holds neither value nor key."""


class Cipher:
    """Seals and opens single values under one data key of 32 bytes."""

    __slots__ = ("_gcm", "key")

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self.key = key
        self._gcm = AESGCM(key)

    def seal(self, value: Value, aad: str) -> str:
        """`ENC[...]` for one value; the empty string stays empty, as in sops."""
        data = plain_bytes(value)
        if not data:
            return ""
        iv = os.urandom(_IV_BYTES)
        sealed = self._gcm.encrypt(iv, data, aad.encode())
        body, tag = sealed[:-_TAG_BYTES], sealed[-_TAG_BYTES:]
        kind = type_name(value)
        return f"ENC[AES256_GCM,data:{_b64(body)},iv:{_b64(iv)},tag:{_b64(tag)},type:{kind}]"

    def open(self, text: str, aad: str) -> Value:
        """The value of one `ENC[...]` text. Raises `CipherError`."""
        if not text:
            return ""
        shape = _SHAPE.match(text)
        if not shape:
            raise CipherError("it is plain text where an ENC[...] value must stand")
        try:
            data, iv, tag = (b64decode(part, validate=True) for part in shape.groups()[:3])
        except ValueError:
            raise CipherError("its base64 is damaged") from None
        return _typed(self._opened(data, iv, tag, aad), shape[4])

    def _opened(self, data: bytes, iv: bytes, tag: bytes, aad: str) -> str:
        from cryptography.exceptions import InvalidTag

        try:
            return self._gcm.decrypt(iv, data + tag, aad.encode()).decode()
        except (InvalidTag, ValueError):
            raise CipherError("it was not encrypted for this place with this file's key") from None


def new_key() -> bytes:
    """A fresh data key."""
    return os.urandom(KEY_BYTES)


EXACT = re.compile(r"ENC\[AES256_GCM,data:[^,\]]+,iv:[^,\]]+,tag:[^,\]]+,type:[a-z]+\]")
"""A ciphertext and nothing more; sops also takes one that text follows, and drops that text."""


def is_exact(text: object) -> bool:
    """Whether a leaf is a ciphertext and nothing more: what follows one would stand in clear."""
    return isinstance(text, str) and EXACT.fullmatch(text) is not None


def is_encrypted(text: object) -> bool:
    """Whether a scalar has the shape of a value that sops encrypted."""
    return isinstance(text, str) and _SHAPE.match(text) is not None


def now() -> str:
    """`lastmodified` for a file that is written now."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def mac(plain: list[bytes], *, only_encrypted: bool) -> str:
    """The MAC's text: upper-case hex over the plain bytes of the leaves in order, without separators."""
    digest = sha512(_MAC_ONLY_ENCRYPTED if only_encrypted else b"")
    digest.update(b"".join(plain))
    return digest.hexdigest().upper()


def mac_aad(lastmodified: str) -> str | None:
    """`lastmodified` as sops parses and prints it again, or None where it is no RFC 3339 time."""
    parts = _RFC3339.fullmatch(lastmodified)
    if not parts:
        return None
    zone = "Z" if parts[2][1:] == "00:00" else parts[2]
    return parts[1] + zone


def type_name(value: Value) -> str:
    """The `type:` of a value in `ENC[...]`."""
    if isinstance(value, str):
        return _TEXT_TYPES.get(type(value), "str")
    return type(value).__name__


def plain_bytes(value: Value) -> bytes:
    """What is encrypted, and hashed for the MAC (sops.go: `ToBytes`)."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, float):
        return _float_text(value).encode()
    return str(value).encode()


_TEXT_TYPES: dict[type, str] = {Timestamp: "time", Comment: "comment"}
_SPECIAL = {"inf": "+Inf", "-inf": "-Inf", "nan": "NaN"}


def _float_text(value: float) -> str:
    text = repr(value)
    if text in _SPECIAL:
        return _SPECIAL[text]
    if "e" in text:
        from decimal import Decimal

        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def _typed(text: str, kind: str) -> Value:
    read = _READERS.get(kind)
    if not read:
        raise CipherError(f'its type "{kind[:20]}" is unknown')
    try:
        return read(text)
    except (ValueError, KeyError):
        raise CipherError(f"its content is not of its type {kind}") from None


_READERS: dict[str, Callable[[str], Value]] = {
    "str": str,
    "bytes": str,
    "int": int,
    "float": float,
    "bool": _BOOLEANS.__getitem__,
    "time": Timestamp,
    "comment": Comment,
}


def _b64(data: bytes) -> str:
    return b64encode(data).decode()
