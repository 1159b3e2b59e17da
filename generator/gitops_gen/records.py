"""The base of the values that rooms hand to each other: immutable, typed, and cheap to define.

A dataclass costs 0.5 to 0.8 ms where it is defined, a NamedTuple 0.08, this 0.01: with some sixty of them
that is a third of a command's start (docs/bench.md). A record is no tuple, so no writer of lists takes it
for one.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

R = TypeVar("R", bound="Record")


class Record(msgspec.Struct, frozen=True):
    """Fields by annotation, in order; subclasses say `frozen=True` again."""


def replaced(record: R, **changes: Any) -> R:
    """The record with some fields changed."""
    return msgspec.structs.replace(record, **changes)
