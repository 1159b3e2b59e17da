"""Every YAML file is read alike by all of its readers.

kubectl, kustomize and Flux each have a YAML parser of their own. Where a file breaks the syntax, the first of
them stops the whole Kustomization. A key that stands twice is worse: kubectl takes the last one and says nothing,
kustomize refuses the file.

In a file that holds no Kubernetes object it is a warning: nobody may ever read it.

Bad:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello
    data:
      color: green
      color: blue

Good:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello
    data:
      color: blue
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.documents import meant_as_object
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding]:
    """The parser's own findings, file by file."""
    for path, file in repo.read.items():
        if not file.problems:
            continue
        severity = Severity.ERROR if _matters(repo, path) else Severity.WARNING
        for one in file.problems:
            yield one._replace(severity=severity)


def _matters(repo: Repo, path: str) -> bool:
    """Whether somebody will read the file: it holds an object, or cannot even be decoded."""
    return meant_as_object(repo.text(path))


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
