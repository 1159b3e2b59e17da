"""Every check, one file each; a check reads the repository and says what is wrong with it.

A check must not know the generator, nor which format prints it. CONTRIBUTING.md says how one is added.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from gitops_gen.checks.check import Check


def _found() -> tuple[Check, ...]:
    names = sorted(
        path.stem for path in Path(__file__).parent.glob("*_*.py") if path.stem[0] != "_"
    )
    modules = (import_module(f"{__name__}.{name}") for name in names)
    return tuple(module.CHECK for module in modules if hasattr(module, "CHECK"))


ALL: tuple[Check, ...] = _found()
"""In the order of their ids: whatever file here holds a `CHECK`."""
