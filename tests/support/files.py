"""A repository that exists only as a mapping of paths to texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gitops_gen.kustomize.files import Memory


class Files:
    """Files by path; a path that ends in a slash is an empty folder, a file that is None is not UTF-8."""

    def __init__(self, texts: Mapping[str, str | None]) -> None:
        self._texts = {path: text for path, text in texts.items() if not path.endswith("/")}
        names = [path.rstrip("/").split("/") for path in texts]
        self._folders = {"/".join(one[:n]) for one in names for n in range(len(one))}
        self._folders |= {path.rstrip("/") for path in texts if path.endswith("/")} | {""}

    def text(self, path: str) -> str | None:
        """The text of a file."""
        return self._texts.get(path)

    def is_file(self, path: str) -> bool:
        """Whether a file stands there."""
        return path in self._texts

    def is_dir(self, path: str) -> bool:
        """Whether a folder stands there."""
        return path in self._folders

    def documents(self, path: str) -> Sequence[tuple[int, Any]] | None:
        """The documents of a file with their numbers; None where it cannot be read."""
        return Memory({path: self._texts.get(path) or ""}).documents(path)

    def entries(self, path: str) -> list[str]:
        """The names in a folder."""
        start = f"{path}/" if path else ""
        everything = [*self._texts, *(self._folders - {""})]
        inside = {
            one[len(start) :].partition("/")[0] for one in everything if one.startswith(start)
        }
        return sorted(inside - {""}, reverse=True)
