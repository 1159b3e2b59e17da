"""Every artifact of an ArtifactGenerator can be made of what it copies.

Where a pattern matches nothing, or a copy cannot be written, source-watcher makes no artifact: the Kustomizations that
read it keep what they had, or never begin.

An artifact with the name of a source's alias is made, but not of what it copies: source-watcher builds it in the folder
into which it has unpacked that source, so that it holds all of the source's files besides, and a file that is copied to
its own path is empty.

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

from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import Path, mapping, sequence
from gitops_gen.compose.outcome import Failed, NotJudged
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.repo.composed import Generated
from gitops_gen.repo.held import Held
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
        elif made.name and made.name in _aliases(one.held):
            said = (
                f"{what} has the name of a source, and is built in its folder: it holds all of the "
                "source, and a file that is copied to its own path is empty"
            )
            place = one.held.at("spec", *_named(one.held, made.name))
            yield Finding(place, said, "give the artifact or the alias another name")
        elif isinstance(made, NotJudged):
            yield Unjudged(one.held.at("spec", "artifacts"), what, made.reason)


def _aliases(held: Held) -> set[str]:
    return {flux_each.text(mapping(one).get("alias")) for one in sequence(held.spec.get("sources"))}


def _named(held: Held, name: str) -> Path:
    """Where the name of an artifact is written; it may be made of a folder's name, too."""
    for number, one in enumerate(sequence(held.spec.get("artifacts"))):
        if mapping(one).get("name") == name:
            return "artifacts", number, "name"
    return ("artifacts",)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
