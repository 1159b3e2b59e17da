"""The patterns of selectors and image names: those of Go's regexp that Python's `re` reads alike."""

from __future__ import annotations

import re
from functools import cache

from gitops_gen.kustomize.outcome import Refused, Unsure

_PART = re.compile(
    r"""(?:[\w/@:~=,!%<>;&#' "-]            # a character that stands for itself
    | \\[dw.$^*+?()\[\]{}|/-]               # one that is quoted, or a class
    | \[\^?[\w./@:-]+\]                     # a set
    | \((?:\?:)? | \) | \| | [.^$]
    )(?:[*+?](?![*+?{]))?""",
    re.VERBOSE | re.ASCII,
)


@cache
def whole(pattern: str) -> re.Pattern[str]:
    """Matches as `^(?:pattern)$` does in Go."""
    return _compiled(pattern, f"(?:{pattern})")


@cache
def image(name: str) -> re.Pattern[str]:
    """Matches an image of that name with any tag or digest, as kustomize asks: the name is a pattern too."""
    return _compiled(name, f"{name}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?")


@cache
def anywhere(pattern: str) -> re.Pattern[str]:
    """Matches as the pattern alone does in Go: anywhere in a text."""
    return _compiled(pattern, f".*(?:{pattern}).*")


def _compiled(pattern: str, anchored: str) -> re.Pattern[str]:
    if pattern[:1] in ("*", "+", "?") and pattern[1:2] not in ("*", "+", "?"):
        raise Refused(f"{pattern} is no regular expression: it starts with {pattern[0]}")
    end = 0
    while found := _PART.match(pattern, end):
        end = found.end()
    if end < len(pattern) or re.search(r"(?:[(|^]|\(\?:)[*+?](?!:)|\$[*+?]|\{", pattern):
        raise Unsure(f"the regular expression {pattern}")
    try:
        return re.compile(re.sub(r"(?<!\\)\$", r"\\Z", f"^{anchored}$"), re.ASCII)
    except re.error:
        raise Unsure(f"the regular expression {pattern}") from None
