"""Build the oracle in the folder named by the first argument, inside of a copy of source-watcher's module.

What it asks is in packages named `internal`, which Go opens to their own module alone. So main.go goes into a copy of
the module as a command, and door.go beside the reconciler; no line of the module's own is changed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WATCHER = "github.com/fluxcd/source-watcher/v2"
HERE = Path(__file__).resolve().parent


def module(at: Path) -> Path:
    """Where Go keeps the version that go.mod requires; it verifies what it downloads by go.sum."""
    asked = ["go", "mod", "download", "-json", WATCHER]
    done = subprocess.run(asked, check=False, cwd=at, capture_output=True, text=True)
    try:
        return Path(json.loads(done.stdout)["Dir"])
    except (ValueError, KeyError):
        sys.exit(f"go mod download {WATCHER}: {done.stdout}{done.stderr}")


def main(out: Path) -> None:
    """A copy of the module with our two files in it, built by our go.mod."""
    with tempfile.TemporaryDirectory() as work:
        here = Path(work)
        for name in ("go.mod", "go.sum"):
            shutil.copy(HERE / name, here / name)
        copy = here / "source-watcher"
        shutil.copytree(module(here), copy, copy_function=shutil.copyfile)
        for folder in (copy, *copy.rglob("*/")):
            folder.chmod(
                0o755
            )  # Go's module cache is read-only, and copytree keeps a folder's mode
        (copy / "cmd" / "oracle").mkdir()
        shutil.copy(HERE / "main.go", copy / "cmd" / "oracle" / "main.go")
        shutil.copy(HERE / "door.go", copy / "internal" / "controller" / "door.go")
        edit = ["go", "mod", "edit", "-replace", f"{WATCHER}=./source-watcher"]
        subprocess.run(edit, check=True, cwd=here)
        flags = ["-ldflags", "-s -w", "-o", str(out / "oracle-artifacts")]
        subprocess.run(["go", "build", *flags, f"{WATCHER}/cmd/oracle"], check=True, cwd=here)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
