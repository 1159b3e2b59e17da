"""What envsubst's operators make of a value; where its bytes are not our characters, we do not judge."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence


class Unsure(ValueError):
    """A case in which we do not know what Flux makes; the message says why."""


def applied(operator: str, value: str, args: Sequence[str]) -> str:
    """The value as the operator leaves it. Raises `Unsure`."""
    function = _FUNCTIONS.get(operator)
    if function is not None:
        return function(value, args)
    return value or "".join(args)


def _hash(value: str, args: Sequence[str]) -> str:
    return _cut_short(value, args) if args else str(len(value.encode()))


def _ascii(*texts: str) -> None:
    if not all(text.isascii() for text in texts):
        raise Unsure("letters or patterns beyond ASCII are changed or cut")


def _lower(value: str, _args: Sequence[str]) -> str:
    _ascii(value)
    return value.lower()


def _upper(value: str, _args: Sequence[str]) -> str:
    _ascii(value)
    return value.upper()


def _lower_first(value: str, _args: Sequence[str]) -> str:
    _ascii(value[:1])
    return value[:1].lower() + value[1:]


def _upper_first(value: str, _args: Sequence[str]) -> str:
    _ascii(value[:1])
    return value[:1].upper() + value[1:]


_NUMBER = re.compile(r"[+-]?[0-9]+")


def _number(text: str) -> int | None:
    """As Go's strconv.Atoi; Flux itself falls over numbers near its end."""
    if not _NUMBER.fullmatch(text):
        return None
    number = int(text)
    if abs(number) >= 2**62:
        raise Unsure("a number is beyond 62 bits")
    return number


def _substring(value: str, args: Sequence[str]) -> str:
    """A part of the UTF-8 bytes; the whole where the offset or the length is no number."""
    data = value.encode()
    offset = _number(args[0])
    length = _number(args[1]) if len(args) > 1 and offset is not None else None
    if offset is None or (len(args) > 1 and length is None):
        return value
    if offset < 0:
        offset = max(0, len(data) + offset)
    if length is None:
        end = len(data)
    elif length < 0:
        end = len(data) + length
    else:
        end = offset + length
    try:
        return data[offset : max(end, offset)].decode()
    except UnicodeDecodeError:
        raise Unsure("a character is cut in the middle") from None


def _second(args: Sequence[str]) -> str:
    return args[1] if len(args) > 1 else ""


def _replace_first(value: str, args: Sequence[str]) -> str:
    return value.replace(args[0], _second(args), 1)


def _replace_all(value: str, args: Sequence[str]) -> str:
    return value.replace(args[0], _second(args))


def _replace_start(value: str, args: Sequence[str]) -> str:
    """Without a replacement nothing is cut: so is Flux."""
    if len(args) == 2 and value.startswith(args[0]):
        return args[1] + value[len(args[0]) :]
    return value


def _replace_end(value: str, args: Sequence[str]) -> str:
    if len(args) == 2 and value.endswith(args[0]):
        return value[: len(value) - len(args[0])] + args[1]
    return value


def _cut_short(value: str, args: Sequence[str]) -> str:
    """Without the shortest start that matches; an empty one does not count."""
    lengths = _lengths(value, args[0])
    return value[min(lengths, default=0) :]


def _cut_long(value: str, args: Sequence[str]) -> str:
    return value[next(iter(_lengths(value, args[0], first=True)), 0) :]


def _from_behind(
    function: Callable[[str, Sequence[str]], str],
) -> Callable[[str, Sequence[str]], str]:
    """The pattern is turned round like the value, its brackets too."""
    return lambda value, args: function(value[::-1], [args[0][::-1]])[::-1]


class _BadPattern(ValueError):
    """A pattern that envsubst cannot follow to its end."""


def _lengths(value: str, pattern: str, *, first: bool = False) -> list[int]:
    """Of the starts of `value` that match, the longest before the others; none where the pattern is bad."""
    _ascii(value, pattern)
    found = []
    try:
        for length in range(len(value), 0, -1):
            if _matches(pattern, value[:length]):
                found.append(length)
                if first:
                    break
    except _BadPattern:
        return []
    return found


def _matches(pattern: str, name: str) -> bool:
    """Go's path.Match, in which a star also matches slashes."""
    while pattern:
        star, chunk, pattern = _chunk(pattern)
        if star and not chunk:
            return True
        rest = _chunk_matches(chunk, name)
        if rest is not None and (not rest or pattern):
            name = rest
            continue
        rest = _skipped(chunk, name, last=not pattern) if star else None
        if rest is None:
            return False
        name = rest
    return not name


def _skipped(chunk: str, name: str, *, last: bool) -> str | None:
    """What follows the first match of `chunk` that begins later in `name`; the last one must end it."""
    for begin in range(1, len(name) + 1):
        rest = _chunk_matches(chunk, name[begin:])
        if rest is not None and not (last and rest):
            return rest
    return None


def _chunk(pattern: str) -> tuple[bool, str, str]:
    """(whether a star begins it, what stands before the next star, the rest)."""
    bare = pattern.lstrip("*")
    inside, at = False, 0
    while at < len(bare) and (bare[at] != "*" or inside):
        if bare[at] == "\\" and at + 1 < len(bare):
            at += 1
        elif bare[at] in "[]":
            inside = bare[at] == "["
        at += 1
    return len(bare) < len(pattern), bare[:at], bare[at:]


def _chunk_matches(chunk: str, name: str) -> str | None:
    """What follows in `name` behind the chunk, or None."""
    while chunk:
        if not name:
            return None
        if chunk[0] == "[":
            inside, chunk = _class(chunk[1:], name[0])
            if not inside:
                return None
        elif chunk[0] == "?":
            chunk = chunk[1:]
        else:
            if chunk[0] == "\\":
                chunk = chunk[1:]
                if not chunk:
                    raise _BadPattern
            if chunk[0] != name[0]:
                return None
            chunk = chunk[1:]
        name = name[1:]
    return name


def _class(chunk: str, letter: str) -> tuple[bool, str]:
    """Whether the class at the start of `chunk` holds the letter, and what follows it."""
    wanted = not chunk.startswith("^")
    chunk = chunk if wanted else chunk[1:]
    found, ranges = False, 0
    while not (ranges and chunk.startswith("]")):
        low, chunk = _class_letter(chunk)
        high = low
        if chunk[0] == "-":
            high, chunk = _class_letter(chunk[1:])
        found = found or low <= letter <= high
        ranges += 1
    return found == wanted, chunk[1:]


def _class_letter(chunk: str) -> tuple[str, str]:
    if chunk[:1] in ("", "-", "]"):
        raise _BadPattern
    if chunk[0] == "\\":
        chunk = chunk[1:]
    if len(chunk) < 2:
        raise _BadPattern
    return chunk[0], chunk[1:]


_FUNCTIONS: dict[str, Callable[[str, Sequence[str]], str]] = {
    ",": _lower_first,
    ",,": _lower,
    "^": _upper_first,
    "^^": _upper,
    "#": _hash,
    "##": _cut_long,
    "%": _from_behind(_cut_short),
    "%%": _from_behind(_cut_long),
    ":": _substring,
    "/": _replace_first,
    "//": _replace_all,
    "/#": _replace_start,
    "/%": _replace_end,
    ",^": lambda value, _args: value,
    "^,": lambda value, _args: value,
}
