"""A report with something of everything."""

from __future__ import annotations

from gitops_gen.findings import Finding, Location, Severity, Unjudged
from gitops_gen.judge.report import Report, Verdict

FILES = {
    "a.yaml": "kind: ConfigMap\ndata:\n  color: [red\n",
    "b/secret.yaml": "kind: Secret\nstringData:\n  user: me\n",
}


def report() -> Report:
    """Two files, one thing without a place, three that were not judged."""
    return Report(
        verdicts=(
            Verdict("flux-whole", Finding(None, "nothing leads here", severity=Severity.WARNING)),
            Verdict(
                "schema-x",
                Finding(
                    Location("a.yaml", 3, 10), "an open\n list", "close it", (Location("b", 1),)
                ),
            ),
            Verdict("schema-y", Finding(Location("a.yaml"), "of the file")),
            Verdict("schema-x", Finding(Location("b/secret.yaml", 3, 9), "who?")),
        ),
        unjudged=(
            *(Unjudged(Location(f"t/{n}.yaml"), "template", "no YAML") for n in range(5)),
            Unjudged(Location("z.yaml", 4), "Widget", "no schema"),
        ),
        files=2,
        documents=1_200,
        objects=1,
        checks=("flux-whole", "schema-x", "schema-y"),
        ignored=2,
        built={"gitops-gen": 1_000, "kustomize 5.8.1": 1},
    )


def text(path: str) -> str:
    return FILES.get(path, "")
