"""What a schema refuses of a value that is not there yet: a variable's, or one that is encrypted; it judges nothing."""

from __future__ import annotations

import re
from typing import Any

from gitops_gen.schemas import Violation

_ENCRYPTED = re.compile(r",type:([a-z]+)\]$")
_TYPES = {
    "str": {"string"},
    "bytes": {"string"},
    "int": {"integer", "number"},
    "float": {"number"},
    "bool": {"boolean"},
}
"""sops' types, and the schema's."""


def without_sops(body: dict[str, Any]) -> dict[str, Any]:
    """A document without what sops adds to it."""
    return {key: value for key, value in body.items() if key != "sops"}


def is_open(body: Any, wrong: Violation) -> bool:
    """Whether another value takes this one's place: that of a variable, or what is decrypted, of a type that fits."""
    for step in wrong.path:
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            return False
    if not isinstance(body, str):
        return False
    sealed = _ENCRYPTED.search(body) if body.startswith("ENC[") else None
    if sealed is None:
        return "${" in body
    return not wrong.wanted or bool(_TYPES.get(sealed[1], set()).intersection(wrong.wanted))
