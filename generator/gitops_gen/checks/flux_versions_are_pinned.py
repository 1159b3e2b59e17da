"""Charts, sources and images are named by one version.

A chart without `version`, or with a range as `1.x`, an OCIRepository without a tag, a branch of somebody else's
repository, an image `:latest`: each brings a new release into the cluster when its makers publish one, without a
commit, a review or a way back by `git revert`. A bot that opens pull requests for new versions gives the same,
with a review.

What image automation of Flux keeps up to date in Git is pinned, and a branch of a repository of the same owner is
not held to be somebody else's.

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
          version: 6.x
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

import re
from collections.abc import Iterator
from typing import Any

from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import TEMPLATES, Path, containers, inside, mapping, open_text
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.flux_sources import Sources
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_EXACT = re.compile(r"[v=]?\s*[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9A-Za-z.+-]+)?\Z")
_PIN = "name one version; a bot can open a pull request for each new one"
_OWNER = re.compile(r"(?:[a-z]+://)?(?:[^@/]*@)?([^/:]+)(?::[0-9]+)?[/:]+([^/]+)")


def find(repo: Repo) -> Iterator[Finding]:
    """Object by object, as Flux applies it."""
    sources = Sources(repo)
    home = _home(repo, sources)
    for unit, one in flux_each.each(repo):
        if (one.group, one.kind) == flux_each.RELEASE:
            yield from _chart(one)
        elif (one.group, one.kind) == (flux_each.SOURCE, "OCIRepository"):
            yield from _artifact(one)
        elif (one.group, one.kind) == (flux_each.SOURCE, "GitRepository"):
            if not _is_ours(one, sources, home):
                yield from _branch(one)
        elif unit is not None and one.kind in TEMPLATES and one.group in ("", "apps", "batch"):
            yield from _images(one)


def _chart(one: Held) -> Iterator[Finding]:
    """The version of a chart from a HelmRepository; those from Git have none."""
    path: Path = ("spec", "chart", "spec")
    spec = inside(one.body, path)
    if mapping(spec.get("sourceRef")).get("kind") != "HelmRepository":
        return
    version = spec.get("version")
    if version is None or version == "":
        said = f"{one.title}: the chart has no version: Flux installs the newest, and each one after it"
        yield _warning(one, (*path, "version" if "version" in spec else "chart"), said)
    elif isinstance(version, str) and not open_text(version) and not _EXACT.match(version):
        said = f"{one.title}: chart version {version} is a range: a new release is installed without a commit"
        yield _warning(one, (*path, "version"), said)


def _artifact(one: Held) -> Iterator[Finding]:
    """The tag of an OCIRepository; a digest goes before all, and semver before a tag."""
    ref = mapping(one.spec.get("ref"))
    if ref.get("digest"):
        return
    semver, tag = ref.get("semver"), ref.get("tag")
    if isinstance(semver, str) and semver:
        if not open_text(semver) and not _EXACT.match(semver):
            said = f"{one.title}: semver {semver} is a range: a new artifact is applied without a commit"
            yield _warning(one, ("spec", "ref", "semver"), said)
    elif tag in (None, "", "latest"):
        where: Path = ("spec", "ref", "tag") if tag else ("spec", "url")
        said = f"{one.title} follows the tag latest: each new artifact is applied without a commit"
        yield _warning(one, where, said)


def _branch(one: Held) -> Iterator[Finding]:
    ref = mapping(one.spec.get("ref"))
    if any(ref.get(field) for field in ("commit", "tag", "name")):
        return
    semver = ref.get("semver")
    if isinstance(semver, str) and semver:
        if not open_text(semver) and not _EXACT.match(semver):
            said = f"{one.title}: semver {semver} is a range: a new tag is applied without a commit here"
            yield _warning(one, ("spec", "ref", "semver"), said)
        return
    branch = ref.get("branch") or "master"
    said = f"{one.title} follows the branch {branch} of somebody else: each commit there is applied here"
    yield _warning(one, ("spec", "ref", "branch") if ref else ("spec", "url"), said)


def _home(repo: Repo, sources: Sources) -> set[tuple[str, str]]:
    """Who owns the repositories that are this one: host and first part of the path."""
    return {
        owner
        for _, one in flux_each.each(repo)
        if (one.group, one.kind) == (flux_each.SOURCE, "GitRepository")
        and not sources.outside({"kind": one.kind, "name": one.name}, one.namespace)
        and (owner := _owner(one.spec.get("url")))
    }


def _is_ours(one: Held, sources: Sources, home: set[tuple[str, str]]) -> bool:
    """This repository, or one of the same owner; also where an owner is not known."""
    if not sources.outside({"kind": one.kind, "name": one.name}, one.namespace) or not home:
        return True
    owner = _owner(one.spec.get("url"))
    return owner is None or owner in home


def _owner(url: Any) -> tuple[str, str] | None:
    found = _OWNER.match(flux_each.text(url))
    return (found[1].lower(), found[2].lower()) if found else None


def _images(one: Held) -> Iterator[Finding]:
    """Images without a tag, and those with the tag that means none."""
    path = TEMPLATES[one.kind]
    base: Path = (*path, "spec")
    for place, container in containers(inside(one.body, base), base):
        image = flux_each.text(container.get("image"))
        if not image or "@" in image:
            continue
        tag = image.rpartition("/")[2].partition(":")[2]
        if tag in ("", "latest"):
            said = f"{one.title}: image {image}: which one runs depends on when a node pulled it"
            yield _warning(one, (*place, "image"), said)


def _warning(one: Held, path: Path, said: str) -> Finding:
    return Finding(one.at(*path), said, _PIN, severity=Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
