"""What one vendored file is: what it says, where it comes from, and how it is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scripts import tools


@dataclass(frozen=True, slots=True)
class Fact:
    """The version is what the tool's go.mod requires of the module; `release` says it where that requires none."""

    what: str
    module: str
    tool: str
    licence: str
    make: Callable[[], str]
    release: Callable[[], str] | None = None

    def version(self) -> str:
        """The version of the module that the file was made from."""
        mod = tools.recipes()[self.tool].folder / "go.mod"
        required = tools.required_version(mod.read_text(), self.module) if mod.exists() else ""
        return required or (self.release() if self.release else "")


def compact(value: Any) -> str:
    """JSON without spaces, its keys in order."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
