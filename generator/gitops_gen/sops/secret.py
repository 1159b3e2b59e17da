"""A leaf whose value is secret, and where it comes from; never shows the value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """One secret leaf of a derived document.

    `source` names the leaf it comes from (`talos/secrets.sops.yaml#certs.os.key`), `ciphertext` is the
    `ENC[...]` text of that source leaf, `value` the clear text, or None when no key is at hand.
    """

    source: str
    ciphertext: str
    value: str | None

    def __repr__(self) -> str:
        return f"Secret({self.source}, {'unknown' if self.value is None else '***'})"
