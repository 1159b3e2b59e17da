"""Which files Git leaves out, by every .gitignore from the root down; .git itself is never looked into."""

from __future__ import annotations

from pathspec import GitIgnoreSpec

NAME = ".gitignore"


class Ignores:
    """The rules of one folder and of those above it; the deepest that says something wins."""

    def __init__(self, folder: str, text: str | None, above: Ignores | None) -> None:
        self._folder = folder
        self._above = above
        self._rules = GitIgnoreSpec.from_lines(text.splitlines()) if text else None

    def ignored(self, path: str, *, folder: bool) -> bool:
        """Whether Git leaves `path` (below this folder, relative to the root) out."""
        if self._rules is not None:
            inside = path[len(self._folder) + 1 :] if self._folder else path
            said = self._rules.check_file(inside + "/" if folder else inside).include
            if said is not None:
                return said
        return self._above.ignored(path, folder=folder) if self._above else False
