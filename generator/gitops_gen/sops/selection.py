"""Which leaves sops encrypts: one rule of key names, tested against every key on a leaf's path."""

from __future__ import annotations

from functools import cache

from gitops_gen.sops import patterns

FIELDS = ("encrypted_regex", "unencrypted_regex", "encrypted_suffix", "unencrypted_suffix")
COMMENT_FIELDS = ("encrypted_comment_regex", "unencrypted_comment_regex")


class Selection:
    """One of sops' four rules: `field` is its name in the file, `pattern` a regular expression or a suffix."""

    __slots__ = ("_known", "field", "pattern")

    def __init__(self, field: str, pattern: str) -> None:
        self.field = field
        self.pattern = pattern
        self._known: dict[str, bool] = {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Selection):
            return NotImplemented
        return (self.field, self.pattern) == (other.field, other.pattern)

    def __hash__(self) -> int:
        return hash((self.field, self.pattern))

    @property
    def inverted(self) -> bool:
        """Whether a key that matches keeps its leaves in clear."""
        return self.field.startswith("unencrypted")

    def hits(self, key: str) -> bool:
        """Whether one key matches. Raises `patterns.PatternError` outside the safe subset of RE2."""
        if key not in self._known:
            if self.field.endswith("suffix"):
                self._known[key] = key.endswith(self.pattern)
            elif names := _names(self.pattern):
                self._known[key] = key in names
            else:
                self._known[key] = patterns.compiled(self.pattern).search(key) is not None
        return self._known[key]


@cache
def _names(pattern: str) -> frozenset[str]:
    """The names of `^(a|b|c)$` or `^a$`, which need no pattern; empty where it is more than that."""
    if not (pattern.startswith("^") and pattern.endswith("$")):
        return frozenset()
    inner = pattern[1:-1]
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1]
    elif "|" in inner:
        return frozenset()
    names = inner.split("|")
    # A key may end in a line break and `$` still hold for Python, not for RE2: as names, neither holds.
    plain = inner.isascii() and all(name.isidentifier() for name in names)
    return frozenset(names) if plain else frozenset()


def default() -> Selection:
    """What sops does where a file names no rule."""
    return Selection("unencrypted_suffix", "_unencrypted")
