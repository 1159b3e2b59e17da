"""What a HelmRelease says of its chart's CRDs holds, at upgrades too.

`install.crds` is for the first installation alone. Where `upgrade.crds` does not stand beside it, an upgrade creates
the definitions that are new and leaves those that are there as they were: after `install.crds: CreateReplace` the
chart's controllers get newer, and their definitions never do.

`skipCRDs: true` is an old name of `crds: Skip`. helm-controller still accepts the field, and does not read it: the
definitions are created all the same.

Both are about the folder `crds/` of a chart; definitions in its templates are changed with these.

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
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
    ---
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: rello
      namespace: rello
    spec:
      interval: 1h
      url: https://example.com/charts
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: rello
      namespace: rello
    spec:
      interval: 1h
      chart:
        spec:
          chart: rello
          version: 1.0.0
          sourceRef:
            kind: HelmRepository
            name: rello
      install:
        crds: CreateReplace

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
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
    ---
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: rello
      namespace: rello
    spec:
      interval: 1h
      url: https://example.com/charts
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: rello
      namespace: rello
    spec:
      interval: 1h
      chart:
        spec:
          chart: rello
          version: 1.0.0
          sourceRef:
            kind: HelmRepository
            name: rello
      install:
        crds: CreateReplace
      upgrade:
        crds: CreateReplace
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import inside
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding]:
    """Every HelmRelease."""
    for _, one in flux_each.each(repo):
        if (one.group, one.kind) == flux_each.RELEASE:
            yield from _kept(one)
            yield from _unread(one)


def _kept(one: Held) -> Iterator[Finding]:
    """A policy for the installation, and none for what comes after it."""
    install, upgrade = (inside(one.spec, (action,)) for action in ("install", "upgrade"))
    if install.get("crds") == "CreateReplace" and not upgrade.get("crds"):
        said = f"{one.title}: an upgrade leaves the CRDs as they were; install.crds is for the first installation"
        fix = "write upgrade.crds: CreateReplace beside it"
        yield Finding(one.at("spec", "install", "crds"), said, fix, severity=Severity.WARNING)


def _unread(one: Held) -> Iterator[Finding]:
    install = inside(one.spec, ("install",))
    if install.get("skipCRDs") is True and install.get("crds") != "Skip":
        said = f"{one.title}: helm-controller does not read skipCRDs: the chart's CRDs are created all the same"
        place = one.at("spec", "install", "skipCRDs")
        fix = "write crds: Skip, in install and in upgrade"
        yield Finding(place, said, fix, severity=Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
