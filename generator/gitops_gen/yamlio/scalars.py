"""How the real readers type a scalar: ports of go-yaml's resolvers; it must not parse or write.

Three typings:

- `KUBERNETES`: sigs.k8s.io/yaml 1.6.0 on go.yaml.in/yaml/v2 2.4.3 (kubectl 1.36, Helm 4). `yes`, `on`, `y` are
  booleans, dates are strings, every key becomes a string (`y:` is "true", `0x10:` is "16"); null and
  64-bit unsigned keys, and the values `.inf` and `.nan`, are refused as there.
- `TALOS`: go.yaml.in/yaml/v3 3.0.4 and gopkg.in/yaml.v3 3.0.1 (Talos, kustomize). A date keeps its text
  (a plain `str`). A key is its own text, as it is for a Go map of strings.
- `SOPS`: go-yaml v3 as sops' YAML store uses it. A value is the typed Python value, with two `str` types of
  its own: `Plain` (a string that stood unquoted) and `Timestamp` (RFC 3339 as sops encrypts it).
  int, float, bool and None stood plain or carried an explicit tag. Non-string keys, merge keys and
  integers beyond 64 bits signed are refused: sops fails on them, or changes them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None


class ScalarError(ValueError):
    """A scalar that the reader in question refuses; the message never holds the scalar."""


class Plain(str):
    """A string that stood unquoted (only under `SOPS`)."""

    __slots__ = ()


class Timestamp(str):
    """A date or time, as RFC 3339 with the fraction cut of zeros (only under `SOPS`): sops' plaintext."""

    __slots__ = ()


class Event(Protocol):
    """A scalar as libyaml reports it; `style` is empty for a plain one."""

    value: str
    tag: str | None
    style: str | None


@dataclass(frozen=True, slots=True)
class Typing:
    """One reader's view of scalars.

    `resolve` types a plain untagged text; `value` and `key` type an event and raise `ScalarError`. `merge`: the
    merge key `<<` is known; `merge_overrides`: it also overrides the keys before it.
    """

    name: str
    resolve: Callable[[str], Scalar]
    value: Callable[[Event], Scalar]
    key: Callable[[Event], str]
    merge: bool = True
    merge_overrides: bool = False


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
_FIRST = frozenset(["", *"0123456789+-.yYnNtTfFoO~"])

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


def _decode(text: str, tag: str | None, words: dict[str, Scalar], *, octal: bool) -> Scalar:
    """go-yaml's `resolve(tag, text)`; a time comes back as a `Timestamp`."""
    if tag is None:
        return _typed(text, words, octal=octal)
    short = tag.removeprefix(_TAGS) if tag.startswith(_TAGS) else ""
    if short == "binary":
        return _binary(text)
    if short not in ("bool", "int", "float", "null", "timestamp"):
        return text
    typed = _typed(text, words, octal=octal, times=short == "timestamp")
    kind = _kind(typed)
    if short == "float" and kind == "int" and isinstance(typed, int) and typed < 2**63:
        return float(typed)
    if kind != short:
        raise ScalarError(f"the tag !!{short} does not fit the value, which is of type {kind}")
    return typed


def _typed(text: str, words: dict[str, Scalar], *, octal: bool, times: bool = True) -> Scalar:
    if text[:1] not in _FIRST:
        return text
    if text in words:
        return words[text]
    if text[0] == ".":
        return _finite(text, text) if _DOT_FLOAT.fullmatch(text) else text
    if text[0] not in "0123456789+-":
        return text
    if times and (time := timestamp(text)) is not None:
        return time
    return _number(text.replace("_", ""), text, octal=octal)


def _number(digits: str, text: str, *, octal: bool) -> Scalar:
    """The number that `digits` spells, or `text`."""
    if _INT.fullmatch(digits):
        number = _go_int(digits)
        if -(2**63) <= number < (2**63 if digits[0] in "+-" else 2**64):
            return number
    if _FLOAT.fullmatch(digits):
        return _finite(digits, text)
    signed, base = _SIGNED_BINARY.fullmatch(digits), 2
    if signed is None and octal:
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


def _kind(typed: Scalar) -> str:
    match typed:
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


def _kubernetes(text: str) -> Scalar:
    typed = _typed(text, _WORDS_V2, octal=False)
    return text if isinstance(typed, Timestamp) else typed


def _kubernetes_value(event: Event) -> Scalar:
    text = event.value
    if event.tag is None and (event.style or text[:1] not in _FIRST):
        return text
    typed = _decode(text, event.tag, _WORDS_V2, octal=False)
    if isinstance(typed, Timestamp):
        return text
    if isinstance(typed, float) and not math.isfinite(typed):
        raise ScalarError("kubectl and Helm refuse infinity and NaN; quote the value")
    return typed


def _kubernetes_key(event: Event) -> str:
    """sigs.k8s.io/yaml's convertToJSONableObject for keys."""
    text = event.value
    if event.tag is None and (event.style or text[:1] not in _FIRST):
        return text
    typed = _decode(text, event.tag, _WORDS_V2, octal=False)
    match typed:
        case Timestamp():
            return text
        case str():
            return typed
        case bool():
            return "true" if typed else "false"
        case int() if typed < 2**63:
            return str(typed)
        case float():
            return _float_key(typed)
    raise ScalarError("kubectl and Helm refuse null and 64-bit unsigned keys; quote the key")


def _float_key(number: float) -> str:
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


def _v3(text: str) -> Scalar:
    return _typed(text, _WORDS_V3, octal=True)


def _v3_value(event: Event) -> Scalar:
    # The tag `!` alone leaves a plain scalar to the resolver; go-yaml v2 makes a string of it.
    tag = None if event.tag == "!" else event.tag
    if tag is None and event.style:
        return event.value
    return _decode(event.value, tag, _WORDS_V3, octal=True)


def _talos(text: str) -> Scalar:
    typed = _v3(text)
    return text if isinstance(typed, Timestamp) else typed


def _talos_value(event: Event) -> Scalar:
    typed = _v3_value(event)
    return event.value if isinstance(typed, Timestamp) else typed


def _talos_key(event: Event) -> str:
    typed = _talos_value(event)
    if typed is None:
        raise ScalarError("a key must not be null; quote it")
    return typed if isinstance(typed, str) else event.value


def _sops_value(event: Event) -> Scalar:
    typed = _v3_value(event)
    if isinstance(typed, int) and typed >= 2**63:
        raise ScalarError("sops refuses integers beyond 64 bits signed; quote the value")
    # A tagged string counts as quoted: it does not depend on its text.
    return Plain(typed) if typed is event.value and not (event.style or event.tag) else typed


def _sops_key(event: Event) -> str:
    typed = _sops_value(event)
    if not isinstance(typed, str) or isinstance(typed, Timestamp):
        raise ScalarError("sops takes only strings as keys; quote the key")
    return str(typed)


KUBERNETES = Typing(
    "Kubernetes", _kubernetes, _kubernetes_value, _kubernetes_key, merge_overrides=True
)
TALOS = Typing("Talos", _talos, _talos_value, _talos_key)
SOPS = Typing("sops", _v3, _sops_value, _sops_key, merge=False)
