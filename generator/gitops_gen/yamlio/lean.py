"""PyYAML without the part of it that this process never uses; called by the console script alone.

Its reader in Python compiles one pattern over all of Unicode when it is imported: 4 ms, a twentieth of a
render, for a class that only its parser in Python needs. Ours is libyaml's, which reads for itself. In a
process that is not ours alone nothing is touched: somebody there may want the other parser.
"""

from __future__ import annotations

import sys
from types import ModuleType

_NAME = "yaml.reader"


class Reader:
    """Stands where PyYAML's own stands among the bases of its loaders; nobody makes one."""


def prepare() -> None:
    """Before anything imports PyYAML; does nothing where something has."""
    if "yaml" in sys.modules:
        return
    stub = ModuleType(_NAME)
    names = ["Reader", "ReaderError"]
    vars(stub).update({"__all__": names, "Reader": Reader, "__getattr__": _error})
    sys.modules[_NAME] = stub


def _error(name: str) -> type[Exception]:
    """PyYAML's own error class, made when it is asked for: its base is not there before."""
    if name != "ReaderError":
        raise AttributeError(name)
    from yaml.error import YAMLError

    made = type(name, (YAMLError,), {})
    stub = sys.modules[_NAME]
    vars(stub)[name] = made
    # What an import would have done; PyYAML's C part looks there.
    vars(sys.modules["yaml"])["reader"] = stub
    return made
