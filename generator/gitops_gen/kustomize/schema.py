"""What strategic merge asks of a kind's schema: which lists merge, and by which keys (vendored from kyaml)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent.parent / "data" / "kustomize" / "merge.json"


@cache
def _facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_bytes())
    return found


class Schema:
    """A part of a kind's schema; one that leads to no patch strategy knows nothing more."""

    __slots__ = ("_shape",)

    def __init__(self, shape: dict[str, Any]) -> None:
        self._shape = shape

    @property
    def merges(self) -> bool:
        """Whether a list merges with another instead of being replaced."""
        return "merge" in self._shape.get("strategy", "").split(",")

    @property
    def keys(self) -> list[str]:
        keys: list[str] = self._shape.get("keys", [])
        return keys

    @property
    def items(self) -> Schema | None:
        """The schema of a list's items."""
        return _resolved(self._shape.get("items"))

    def field(self, name: str) -> Schema | None:
        found = self._shape.get("fields", {}).get(name)
        return _resolved(self._shape.get("any") if found is None else found)


def _resolved(shape: dict[str, Any] | None) -> Schema | None:
    while shape is not None and "ref" in shape:
        shape = _facts()["definitions"].get(shape["ref"], {})
    return None if shape is None else Schema(shape)


def of_resource(api_version: str, kind: str) -> Schema | None:
    """The schema of a built-in kind, None for every other."""
    name = _facts()["kinds"].get(f"{api_version} {kind}")
    if name is None:
        return None
    return Schema(_facts()["definitions"].get(name, {}))
