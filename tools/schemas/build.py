"""Lay out what judges the Flux tree in the folder named by the first argument: schemas, chart, Flux' artifact.

kubernetes/   strict JSON Schemas of each Kubernetes release, from the package kubernetes-validate
kinds.json    which kinds each release serves, older ones too
crds/         the same of Flux', Cilium's and the Gateway API's own kinds, converted from their CRDs by convert.go
crds-1.19/    the same of Cilium 1.19
cilium.yaml, cilium-1.19.yaml, gateway.yaml   the CRDs as they were found
cilium/       Cilium's chart
before/       the chart of the patch release before it, for an upgrade
artifact/     what Flux' release workflow puts into its flux-manifests artifact
origins.json  the version of each of them
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
OLDER = "github.com/cilium/cilium@v1.19.6"
GATEWAY = "sigs.k8s.io/gateway-api@v1.6.1"  # what Cilium 1.20 is built with
SUMS = {
    CILIUM: "h1:dqiEGIcXc+gqCLYG/l7VCFJ8GHyb4HUrwbZOpkX5dL8=",
    BEFORE: "h1:omXYGsC9nvDEdTXZpOVa3VlpB1QTok9OHDPSQbnPoJg=",
    OLDER: "h1:2G0yzfral3u6v56dY3tx2pT4U1sbMXDSKTBlGBYgRGo=",
    GATEWAY: "h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY=",
}
WHEEL = "kubernetes-validate==1.37.0"
WHEEL_SUM = "sha256:85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9"
INSIDE = "kubernetes_validate/kubernetes-json-schema/v{}.0-local-strict/"
MINORS = ("1.34", "1.35", "1.36", "1.37")
OLD_MINORS = tuple(f"1.{minor}" for minor in range(25, 34))
KIND = "x-kubernetes-group-version-kind"
EXTRA = "image-reflector-controller,image-automation-controller,source-watcher"
HERE = Path(__file__).resolve().parent


def pinned(module: str) -> Path:
    """Where Go keeps a release of a module; refused where it is not the one that was pinned."""
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


def kubernetes(out: Path) -> None:
    """The schemas of each Kubernetes release, from the wheel of the pinned hash."""
    with tempfile.TemporaryDirectory() as work:
        wanted = Path(work) / "requirements.txt"
        wanted.write_text(f"{WHEEL} --hash={WHEEL_SUM}\n")
        flags = ["--quiet", "--no-deps", "--disable-pip-version-check", "--only-binary=:all:"]
        pip = [sys.executable, "-m", "pip", "download", *flags]
        subprocess.run([*pip, "--require-hashes", "-r", wanted, "-d", work], check=True)
        (wheel,) = Path(work).glob("*.whl")
        with zipfile.ZipFile(wheel) as held:
            for minor in MINORS:
                schemas(held, minor, out / "kubernetes" / minor)
            served = {minor: kinds(held, minor) for minor in (*OLD_MINORS, *MINORS)}
    (out / "kinds.json").write_text(json.dumps(served))


def schemas(held: zipfile.ZipFile, minor: str, to: Path) -> None:
    """One release's schemas, one file for each kind, as kubeconform reads them."""
    inside = INSIDE.format(minor)
    to.mkdir(parents=True)
    for name in held.namelist():
        if name.startswith(inside):
            text = held.read(name).replace(b'"/api/_definitions', b'"_definitions')
            schema = json.loads(text)
            schema.pop("$id", None)  # kubeconform would look for its neighbours there
            (to / name.removeprefix(inside)).write_text(json.dumps(schema))
    if not (to / "deployment-apps-v1.json").is_file():
        sys.exit(f"{WHEEL} holds nothing under {inside}")


def kinds(held: zipfile.ZipFile, minor: str) -> dict[str, str]:
    """`apps/v1 Deployment` to the name of its definition; what belongs to all groups is none of them."""
    definitions = json.loads(held.read(INSIDE.format(minor) + "_definitions.json"))["$defs"]
    found = {}
    for name, body in definitions.items():
        for one in body.get(KIND, ()) if len(body.get(KIND, ())) == 1 else ():
            group = f"{one['group']}/" if one["group"] else ""
            found[f"{group}{one['version']} {one['kind']}"] = name
    return found


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


def crds(folders: list[Path], file: Path) -> Path:
    """All the CRDs of some folders as one file; two of one name would be one too many."""
    found = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    texts = [path.read_text() for path in found if path.name != "kustomization.yaml"]
    file.write_text("\n---\n".join(texts))
    return file


def convert(definitions: Path, to: Path, *read: Path) -> None:
    """Strict JSON Schemas of CRDs, with Kubernetes' own metadata in them."""
    to.mkdir()
    program = ["go", "run", "convert.go", definitions, to, *read]
    subprocess.run([*map(str, program)], check=True, cwd=HERE)


def main(out: Path) -> None:
    """Everything, each in a folder of its own."""
    kubernetes(out)
    (out / "artifact").mkdir()
    source, older = pinned(CILIUM), pinned(OLDER)
    chart(source, out / "cilium")
    chart(pinned(BEFORE), out / "before")
    inside = Path("pkg/k8s/apis/cilium.io/client/crds")
    new = crds(sorted((source / inside).glob("v2*")), out / "cilium.yaml")
    old = crds(sorted((older / inside).glob("v2*")), out / "cilium-1.19.yaml")
    gateway = crds([pinned(GATEWAY) / "config/crd/experimental"], out / "gateway.yaml")
    definitions = out / "kubernetes" / "1.36" / "_definitions.json"
    convert(definitions, out / "crds", new, gateway, artifact(out / "artifact"))
    convert(definitions, out / "crds-1.19", old)
    flux = subprocess.run(
        [str(Path(os.environ["TOOLS_BIN"]) / "flux"), "--version"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()[-1]
    package, _, version = WHEEL.partition("==")
    known = dict(module.split("@") for module in (OLDER, CILIUM, GATEWAY))
    known |= {"github.com/fluxcd/flux2/v2": f"v{flux}", package: version}
    known["github.com/cilium/cilium"] = f"{OLDER.partition('@')[2]}, {CILIUM.partition('@')[2]}"
    (out / "origins.json").write_text(json.dumps(known))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
