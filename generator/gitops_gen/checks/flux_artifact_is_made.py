"""Every artifact of an ArtifactGenerator can be made of what it copies.

Where a pattern matches nothing, or a copy cannot be written, source-watcher makes no artifact: the Kustomizations that
read it keep what they had, or never begin.

Bad:

    # clusters/home/artifacts.yaml
    apiVersion: source.extensions.fluxcd.io/v1beta1
    kind: ArtifactGenerator
    metadata: {name: monorepo, namespace: flux-system}
    spec:
      sources:
        - {alias: repo, kind: GitRepository, name: flux-system}
      artifacts:
        - name: rello
          copy:
            - {from: "@repo/app/rello/**", to: "@artifact/"}
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: rello}

Good:

    # clusters/home/artifacts.yaml
    apiVersion: source.extensions.fluxcd.io/v1beta1
    kind: ArtifactGenerator
    metadata: {name: monorepo, namespace: flux-system}
    spec:
      sources:
        - {alias: repo, kind: GitRepository, name: flux-system}
      artifacts:
        - name: rello
          copy:
            - {from: "@repo/apps/rello/**", to: "@artifact/"}
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: rello}
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks.check import Check
from gitops_gen.compose.outcome import Failed, NotJudged
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.repo.composed import Generated
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Each artifact of each generator."""
    for one in repo.flux.generators:
        yield from _judged(one)


def _judged(one: Generated) -> Iterator[Finding | Unjudged]:
    for made in one.outcomes:
        what = f"artifact {made.name}" if made.name else f"ArtifactGenerator {one.held.name}"
        if isinstance(made, Failed):
            said = f"{what} cannot be made: {made.message}"
            yield Finding(one.held.at("spec", *made.at), said, "name files that are there")
        elif isinstance(made, NotJudged):
            yield Unjudged(one.held.at("spec", "artifacts"), what, made.reason)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
