"""go-yaml's scalar resolver, versions 2 and 3: what a plain text or a tagged scalar is; no opinion on what may be.

Ported from resolve.go of go.yaml.in/yaml/v2 2.4.3 and v3 3.0.4 with the parts of Go's strconv and time that it
calls. go.yaml.in/yaml/v4 rc.4, which Talos 1.13 reads with, differs in six odd shapes only (`-0` is a float there,
`0b-1` and `0o-7` are strings).
"""

from __future__ import annotations

import math
import re
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None


class ScalarError(ValueError):
    """A scalar that the reader in question refuses; the message never holds the scalar."""


class Plain(str):
    """A string that stood unquoted (only under `SOPS`)."""

    __slots__ = ()


class Timestamp(str):
    """A date or time, as RFC 3339 with the fraction cut of zeros (only under `SOPS`): sops' plaintext."""

    __slots__ = ()


_INF, _NAN = math.inf, math.nan
_WORDS_V3: dict[str, Scalar] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), _NAN),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), _INF),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -_INF),
}
_OLD_BOOLS: dict[str, Scalar] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "off", "Off", "OFF"), False),
}
_WORDS_V2 = {**_WORDS_V3, **_OLD_BOOLS}
# How a text that is not a string can start; the empty text is null.
FIRST = frozenset(["", *"0123456789+-.yYnNtTfFoO~"])

# strconv.ParseInt(text, 0, 64); the caller drops underscores first, as go-yaml does.
_INT = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]{0,19}|0)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
# strconv.ParseFloat of a text that starts with a dot: underscores only between digits.
_DOT_FLOAT = re.compile(r"\.[0-9](?:_?[0-9])*(?:[eE][+-]?[0-9](?:_?[0-9])*)?")
# go-yaml tries these again after a failed ParseInt, so a sign may follow the prefix.
_SIGNED_BINARY = re.compile(r"0b([+-][01]+)")
_SIGNED_OCTAL = re.compile(r"0o([+-][0-7]+)")
# time.Parse of go-yaml's four layouts: one or two digits, any number of spaces.
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:([Tt])| +)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]+))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_TAGS = "tag:yaml.org,2002:"
MERGE_TAG = f"{_TAGS}merge"
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def tagged(text: str, tag: str, *, v2: bool) -> Scalar:
    """go-yaml's `resolve(tag, text)`; raises `ScalarError` where the tag does not fit."""
    short = tag.removeprefix(_TAGS) if tag.startswith(_TAGS) else ""
    if short == "binary":
        return _binary(text)
    if short not in ("bool", "int", "float", "null", "timestamp"):
        return text
    found = plain(text, v2=v2, times=short == "timestamp")
    kind = _kind(found)
    if short == "float" and isinstance(found, int) and kind == "int" and found < 2**63:
        return float(found)
    if kind != short:
        raise ScalarError(f"the tag !!{short} does not fit the value, which is of type {kind}")
    return found


def plain(text: str, *, v2: bool, times: bool = True) -> Scalar:
    """go-yaml's `resolve("", text)`: what a plain text is; a time comes back as a `Timestamp`."""
    if text[:1] not in FIRST:
        return text
    words = _WORDS_V2 if v2 else _WORDS_V3
    if text in words:
        return words[text]
    if text[0] == ".":
        return _finite(text, text) if _DOT_FLOAT.fullmatch(text) else text
    if text[0] not in "0123456789+-":
        return text
    if times and (time := timestamp(text)) is not None:
        return time
    return _number(text.replace("_", ""), text, v2=v2)


def _number(digits: str, text: str, *, v2: bool) -> Scalar:
    """The number that `digits` spells, or `text`."""
    if _INT.fullmatch(digits):
        number = _go_int(digits)
        if -(2**63) <= number < (2**63 if digits[0] in "+-" else 2**64):
            return number
    if _FLOAT.fullmatch(digits):
        return _finite(digits, text)
    signed, base = _SIGNED_BINARY.fullmatch(digits), 2
    if signed is None and not v2:
        signed, base = _SIGNED_OCTAL.fullmatch(digits), 8
    if signed is None:
        return text
    number = int(signed[1], base)
    return number if -(2**63) <= number < 2**63 else text


def _go_int(digits: str) -> int:
    unsigned = digits.lstrip("+-")
    octal = unsigned[0] == "0" and unsigned[1:2].isdigit()
    return int(digits, 8 if octal else 0)


def _finite(digits: str, text: str) -> Scalar:
    number = float(digits)
    return text if math.isinf(number) else number


def _binary(text: str) -> str:
    import base64

    # Go's decoder skips line ends and nothing else, and wants the padding.
    compact = text.replace("\n", "").replace("\r", "")
    try:
        return base64.b64decode(compact, validate=True).decode()
    except ValueError:
        raise ScalarError("the value of !!binary is not base64 of a UTF-8 text") from None


def _kind(found: Scalar) -> str:
    match found:
        case None:
            return "null"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case Timestamp():
            return "timestamp"
    return "str"


def timestamp(text: str) -> Timestamp | None:
    """The time that go-yaml sees in a plain text, as RFC 3339, or None."""
    if text[4:5] != "-" or not (found := _TIME.fullmatch(text)):
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] + leap):
        return None
    date = f"{year:04}-{month:02}-{day:02}"
    if found[5] is None:
        return Timestamp(f"{date}T00:00:00Z")
    hour, minute, second = int(found[5]), int(found[6]), int(found[7])
    zone = _zone(found[9])
    # With a T the zone must stand, without one it must not.
    if hour > 23 or minute > 59 or second > 59 or zone is None or (not found[4]) != (not found[9]):
        return None
    fraction = (found[8] or "")[:9].rstrip("0")
    dot = "." if fraction else ""
    return Timestamp(f"{date}T{hour:02}:{minute:02}:{second:02}{dot}{fraction}{zone}")


def _zone(text: str | None) -> str | None:
    if text is None or text == "Z":
        return "Z"
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 24 or minutes > 60:
        return None
    hours, minutes = divmod(hours * 60 + minutes, 60)
    return f"{text[0]}{hours:02}:{minutes:02}" if hours or minutes else "Z"


def float_key(number: float) -> str:
    """A float as a key in JSON, as sigs.k8s.io/yaml spells it: Go's %g of its 32-bit value."""
    if math.isnan(number):
        return ".nan"
    import struct

    try:
        (single,) = struct.unpack("f", struct.pack("f", number))
    except OverflowError:
        single = math.copysign(math.inf, number)
    if math.isinf(single):
        return ".inf" if single > 0 else "-.inf"
    for precision in range(9):
        text = f"{single:.{precision}e}"
        if struct.unpack("f", struct.pack("f", float(text)))[0] == single:
            break
    return go_float(text)


def go_float(text: str) -> str:
    """Digits as Go's %g writes them: an exponent below -4 and from 6 on.

    `text` is Python's shortest spelling of the number (`repr`) or an exponent form of it.
    """
    sign = "-" if text[0] == "-" else ""
    mantissa, _, exponent = text.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if not digits:
        return f"{sign}0"
    if point <= -4 or point > 6:
        tail = f".{digits[1:]}" if digits[1:] else ""
        return f"{sign}{digits[0]}{tail}e{point - 1:+03d}"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    digits = digits.ljust(point, "0")
    tail = f".{digits[point:]}" if digits[point:] else ""
    return f"{sign}{digits[:point]}{tail}"
