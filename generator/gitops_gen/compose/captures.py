"""spec.pathPattern: the folders that it matches, and the artifacts with what it captured of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gitops_gen.compose.generator import Artifact, Copy, Generator
from gitops_gen.compose.outcome import FailsError, UnsureError
from gitops_gen.compose.tree import Tree
from gitops_gen.grammar import names
from gitops_gen.records import replaced

AT = ("pathPattern",)
MANY = 6
"""A pattern with more captures is not tried: in one name they may part it in too many ways."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def alias_of(pattern: str) -> str:
    """The source that is looked through. Raises FailsError."""
    head, slash, _ = pattern.partition("/")
    if not slash or not head.startswith("@"):
        raise FailsError(f"invalid pathPattern format: {pattern}", AT)
    return head[1:]


def artifacts(generator: Generator, tree: Tree) -> list[Artifact]:
    """The artifacts for each folder that matches, in the controller's order. Raises FailsError."""
    whole = generator.pattern
    pattern, wanted = _matcher(whole)
    found: dict[str, str] = {}
    made = []
    for folder in tree.folders():
        match = pattern.fullmatch(folder)
        if match is None:
            continue
        raw = dict(zip(wanted, match.groups(), strict=True))
        low = {name: value.lower() for name, value in raw.items()}
        for name, value in low.items():
            if not names.is_label_value(value):
                said = f'captured value "{value}" for variable "{name}" is not a valid Kubernetes label value'
                raise FailsError(f'pathPattern "{whole}": {said}', AT)
        for one in generator.artifacts:
            filled = _filled(one, low, raw, whole, folder)
            if not names.is_subdomain(filled.name):
                said = (
                    f'rendered artifact name "{filled.name}" is not a valid Kubernetes object name'
                )
                raise FailsError(
                    f'pathPattern "{whole}": {said}', ("artifacts", one.number, "name")
                )
            if filled.name in found:
                both = f'directories "{found[filled.name]}" and "{folder}"'
                said = f'{both} both resolve to artifact name "{filled.name}"'
                raise FailsError(
                    f'pathPattern "{whole}": {said}', ("artifacts", one.number, "name")
                )
            found[filled.name] = folder
            made.append(filled)
    return made


def _matcher(whole: str) -> tuple[re.Pattern[str], list[str]]:
    """A regular expression for a folder's path, and the names of its captures."""
    parts: list[str] = []
    wanted: list[str] = []
    for text, name in _pieces(whole.partition("/")[2], f'pathPattern "{whole}": ', AT):
        parts.append(re.escape(text))
        if name is not None:
            if name in wanted:
                raise FailsError(f'pathPattern "{whole}": duplicate capture variable "{name}"', AT)
            wanted.append(name)
            if len(wanted) > MANY:
                raise UnsureError(f"a pathPattern with more than {MANY} captures takes too long")
            parts.append("([^/]+)")
    for name in wanted:
        if not names.is_label_key(name):
            said = f'capture variable "{name}" is not a valid Kubernetes label key'
            raise FailsError(f'pathPattern "{whole}": {said}', AT)
    return re.compile("".join(parts)), wanted


def _filled(
    artifact: Artifact, low: Mapping[str, str], raw: Mapping[str, str], whole: str, folder: str
) -> Artifact:
    """The artifact of one folder: names are in small letters, paths as the folder is spelt."""
    at = ("artifacts", artifact.number)
    before = (
        f'pathPattern "{whole}": failed to render artifact {artifact.name} for match {folder}: '
    )
    name = _rendered(artifact.name, low, before, (*at, "name"))
    copies: list[Copy] = []
    for number, one in enumerate(artifact.copies):
        source = _rendered(one.source, raw, before, (*at, "copy", number, "from"))
        target = _rendered(one.target, raw, before, (*at, "copy", number, "to"))
        copies.append(replaced(one, source=source, target=target))
    return replaced(artifact, name=name, copies=tuple(copies))


def _rendered(text: str, values: Mapping[str, str], before: str, at: tuple[str | int, ...]) -> str:
    before = f'{before}invalid template "{text}": '
    found = []
    for plain, name in _pieces(text, before, at):
        found.append(plain)
        if name is not None:
            if name not in values:
                said = f'capture variable "{name}" is not defined by pathPattern'
                raise FailsError(before + said, at)
            found.append(values[name])
    return "".join(found)


def _pieces(text: str, before: str, at: tuple[str | int, ...]) -> Iterator[tuple[str, str | None]]:
    """Plain text with the name in braces after it; None at the end. Raises FailsError."""
    here = 0
    for brace in re.finditer(r"[{}]", text):
        if brace.start() < here:
            continue
        if brace[0] == "}":
            raise FailsError(f"{before}missing opening brace", at)
        end = text.find("}", brace.end())
        if end < 0:
            raise FailsError(f"{before}missing closing brace", at)
        name = text[brace.end() : end]
        if not name:
            raise FailsError(f"{before}empty capture variable", at)
        if not _NAME.match(name):
            said = f'capture variable "{name}" must be a valid capture name'
            raise FailsError(f"{before}{said} matching [A-Za-z_][A-Za-z0-9_]*", at)
        yield text[here : brace.start()], name
        here = end + 1
    yield text[here:], None
