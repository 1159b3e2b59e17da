"""DER, as much of it as certificates need: because importing a whole X.509 library costs a third of a render."""

from __future__ import annotations

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, OID = 0x01, 0x02, 0x03, 0x04, 0x06
PRINTABLE_STRING, UTC_TIME, GENERALIZED_TIME, SEQUENCE, SET = 0x13, 0x17, 0x18, 0x30, 0x31


class Malformed(ValueError):
    """Not the DER (or PEM) that should stand here; the message never quotes it, for it may be a key."""


def tlv(tag: int, *parts: bytes) -> bytes:
    """One element: its tag, its length, its content."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def explicit(number: int, content: bytes) -> bytes:
    """An element in a context tag `[number]` of its own."""
    return tlv(0xA0 | number, content)


def sequence(*parts: bytes) -> bytes:
    """A SEQUENCE of encoded elements."""
    return tlv(SEQUENCE, *parts)


def integer(value: int) -> bytes:
    """A non-negative INTEGER."""
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def bits(content: bytes, unused: int = 0) -> bytes:
    """A BIT STRING, of whose last byte `unused` bits do not count."""
    return tlv(BIT_STRING, bytes((unused,)), content)


def octets(content: bytes) -> bytes:
    """An OCTET STRING."""
    return tlv(OCTET_STRING, content)


def oid(text: str) -> bytes:
    """An OBJECT IDENTIFIER from its dotted form."""
    first, second, *rest = map(int, text.split("."))
    return tlv(OID, *map(_base128, (40 * first + second, *rest)))


def _base128(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(0x80 | value & 0x7F)
    return bytes(reversed(groups))


def time(seconds: int) -> bytes:
    """A moment (seconds since 1970, UTC) as certificates write it: two digits of the year before 2050, else four."""
    from time import gmtime, strftime

    moment = gmtime(seconds)
    if moment.tm_year < 2050:
        return tlv(UTC_TIME, strftime("%y%m%d%H%M%SZ", moment).encode())
    return tlv(GENERALIZED_TIME, strftime("%Y%m%d%H%M%SZ", moment).encode())


def seconds(tag: int, content: bytes) -> int:
    """What `time` wrote, as seconds since 1970; raises `Malformed`."""
    from datetime import UTC, datetime

    digits = content[:-1]
    wanted = {UTC_TIME: 12, GENERALIZED_TIME: 14}.get(tag)
    if len(digits) != wanted or not digits.isdigit() or content[-1:] != b"Z":
        raise Malformed("a time in it cannot be read")
    year, rest = int(digits[:-10]), digits[-10:]
    if tag == UTC_TIME:  # RFC 5280: 50 to 99 are of the last century
        year += 1900 if year >= 50 else 2000
    month, day, hour, minute, second = (int(rest[at : at + 2]) for at in range(0, 10, 2))
    try:
        return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())
    except ValueError:
        raise Malformed("a time in it cannot be read") from None


def element(der: bytes, at: int = 0) -> tuple[int, bytes, int]:
    """The element that starts at `at`: its tag, its content, and where the next one starts; raises `Malformed`."""
    try:
        tag, size, start = der[at], der[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size, start = int.from_bytes(der[start : start + count], "big"), start + count
    except IndexError:
        raise Malformed("it ends too early") from None
    if start + size > len(der):
        raise Malformed("it ends too early")
    return tag, der[start : start + size], start + size


def elements(content: bytes) -> list[tuple[int, bytes]]:
    """All elements that stand one after the other in `content`, as (tag, content); raises `Malformed`."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(content):
        tag, inner, at = element(content, at)
        found.append((tag, inner))
    return found


def only(der: bytes, tag: int) -> bytes:
    """The content of the one element that `der` is; raises `Malformed` for another tag or for more behind it."""
    found, content, end = element(der)
    if found != tag or end != len(der):
        raise Malformed("it is not what its label says")
    return content
