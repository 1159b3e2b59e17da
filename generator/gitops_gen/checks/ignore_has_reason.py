"""Whoever ignores a check names one that exists, and says why.

An ignored finding is a decision, and the next reader has only its reason to go by. A misspelt id ignores nothing.

Bad:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello
      annotations:
        gitops-gen.dev/ignore.schema-yaml-reads: ""

Good:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import ignores
from gitops_gen.checks.check import Check
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding]:
    """Every ignore without a reason, or of a check that there is not."""
    from gitops_gen.checks import ALL

    known = [check.id for check in ALL]
    for one in ignores.find(repo):
        if not one.check:
            yield Finding(one.place, "the ignore names no check", "ignore ID: REASON")
        elif one.check not in known:
            said = f"there is no check {one.check}{did_you_mean(one.check, known)}"
            yield Finding(one.place, said, "gitops-gen explain --list names them all")
        elif not one.reason:
            said = f"{one.check} is ignored here without a reason"
            yield Finding(one.place, said, "say why, after the colon")


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
