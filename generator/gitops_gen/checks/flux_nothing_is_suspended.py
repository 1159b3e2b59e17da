"""Nothing is suspended.

What is suspended stays as it is, whatever is merged: a commit is green and changes nothing. Kustomizations,
HelmReleases, sources and the objects of notification and of image automation have `spec.suspend`. An object
with `kustomize.toolkit.fluxcd.io/reconcile: disabled` is never applied, and one with
`fluxcd.controlplane.io/reconcile: disabled` is left alone by the Flux operator. Suspending is for an hour of
repair; where it is meant to stay, say so beside an ignore.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      suspend: true
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
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
from gitops_gen.findings import Finding, Location, Severity
from gitops_gen.repo.cluster import Unit
from gitops_gen.repo.repository import Repo

_MARKS = (
    ("kustomize.toolkit.fluxcd.io/reconcile", "kustomize-controller never applies it"),
    ("fluxcd.controlplane.io/reconcile", "the Flux operator leaves it alone"),
)


def find(repo: Repo) -> Iterator[Finding]:
    """Object by object."""
    for unit, one in flux_each.each(repo):
        if flux_each.TOOLKIT.match(one.group) and one.spec.get("suspend") is True:
            said = f"{one.title} is suspended: what is merged for it changes nothing"
            yield _finding(one.at("spec", "suspend"), said, "remove suspend")
        for mark, effect in _MARKS:
            if _is_marked(unit, mark, flux_each.marks(one).get(mark)):
                said = f"{one.title} has {mark}: disabled, so {effect}"
                meta = one.body["metadata"]
                where = "annotations" if mark in (meta.get("annotations") or {}) else "labels"
                yield _finding(one.at("metadata", where, mark), said, "remove it")


def _is_marked(unit: Unit | None, mark: str, value: object) -> bool:
    """Only what a Kustomization applies is kept from it."""
    if not isinstance(value, str) or value.lower() != "disabled":
        return False
    return unit is not None or not mark.startswith("kustomize.")


def _finding(place: Location, said: str, fix: str) -> Finding:
    return Finding(place, said, fix, severity=Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
