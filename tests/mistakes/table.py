"""Every mistake, and which of their checks are still being written."""

from __future__ import annotations

from tests.mistakes import object_mistakes, tree_mistakes
from tests.mistakes.mistake import Base, Mistake
from tests.mistakes.tree import data, network, ordered, plain, small, variables

MISTAKES: tuple[Mistake, ...] = (*tree_mistakes.ROWS, *object_mistakes.ROWS)
BASES: tuple[Base, ...] = (plain, ordered, small, variables, data, network)
PENDING: tuple[str, ...] = (
    "annotation-number",
    "api-removed",
    "chart-source",
    "crd-order",
    "data-pruned",
    "flux-api-removed",
    "flux-patch-nothing",
    "health-impossible",
    "image-nothing",
    "namespace-missing",
    "not-decrypted",
    "not-listed",
    "patch-nothing",
    "prune-off",
    "release-renamed",
    "source-elsewhere",
    "substitute-from",
    "suspended",
    "target-missing",
    "values-from",
)
"""Mistakes whose check is not there yet, or does not say yet what it should."""
