"""A check's page: what its docstring says, and the small repositories that are its examples."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from gitops_gen.checks.check import Check
from gitops_gen.errors import user_error
from gitops_gen.records import Record

Tree = dict[str, str]
"""Texts of files by path."""


class Page(Record, frozen=True):
    """The title, why it matters, and the examples: trees in which the check finds something, or nothing."""

    title: str
    why: str
    bad: tuple[Tree, ...]
    good: tuple[Tree, ...]


def page(check: Check) -> Page:
    """Reads a docstring: text, then `Bad:` and `Good:`, each before an indented example.

    In an example a line `# path` starts a file. Raises `UserError` where Python runs without docstrings.
    """
    if check.page is None:
        raise user_error("Python runs with -OO here, and the pages are docstrings")
    text = textwrap.dedent(check.page).strip()
    title, _, rest = text.partition("\n")
    why: list[str] = []
    examples: dict[str, list[list[str]]] = {"Bad:": [], "Good:": []}
    lines: list[str] = why
    for line in rest.strip().split("\n"):
        if line in examples:
            lines = []
            examples[line].append(lines)
        else:
            lines.append(line)
    bad, good = (tuple(map(_tree, found)) for found in examples.values())
    return Page(title, "\n".join(why).strip(), bad, good)


def _tree(lines: list[str]) -> Tree:
    files: dict[str, list[str]] = {}
    inside: list[str] = []
    for line in textwrap.dedent("\n".join(lines)).strip().split("\n"):
        word = line.removeprefix("# ")
        if word != line and "/" in word and " " not in word:
            inside = files.setdefault(word, [])
        else:
            inside.append(line)
    return {path: "\n".join(text).strip() + "\n" for path, text in files.items()}


def markdown(check: Check) -> str:
    """The page as a file of docs/checks/."""
    held = page(check)
    parts = [
        f"# {check.id}",
        held.title,
        f"Severity: {check.severity}. Family: {check.family}.",
        held.why,
    ]
    for name, trees in (("Bad", held.bad), ("Good", held.good)):
        parts += [f"## {name}\n\n```yaml\n{_joined(tree)}```" for tree in trees]
    return "\n\n".join(part for part in parts if part) + "\n"


def _joined(tree: Tree) -> str:
    return "".join(f"# {path}\n{text}" for path, text in tree.items())


def index(checks: Sequence[Check]) -> str:
    """The page that lists them all."""
    rows = [f"| [{one.id}]({one.id}.md) | {one.severity} | {one.title} |" for one in checks]
    head = "# Checks\n\nWhat `gitops-gen validate` looks at; `gitops-gen explain ID` prints the same pages.\n"
    return "\n".join([head, "| id | severity | what must hold |", "|---|---|---|", *rows]) + "\n"
