"""The throw-away identity of the recordings, made from a public seed when needed: no file holds a private key."""

from __future__ import annotations

from hashlib import sha256

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_PREFIX = "age-secret-key-"


def private() -> str:
    """The age identity (BIP 173 text of 32 bytes) that opens the recordings."""
    bits = "".join(f"{byte:08b}" for byte in sha256(b"gitops-gen recordings").digest())
    bits += "0" * (-len(bits) % 5)
    words = [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    return f"{_PREFIX}1{''.join(_ALPHABET[word] for word in words + _checksum(words))}".upper()


def _checksum(words: list[int]) -> list[int]:
    spread = [ord(char) >> 5 for char in _PREFIX] + [0] + [ord(char) & 31 for char in _PREFIX]
    state = _polymod([*spread, *words, 0, 0, 0, 0, 0, 0]) ^ 1
    return [state >> 5 * (5 - at) & 31 for at in range(6)]


def _polymod(words: list[int]) -> int:
    state = 1
    for word in words:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ word
        for at, factor in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            state ^= factor if top >> at & 1 else 0
    return state
