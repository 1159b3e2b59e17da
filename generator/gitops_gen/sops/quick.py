"""The common case, told without parsing the whole file: the old text is what would be written now, byte for byte."""

from __future__ import annotations

import re
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.records import replaced
from gitops_gen.sops import metadata
from gitops_gen.sops.document import Encrypted
from gitops_gen.sops.wanted import Update, Wanted, is_empty

_ENC = re.compile(r"ENC\[AES256_GCM,[^\]\n]*\]")
_START, _END = "\nsops:\n", "\n---\n"
_RECIPIENT = f"{' ' * 10}recipient: "


def unchanged(old: str, wanted: Wanted) -> tuple[Encrypted, Update] | None:
    """The old file as `document.parse` would give it, and the update that is the same text; None: parse it.

    Its ciphertexts in order and its block, both only guessed at, are put into the wanted documents. If that
    gives the old text, then the old text says exactly this.
    """
    start = old.find(_START)
    if start < 0:
        return None
    end = old.find(_END, start)
    if end < 0:
        end = len(old)
    try:
        meta = metadata.read(_block(old[start:end], wanted), wanted.name)
    except UserError:
        return None
    found = iter(_ENC.findall(old[:start] + old[end:]))
    texts = ["" if is_empty(leaf) else next(found, "") for leaf in wanted.secret]
    update = wanted.update(texts, meta)
    if update.text != old:
        return None
    following = iter(texts)
    leaves = [
        replaced(leaf, value=next(following)) if leaf.selected else leaf for leaf in wanted.every
    ]
    return Encrypted(wanted.name, old, list(wanted.documents), meta, leaves), update


def _block(text: str, wanted: Wanted) -> dict[str, Any]:
    """What the block says if it is one of ours: reading it as YAML costs more than writing it again."""
    raw: dict[str, Any] = {}
    keys, armored = [], ""
    for line in text.split("\n"):
        if line.startswith(" " * 12):
            armored += line[12:] + "\n"
        elif line.startswith(_RECIPIENT):
            keys.append({"enc": armored, "recipient": line[len(_RECIPIENT) :]})
            armored = ""
        else:
            field, _, value = line[4:].partition(": ")
            raw[field] = value.strip('"')
    raw["age"] = keys
    raw["mac_only_encrypted"] = raw.get("mac_only_encrypted") == "true"
    return raw | {wanted.rule.selection.field: wanted.rule.selection.pattern}
