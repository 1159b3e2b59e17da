"""Build the flux CLI in the folder named by the first argument; its manifests come from flux-operator's module.

The CLI embeds `cmd/flux/manifests/*.yaml`, which its release makes and its Go module does not hold.
flux-operator's module carries the same files for each release of Flux.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

FLUX = "github.com/fluxcd/flux2/v2"
OPERATOR = "github.com/controlplaneio-fluxcd/flux-operator@v0.59.0"
OPERATOR_SUM = "h1:jByuiWYtjSJxucGHuz68tV0DeVFz5CYrKQYfxAwE7lE="
HERE = Path(__file__).resolve().parent
VERSION = (HERE / "go.mod").read_text().partition(f"{FLUX} ")[2].split()[0]


def module(at: Path, name: str) -> dict[str, str]:
    """Where Go keeps a module, by its own words; it verifies what it downloads.

    A module that wants a newer Go than this one is downloaded and verified, but not unpacked: Go
    then exits 1 and still names the zip, which is all that is read of flux-operator.
    """
    done = subprocess.run(
        ["go", "mod", "download", "-json", name],
        check=False,
        cwd=at,
        capture_output=True,
        text=True,
    )
    try:
        said: dict[str, str] = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"go mod download {name}: {done.stderr}")
    if "Sum" not in said:
        sys.exit(f"go mod download {name}: {said.get('Error', done.stderr)}")
    return said


def manifests(archive: Path, to: Path) -> None:
    """Lay the nine files of this Flux release into the copy of the CLI."""
    inside = f"{OPERATOR}/config/data/flux/{VERSION}/"
    to.mkdir(parents=True)
    with zipfile.ZipFile(archive) as held:
        for name in held.namelist():
            if name.startswith(inside) and name.endswith(".yaml"):
                (to / name.removeprefix(inside)).write_bytes(held.read(name))
    if not any(to.iterdir()):
        sys.exit(f"{OPERATOR} holds nothing under {inside}")


def main(out: Path) -> None:
    """A copy of the CLI's module with the manifests in it, built by our go.mod."""
    with tempfile.TemporaryDirectory() as work:
        here = Path(work)
        for name in ("go.mod", "go.sum"):
            shutil.copy(HERE / name, here / name)
        operator = module(here, OPERATOR)
        if operator["Sum"] != OPERATOR_SUM:
            sys.exit(f"{OPERATOR} has changed: {operator['Sum']}, not {OPERATOR_SUM}")
        copy = here / "flux2"
        shutil.copytree(module(here, FLUX)["Dir"], copy, copy_function=shutil.copyfile)
        for folder in (copy, *copy.rglob("*/")):
            folder.chmod(
                0o755
            )  # Go's module cache is read-only, and copytree keeps a folder's mode
        manifests(Path(operator["Zip"]), copy / "cmd" / "flux" / "manifests")
        edit = ["go", "mod", "edit", "-replace", f"{FLUX}=./flux2"]
        subprocess.run(edit, check=True, cwd=here)
        flags = f"-s -w -X main.VERSION={VERSION.removeprefix('v')}"
        target = ["-ldflags", flags, "-o", str(out / "flux"), f"{FLUX}/cmd/flux"]
        subprocess.run(["go", "build", *target], check=True, cwd=here)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
