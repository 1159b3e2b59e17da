"""The keys and values of a generator: env files, literals and files, read as kustomize reads them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any, NamedTuple

from gitops_gen.kustomize import files, nodes
from gitops_gen.kustomize.files import Reader
from gitops_gen.kustomize.nodes import Source
from gitops_gen.kustomize.outcome import Refused, Unsure

_SPACES = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_LONGEST = 64 * 1024 - 2


class Pair(NamedTuple):
    """A key, its value, and where that stands."""

    key: str
    value: str
    source: Source


def load(reader: Reader, folder: str, entry: dict[str, Any], source: Source) -> list[Pair]:
    """All pairs of a generator's entry; fails for a key that stands twice."""
    found: dict[str, Pair] = {}
    for pair in _pairs(reader, folder, entry, source):
        if pair.key in found:
            places = nodes.place_of(pair.source), nodes.place_of(found[pair.key].source)
            raise Refused(f"the key {pair.key} stands twice", *places)
        found[pair.key] = pair
    return list(found.values())


def _pairs(reader: Reader, folder: str, entry: dict[str, Any], source: Source) -> Iterator[Pair]:
    envs: list[tuple[str, Source]]
    envs = [(path, ((source, "envs"), i)) for i, path in enumerate(entry.get("envs", ()))]
    if entry.get("env"):
        envs.append((entry["env"], (source, "env")))
    for path, env in envs:
        text, file = _text(reader, folder, path, env)
        for key, value in env_lines(text, env):
            yield Pair(key, value, (file, 0))
    for i, one in enumerate(entry.get("literals", ())):
        place: Source = ((source, "literals"), i)
        yield Pair(*literal(one, place), place)
    for i, one in enumerate(entry.get("files", ())):
        place = ((source, "files"), i)
        key, path = file_source(one, place)
        text, file = _text(reader, folder, path, place)
        yield Pair(key, text, (file, 0))


def _text(reader: Reader, folder: str, path: str, source: Source) -> tuple[str, str]:
    place = nodes.place_of(source)
    if path.casefold().startswith(("http:", "https:")):
        raise Unsure(f"the remote file {path}", place)
    if path.startswith("/"):
        raise Unsure(f"the absolute path {path}", place)
    try:
        full = files.join(folder, path)
    except Refused as error:
        raise Refused(error.message, place) from None
    text = reader.text(full)
    if text is not None:
        return text, full
    if reader.is_file(full):
        raise Unsure(f"{path} is not UTF-8", place)
    raise Refused(f"{path} is not there", place)


def env_lines(text: str, source: Source) -> Iterator[tuple[str, str]]:
    """`KEY=value` lines; comments and empty lines are nothing, a key alone has an empty value."""
    for number, line in enumerate(text.split("\n")):
        if len(line.encode()) > _LONGEST:
            raise Unsure("a line of more than 64 KiB", nodes.place_of(source))
        text = line.removesuffix("\r").removeprefix("" if number else "\ufeff").lstrip(_SPACES)
        key, _, value = text.partition("=")
        if key and not text.startswith("#"):
            yield key, value


def literal(text: str, source: Source) -> tuple[str, str]:
    """`key=value`; a pair of quotes around the value goes."""
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise Refused("a literal is key=value", nodes.place_of(source))
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return key, value


def file_source(text: str, source: Source) -> tuple[str, str]:
    """Key and path of `path` or `key=path`; without a key the name of the file is it."""
    key, equals, path = text.partition("=")
    if not equals:
        return posixpath.basename(text.rstrip("/")) or (text[:1] or "."), text
    if not key or not path or "=" in path:
        raise Refused("a file is path or key=path", nodes.place_of(source))
    return key, path
