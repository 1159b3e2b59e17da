"""`make demo`: the main job in ./demo: an age key, the vtalos example, its tree, and what to do next."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from gitops_gen.cli import main

DEMO = Path(__file__).resolve().parent.parent / "demo"


def run() -> int:
    """Renders vtalos into a fresh ./demo; its private key stays inside and is worth nothing elsewhere."""
    if DEMO.exists():
        shutil.rmtree(DEMO)
    DEMO.mkdir()
    for name in [name for name in os.environ if name.startswith("SOPS_AGE_")]:
        del os.environ[name]
    os.environ["HOME"] = os.environ["XDG_CONFIG_HOME"] = str(DEMO / ".home")
    root = str(DEMO)
    for command in (["init", "vtalos", "--example", "vtalos", "-C", root], ["render", "-C", root]):
        print(f"$ gitops-gen {' '.join(command[:-2])}", flush=True)
        code = main.main(command)
        if code:
            return code
    print("\ndemo/")
    print("\n".join(_tree(DEMO, "")))
    print(_next())
    return 0


def _tree(folder: Path, indent: str) -> Iterator[str]:
    entries = sorted(folder.iterdir(), key=lambda p: (p.is_file(), p.name))
    for i, entry in enumerate(entries):
        last = i == len(entries) - 1
        yield f"{indent}{'└── ' if last else '├── '}{entry.name}{'/' if entry.is_dir() else ''}"
        if entry.is_dir() and entry.name != ".home":
            yield from _tree(entry, indent + ("    " if last else "│   "))


def _next() -> str:
    return """
The tree is rendered, its secrets encrypted for the key in demo/.home. Look around, then:
  cd demo && export SOPS_AGE_KEY_FILE=$PWD/.home/sops/age/keys.txt
  less clusters/vtalos/talos/talos-cp-1.sops.yaml       # a machine config that a reviewer can read
  $EDITOR clusters/vtalos/cluster.yaml                  # change a label or an address ...
  ../.venv/bin/gitops-gen render --diff                 # ... and see exactly that in the tree
A repository of your own: gitops-gen init NAME, edit, gitops-gen render, git commit."""


if __name__ == "__main__":
    sys.exit(run())
