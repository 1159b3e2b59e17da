"""The files of a repository: what Git would keep, read as text within bounds, never outside of the root."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from gitops_gen.errors import UserError, user_error
from gitops_gen.repo import gitindex
from gitops_gen.repo.gitignore import NAME as GITIGNORE
from gitops_gen.repo.gitignore import Ignores
from gitops_gen.yamlio.limits import MAX_SIZE
from gitops_gen.yamlio.read import decode

MAX_FILES = 200_000
"""Of one repository; a tree that holds more is no repository of manifests."""
MAX_INDEX = 1 << 26
"""Bytes of Git's index that are read."""


class Files:
    """A folder on disk by paths relative to it, with `/`; a link counts as what it leads to, inside the root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._top = os.path.realpath(root)
        self._links: set[str] = set()

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file that Git does not ignore, sorted; links to folders are not entered."""
        found: list[str] = []
        for path in self._walk("", None):
            found.append(path)
            if len(found) > MAX_FILES:
                raise user_error(
                    f"there are more than {MAX_FILES:,} files below {self.root}",
                    fix="name the folder that holds the manifests",
                )
        return tuple(sorted(found))

    @cached_property
    def links(self) -> frozenset[str]:
        """Those of `paths` that are links."""
        return frozenset(self._links.intersection(self.paths))

    @cached_property
    def _tracked(self) -> frozenset[str]:
        """The paths in Git's index, and the folders of them; ignored or not, Git keeps them."""
        try:
            with Path(self._top, ".git", "index").open("rb") as stream:
                files = gitindex.tracked(stream.read(MAX_INDEX))
        except OSError:
            return frozenset()
        found = set(files)
        for path in files:
            while path := posixpath.dirname(path):
                if path in found:
                    break
                found.add(path)
        return frozenset(found)

    def _walk(self, folder: str, above: Ignores | None) -> Iterator[str]:
        waiting = [(folder, above)]
        while waiting:
            folder, above = waiting.pop()
            try:
                entries = list(os.scandir(f"{self._top}/{folder}"))
            except OSError:
                continue
            rules = Ignores(folder, self._rules(folder, entries), above)
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                below = entry.is_dir(follow_symlinks=False)
                if entry.name == ".git" or not _printable(path):
                    continue
                if rules.ignored(path, folder=below) and path not in self._tracked:
                    continue
                if entry.is_symlink():
                    self._links.add(path)
                if below:
                    waiting.append((path, rules))
                else:
                    yield path

    def _rules(self, folder: str, entries: list[os.DirEntry[str]]) -> str | None:
        if not any(entry.name == GITIGNORE for entry in entries):
            return None
        try:
            return self.text(f"{folder}/{GITIGNORE}" if folder else GITIGNORE)
        except UserError:
            return None

    def text(self, path: str) -> str | None:
        """The text of a file; None where there is none. Raises `UserError` where it cannot be read as text."""
        place = self._place(path)
        if place is None:
            return None
        try:
            with place.open("rb", buffering=0) as stream:
                status = os.fstat(stream.fileno())
                if not stat.S_ISREG(status.st_mode):
                    return None
                data = stream.read(MAX_SIZE + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise user_error(f"cannot be read: {error.strerror}", file=path) from None
        return decode(data or b"", path)

    def is_file(self, path: str) -> bool:
        """Whether a regular file stands there, inside the root."""
        place = self._place(path)
        return place is not None and place.is_file()

    def is_dir(self, path: str) -> bool:
        """Whether a folder stands there, inside the root."""
        place = self._place(path)
        return place is not None and place.is_dir()

    def entries(self, path: str) -> list[str]:
        """The names in a folder, sorted; none where it is no folder."""
        place = self._place(path)
        try:
            return sorted(one.name for one in os.scandir(place)) if place is not None else []
        except OSError:
            return []

    def _place(self, path: str) -> Path | None:
        """Where a path leads to; None where that is outside of the root, or nothing regular."""
        inside = posixpath.normpath(path)
        if inside.startswith(("../", "/")) or inside == ".." or "\0" in inside:
            return None
        place = Path(os.path.realpath(f"{self._top}/{inside}"))
        if not place.is_relative_to(self._top):
            return None
        try:
            kind = place.stat().st_mode
        except (OSError, ValueError):
            return None
        return place if stat.S_ISREG(kind) or stat.S_ISDIR(kind) else None


def _printable(path: str) -> bool:
    """A name that is no text cannot be shown, nor written into a kustomization."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
