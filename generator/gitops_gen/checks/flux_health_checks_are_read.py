"""What is to be checked is checked.

With `wait: true` kustomize-controller checks everything that the Kustomization applies, and ignores
`healthChecks`: what is listed there and made by somebody else (a chart, an operator) is not waited for.
`healthCheckExprs` are read only where `wait` or `healthChecks` is set.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
      wait: true
      healthChecks:
        - apiVersion: v1
          kind: Namespace
          name: rello
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello

Good:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
      healthChecks:
        - apiVersion: v1
          kind: Namespace
          name: rello
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding]:
    """Every Kustomization; it is risk and not failure, for most of what is listed is applied as well."""
    for _, one in flux_each.each(repo):
        if (one.group, one.kind) != flux_each.KUSTOMIZATION:
            continue
        listed = bool(one.spec.get("healthChecks"))
        waits = one.spec.get("wait") is True
        if waits and listed:
            said = f"{one.title} has wait: true, so its healthChecks are ignored"
            fix = "remove one of the two: wait checks what is applied, healthChecks what is listed"
            place = one.at("spec", "healthChecks")
            yield Finding(place, said, fix, severity=Severity.WARNING)
        if one.spec.get("healthCheckExprs") and not waits and not listed:
            said = f"{one.title} neither waits nor has healthChecks, so its healthCheckExprs are not read"
            place = one.at("spec", "healthCheckExprs")
            yield Finding(place, said, "add wait: true", severity=Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
