"""A hand-kept file for changed recipients, by surgery on its text; a value is neither shown nor changed."""

from __future__ import annotations

import re

from gitops_gen import records
from gitops_gen.errors import user_error
from gitops_gen.records import Record
from gitops_gen.sops import age, cipher, metadata
from gitops_gen.sops.age import Identities
from gitops_gen.sops.cipher import Cipher, CipherError
from gitops_gen.sops.document import (
    Encrypted,
    data_key,
    decrypt_with,
    open_leaves,
    parse,
    raise_needs_key,
)
from gitops_gen.sops.metadata import Metadata, Wrapped
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.wanted import INDENT, checked_recipients
from gitops_gen.yamlio import write

# From the key at the start of a line to the next line that starts with neither a space nor a line break.
_BLOCK = re.compile(r"^sops:[ \t]*\r?\n(?:(?:[ \t][^\n]*)?\r?\n)*(?:[ \t][^\n]+)?", re.MULTILINE)


class Rewrap(Record, frozen=True):
    """The new text; recipients `added` (same data key) and `removed` (new data key; they still read the history)."""

    text: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def rewrap(text: str, rule: Rule, identities: Identities, *, name: str = "") -> Rewrap:
    """A source for the recipients of `rule`; what it encrypts stays its own affair, as with `sops updatekeys`.

    Recipients only added: the block alone changes, the same data key wrapped for the new ones too. One
    removed: a new data key, each ciphertext replaced in its place. Raises `NeedsKey`, and `UserError` for
    a file that does not verify, has keys of other types, or is laid out so that its text cannot be patched.
    """
    before = parse(text, name)
    recipients = checked_recipients(rule.recipients, name)
    had = before.metadata.recipients
    added = tuple(one for one in recipients if one not in had)
    removed = tuple(one for one in had if one not in recipients)
    if not added and not removed:
        return Rewrap(text)
    if before.metadata.others:
        raise user_error(
            f"it has {' and '.join(before.metadata.others)} keys beside age",
            fix="run `sops updatekeys` on it",
            file=name,
        )
    key = data_key(before, identities)
    if key is None:
        raise_needs_key(before, identities)
    decrypt_with(before, Cipher(key))
    if removed:
        box = Cipher(cipher.new_key())
        text, meta = _rotated(before, Cipher(key), box)
    else:
        box, meta = Cipher(key), before.metadata
    keys = tuple(_wrapped(meta, box, one, keep=not removed) for one in recipients)
    out = _with_block(text, records.replaced(meta, age=keys), name)
    if not open_leaves(parse(out, name), box).genuine:
        raise _unpatchable(name)
    return Rewrap(out, added, removed)


def _wrapped(meta: Metadata, box: Cipher, recipient: str, *, keep: bool) -> Wrapped:
    for one in meta.age:
        if keep and one.recipient == recipient:
            return one
    return Wrapped(recipient, age.wrap(box.key, recipient))


def _rotated(before: Encrypted, old: Cipher, new: Cipher) -> tuple[str, Metadata]:
    """The text with every ciphertext under the new key, and its metadata signed anew."""
    aads = {leaf.value: leaf.aad for leaf in before.leaves if leaf.selected}
    places = _containers(before)

    def replaced(found: re.Match[str]) -> str:
        text = found[0]
        tried = [aads[text]] if text in aads else places
        for aad in tried:
            try:
                return new.seal(old.open(text, aad), aad)
            except CipherError:
                continue
        return text

    meta = before.metadata
    opened = open_leaves(before, old)
    lastmodified = cipher.now()
    hashed = [
        cipher.plain_bytes(value)
        for leaf, value in zip(before.leaves, opened.values, strict=True)
        if value is not None
        and not isinstance(value, cipher.Comment)
        and (leaf.selected or not meta.mac_only_encrypted)
    ]
    mac = cipher.mac(hashed, only_encrypted=meta.mac_only_encrypted)
    signed = records.replaced(meta, lastmodified=lastmodified, mac=new.seal(mac, lastmodified))
    return cipher.EXACT.sub(replaced, before.text), signed


def _containers(before: Encrypted) -> list[str]:
    """What can authenticate a comment: the path of every collection, found by trying."""
    found = {":": None}
    for leaf in before.leaves:
        keys = [part for part in leaf.path if isinstance(part, str)]
        for depth in range(1, len(keys) + 1):
            found[":".join(keys[:depth]) + ":"] = None
    return list(found)


def _with_block(text: str, meta: Metadata, name: str) -> str:
    block = write.dump([{metadata.KEY: metadata.block(meta)}], indent=INDENT)
    if "\r\n" in text:
        block = block.replace("\n", "\r\n")
    out, count = _BLOCK.subn(lambda _: block, text)
    if not count:
        raise _unpatchable(name)
    return out


def _unpatchable(name: str) -> Exception:
    return user_error(
        "its text is laid out so that it cannot be patched in place",
        fix="run `sops updatekeys` on it, or save it once with `sops edit`",
        file=name,
    )
