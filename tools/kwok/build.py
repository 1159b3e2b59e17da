"""Write KWOK's stages for fast nodes and pods into the folder named by the first argument.

KWOK simulates nothing without Stage documents; its releases publish this build as `stage-fast.yaml`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

KWOK = "sigs.k8s.io/kwok"
HERE = Path(__file__).resolve().parent


def kwok() -> Path:
    """Where Go keeps the module; go.mod names its version, and Go verifies it by go.sum."""
    subprocess.run(["go", "mod", "download", KWOK], check=True, cwd=HERE)
    asked = ["go", "list", "-m", "-f", "{{.Dir}}", KWOK]
    done = subprocess.run(asked, check=True, cwd=HERE, stdout=subprocess.PIPE, text=True)
    return Path(done.stdout.strip())


def main(out: Path) -> None:
    """One file, stages.yaml, as our own kustomize builds it."""
    kustomize = Path(os.environ["TOOLS_BIN"]) / "kustomize"
    asked = ["build", str(kwok() / "kustomize" / "stage" / "fast"), "-o", str(out / "stages.yaml")]
    subprocess.run([str(kustomize), *asked], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
