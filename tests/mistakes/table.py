"""Every mistake, and the valid trees that they are made in."""

from __future__ import annotations

from tests.mistakes import object_mistakes, tree_mistakes
from tests.mistakes.mistake import Base, Mistake
from tests.mistakes.tree import data, network, ordered, plain, small, variables

MISTAKES: tuple[Mistake, ...] = (*tree_mistakes.ROWS, *object_mistakes.ROWS)
BASES: tuple[Base, ...] = (plain, ordered, small, variables, data, network)
