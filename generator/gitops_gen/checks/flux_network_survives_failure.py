"""A release that fails is not uninstalled where the cluster cannot live without it.

`install.remediation` with retries uninstalls the release before it tries again, and
`upgrade.remediation.strategy: uninstall` does so after a failed upgrade. For the network of a cluster that is the
end: without it no pod starts, not even the one that would install it again, and helm-controller cannot reach what
it needs. With `strategy: {name: RetryOnFailure}` it upgrades in place until it succeeds.

For other charts an uninstall after a failed upgrade is an outage too, and takes CRDs along that stand in the
chart's templates, with every object of these kinds.

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
      name: cilium
      namespace: kube-system
    spec:
      interval: 1h
      chart:
        spec:
          chart: cilium
          version: 1.20.2
          sourceRef:
            kind: HelmRepository
            name: cilium
            namespace: flux-system
      install:
        remediation:
          retries: 3
    # apps/rello/repository.yaml
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: cilium
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
      name: cilium
      namespace: kube-system
      annotations:
        kustomize.toolkit.fluxcd.io/prune: disabled
    spec:
      interval: 1h
      chart:
        spec:
          chart: cilium
          version: 1.20.2
          sourceRef:
            kind: HelmRepository
            name: cilium
            namespace: flux-system
      install:
        strategy:
          name: RetryOnFailure
    # apps/rello/repository.yaml
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: cilium
      namespace: flux-system
    spec:
      interval: 1h
      url: https://example.com/charts
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import Path, inside
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_FIX = "write strategy: {name: RetryOnFailure} instead of remediation"


def find(repo: Repo) -> Iterator[Finding]:
    """Every HelmRelease."""
    for _, one in flux_each.each(repo):
        if (one.group, one.kind) != flux_each.RELEASE:
            continue
        path: Path = ("spec", "install", "remediation")
        install = inside(one.body, path)
        retries = install.get("retries")
        again = isinstance(retries, int) and retries != 0
        last = install.get("remediateLastFailure") is True
        if flux_each.is_network(one) and _remediates(one, "install") and (again or last):
            place = (*path, "retries" if again else "remediateLastFailure")
            said = (
                f"{one.title}: an install that fails is uninstalled, and the cluster has no network"
            )
            yield Finding(one.at(*place), said, _FIX, severity=Severity.WARNING)
        path = ("spec", "upgrade", "remediation")
        upgrade = inside(one.body, path)
        if upgrade.get("strategy") == "uninstall" and _remediates(one, "upgrade"):
            effect = (
                "and the cluster has no network"
                if flux_each.is_network(one)
                else "with all that it runs"
            )
            said = f"{one.title}: after an upgrade that fails the release is uninstalled, {effect}"
            place = (*path, "strategy")
            yield Finding(one.at(*place), said, _FIX, severity=Severity.WARNING)


def _remediates(one: Held, action: str) -> bool:
    """RetryOnFailure goes before remediation."""
    return inside(one.body, ("spec", action, "strategy")).get("name") != "RetryOnFailure"


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
