"""An ignore hides something.

One that hides nothing is left over: what it was for has been mended, or moved. It would hide the next mistake
in the same place.

The judge finds these itself, when all that was asked for has been checked.

Bad:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello
      annotations:
        gitops-gen.dev/ignore.schema-yaml-reads: a bug in an old reader

Good:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding]:  # noqa: ARG001
    """Nothing: only the judge knows what each ignore has hidden."""
    yield from ()


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
