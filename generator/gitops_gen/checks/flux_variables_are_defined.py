"""Every variable of a Flux Kustomization's objects has a value or a default.

Since 2.9 Flux stops at a variable that has neither; before it put nothing in its place. `${...}` in a shell script
inside a ConfigMap is a variable too: write `$${...}`, or switch substitution off for that object.

Values that are not in Git, or are encrypted there, are not known: what may come from them is not judged.

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
      postBuild:
        substitute:
          COLOR: green
    # apps/rello/kustomization.yaml
    resources: [colors.yaml]
    # apps/rello/colors.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: colors
    data:
      color: ${COLOUR}

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
      postBuild:
        substitute:
          COLOR: green
    # apps/rello/kustomization.yaml
    resources: [colors.yaml]
    # apps/rello/colors.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: colors
    data:
      color: ${COLOR}
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.repo.cluster import Unit
from gitops_gen.repo.flux_variables import Missing, Problem
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo
from gitops_gen.substitute.apply import Failed

_FIX = "give it a value in postBuild, or a default as in ${NAME:=text}; $${NAME} is no variable"


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Object by object, where the variable stands."""
    for cluster in repo.flux.clusters:
        for unit in cluster.units:
            for held, problem in unit.problems:
                yield from _judged(unit, held, problem)


def _judged(unit: Unit, held: Held, problem: Problem) -> Iterator[Finding | Unjudged]:
    match problem:
        case Missing(references=references):
            for one in references:
                said = f"{held.title}: Kustomization {unit.title} has no value for ${{{one.name}}}"
                yield Finding(held.at(*one.path), said, _FIX)
        case Failed(message=message, path=path):
            yield Finding(held.at(*path), f"{held.title}: {message}")
        case _:
            yield Unjudged(held.at(), "variables", problem.reason)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
