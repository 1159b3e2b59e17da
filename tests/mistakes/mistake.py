"""What a mistake is: how it is made, what the person wanted, and which check finds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.mistakes.tree import Place, Tree, plain

Maker = Callable[[Tree], Place]
Base = Callable[[str], Tree]
GONE = "it is not there"
SAME = "the same"
"""For the field metadata/uid: still the object that was there before."""
_CHARACTERS = 24  # of a value: an encrypted one begins alike each time


@dataclass(frozen=True)
class Effect:
    """What the person wanted of an object: `wanted` in a field; `before` is what was there without the change."""

    path: str
    """Of the API, with {name} for the tree's."""
    field: str
    wanted: str
    before: str = GONE

    def verdict(self, thing: Mapping[str, Any] | None) -> tuple[str, str]:
        """`fine`, `silent` or `wrong`, and what is there."""
        found = _at(thing, self.field)
        if found == self.wanted:
            return "fine", found
        if found == self.before:
            return "silent", found
        return "wrong", found[:_CHARACTERS]


def _at(thing: Any, field: str) -> str:
    for key in field.split("/"):
        if isinstance(thing, list):
            thing = thing[int(key)] if int(key) < len(thing) else None
        else:
            thing = (thing or {}).get(key)
    if thing is None:
        return GONE
    return "it is there" if isinstance(thing, dict) else str(thing)


@dataclass(frozen=True)
class Mistake:
    """One mistake in one valid tree."""

    id: str
    text: str
    make: Maker
    check: str
    """The check that finds it; where none can, the reason in parentheses."""
    base: Base = plain
    effect: Effect | None = None
    after_valid: bool = False
    """The valid tree is in the cluster first: the mistake is a change."""
    later: Callable[[Tree], object] | None = None
    """A later commit, no mistake by itself, that lets the mistake take its effect."""
    turn: int = 1
    """Cilium is in a cluster once: such trees take turns. In the second one, substitution is not strict."""

    @property
    def judged(self) -> bool:
        """Whether a check can find it at all."""
        return bool(self.check) and not self.check.startswith("(")

    def tree(self) -> tuple[Tree, Place]:
        """The tree with the mistake, and where it is."""
        tree = self.base(self.id)
        return tree, self.make(tree)
