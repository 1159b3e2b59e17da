"""The files of a repository as a build reads them: a protocol, one of them in memory, and paths that stay inside."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from gitops_gen.errors import UserError
from gitops_gen.kustomize.outcome import Refused
from gitops_gen.yamlio import read
from gitops_gen.yamlio.calm import is_calm


class Files(Protocol):
    """Reads by POSIX paths relative to the repository's root, "" for the root itself; never leaves it."""

    def text(self, path: str) -> str | None:
        """The text of a file, line ends as they are; None where there is no file, or no UTF-8 in it."""

    def is_file(self, path: str) -> bool: ...

    def is_dir(self, path: str) -> bool: ...

    def entries(self, path: str) -> list[str]:
        """The names in a folder."""

    def documents(self, path: str) -> Sequence[tuple[int, Any]] | None:
        """The documents of a file with their numbers, as all readers of YAML read it; None where they may differ."""


class Memory:
    """Files by path."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = dict(files)

    def text(self, path: str) -> str | None:
        return self._files.get(path)

    def is_file(self, path: str) -> bool:
        return path in self._files

    def is_dir(self, path: str) -> bool:
        return not path or any(name.startswith(f"{path}/") for name in self._files)

    def entries(self, path: str) -> list[str]:
        start = f"{path}/" if path else ""
        below = (name[len(start) :] for name in self._files if name.startswith(start))
        return sorted({name.partition("/")[0] for name in below})

    def documents(self, path: str) -> Sequence[tuple[int, Any]] | None:
        text = self._files.get(path)
        try:
            known = read.documents(text, path) if text and is_calm(text) else None
        except UserError:
            known = None
        return None if known is None else [(one.index, one.body) for one in known]


class Reader:
    """Remembers what was read."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.read: dict[str, None] = {}

    def text(self, path: str) -> str | None:
        self.read[path] = None
        return self._files.text(path)

    def is_file(self, path: str) -> bool:
        return self._files.is_file(path)

    def is_dir(self, path: str) -> bool:
        self.read[path] = None
        return self._files.is_dir(path)

    def documents(self, path: str) -> Sequence[tuple[int, Any]] | None:
        self.read[path] = None
        return self._files.documents(path)


def join(folder: str, path: str) -> str:
    """A path as written in `folder`, from the root; fails where it leaves the repository."""
    found = posixpath.normpath(posixpath.join(folder, path))
    if found == ".." or found.startswith("../"):
        raise Refused(f"{path} is outside of the repository")
    return "" if found == "." else found
