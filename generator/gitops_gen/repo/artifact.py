"""The files that source-controller puts into an artifact: what Git keeps, without links and ignored files.

Source: github.com/fluxcd/pkg/artifact, storage/archive.go, which leaves out all that is no regular file or folder.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from gitops_gen import sourceignore
from gitops_gen.errors import UserError
from gitops_gen.repo.files import Files
from gitops_gen.repo.reading import Reading


class OnDisk:
    """A repository as kustomize sees it that a person runs in it."""

    def __init__(self, repo: Reading) -> None:
        self._repo = repo
        self.text, self.entries = repo.files.text, repo.files.entries
        self.is_file, self.is_dir = repo.files.is_file, repo.files.is_dir

    def documents(self, path: str) -> Sequence[tuple[int, Any]] | None:
        """The documents of a file with their numbers; None where its readers may differ."""
        return self._repo.known(path)


class Artifact:
    """A repository as Flux' controllers see it; `spec_ignore` is the source's own `spec.ignore`."""

    def __init__(self, repo: Reading, spec_ignore: str | None = None) -> None:
        self._repo = repo
        self._files = files = repo.files
        ignore = sourceignore.read(_texts(files), spec_ignore)
        self._paths = {
            path for path in files.paths if path not in files.links and not ignore.ignored(path)
        }
        self._folders: dict[str, list[str]] = defaultdict(list)
        for path in files.paths:
            if path in self._paths:
                self._add(path)

    def _add(self, path: str) -> None:
        while path:
            folder, _, name = path.rpartition("/")
            known = folder in self._folders
            self._folders[folder].append(name)
            if known:
                return
            path = folder

    def everything(self) -> list[str]:
        """Every file, sorted."""
        return sorted(self._paths)

    def is_file(self, path: str) -> bool:
        """Whether the artifact holds the file."""
        return posixpath.normpath(path) in self._paths

    def is_dir(self, path: str) -> bool:
        """Whether the artifact holds the folder; the root is "" or "."."""
        return _folder(path) in self._folders

    def folders(self) -> list[str]:
        """Every folder below the root."""
        return [one for one in self._folders if one]

    def entries(self, path: str) -> list[str]:
        """The names in a folder, sorted; none where it is no folder."""
        return sorted(self._folders.get(_folder(path), ()))

    def text(self, path: str) -> str | None:
        """The text of a file; None where there is none. Raises `UserError` where it cannot be read as text."""
        return self._files.text(path) if self.is_file(path) else None

    def documents(self, path: str) -> Sequence[tuple[int, Any]] | None:
        """The documents of a file with their numbers; None where its readers may differ, or it is not there."""
        return self._repo.known(path) if self.is_file(path) else None

    def lacks(self, path: str) -> str:
        """Why Flux does not see a file or folder that stands on disk; "" where it does, or nothing is there."""
        files, path = self._files, posixpath.normpath(path)
        if (
            self.is_file(path)
            or self.is_dir(path)
            or not (files.is_file(path) or files.is_dir(path))
        ):
            return ""
        if any(f"{path}/".startswith(f"{link}/") for link in files.links):
            return "it is a link, and an artifact of Flux holds none"
        if files.is_file(path) and path not in files.paths:
            return "Git ignores it"
        return "nothing of it is in the artifact that Flux makes of this repository"


def _folder(path: str) -> str:
    inside = posixpath.normpath(path)
    return "" if inside == "." else inside


def _texts(files: Files) -> dict[str, str]:
    """The .sourceignore of each folder."""
    found = {}
    for path in files.paths:
        folder, _, name = path.rpartition("/")
        if name == sourceignore.NAME and path not in files.links:
            try:
                found[folder] = files.text(path) or ""
            except UserError:
                continue
    return found
