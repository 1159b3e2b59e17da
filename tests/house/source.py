"""The package's modules as syntax trees, and the repository's files; imports nothing of the package."""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "generator" / "gitops_gen"
NAME = "gitops_gen"
NOT_OURS = {".git", ".venv", ".tools", "demo", "build", "dist", "__pycache__", ".hypothesis"}


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the package; `name` is without `gitops_gen.`, "" for the package itself."""

    name: str
    path: Path
    tree: ast.Module
    lines: int

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: its dotted origin, the line, and whether it runs when the module is imported."""

    target: str
    line: int
    at_once: bool


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        found.append(Module(name, path, ast.parse(text, str(path)), len(text.splitlines())))
    return tuple(found)


def imports(module: Module) -> Iterator[Import]:
    """Every import of a module, those inside functions and for type checkers too (they are not `at_once`)."""
    later = {id(node) for part in _later(module.tree) for node in ast.walk(part)}
    for node in ast.walk(module.tree):
        at_once = id(node) not in later
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, at_once) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module.path}:{node.lineno}: imports name their whole path"
            base = str(node.module)
            for alias in node.names:
                yield Import(f"{base}.{alias.name}", node.lineno, at_once)


def _later(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield from node.body


def inside(target: str) -> str | None:
    """The module of the package that an imported name comes from; None for the outside and for `__version__`."""
    if target.partition(".")[0] != NAME:
        return None
    known = {module.name for module in modules()}
    rest = target.removeprefix(NAME).removeprefix(".")
    while rest and rest not in known:
        rest = rest.rpartition(".")[0]
    return rest or None


@cache
def committed() -> tuple[Path, ...]:
    """Every file that is in Git or would be added to it; without Git, every file that is not generated."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0:
        names = {name for name in listed.stdout.split("\0") if name}
        return tuple(path for name in sorted(names) if (path := ROOT / name).is_file())
    return tuple(_walked())


def _walked() -> Iterator[Path]:
    for base, below, names in os.walk(ROOT):
        below[:] = sorted(set(below) - NOT_OURS)
        yield from (Path(base, name) for name in sorted(names))


def text(path: Path) -> str:
    """A committed file's text; everything that we commit is UTF-8."""
    return path.read_text(encoding="utf-8")
