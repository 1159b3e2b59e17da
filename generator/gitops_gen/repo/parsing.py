"""Many texts into documents: on two cores where that is worth a copy of the process."""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence

from gitops_gen.programs import fork
from gitops_gen.repo.documents import Read, parse
from gitops_gen.yamlio import read

WORTH = 300_000
"""Characters; to read fewer takes less time than to make a copy and to hear from it."""


def parse_all(texts: Mapping[str, str]) -> dict[str, Read]:
    """Every text by its path, in the order of the paths."""
    paths = [*texts]
    if sum(map(len, texts.values())) < WORTH or not fork.helps():
        return {path: parse(path, texts[path]) for path in paths}
    theirs = _half(paths, texts)
    copy = fork.Copy(lambda: _told([parse(path, texts[path]) for path in theirs]))
    others = set(theirs)
    found = {path: parse(path, texts[path]) for path in paths if path not in others}
    found |= _heard(copy.result(), theirs, texts)
    return {path: found[path] for path in paths}


def _half(paths: Sequence[str], texts: Mapping[str, str]) -> list[str]:
    """The first files that hold half of all."""
    rest = sum(map(len, texts.values())) // 2
    for at, path in enumerate(paths):
        if rest <= 0:
            return [*paths[:at]]
        rest -= len(texts[path])
    return [*paths]


def _told(files: Sequence[Read]) -> bytes:
    """The documents of files; None for one with problems, which has to be read again."""
    return marshal.dumps(
        [
            None
            if one.problems
            else [(held.body, held.index, held.start) for held in one.documents]
            for one in files
        ]
    )


def _heard(data: bytes | None, paths: Sequence[str], texts: Mapping[str, str]) -> dict[str, Read]:
    files = [None] * len(paths) if data is None else marshal.loads(data)
    return {
        path: parse(path, texts[path])
        if documents is None
        else Read(path, tuple(read.restored(texts[path], path, documents)))
        for path, documents in zip(paths, files, strict=True)
    }
