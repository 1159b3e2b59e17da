"""A leaf whose value is secret, and where it comes from; never shows the value."""

from __future__ import annotations


class Secret:
    """One secret leaf of a derived document.

    `source` names the leaf it comes from (`talos/secrets.sops.yaml#certs.os.key`), `ciphertext` is the
    `ENC[...]` text of that source leaf, `value` the clear text, or None when no key is at hand.
    """

    # No tuple: a writer that takes lists must not take this for one.
    __slots__ = ("ciphertext", "source", "value")

    def __init__(self, source: str, ciphertext: str, value: str | None) -> None:
        self.source = source
        self.ciphertext = ciphertext
        self.value = value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        mine = (self.source, self.ciphertext, self.value)
        return mine == (other.source, other.ciphertext, other.value)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Secret({self.source}, {'unknown' if self.value is None else '***'})"
