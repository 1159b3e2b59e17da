"""The one place that reads and writes the tree: what is there, what differs, atomic writes, a lock."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gitops_gen.errors import user_error
from gitops_gen.findings import Finding, Location
from gitops_gen.records import Record

FOLDERS = ("clusters", "infrastructure", "apps")
MAX_BYTES = 8 * 1024 * 1024


class Old(Record, frozen=True):
    """What stands in the tree: texts by path; what is there but is no readable text file, with why."""

    texts: Mapping[str, str]
    odd: Mapping[str, str]


class Changes:
    """What a render would do to the disk; paths are relative to the root, with `/`."""

    def __init__(self, write: dict[str, str] | None = None, unchanged: int = 0) -> None:
        self.write: dict[str, str] = write or {}
        self.remove: list[str] = []
        self.unchanged = unchanged

    def __bool__(self) -> bool:
        return bool(self.write or self.remove)


def read(root: Path, folders: tuple[str, ...], files: tuple[str, ...] = ()) -> Old:
    """All YAML files below `folders` and the named `files`; links are not followed."""
    texts: dict[str, str] = {}
    odd: dict[str, str] = {}
    for path in _walk(root, folders, files):
        try:
            texts[path] = _text(root / path)
        except FileNotFoundError:
            continue
        except ValueError as error:
            odd[path] = str(error)
        except OSError as error:
            odd[path] = f"cannot be read: {error.strerror}"
    return Old(texts, odd)


def _walk(root: Path, folders: tuple[str, ...], files: tuple[str, ...]) -> Iterator[str]:
    yield from files
    for folder in folders:
        top = str(root / folder)
        for base, below, names in os.walk(top):
            below.sort()
            inside = folder + base[len(top) :]
            for name in sorted(names + [x for x in below if Path(base, x).is_symlink()]):
                if name.endswith((".yaml", ".yml")) or Path(base, name).is_symlink():
                    yield f"{inside}/{name}"
            for name in below:
                if name.endswith((".yaml", ".yml")):
                    yield f"{inside}/{name}"


def _text(file: Path) -> str:
    """The file's text; raises ValueError with the reason where it is none."""
    status = file.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise ValueError("is a symbolic link")
    if stat.S_ISDIR(status.st_mode):
        raise ValueError("is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("is no regular file")
    if status.st_size > MAX_BYTES:
        raise ValueError(f"is larger than {MAX_BYTES // 1024 // 1024} MiB")
    with file.open("rb", buffering=0) as stream:
        data = stream.readall()
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None


def in_the_way(root: Path, paths: list[str]) -> list[Finding]:
    """Parents of wanted paths that are no folders of the tree itself."""
    parents = {path[:at] for path in paths for at, one in enumerate(path) if one == "/"}
    found: list[str] = []
    for parent in sorted(parents):
        place = root / parent
        if parent.startswith(tuple(f"{one}/" for one in found)):
            continue
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            found.append(parent)
    return [
        Finding(
            Location(parent),
            f"{'a symbolic link' if (root / parent).is_symlink() else 'no folder'} stands where the tree "
            "needs a folder",
            "move it out of the way",
        )
        for parent in found
    ]


def apply(root: Path, changes: Changes) -> None:
    """Writes and removes; every file appears whole or not at all.

    All new texts are on the disk before the first file is replaced, so a full disk, a missing
    permission or an interrupt before that changes nothing.
    """
    staged: list[tuple[Path, Path]] = []
    path = ""
    try:
        for folder in {Path(path).parent for path in changes.write}:
            (root / folder).mkdir(parents=True, exist_ok=True)
        for path, text in changes.write.items():
            target = root / path
            staged.append((target.with_name(f".{target.name}.gitops-gen-{os.getpid()}"), target))
            _put(staged[-1][0], text.encode())
        for temporary, target in staged:
            temporary.replace(target)
    except BaseException as error:
        # An interrupt too leaves nothing behind but whole files.
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise user_error(f"cannot be written: {error.strerror}", file=path or "the tree") from None
    for path in changes.remove:
        (root / path).unlink(missing_ok=True)
        _remove_empty(root, Path(path).parent)


def _put(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        while data:
            data = data[os.write(handle, data) :]
    finally:
        os.close(handle)


def _remove_empty(root: Path, folder: Path) -> None:
    while len(folder.parts) > 1:
        try:
            (root / folder).rmdir()
        except OSError:
            return
        folder = folder.parent


@contextmanager
def lock(root: Path) -> Iterator[None]:
    """One render at a time in a tree; the lock is on the folder itself and leaves no file."""
    handle = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise user_error(
                "another render is at work in this tree", fix="wait for it, then run again"
            ) from None
        yield
    finally:
        os.close(handle)
