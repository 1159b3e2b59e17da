"""`make example`: renders this repository's own vtalos anew, for a key that is thrown away here and now.

Needed only when a keyless `gitops-gen render` cannot keep the example fresh: a secret leaf was added,
removed or moved. The private key never leaves this process.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from gitops_gen import scaffold
from gitops_gen.cli import main
from gitops_gen.sops import age

ROOT = Path(__file__).resolve().parent.parent
NAME = "vtalos"


def run() -> int:
    for folder in ("clusters", "infrastructure", "apps"):
        shutil.rmtree(ROOT / folder / NAME, ignore_errors=True)
    spec = ROOT / "clusters" / NAME / "cluster.yaml"
    spec.parent.mkdir(parents=True)
    spec.write_text(scaffold.spec(NAME, age.generate().recipient, NAME), encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(("SOPS_", "XDG_"))]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as nobody:
        os.environ["HOME"] = nobody
        return main.main(["render", NAME, "-C", str(ROOT)])


if __name__ == "__main__":
    sys.exit(run())
