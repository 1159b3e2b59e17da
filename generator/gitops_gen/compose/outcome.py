"""What becomes of an artifact, and the words of whoever cannot go on."""

from __future__ import annotations

from collections.abc import Mapping

from gitops_gen.records import Record

At = tuple[str | int, ...]
"""A path into the spec of the generator."""


class Composed(Record, frozen=True):
    """An artifact: each of its files with the alias of its source and the path there."""

    name: str
    files: Mapping[str, tuple[str, str]]


class NotJudged(Record, frozen=True):
    """We do not know what the artifact holds; where `name` is empty, not even which artifacts there are."""

    name: str
    reason: str


class Failed(Record, frozen=True):
    """source-watcher fails at the artifact, or, where `name` is empty, makes none at all."""

    name: str
    message: str
    at: At


class FailsError(Exception):
    """source-watcher fails."""

    def __init__(self, message: str, at: At) -> None:
        super().__init__(message)
        self.message, self.at = message, at


class UnsureError(Exception):
    """We do not know."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
