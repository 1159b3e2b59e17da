"""The common case, told without parsing the whole file: the old text is what would be written now, byte for byte."""

from __future__ import annotations

import re

from gitops_gen.errors import UserError
from gitops_gen.records import replaced
from gitops_gen.sops import metadata
from gitops_gen.sops.document import Encrypted
from gitops_gen.sops.wanted import Update, Wanted, is_empty
from gitops_gen.yamlio import read, scalars

_ENC = re.compile(r"ENC\[AES256_GCM,[^\]\n]*\]")
_START, _END = "\nsops:\n", "\n---\n"


def unchanged(old: str, wanted: Wanted) -> tuple[Encrypted, Update] | None:
    """The old file as `document.parse` would give it, and the update that is the same text; None: parse it.

    Its ciphertexts in order and its block are put into the wanted documents. If that gives the old text,
    then the old text says exactly this.
    """
    start = old.find(_START)
    if start < 0:
        return None
    end = old.find(_END, start)
    if end < 0:
        end = len(old)
    try:
        block = read.document(old[start + 1 : end + 1], wanted.name, typing=scalars.SOPS)
        meta = metadata.read(block.body[metadata.KEY], wanted.name)
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
