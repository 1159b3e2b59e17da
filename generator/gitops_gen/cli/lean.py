"""What our own process loads late, or never, of other people's modules; used by the console script alone.

A render lives for a tenth of a second, and a tenth of that went into the modules named here: patterns that
are compiled and classes that are made for work that it never does (ADR 0019). Such a module stands there
empty until somebody asks it for a name; then it is executed as always and answers for itself, so nothing is
missing, only late. For a few names the answer is known and the module stays empty: the error classes that
libyaml's binding takes from PyYAML's parser in Python, and the name of the operating system.

In a process that is not ours alone nothing is touched.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

_Answers = Mapping[str, Callable[[str], object]]


def prepare() -> None:
    """Before anything imports one of them; a module that is there already stays as it is."""
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)


def _marked(name: str) -> object:
    """An error class of PyYAML with a mark, as its own modules define it."""
    from yaml.error import MarkedYAMLError

    return type(name, (MarkedYAMLError,), {})


def _unmarked(name: str) -> object:
    from yaml.error import YAMLError

    return type(name, (YAMLError,), {})


def _part(name: str) -> object:
    """A module of PyYAML, for its binding asks the package for each of them."""
    return import_module(f"yaml.{name}")


def _system(_name: str) -> object:
    """uuid asks for no more of platform."""
    return lambda: os.uname().sysname


_ERRORS = {
    "composer": "ComposerError",
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "parser": "ParserError",
    "representer": "RepresenterError",
    "scanner": "ScannerError",
    "serializer": "SerializerError",
}
_LATE: dict[str, _Answers] = {
    "cryptography.hazmat.primitives.ciphers": {},
    "msgspec.inspect": {},
    "platform": {"system": _system} if os.name == "posix" else {},
    "textwrap": {},
    "yaml": dict.fromkeys([*_ERRORS, "error", "events", "nodes", "reader", "tokens"], _part),
    "yaml.reader": {"ReaderError": _unmarked},
    **{f"yaml.{part}": {error: _marked} for part, error in _ERRORS.items()},
}


class _Finder:
    """Finds the modules of the table where they are, and has them executed late."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if (answers := _LATE.get(name)) is None:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            late: Any = _Late(spec.loader, answers)
            spec.loader = late
        return spec


class _Late:
    """A loader that waits for the first name that it has no answer for."""

    def __init__(self, loader: Any, answers: _Answers) -> None:
        self._loader = loader
        self._answers = answers

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        names = vars(module)

        def missing(name: str) -> object:
            if answer := self._answers.get(name):
                return names.setdefault(name, answer(name))
            del names["__getattr__"]
            self._loader.exec_module(module)
            return getattr(module, name)

        names["__getattr__"] = missing
