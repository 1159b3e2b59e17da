"""JSON Schemas: the vendored ones, those that a tree's own CRDs give, and what they refuse.

Imported only when something is wrong or asked for; nothing is read or compiled before a kind is asked for.
"""

from __future__ import annotations

from gitops_gen.schemas.vendored import Served, known_kinds, of_crd, schema_for, served
from gitops_gen.schemas.violations import Schema, Violation, violations

__all__ = [
    "Schema",
    "Served",
    "Violation",
    "known_kinds",
    "of_crd",
    "schema_for",
    "served",
    "violations",
]
