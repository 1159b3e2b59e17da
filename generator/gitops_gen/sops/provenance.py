"""The provenance of a derived file: which source ciphertexts its secrets come from; kept true without any key."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gitops_gen.digest import sha256
from gitops_gen.sops.cipher import plain_bytes, type_name
from gitops_gen.sops.leaves import Leaf, places
from gitops_gen.sops.secret import Secret

SPEC = "spec"
"""The source of a leaf that stands in clear in the spec and is encrypted for its name alone."""

_DIGITS = 16
_LINE = re.compile(r"#.* provenance ([0-9a-f]{16})\r?")


def fingerprint(leaves: Iterable[Leaf]) -> str:
    """16 hex digits over (place, source, source ciphertext) of the selected leaves, in order.

    A file's own path is no part of it: a whole file carries over to another node of the same role.
    """
    selected = [leaf for leaf in leaves if leaf.selected]
    digest = sha256()
    for (document, path), leaf in zip(places(selected), selected, strict=True):
        source, ciphertext = _origin(leaf.value)
        # repr keeps the parts apart: no two lists of texts give the same line.
        digest.update(f"{(document, path, source, ciphertext)!r}\n".encode())
    return digest.hexdigest()[:_DIGITS]


def stamped(header: str, hash_: str) -> str:
    """The header with its provenance, at the end of the last line."""
    return f"{header} provenance {hash_}"


def stated(text: str) -> str | None:
    """The provenance in the comment lines that a text starts with."""
    for line in text.removeprefix("\ufeff").split("\n"):
        if not line.startswith("#"):
            return None
        if found := _LINE.fullmatch(line):
            return found[1]
    return None


def _origin(value: object) -> tuple[str, str]:
    if isinstance(value, Secret):
        return value.source, value.ciphertext
    assert isinstance(value, str | int | float)
    return SPEC, sha256(type_name(value).encode() + b":" + plain_bytes(value)).hexdigest()
