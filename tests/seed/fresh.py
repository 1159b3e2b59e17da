"""A fresh render of the vtalos example with a key of its own; made once for all tests that look at it."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from functools import cache
from pathlib import Path

import pytest

from gitops_gen.cli import main


@cache
def _home() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="gitops-gen-fresh-")


def environment() -> dict[str, str]:
    """The variables under which the tree's key is found and no other."""
    home = _home().name
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOPS_")}
    return {**kept, "HOME": home, "XDG_CONFIG_HOME": f"{home}/.config"}


@cache
def tree() -> Path:
    """The root of the rendered tree. It is shared: read it, and change only copies."""
    root = Path(tempfile.mkdtemp(prefix="tree-", dir=_home().name))
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("SOPS_")]:
            patch.delenv(name)
        for name, value in environment().items():
            patch.setenv(name, value)
        for words in ("init vtalos --example vtalos", "render"):
            command = [*words.split(), "-C", str(root)]
            said = io.StringIO()
            with contextlib.redirect_stderr(said):
                code = main.main(command)
            assert code == 0, f"gitops-gen {words}: exit {code}\n{said.getvalue()}"
    return root
