"""Write the vendored facts (gitops_gen/data) and their lock file anew; needs `make tools`."""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# A script's own folder is on the path, the repository is not.
from scripts import vendor_charts, vendor_schemas  # noqa: E402
from scripts.fact import Fact, compact  # noqa: E402

DATA = ROOT / "generator" / "gitops_gen" / "data"


def _talos_facts() -> str:
    program = ROOT / ".tools" / "bin" / "talos-facts"
    table = subprocess.run([program], check=True, capture_output=True, text=True, env={}).stdout
    # Lines, not JSON: every render reads this, and JSON's reader alone would cost it a millisecond.
    found: dict[str, list[str]] = json.loads(table)
    return "".join(f"{' '.join((kind, *paths))}\n" for kind, paths in sorted(found.items()))


def _kustomize_facts(part: str) -> str:
    program = ROOT / ".tools" / "bin" / "kustomize-facts"
    done = subprocess.run([program, part], check=True, capture_output=True, text=True, env={})
    return compact(json.loads(done.stdout)) + "\n"


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
    facts = FACTS | vendor_schemas.FACTS | vendor_charts.facts()
    wanted = {name: fact.make() for name, fact in facts.items()}
    lock = {name: entry(facts[name], text) for name, text in wanted.items()}
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
