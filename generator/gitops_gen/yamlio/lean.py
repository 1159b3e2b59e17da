"""PyYAML without the part of it that this process never uses; called by the console script alone.

Its reader in Python compiles one pattern over all of Unicode when it is imported: 4 ms, a twentieth of a
render, for a class that only its parser in Python needs. Ours is libyaml's, which reads for itself. In a
process that is not ours alone nothing is touched: somebody there may want the other parser.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

_NAME = "yaml.reader"


class Reader:
    """Stands where PyYAML's own stands among the bases of its loaders; nobody makes one."""


def prepare() -> None:
    """Before anything imports PyYAML; does nothing where something has."""
    if "yaml" in sys.modules:
        return
    stub: Any = ModuleType(_NAME)
    stub.__all__ = ["Reader", "ReaderError"]
    stub.Reader = Reader
    stub.__getattr__ = _error
    sys.modules[_NAME] = stub


def _error(name: str) -> type[Exception]:
    """PyYAML's own error class, made when it is asked for: its base is not there before."""
    if name != "ReaderError":
        raise AttributeError(name)
    from yaml.error import YAMLError

    made = type(name, (YAMLError,), {})
    stub: Any = sys.modules[_NAME]
    stub.ReaderError = made
    # What an import would have done; PyYAML's C part looks there.
    package: Any = sys.modules["yaml"]
    package.reader = stub
    return made
