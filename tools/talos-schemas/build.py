"""Write <minor>.json for each version of Talos into the folder named by the first argument: what main.go prints."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MACHINERY = "github.com/siderolabs/talos/pkg/machinery"
FORMAT = "{{.Dir}} {{.Version}}"
HERE = Path(__file__).resolve().parent


def kinds(source: Path) -> tuple[list[str], int]:
    """(every text constant that may be the name of a kind, how many kinds are registered)."""
    files = [path for path in source.rglob("*.go") if not path.name.endswith("_test.go")]
    text = "".join(path.read_text() for path in sorted(files))
    names = set(re.findall(r'=\s*"([A-Z]\w+)"', text)) | {"v1alpha1"}
    return sorted(names), text.count("registry.Register(")


def run(work: str, *command: str) -> str:
    """What a command prints there; what it complains of goes to the log of the build."""
    return subprocess.run(command, check=True, cwd=work, stdout=subprocess.PIPE, text=True).stdout


def main(out: Path) -> None:
    """One build for each version: a module has one version of another."""
    versions = []
    for folder in sorted(path.parent for path in HERE.glob("*/go.mod")):
        with tempfile.TemporaryDirectory() as work:
            for file in (HERE / "main.go", folder / "go.mod", folder / "go.sum"):
                shutil.copy(file, work)
            place, version = run(work, "go", "list", "-m", "-f", FORMAT, MACHINERY).split()
            names, registered = kinds(Path(place) / "config" / "types")
            said = run(work, "go", "run", ".", *names)
        found = len(json.loads(said)["kinds"])
        if found != registered:
            sys.exit(f"Talos {version} registers {registered} kinds, and {found} were found")
        (out / f"{folder.name}.json").write_text(said)
        versions.append(version)
    (out / "origins.json").write_text(json.dumps({MACHINERY: ", ".join(versions)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
