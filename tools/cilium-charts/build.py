"""Lay out Cilium's chart as each release that may be vendored holds it, in the folder named by the first argument.

Each release of `versions.CILIUM_KUBERNETES` that Go serves as a module: of the current line all, of the line before
it the newest.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

MODULE = "github.com/cilium/cilium"
SUMS = {
    "1.20.2": "h1:dqiEGIcXc+gqCLYG/l7VCFJ8GHyb4HUrwbZOpkX5dL8=",
    "1.20.1": "h1:omXYGsC9nvDEdTXZpOVa3VlpB1QTok9OHDPSQbnPoJg=",
    "1.20.0": "h1:ChjrRtiDjtLKe0FkygGTMxEIUtqQh5lEXZL+bLfeb1I=",
    "1.19.7": "h1:tB4VfNVhRRlUD1fnVrZN/qhDQnjluMRMcWLK8XDRS6w=",
}
"""What Go says of the module of each release, as its checksum database has it."""
HERE = Path(__file__).resolve().parent


def source(version: str) -> Path:
    """Where Go keeps a release; refused where it is not the one that was pinned."""
    module = f"{MODULE}@v{version}"
    done = subprocess.run(
        ["go", "mod", "download", "-json", module],
        check=False,
        cwd=HERE,
        capture_output=True,
        text=True,
    )
    try:
        said: dict[str, str] = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"go mod download {module}: {done.stderr}")
    if said.get("Sum") != SUMS[version] or "Dir" not in said:
        sys.exit(f"{module}: {said.get('Error') or said.get('Sum')}, not {SUMS[version]}")
    return Path(said["Dir"])


def main(out: Path) -> None:
    """One folder for each release, named for its version."""
    for version in SUMS:
        held = source(version) / "install" / "kubernetes" / "cilium"
        shutil.copytree(held, out / version, copy_function=shutil.copyfile)
        for folder in (out / version, *(out / version).rglob("*/")):
            folder.chmod(
                0o755
            )  # Go's module cache is read-only, and copytree keeps a folder's mode


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
