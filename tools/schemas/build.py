"""Lay out what judges the Flux tree in the folder named by the first argument: schemas, chart, Flux' artifact.

kubernetes/   strict JSON Schemas of the API, from the package kubernetes-validate
crds/         the same of Flux' and Cilium's own kinds, converted from their CRDs by convert.go
cilium/       Cilium's chart
before/       the chart of the patch release before it, for an upgrade
artifact/     what Flux' release workflow puts into its flux-manifests artifact
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

CILIUM = "github.com/cilium/cilium@v1.20.2"
BEFORE = "github.com/cilium/cilium@v1.20.1"
SUMS = {
    CILIUM: "h1:dqiEGIcXc+gqCLYG/l7VCFJ8GHyb4HUrwbZOpkX5dL8=",
    BEFORE: "h1:omXYGsC9nvDEdTXZpOVa3VlpB1QTok9OHDPSQbnPoJg=",
}
WHEEL = "kubernetes-validate==1.37.0"
WHEEL_SUM = "sha256:85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9"
KUBERNETES = "kubernetes_validate/kubernetes-json-schema/v1.36.0-local-strict/"
EXTRA = "image-reflector-controller,image-automation-controller,source-watcher"
HERE = Path(__file__).resolve().parent


def cilium(module: str) -> Path:
    """Where Go keeps a release of Cilium's module; refused where it is not the one that was pinned."""
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
    if said.get("Sum") != SUMS[module] or "Dir" not in said:
        sys.exit(f"{module}: {said.get('Error') or said.get('Sum')}, not {SUMS[module]}")
    return Path(said["Dir"])


def kubernetes(to: Path) -> None:
    """The schemas of one Kubernetes release, from the wheel of the pinned hash."""
    with tempfile.TemporaryDirectory() as work:
        wanted = Path(work) / "requirements.txt"
        wanted.write_text(f"{WHEEL} --hash={WHEEL_SUM}\n")
        flags = ["--quiet", "--no-deps", "--disable-pip-version-check", "--only-binary=:all:"]
        pip = [sys.executable, "-m", "pip", "download", *flags]
        subprocess.run([*pip, "--require-hashes", "-r", wanted, "-d", work], check=True)
        (wheel,) = Path(work).glob("*.whl")
        with zipfile.ZipFile(wheel) as held:
            for name in held.namelist():
                if name.startswith(KUBERNETES):
                    text = held.read(name).replace(b'"/api/_definitions', b'"_definitions')
                    schema = json.loads(text)
                    schema.pop("$id", None)  # kubeconform would look for its neighbours there
                    (to / name.removeprefix(KUBERNETES)).write_text(json.dumps(schema))
    if not (to / "deployment-apps-v1.json").is_file():
        sys.exit(f"{WHEEL} holds nothing under {KUBERNETES}")


def artifact(to: Path) -> Path:
    """`flux install` as the release workflow of flux2 runs it for the artifact (release.yaml, v2.9.5)."""
    flux = Path(os.environ["TOOLS_BIN"]) / "flux"
    asked = ["install", "--registry=ghcr.io/fluxcd", f"--components-extra={EXTRA}", "--export"]
    done = subprocess.run([str(flux), *asked], check=True, capture_output=True, text=True)
    file = to / "gotk-components.yaml"
    file.write_text(done.stdout)
    return file


def chart(source: Path, to: Path) -> None:
    """The chart of a release, as files that can be removed again."""
    held = source / "install" / "kubernetes" / "cilium"
    shutil.copytree(held, to, copy_function=shutil.copyfile)
    for folder in (to, *to.rglob("*/")):
        folder.chmod(0o755)  # Go's module cache is read-only, and copytree keeps a folder's mode


def main(out: Path) -> None:
    """Everything, each in a folder of its own."""
    for name in ("kubernetes", "crds", "artifact"):
        (out / name).mkdir(parents=True)
    kubernetes(out / "kubernetes")
    source = cilium(CILIUM)
    chart(source, out / "cilium")
    chart(cilium(BEFORE), out / "before")
    crds = sorted((source / "pkg/k8s/apis/cilium.io/client/crds").glob("v2*/*.yaml"))
    (out / "cilium.yaml").write_text("\n---\n".join(crd.read_text() for crd in crds))
    read = map(str, (out / "cilium.yaml", artifact(out / "artifact")))
    subprocess.run(["go", "run", "convert.go", str(out / "crds"), *read], check=True, cwd=HERE)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
