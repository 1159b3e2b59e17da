"""Copying as source-watcher's builder does: like cp, into an empty folder, each step over what is there."""

from __future__ import annotations

from collections.abc import Mapping

from gitops_gen.compose import doublestar
from gitops_gen.compose.generator import Copy
from gitops_gen.compose.outcome import At, FailsError, UnsureError
from gitops_gen.compose.tree import ROOT, BadGlobError, Tree, base, clean, folder_of, join

HERE = "@artifact/"
WILD = 12
"""A pattern with more stars and braces is not tried: the work doubles with each."""
DEEP = 200
"""Nor is one with more folders."""
TARBALLS = (".tar.gz", ".tgz")


class _OSError(Exception):
    """What the system says."""


class Staging:
    """The folder in which an artifact grows."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, str]] = {}
        self.dirs = {ROOT}

    def is_there(self, path: str) -> bool:
        """Whether a file or a folder stands there."""
        return path in self.files or path in self.dirs

    def put(self, path: str, origin: tuple[str, str]) -> None:
        """Write a file, over one that is there. Raises _OSError."""
        folder = folder_of(path)
        self.make(folder)
        if folder in self.files:
            raise _OSError("not a directory")
        path = clean(path)
        if path in self.dirs:
            raise _OSError("is a directory")
        self.files[path] = origin

    def make(self, folder: str) -> None:
        """Make a folder and those above it; where a file stands there, nothing happens. Raises _OSError."""
        if folder in ("", ROOT) or folder in self.dirs or folder in self.files:
            return
        if folder.startswith("/"):
            raise _OSError("path escapes from parent")
        above = folder_of(folder)
        self.make(above)
        if above in self.files:
            raise _OSError("not a directory")
        self.dirs.add(folder)


class Step:
    """One copy operation; `at` is where it stands in the spec."""

    def __init__(self, copy: Copy, at: At, staging: Staging) -> None:
        self.copy, self.at, self.staging = copy, at, staging

    def run(self, trees: Mapping[str, Tree | str]) -> None:
        """Copy. `trees` has the reason in place of a source that we do not know. Raises FailsError, UnsureError."""
        alias, pattern = self._source()
        if any(map(_is_too_much, (pattern, *self.copy.exclude))):
            raise UnsureError(
                f"a pattern with more than {WILD} wildcards or {DEEP} folders takes too long"
            )
        if not self.copy.target.startswith(HERE):
            raise FailsError("destination must start with '@artifact/'", (*self.at, "to"))
        if ".." in self.copy.target.split("/"):
            raise UnsureError("the API server refuses it: a destination with '..'")
        if alias not in trees:
            raise self._fails(f"source alias '{alias}' not found")
        for number, one in enumerate(self.copy.exclude):
            try:
                doublestar.check(one)
            except doublestar.BadPatternError:
                at = (*self.at, "exclude", number)
                raise FailsError(f"invalid exclude pattern '{one}'", at) from None
        if self.copy.strategy not in ("", "Overwrite", "Merge", "Extract"):
            raise UnsureError("the API server refuses it: a strategy that is not known")
        tree = trees[alias]
        if isinstance(tree, str):
            raise UnsureError(tree)
        try:
            if set("*?[]") & set(pattern):
                self._many(alias, pattern, tree)
            else:
                self._one(alias, clean(pattern), tree)
        except _OSError as error:
            to = self.copy.target
            raise FailsError(f"'{to}' cannot be written: {error}", (*self.at, "to")) from None

    def _fails(self, message: str) -> FailsError:
        return FailsError(message, (*self.at, "from"))

    def _source(self) -> tuple[str, str]:
        """The alias and the pattern."""
        if not self.copy.source.startswith("@"):
            raise self._fails("source must start with '@'")
        alias, slash, pattern = self.copy.source[1:].partition("/")
        if not slash:
            raise self._fails("source format must be '@alias/pattern'")
        return alias, pattern

    def _many(self, alias: str, pattern: str, tree: Tree) -> None:
        if self.copy.strategy == "Extract":
            raise UnsureError("the strategy Extract: what an archive holds is not known")
        try:
            found = tree.glob(pattern)
        except BadGlobError:
            raise self._fails(
                f"invalid glob pattern '{pattern}': syntax error in pattern"
            ) from None
        if not found:
            raise self._fails(f"no files match pattern '{pattern}' in source '{alias}'")
        above = _plain_part(pattern)
        kept = [path for path in found if not self._excluded(path, above)]
        if not kept:
            said = f"all files matching pattern '{pattern}' in source '{alias}' were excluded"
            raise self._fails(said)
        for path in kept:
            target = join(self._target(), _inside(pattern, path))
            if tree.is_dir(path):
                self._folder(alias, path, tree, target, above)
            else:
                self._put(alias, path, target)

    def _one(self, alias: str, path: str, tree: Tree) -> None:
        """A path without letters of a pattern."""
        if not tree.is_there(path):
            raise self._fails(_missing(path, tree))
        extract = self.copy.strategy == "Extract"
        target = self._target()
        if tree.is_dir(path):
            if extract:
                said = f"extract strategy is not supported for directories, got '{path}'"
                raise self._fails(said)
            self._folder(alias, path, tree, join(target, base(path)), path)
            return
        if self._excluded(path, ROOT):
            return
        if extract and not path.lower().endswith(TARBALLS):
            said = f"extract strategy requires tarball file (.tar.gz or .tgz), got '{path}'"
            raise self._fails(said)
        if extract:
            raise UnsureError("the strategy Extract: what an archive holds is not known")
        if target == "" or target.endswith("/") or clean(target) in self.staging.dirs:
            target = join(target, base(path))
        self._put(alias, path, target)

    def _target(self) -> str:
        return self.copy.target.removeprefix(HERE)

    def _put(self, alias: str, path: str, target: str) -> None:
        if self.copy.strategy == "Merge" and self.staging.is_there(clean(target)):
            raise UnsureError("the strategy Merge: what two files make together is not known")
        self.staging.put(target, (alias, path))

    def _folder(self, alias: str, folder: str, tree: Tree, target: str, above: str) -> None:
        """A folder with all that is in it; here even the strategy Merge overwrites."""
        self.staging.make(target)
        for path in tree.entries(folder):
            if self._excluded(path, above):
                continue
            inside = join(target, base(path))
            if tree.is_dir(path):
                self._folder(alias, path, tree, inside, above)
            else:
                self.staging.put(inside, (alias, path))

    def _excluded(self, path: str, above: str) -> bool:
        """Whether a pattern matches the path from the root or from the folder that was selected."""
        ways = [path]
        if above not in (ROOT, "") and path.startswith(f"{above}/"):
            ways.append(path.removeprefix(f"{above}/"))
        return any(_matches(one, way) for one in self.copy.exclude for way in ways)


def _is_too_much(pattern: str) -> bool:
    return sum(map(pattern.count, "*{")) > WILD or pattern.count("/") > DEEP


def _matches(pattern: str, path: str) -> bool:
    """A pattern without a slash is for a name too."""
    by_name = "/" not in pattern and doublestar.matches(pattern, base(path))
    return by_name or doublestar.matches(pattern, path)


def _missing(path: str, tree: Tree) -> str:
    if path == ".." or path.startswith(("/", "../")):
        return f"failed to stat source '{path}': path escapes from parent"
    parts = path.split("/")
    if any("/".join(parts[:n]) in tree.files for n in range(1, len(parts))):
        return f"failed to stat source '{path}': not a directory"
    return f"source '{path}' does not exist"


def _plain_part(pattern: str) -> str:
    """The folders of a pattern before the first part that is no plain name."""
    found: list[str] = []
    for part in clean(pattern).split("/"):
        if set("*?[]") & set(part):
            break
        found.append(part)
    return join(*found) if found else ROOT


def _inside(pattern: str, path: str) -> str:
    """Where a match goes: `dir/**` takes `dir` off, any other pattern takes nothing off."""
    prefix = pattern.removesuffix("**")
    if pattern.endswith("/**") and path.startswith(prefix):
        return path.removeprefix(prefix)
    return path
