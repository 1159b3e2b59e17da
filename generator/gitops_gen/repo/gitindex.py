"""Which files Git tracks: they are kept, also where a .gitignore would leave them out.

Source: git's Documentation/gitformat-index. What cannot be read tracks nothing.
"""

from __future__ import annotations

_HEADER = 12
_FIXED = 62
"""Bytes of an entry before its name."""
_EXTENDED = 0x4000


def tracked(data: bytes) -> frozenset[str]:
    """The paths in an index file of version 2, 3 or 4."""
    version, count = (int.from_bytes(data[at : at + 4], "big") for at in (4, 8))
    if data[:4] != b"DIRC" or version not in (2, 3, 4):
        return frozenset()
    found: list[bytes] = []
    at, name = _HEADER, b""
    while len(found) < count and at + _FIXED < len(data):
        flags = int.from_bytes(data[at + 60 : at + 62], "big")
        start = at + _FIXED + (2 if flags & _EXTENDED else 0)
        if version == 4:
            cut, start = _offset(data, start)
            name = name[: len(name) - cut]
        end = data.find(b"\0", start)
        if end < 0:
            return frozenset()
        name = name + data[start:end] if version == 4 else data[start:end]
        found.append(name)
        # Versions 2 and 3 fill an entry up with 1 to 8 NULs, to a multiple of 8 bytes.
        at = end + 1 if version == 4 else at + (end - at + 8) // 8 * 8
    return frozenset(one.decode("utf-8", "surrogateescape") for one in found)


def _offset(data: bytes, at: int) -> tuple[int, int]:
    """How many bytes of the name before fall away, as a number of variable width, and where it ends."""
    value = data[at] & 127
    while at + 1 < len(data) and data[at] & 128:
        at += 1
        value = ((value + 1) << 7) | (data[at] & 127)
    return value, at + 1
