"""Every `valuesFrom` and `substituteFrom` names a ConfigMap or Secret that is there, with its key.

helm-controller stops before it renders the chart where the object or its key (`values.yaml` if none is named) is
missing and not `optional`; the release stays as it was. kustomize-controller fails likewise for `substituteFrom`.

A key that a ConfigMap or Secret in Git does not have is an error, and so is the plain name of one that kustomize
gives a name with a hash: it renames references in kinds that it knows only, and needs `nameReference` in a
configuration for HelmReleases. A ConfigMap that is not in Git is a warning. A Secret may come from anywhere: it
is not judged.

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
    # apps/rello/release.yaml
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: podinfo
      namespace: flux-system
    spec:
      interval: 1h
      chart:
        spec:
          chart: podinfo
          version: 6.9.2
          sourceRef:
            kind: HelmRepository
            name: podinfo
      valuesFrom:
        - kind: ConfigMap
          name: podinfo-values
    # apps/rello/repository.yaml
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: podinfo
      namespace: flux-system
    spec:
      interval: 1h
      url: https://example.com/charts
    # apps/rello/values.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: podinfo-values
      namespace: flux-system
    data:
      values.yml: |
        replicaCount: 2

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
    # apps/rello/release.yaml
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: podinfo
      namespace: flux-system
    spec:
      interval: 1h
      chart:
        spec:
          chart: podinfo
          version: 6.9.2
          sourceRef:
            kind: HelmRepository
            name: podinfo
      valuesFrom:
        - kind: ConfigMap
          name: podinfo-values
    # apps/rello/repository.yaml
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: podinfo
      namespace: flux-system
    spec:
      interval: 1h
      url: https://example.com/charts
    # apps/rello/values.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: podinfo-values
      namespace: flux-system
    data:
      values.yaml: |
        replicaCount: 2
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import mapping, sequence
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Location, Severity, Unjudged
from gitops_gen.records import Record
from gitops_gen.repo.cluster import Cluster
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_HASH = re.compile(r"-[0-9a-z]{10}\Z")
_KINDS = ("ConfigMap", "Secret")


class _Wanted(Record, frozen=True):
    """An entry: what it names, and for whom; `key` is "" where all keys are read."""

    owner: Held
    place: Location
    key_place: Location
    kind: str
    name: str
    key: str

    @property
    def title(self) -> str:
        return f"{self.kind} {self.owner.namespace}/{self.name}"


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Cluster by cluster, every entry that is not optional."""
    for cluster in repo.flux.clusters:
        held = _held(repo, cluster)
        for _, one in flux_each.held_by(repo, cluster):
            for wanted in _all_wanted(one):
                found = held.get((wanted.kind, one.namespace, wanted.name))
                said = _key(wanted, found) if found else _missing(wanted, cluster, held)
                if said:
                    yield said


def _held(repo: Repo, cluster: Cluster) -> dict[tuple[str, str, str], Held]:
    """Every ConfigMap and Secret by kind, namespace and name."""
    return {
        (one.kind, one.namespace, one.name): one
        for _, one in flux_each.held_by(repo, cluster)
        if one.group == "" and one.kind in _KINDS
    }


def _all_wanted(one: Held) -> Iterator[_Wanted]:
    path: tuple[str, ...] = ("spec", "valuesFrom")
    listed: Any = one.spec.get("valuesFrom")
    if (one.group, one.kind) == flux_each.KUSTOMIZATION:
        path = ("spec", "postBuild", "substituteFrom")
        listed = mapping(one.spec.get("postBuild")).get("substituteFrom")
    elif (one.group, one.kind) != flux_each.RELEASE:
        return
    for number, entry in enumerate(map(mapping, sequence(listed))):
        name = flux_each.text(entry.get("name"))
        key = flux_each.text(entry.get("valuesKey") or "values.yaml")
        if entry.get("kind") not in _KINDS or entry.get("optional") is True:
            continue
        if not name or not key or not flux_each.text(one.namespace):
            continue
        place, key_place = one.at(*path, number, "name"), one.at(*path, number, "valuesKey")
        is_release = one.kind == "HelmRelease"
        yield _Wanted(one, place, key_place, entry["kind"], name, key if is_release else "")


def _key(wanted: _Wanted, found: Held) -> Finding | None:
    """A key that is not there; others may add to an object that Flux does not own whole."""
    keys = {*mapping(found.body.get("data"))}
    if wanted.kind == "Secret":
        keys |= {*mapping(found.body.get("stringData"))}
    shared = any(mark.startswith("kustomize.toolkit.fluxcd.io/") for mark in flux_each.marks(found))
    # an empty one is for others to fill, as replicators of Secrets do
    if not wanted.key or not keys or wanted.key in keys or shared:
        return None
    said = (
        f"{wanted.owner.title} reads the key {wanted.key} of {wanted.title}, which has no such key"
    )
    near = did_you_mean(wanted.key, sorted(map(str, keys)))
    fix = "write valuesKey with a key that is there"
    return Finding(wanted.key_place, said + near, fix, (found.at("data"),), Severity.ERROR)


def _missing(
    wanted: _Wanted, cluster: Cluster, held: dict[tuple[str, str, str], Held]
) -> Finding | Unjudged | None:
    names = [
        name
        for kind, namespace, name in held
        if (kind, namespace) == (wanted.kind, wanted.owner.namespace)
    ]
    said = f"{wanted.owner.title} reads {wanted.title}, which is not in Git"
    for name in names:
        if _HASH.search(name) and _HASH.sub("", name) == wanted.name:
            said = f"{wanted.owner.title} reads {wanted.title}, but kustomize calls it {name}"
            fix = "add disableNameSuffixHash: true to the generator, or a nameReference"
            return Finding(wanted.place, said, fix, severity=Severity.ERROR)
    if wanted.kind == "Secret" or cluster.unknown:
        why = f"{wanted.title} is not in what is known of this cluster; it may come from elsewhere"
        # what substituteFrom reads is named by flux-variables-are-defined already
        return Unjudged(wanted.place, "values", why) if wanted.key else None
    fix = "name one that is there, or say optional: true"
    near = did_you_mean(wanted.name, names)
    return Finding(wanted.place, said + near, fix, severity=Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
