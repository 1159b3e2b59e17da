"""A file from its wanted documents: new, or on top of its old text with or without a key.

Ciphertext is carried over where nothing that it stands for changed; a secret is never written in clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.records import replaced
from gitops_gen.sops import age, cipher, leaves, provenance, quick
from gitops_gen.sops.age import Identities
from gitops_gen.sops.cipher import Cipher, Value
from gitops_gen.sops.document import Encrypted, NeedsKey, Opened, data_key, open_leaves, parse
from gitops_gen.sops.leaves import Place
from gitops_gen.sops.metadata import Metadata, Wrapped
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.usable import unusable
from gitops_gen.sops.wanted import Update, Wanted, clear

__all__ = ["NeedsKey", "Update", "encrypt", "update"]

_GUESSABLE = 16
"""A secret shorter than this does not prove that a data key is ours."""


def encrypt(documents: Sequence[Any], rule: Rule, header: str = "", *, name: str = "") -> str:
    """A new file under a new data key; needs no private key. Raises `UserError` for the rule.

    No provenance is written: for a source it would be a hash of secrets.
    """
    wanted = Wanted.of(documents, rule, header, name=name, stamp=False)
    return _fresh(wanted, "it is new").text


def update(
    old: str | None,
    documents: Sequence[Any],
    rule: Rule,
    header: str,
    identities: Identities,
    *,
    name: str = "",
    operators: Sequence[str] = (),
) -> Update:
    """The new text of a derived file whose old text is `old` (None: there is none).

    Raises `NeedsKey` where a value is needed and not at hand; `operators` (default: the rule's recipients) are
    who it names. Raises `UserError` for the rule, ValueError for a `Secret` that the rule leaves in clear.
    """
    if not rule.mac_only_encrypted:
        raise ValueError("a derived file's MAC must cover encrypted leaves only")
    wanted = Wanted.of(documents, rule, header, name=name, operators=operators)
    if old is None:
        return _fresh(wanted, "the file is not there yet")
    same = quick.unchanged(old, wanted)
    try:
        before = same[0] if same else parse(old, name)
    except UserError as error:
        first = error.findings[0]
        line = f" (line {first.location.line})" if first.location and first.location.line else ""
        return _fresh(wanted, f"{first.message}{line}")
    why = unusable(before, wanted)
    key = data_key(before, identities)
    if key is None and why:
        return _fresh(wanted, why, before)
    result = _with_key(before, wanted, Cipher(key), why) if key else None
    return result or (same[1] if same else wanted.update(_texts(before), before.metadata))


def _texts(before: Encrypted) -> list[str]:
    return [leaf.value for leaf in before.leaves if leaf.selected]


def _fresh(
    wanted: Wanted, why: str, before: Encrypted | None = None, healed: tuple[str, ...] = ()
) -> Update:
    """Everything under a new data key."""
    values = wanted.values(why)
    box = Cipher(cipher.new_key())
    texts = [box.seal(value, leaf.aad) for leaf, value in zip(wanted.secret, values, strict=True)]
    meta = _signed(wanted, box, values, _wrapped(wanted, box))
    gone = _gone(before, wanted) if before else ()
    return wanted.update(texts, meta, healed=healed, why=why, removed=gone)


def _wrapped(wanted: Wanted, box: Cipher) -> tuple[Wrapped, ...]:
    return tuple(Wrapped(one, age.wrap(box.key, one)) for one in wanted.rule.recipients)


def _signed(
    wanted: Wanted, box: Cipher, values: Sequence[Value], keys: tuple[Wrapped, ...]
) -> Metadata:
    only_encrypted = wanted.rule.mac_only_encrypted
    following = iter(values)
    hashed = [
        cipher.plain_bytes(next(following) if leaf.selected else leaf.value)
        for leaf in wanted.every
        if leaf.selected or not only_encrypted
    ]
    lastmodified = cipher.now()
    text = cipher.mac(hashed, only_encrypted=only_encrypted)
    return Metadata(
        age=keys,
        selection=wanted.rule.selection,
        lastmodified=lastmodified,
        mac=box.seal(text, lastmodified),
        mac_only_encrypted=only_encrypted,
    )


def _gone(before: Encrypted, wanted: Wanted) -> tuple[str, ...]:
    return tuple(one for one in before.metadata.recipients if one not in wanted.rule.recipients)


def _with_key(before: Encrypted, wanted: Wanted, box: Cipher, why: str) -> Update | None:
    """Verifies MAC and secrets against their sources; encrypts again what does not hold, None where all does."""
    opened = open_leaves(before, box)
    old = _by_place(before, opened)
    healed = _damaged(before, wanted, opened, old)
    if not why and not healed:
        return None
    why = why or f"{', '.join(healed)} did not hold what its source gives"
    values = wanted.values(why)
    kept = [
        text if known is not None and _equal(known, value) and _carries(text) else None
        for (text, known), value in zip(
            (old.get(place, ("", None)) for place in wanted.places), values, strict=True
        )
    ]
    if _gone(before, wanted) or not _vouched(wanted, kept):
        return _fresh(wanted, why, before, healed)
    texts = [
        box.seal(value, leaf.aad) if text is None else text
        for text, leaf, value in zip(kept, wanted.secret, values, strict=True)
    ]
    same = set(before.metadata.recipients) == set(wanted.rule.recipients)
    keys = before.metadata.age if same else _wrapped(wanted, box)
    if opened.genuine and texts == _texts(before) and before.metadata.mac_only_encrypted:
        meta = replaced(before.metadata, age=keys, selection=wanted.rule.selection)
    else:
        meta = _signed(wanted, box, values, keys)
    return wanted.update(texts, meta, healed=healed, why=why)


def _carries(text: str) -> bool:
    """Whether an old text may stand again: a ciphertext and nothing behind it, or the empty string."""
    return text == "" or cipher.is_exact(text)


def _vouched(wanted: Wanted, kept: Sequence[str | None]) -> bool:
    """Whether the old data key is ours: it sealed a secret that nobody else knows.

    Anyone can wrap a data key of their own for our recipients; secrets under it would be theirs.
    """
    return any(
        text and isinstance(leaf.value, Secret) and len(leaf.value.value or "") >= _GUESSABLE
        for text, leaf in zip(kept, wanted.secret, strict=True)
    )


def _by_place(before: Encrypted, opened: Opened) -> dict[Place, tuple[str, Value | None]]:
    selected = [
        (leaf.value, value)
        for leaf, value in zip(before.leaves, opened.values, strict=True)
        if leaf.selected
    ]
    return dict(zip(leaves.places(before.leaves), selected, strict=True))


def _equal(one: Value, other: Value) -> bool:
    return (cipher.type_name(one), cipher.plain_bytes(one)) == (
        cipher.type_name(other),
        cipher.plain_bytes(other),
    )


def _damaged(
    before: Encrypted,
    wanted: Wanted,
    opened: Opened,
    old: dict[Place, tuple[str, Value | None]],
) -> tuple[str, ...]:
    """Leaves that were changed by hand; where the sources changed too, only what does not open can be told."""
    as_made = provenance.stated(before.text) == wanted.hash
    names = [leaf.name for leaf, _ in opened.failed]
    for place, leaf in zip(wanted.places, wanted.secret, strict=True):
        if place not in old:
            names += [leaf.name] * as_made
            continue
        known, value = old[place][1], clear(leaf)
        if as_made and known is not None and value is not None and not _equal(known, value):
            names.append(leaf.name)
    if as_made:
        surplus = old.keys() - set(wanted.places)
        names += (leaves.spelt(*place) for place in old if place in surplus)
    if not names and not opened.genuine:
        names.append("sops.mac")
    return tuple(dict.fromkeys(names))
