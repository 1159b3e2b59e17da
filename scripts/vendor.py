"""Write the vendored facts (gitops_gen/data) and their lock file anew; needs `make tools`."""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import tools, vendor_schemas  # noqa: E402  (a script's own folder is on the path, the repository is not)

DATA = ROOT / "generator" / "gitops_gen" / "data"


@dataclass(frozen=True, slots=True)
class Fact:
    """One vendored file: what it says, where it comes from, and how it is made."""

    what: str
    module: str
    tool: str
    licence: str
    make: Callable[[], str]

    def version(self) -> str:
        """What the tool's go.mod requires of the module, or what the tool says that it read."""
        mod = tools.recipes()[self.tool].folder / "go.mod"
        required = tools.required_version(mod.read_text(), self.module) if mod.exists() else ""
        return required or vendor_schemas.version(self.tool, self.module)


def _talos_facts() -> str:
    program = ROOT / ".tools" / "bin" / "talos-facts"
    table = subprocess.run([program], check=True, capture_output=True, text=True, env={}).stdout
    # Lines, not JSON: every render reads this, and JSON's reader alone would cost it a millisecond.
    found: dict[str, list[str]] = json.loads(table)
    return "".join(f"{' '.join((kind, *paths))}\n" for kind, paths in sorted(found.items()))


def _kustomize_facts(part: str) -> str:
    program = ROOT / ".tools" / "bin" / "kustomize-facts"
    done = subprocess.run([program, part], check=True, capture_output=True, text=True, env={})
    return json.dumps(json.loads(done.stdout), separators=(",", ":"), sort_keys=True) + "\n"


def _schemas(what: str, module: str, licence: str, make: Callable[[], str]) -> Fact:
    return Fact(f"strict JSON Schemas of {what}", module, "schemas", licence, make)


FACTS = {
    "kustomize/fields.json": Fact(
        "kustomize's default transformer configuration, and the kinds that it knows to be cluster-scoped",
        "sigs.k8s.io/kustomize/api",
        "kustomize-facts",
        "Apache-2.0",
        lambda: _kustomize_facts("fields"),
    ),
    "kustomize/merge.json": Fact(
        "the patch strategies and merge keys of the Kubernetes OpenAPI document in kustomize",
        "sigs.k8s.io/kustomize/kyaml",
        "kustomize-facts",
        "Apache-2.0",
        lambda: _kustomize_facts("merge"),
    ),
    "schemas/kinds.txt": Fact(
        "the kinds of the files beside it, and the releases that know them",
        "kubernetes-validate",
        "schemas",
        "Apache-2.0",
        vendor_schemas.kinds_text,
    ),
    "schemas/kubernetes.txt": _schemas(
        "Kubernetes' own kinds, 1.34 to 1.37",
        "kubernetes-validate",
        "Apache-2.0",
        vendor_schemas.kubernetes_text,
    ),
    "schemas/meta.txt": _schemas(
        "the metadata of every object",
        "kubernetes-validate",
        "Apache-2.0",
        vendor_schemas.meta_text,
    ),
    "schemas/cilium.txt": _schemas(
        "Cilium's custom resources, 1.19 and 1.20",
        "github.com/cilium/cilium",
        "Apache-2.0",
        lambda: vendor_schemas.crds_text("cilium"),
    ),
    "schemas/flux.txt": _schemas(
        "Flux' custom resources",
        "github.com/fluxcd/flux2/v2",
        "Apache-2.0",
        lambda: vendor_schemas.crds_text("flux"),
    ),
    "schemas/gateway.txt": _schemas(
        "the Gateway API, its experimental channel",
        "sigs.k8s.io/gateway-api",
        "Apache-2.0",
        lambda: vendor_schemas.crds_text("gateway"),
    ),
    "schemas/kustomize.txt": Fact(
        "what a kustomization.yaml may hold",
        "sigs.k8s.io/kustomize/api",
        "file-schemas",
        "Apache-2.0",
        lambda: vendor_schemas.files_text("kustomize"),
    ),
    "schemas/helm.txt": Fact(
        "what a Chart.yaml may hold",
        "helm.sh/helm/v4",
        "file-schemas",
        "Apache-2.0",
        lambda: vendor_schemas.files_text("helm"),
    ),
    "schemas/sops.txt": Fact(
        "what a .sops.yaml may hold",
        "github.com/getsops/sops/v3",
        "file-schemas",
        "MPL-2.0",
        lambda: vendor_schemas.files_text("sops"),
    ),
    "schemas/talos.txt": Fact(
        "the fields of Talos' document kinds, 1.12 to 1.14, and what yaml takes for them",
        "github.com/siderolabs/talos/pkg/machinery",
        "talos-schemas",
        "MPL-2.0",
        vendor_schemas.talos_text,
    ),
    "talos/secret_paths.txt": Fact(
        "the leaves of each document kind that Talos' own redaction replaces",
        "github.com/siderolabs/talos/pkg/machinery",
        "talos-facts",
        "MPL-2.0",
        _talos_facts,
    ),
}


def entry(fact: Fact, text: str) -> dict[str, str]:
    """A file's line in the lock."""
    return {
        "what": fact.what,
        "origin": fact.module,
        "version": fact.version(),
        "licence": fact.licence,
        "made_by": f"tools/{fact.tool}",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes: 0 written, 1 with --check where a committed file is not what its source gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    check = parser.parse_args(argv).check
    wanted = {name: fact.make() for name, fact in FACTS.items()}
    lock = {name: entry(FACTS[name], text) for name, text in wanted.items()}
    wanted["lock.json"] = json.dumps(lock, indent=1, sort_keys=True) + "\n"
    differs = False
    for name, text in wanted.items():
        path = DATA / name
        same = path.is_file() and path.read_text(encoding="utf-8") == text
        differs |= not same
        if not (same or check):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        state = "unchanged" if same else "differs" if check else "written"
        print(f"{path.relative_to(ROOT)} {state}")
    return int(check and differs)


if __name__ == "__main__":
    sys.exit(main())
