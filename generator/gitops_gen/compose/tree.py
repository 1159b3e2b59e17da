"""The files of a source with their folders, Go's fs.Glob over them, and Go's arithmetic of paths."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from gitops_gen import sourceignore

ROOT = "."
META = "*?[\\"
"""The letters that make fs.Glob look into folders."""


class BadGlobError(Exception):
    """The pattern is none."""


def clean(path: str) -> str:
    """filepath.Clean."""
    found = posixpath.normpath(path)
    return found[1:] if found.startswith("//") else found


def join(*parts: str) -> str:
    """filepath.Join: empty parts do not count."""
    there = [part for part in parts if part]
    return clean("/".join(there)) if there else ""


def folder_of(path: str) -> str:
    """filepath.Dir."""
    return clean(path[: path.rfind("/") + 1])


def base(path: str) -> str:
    """filepath.Base of a clean path."""
    return posixpath.basename(path) or path


class Tree:
    """A source. Its root is a dot; a path is relative to it and clean, any other stands for nothing."""

    def __init__(self, paths: Sequence[str]) -> None:
        """Paths of files, and of folders where they end in a slash."""
        self.files = frozenset(path for path in paths if not path.endswith("/"))
        self._names: dict[str, set[str]] = {ROOT: set()}
        for path in paths:
            folder = path.rstrip("/") if path.endswith("/") else folder_of(path)
            self._add(folder)
            if not path.endswith("/"):
                self._names[folder].add(base(path))

    def _add(self, folder: str) -> None:
        while folder not in self._names:
            self._names[folder] = set()
            above = folder_of(folder)
            self._add(above)
            self._names[above].add(base(folder))

    def is_dir(self, path: str) -> bool:
        """Whether a folder stands there."""
        return path in self._names

    def is_there(self, path: str) -> bool:
        """Whether a file or a folder stands there."""
        return path in self._names or path in self.files

    def entries(self, folder: str) -> list[str]:
        """The paths in a folder, in the order of their names; none where it is no folder."""
        return [join(folder, name) for name in sorted(self._names.get(folder, ()))]

    def folders(self, above: str = ROOT) -> Iterator[str]:
        """Every folder below one, each before what is in it."""
        for path in self.entries(above):
            if self.is_dir(path):
                yield path
                yield from self.folders(path)

    def glob(self, pattern: str) -> list[str]:
        """What fs.Glob finds. Raises BadGlobError."""
        if sourceignore.name_pattern(pattern) is None:
            raise BadGlobError
        if not set(META) & set(pattern):
            return [pattern] if self.is_there(pattern) else []
        head, slash, name = pattern.rpartition("/")
        folder = head if slash else ROOT
        folders = self.glob(folder) if set(META) & set(folder) else [folder]
        wanted = sourceignore.name_pattern(name)
        if wanted is None:
            if any(self.entries(one) for one in folders):
                raise BadGlobError
            return []
        return [
            path for one in folders for path in self.entries(one) if wanted.fullmatch(base(path))
        ]
