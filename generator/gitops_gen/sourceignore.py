"""Which files source-controller leaves out of an artifact: .sourceignore files and spec.ignore.

Rules of github.com/fluxcd/pkg/sourceignore 0.18.0, which are not Git's: a file is judged by itself, so that `!` brings
it back from an excluded folder; any rule at all, also one in a folder, switches off the exclusion of pictures,
archives, CI files and .sops.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from gitops_gen.records import Record

NAME = ".sourceignore"
"""Of the file that a folder may hold."""
ALWAYS = (".git/", ".gitignore", ".gitmodules", ".gitattributes")
"""Excluded unless a rule brings it back."""
WITHOUT_RULES = (
    *("*.jpg", "*.jpeg", "*.gif", "*.png", "*.wmv", "*.flv", "*.tar.gz", "*.zip"),
    *(".github/", ".circleci/", ".travis.yml", ".gitlab-ci.yml", "appveyor.yml", ".drone.yml"),
    *("cloudbuild.yaml", "codeship-services.yml", "codeship-steps.yml"),
    *("**/.goreleaser.yml", "**/.sops.yaml", "**/.flux.yaml"),
)
"""Excluded where nobody wrote a rule."""


class _Rule(Record, frozen=True):
    """One line: `parts` are its names between slashes, None for a name that can match nothing."""

    folder: tuple[str, ...]
    parts: tuple[str, ...]
    names: tuple[re.Pattern[str] | None, ...]
    brings_back: bool
    folders_only: bool


class Ignore:
    """The rules of a repository, the later ones stronger."""

    def __init__(self, rules: Sequence[_Rule]) -> None:
        self._rules = tuple(reversed(rules))

    def ignored(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether the artifact lacks `path`, which is relative to the repository's root."""
        names = tuple(path.split("/"))
        for rule in self._rules:
            if _matches(rule, names, is_folder=is_folder):
                return not rule.brings_back
        return False


def read(texts: Mapping[str, str], spec_ignore: str | None = None) -> Ignore:
    """The rules of a repository: the text of each folder's .sourceignore ("" is the root), and spec.ignore."""
    rules = []
    for folder in sorted(texts, key=_names):
        if ".git" not in _names(folder):
            rules += _rules(texts[folder], _names(folder))
    rules += _rules(spec_ignore or "", ())
    builtin = ALWAYS if rules else (*ALWAYS, *WITHOUT_RULES)
    return Ignore([*(_rule(line, ()) for line in builtin), *rules])


def _names(folder: str) -> tuple[str, ...]:
    return tuple(folder.split("/")) if folder else ()


def _rules(text: str, folder: tuple[str, ...]) -> list[_Rule]:
    lines = (line.removesuffix("\r") for line in text.split("\n"))
    return [_rule(line, folder) for line in lines if line.strip() and not line.startswith("#")]


def _rule(line: str, folder: tuple[str, ...]) -> _Rule:
    bare = line.removeprefix("!")
    if not bare.endswith("\\ "):
        bare = bare.rstrip(" ")
    folders_only = bare.endswith("/")
    parts = tuple(bare.removesuffix("/").split("/"))
    names = tuple(name_pattern(part) for part in parts)
    return _Rule(folder, parts, names, line.startswith("!"), folders_only)


def _matches(rule: _Rule, path: tuple[str, ...], *, is_folder: bool) -> bool:
    depth = len(rule.folder)
    if len(path) <= depth or path[:depth] != rule.folder:
        return False
    match: Callable[[_Rule, tuple[str, ...], bool], bool] = (
        _anywhere if len(rule.parts) == 1 else _from_folder
    )
    return match(rule, path[depth:], is_folder)


def _anywhere(rule: _Rule, path: tuple[str, ...], is_folder: bool) -> bool:
    """A rule without a slash: the first name that matches decides."""
    name = rule.names[0]
    for at, one in enumerate(path):
        if name is not None and name.fullmatch(one):
            return not rule.folders_only or is_folder or at < len(path) - 1
    return False


def _from_folder(rule: _Rule, path: tuple[str, ...], is_folder: bool) -> bool:
    """A rule with slashes: name by name; `**` seeks the next name no further than its first match."""
    found = seeking = False
    at = 0
    for number, (part, name) in enumerate(zip(rule.parts, rule.names, strict=True)):
        if part == "":
            seeking = False
        elif part == "**":
            if number == len(rule.parts) - 1:
                break
            seeking = True
        elif "**" in part or at == len(path) or name is None:
            return False
        elif seeking:
            seeking = False
            hits = (place for place in range(at, len(path)) if name.fullmatch(path[place]))
            hit = next(hits, None)
            found, at = hit is not None, len(path) if hit is None else hit + 1
        elif name.fullmatch(path[at]):
            found, at = True, at + 1
        else:
            return False
    return found and not (rule.folders_only and not is_folder and at == len(path))


def name_pattern(pattern: str) -> re.Pattern[str] | None:
    """Go's filepath.Match as a regular expression; None for what it refuses."""
    found, at = [], 0
    while at < len(pattern):
        letter = pattern[at]
        at += 1
        if letter == "*":
            found.append(".*")
        elif letter == "?":
            found.append(".")
        elif letter == "[":
            chosen = _CLASS.match(pattern, at)
            if chosen is None:
                return None
            found.append(_class(chosen))
            at = chosen.end()
        elif letter == "\\":
            if at == len(pattern):
                return None
            found.append(re.escape(pattern[at]))
            at += 1
        else:
            found.append(re.escape(letter))
    return re.compile("".join(found), re.DOTALL)


_LETTER = r"(?:\\.|[^\\\]-])"
_CLASS = re.compile(rf"(\^?)((?:{_LETTER}(?:-{_LETTER})?)+)\]", re.DOTALL)
_RANGE = re.compile(rf"({_LETTER})(?:-({_LETTER}))?", re.DOTALL)


def _class(chosen: re.Match[str]) -> str:
    """A class of characters; a range that runs backwards holds none."""
    ranges = []
    for one in _RANGE.finditer(chosen[2]):
        low, high = one[1][-1], (one[2] or one[1])[-1]
        if low <= high:
            ranges.append(f"{re.escape(low)}-{re.escape(high)}")
    if not ranges:
        return "." if chosen[1] else "(?!)"
    return f"[{chosen[1]}{''.join(ranges)}]"
