"""No two HelmReleases are one Helm release.

Helm keeps a release by its name in one namespace: `releaseName` (or `<targetNamespace>-<name>`, or the name of
the object) in `storageNamespace` (or the object's own namespace). Two HelmReleases that come to the same read
each other's history, and each upgrades the cluster to its own chart and values, in turns, for ever. Who deletes
one uninstalls both.

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
      releaseName: web
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: other
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
      releaseName: web
    # apps/rello/repository.yaml
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: podinfo
      namespace: flux-system
    spec:
      interval: 1h
      url: https://example.com/charts

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
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: other
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
    # apps/rello/repository.yaml
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: podinfo
      namespace: flux-system
    spec:
      interval: 1h
      url: https://example.com/charts
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import open_text
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.cluster import Cluster
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding]:
    """Cluster by cluster; what acts on another one is left out."""
    for cluster in repo.flux.clusters:
        for (namespace, name), owners in _releases(repo, cluster).items():
            held = list(owners.values())
            if len(held) < 2:
                continue
            titles = " and ".join(sorted(one.title for one in held))
            said = f"{titles} are one Helm release, {name} in namespace {namespace}: each undoes the other"
            places = sorted(one.at("metadata", "name") for one in held)
            yield Finding(places[-1], said, "give each its own releaseName", tuple(places[:-1]))


def _releases(repo: Repo, cluster: Cluster) -> dict[tuple[str, str], dict[tuple[str, str], Held]]:
    """Where Helm keeps it, and name -> the objects that own it, by namespace and name."""
    found: dict[tuple[str, str], dict[tuple[str, str], Held]] = {}
    for unit, one in flux_each.held_by(repo, cluster):
        if (one.group, one.kind) != flux_each.RELEASE:
            continue
        moved = one.spec.get("suspend") is True
        if moved or flux_each.elsewhere(one, unit.held if unit else None):
            continue
        key = _stored(one)
        if all(key) and not any(map(open_text, (*key, one.name, one.namespace))):
            found.setdefault(key, {})[one.namespace, one.name] = one
    return found


def _stored(one: Held) -> tuple[str, str]:
    """The namespace and the name of the release, as helm-controller makes them."""
    target = one.spec.get("targetNamespace")
    name = one.spec.get("releaseName") or (f"{target}-{one.name}" if target else one.name)
    return str(one.spec.get("storageNamespace") or one.namespace), str(name)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
