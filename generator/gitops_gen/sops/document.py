"""Encrypted files in: parsed without a key, decrypted and verified with one; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NoReturn

from gitops_gen.errors import UserError, user_error
from gitops_gen.findings import Finding, Location
from gitops_gen.records import Record
from gitops_gen.sops import age, leaves, metadata
from gitops_gen.sops.age import Identities
from gitops_gen.sops.cipher import (
    KEY_BYTES,
    Cipher,
    CipherError,
    Comment,
    Value,
    mac,
    mac_aad,
    plain_bytes,
)
from gitops_gen.sops.leaves import Leaf
from gitops_gen.sops.metadata import Metadata
from gitops_gen.sops.patterns import PatternError
from gitops_gen.yamlio import read, scalars

_CONFLICT = re.compile("^<{7} ", re.MULTILINE)


class NeedsKey(UserError):
    """Only the holder of a private key can do this; the finding names file, leaf, reason and who that is."""


class Encrypted(Record, frozen=True):
    """One parsed file: its documents in clear and `ENC[...]`, without the block, and every leaf in order."""

    name: str
    text: str
    documents: list[Any]
    metadata: Metadata
    leaves: list[Leaf]

    def __repr__(self) -> str:
        return f"Encrypted({self.name})"


def conflict_line(text: str) -> int | None:
    """The line, from 1, of the first merge conflict marker."""
    found = _CONFLICT.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def parse(text: str, name: str) -> Encrypted:
    """A file that sops wrote, or we did; needs no key.

    Only the first document's block counts and the others are dropped, as in sops. Raises `UserError`: merge
    conflict markers, YAML, a missing or unusable block, a rule outside the supported patterns.
    """
    if line := conflict_line(text):
        raise user_error(
            "the file holds merge conflict markers", fix="resolve the merge", file=name, line=line
        )
    found = read.documents(text, name, typing=scalars.SOPS)
    bodies = [{} if one.body is None else one.body for one in found]
    if not bodies or not all(isinstance(body, dict) for body in bodies):
        raise user_error("a file for sops holds mappings", fix="restore it from Git", file=name)
    if metadata.KEY not in bodies[0]:
        raise user_error(
            "the file is not encrypted: its first document has no sops block",
            fix="restore it from Git, or encrypt it with `sops encrypt -i`",
            file=name,
        )
    meta = metadata.read(bodies[0][metadata.KEY], name)
    documents = [{k: v for k, v in body.items() if k != metadata.KEY} for body in bodies]
    try:
        collected = leaves.collect(documents, meta.selection)
    except PatternError as error:
        raise user_error(f"{meta.selection.field} {error}", fix=age.REAL_SOPS, file=name) from None
    return Encrypted(name, text, documents, meta, collected)


def recipients(encrypted: Encrypted) -> tuple[str, ...]:
    """The age recipients that can open a file."""
    return encrypted.metadata.recipients


def data_key(encrypted: Encrypted, identities: Identities) -> bytes | None:
    """The file's data key, or None where no identity opens it."""
    for one in encrypted.metadata.age:
        key = age.unwrap(one.enc, identities)
        if key is not None and len(key) == KEY_BYTES:
            return key
    return None


def decrypt(encrypted: Encrypted, identities: Identities) -> list[dict[str, Any]]:
    """The documents in clear, comments left out. Raises `NeedsKey`, and `UserError` naming leaves, never values."""
    key = data_key(encrypted, identities)
    if key is None:
        raise_needs_key(encrypted, identities)
    return decrypt_with(encrypted, Cipher(key))


def decrypt_if_open(encrypted: Encrypted, identities: Identities) -> list[dict[str, Any]] | None:
    """`decrypt`, or None where no identity opens the file."""
    key = data_key(encrypted, identities)
    return None if key is None else decrypt_with(encrypted, Cipher(key))


def decrypt_with(encrypted: Encrypted, cipher: Cipher) -> list[dict[str, Any]]:
    """`decrypt` where the data key is at hand."""
    opened = open_leaves(encrypted, cipher)
    if opened.failed:
        raise UserError(
            Finding(
                Location(encrypted.name),
                f"{leaf.name} cannot be decrypted: {reason}",
                "restore the file from Git; change values only with `sops edit`",
            )
            for leaf, reason in opened.failed
        )
    if not opened.genuine:
        raise user_error(
            "its MAC does not hold: a value was changed, moved or removed without the key",
            fix="restore the file from Git; change values only with `sops edit`",
            file=encrypted.name,
        )
    values = iter(
        leaves.DROPPED if isinstance(value, Comment) else value for value in opened.values
    )
    return leaves.mapped(encrypted.documents, encrypted.metadata.selection, lambda _: next(values))


class Opened(Record, frozen=True):
    """What the key showed: `values` beside the leaves (None where one failed), and whether the MAC holds."""

    values: list[Value | None]
    failed: list[tuple[Leaf, str]]
    genuine: bool

    def __repr__(self) -> str:
        return f"Opened({len(self.values)} leaves)"


def open_leaves(encrypted: Encrypted, cipher: Cipher) -> Opened:
    """Every leaf of a file in clear, and what is wrong with those that do not open."""
    values: list[Value | None] = []
    failed: list[tuple[Leaf, str]] = []
    for leaf in encrypted.leaves:
        value: Value | None = leaf.value
        if leaf.selected:
            try:
                value = _opened(leaf, cipher)
            except CipherError as error:
                failed.append((leaf, str(error)))
                value = None
        values.append(value)
    return Opened(values, failed, not failed and _genuine(encrypted, cipher, values))


def _opened(leaf: Leaf, cipher: Cipher) -> Value:
    if not isinstance(leaf.value, str):
        raise CipherError("it is a plain value where an ENC[...] text must stand")
    value = cipher.open(leaf.value, leaf.aad)
    if isinstance(value, Comment) and not isinstance(leaf.path[-1], int):
        raise CipherError("it is a comment where a value must stand")
    return value


def _genuine(encrypted: Encrypted, cipher: Cipher, values: Sequence[Value | None]) -> bool:
    meta = encrypted.metadata
    hashed = [
        plain_bytes(value)
        for leaf, value in zip(encrypted.leaves, values, strict=True)
        if value is not None
        and not isinstance(value, Comment)
        and (leaf.selected or not meta.mac_only_encrypted)
    ]
    try:
        stored = cipher.open(meta.mac, mac_aad(meta.lastmodified) or "")
    except CipherError:
        return False
    return stored == mac(hashed, only_encrypted=meta.mac_only_encrypted)


def raise_needs_key(encrypted: Encrypted, identities: Identities) -> NoReturn:
    """Says that nothing here opens the file, for whom it is encrypted, and what was in the way."""
    meta = encrypted.metadata
    whom = ", ".join((*meta.recipients, *(f"{kind} keys" for kind in meta.others)))
    trouble = identities.trouble()
    raise NeedsKey(
        [
            Finding(
                Location(encrypted.name),
                f"no key here opens it; it is encrypted for {whom}"
                + (f" ({trouble})" if trouble else ""),
                "set SOPS_AGE_KEY_FILE, or ask someone who holds one of these keys",
            )
        ]
    )
