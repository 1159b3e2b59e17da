"""A manifest below a kustomization that Flux builds is listed by it.

Where a folder has a `kustomization.yaml`, only what it lists is applied: a file beside it that is not listed is in
Git, is reviewed and changed, and does nothing.

The same holds for a folder of manifests where two or more folders beside it are each the path of a Flux Kustomization,
and it is that of none: somebody added the app, and nobody the Kustomization.

A file that the kustomization names in a comment is switched off on purpose. Other folders that no kustomization of
Flux stands above are for something else (a bootstrap, examples), and are not judged.

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
    # apps/rello/kustomization.yaml
    resources: [namespace.yaml]
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
    # apps/rello/colors.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: colors
      namespace: rello

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
    # apps/rello/kustomization.yaml
    resources: [namespace.yaml, colors.yaml]
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
    # apps/rello/colors.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: colors
      namespace: rello
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from gitops_gen.checks import objects
from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Location, Severity
from gitops_gen.fluxpath import scan
from gitops_gen.kustomize.outcome import Built, Failed, NotJudged
from gitops_gen.records import Record
from gitops_gen.repo.cluster import Outside, Unit
from gitops_gen.repo.repository import Repo


class _Reach(Record, frozen=True):
    """What the builds read; below `open` folders they may read anything."""

    files: frozenset[str]
    open: tuple[str, ...]

    def has(self, path: str) -> bool:
        return path in self.files or any(not one or path.startswith(f"{one}/") for one in self.open)


def find(repo: Repo) -> Iterator[Finding]:
    """Each file once; a folder with a kustomization of its own as a whole, at that."""
    units = [unit for cluster in repo.flux.clusters for unit in cluster.units]
    if not units or any(_takes_anything(one) for one in units):
        return
    reach = _reach(repo, units)
    beside = _beside(units)
    seen: set[str] = set()
    for path in dict.fromkeys(one.origin[0] for one in objects.objects(repo)):
        if reach.has(path) or path in repo.flux.patches or path.startswith("."):
            continue
        lost, owner = _lost(repo, reach, path)
        if owner and lost not in seen and not _is_off(repo, lost, owner):
            seen.add(lost)
            yield _said(lost, owner)
        elif not owner and (folder := _forgotten(reach, beside, path)) and folder not in seen:
            seen.add(folder)
            others = beside[posixpath.dirname(folder)]
            files = {unit.held.object.origin.file for unit in others.values()}
            if not any(_is_named(repo, file, posixpath.basename(folder)) for file in files):
                yield _forgot(path, folder, others)


def _beside(units: list[Unit]) -> dict[str, dict[str, Unit]]:
    """Folders with the paths of Kustomizations that stand directly in them; not the root, which holds all sorts."""
    found: dict[str, dict[str, Unit]] = {}
    for unit in units:
        here = isinstance(unit.outcome, Built | Failed | NotJudged)
        above = posixpath.dirname(unit.path)
        if here and above:
            found.setdefault(above, {}).setdefault(unit.path, unit)
    return {above: paths for above, paths in found.items() if len(paths) > 1}


def _forgotten(reach: _Reach, beside: dict[str, dict[str, Unit]], path: str) -> str:
    """The folder of a file that stands among paths of Kustomizations and of which nothing is read; "" if none does."""
    folder = posixpath.dirname(path)
    while folder and posixpath.dirname(folder) not in beside:
        folder = posixpath.dirname(folder)
    used = any(one.startswith(f"{folder}/") for one in reach.files)
    return "" if used else folder


def _forgot(path: str, folder: str, beside: dict[str, Unit]) -> Finding:
    others = [unit.held for unit in beside.values()]
    said = (
        f"Flux applies nothing of the folder {folder}: it is the path of no Kustomization, as "
        f"{len(others)} folders beside it are"
    )
    fix = f"add a Kustomization for it, as {others[0].title} is for its own, or remove it"
    places = tuple(one.at("spec", "path") for one in others[:3])
    return Finding(Location(path), said, fix, places, Severity.WARNING)


def _takes_anything(unit: Unit) -> bool:
    """Whether it is built of an artifact, which may hold files of this repository."""
    return isinstance(unit.outcome, Outside) and unit.outcome.source.startswith("ExternalArtifact")


def _reach(repo: Repo, units: list[Unit]) -> _Reach:
    files: set[str] = set()
    unknown: list[str] = []
    for unit in units:
        files.add(unit.held.object.origin.file)
        if isinstance(unit.outcome, Built | Failed | NotJudged):
            files.update(unit.outcome.read)
        if isinstance(unit.outcome, Failed | NotJudged):
            unknown.append(unit.path)
    for cluster in repo.flux.clusters:
        files |= {one.object.origin.file for one in cluster.objects}
    return _Reach(frozenset(files), tuple(unknown))


def _lost(repo: Repo, reach: _Reach, path: str) -> tuple[str, str]:
    """What is not reached, a file or the kustomization of a folder, and the kustomization that could list it."""
    lost, folder = path, posixpath.dirname(path)
    while True:
        file = _kustomization(repo, folder)
        if file in reach.files:
            return lost, file
        lost = file or lost
        if not folder:
            return lost, ""
        folder = posixpath.dirname(folder)


def _kustomization(repo: Repo, folder: str) -> str:
    files = (posixpath.join(folder, name) for name in scan.FILES)
    return next((one for one in files if one in repo.read), "")


def _is_off(repo: Repo, lost: str, owner: str) -> bool:
    """Whether the kustomization names it after all, in a comment: the file, or a folder on the way to it."""
    inside = posixpath.relpath(lost, posixpath.dirname(owner) or ".")
    return _is_named(repo, owner, *inside.split("/"))


def _is_named(repo: Repo, file: str, *names: str) -> bool:
    """Whether a comment names one of these."""
    comments = (line for line in repo.text(file).splitlines() if line.lstrip().startswith("#"))
    return any(name in line for line in comments for name in names)


def _said(lost: str, owner: str) -> Finding:
    what = lost
    if posixpath.basename(lost) in scan.FILES:
        what = f"the folder {posixpath.dirname(lost)}"
    said = f"Flux applies nothing of {what}: {owner} does not list it, nor does anything else"
    fix = f"add it to {owner}, or remove it"
    return Finding(Location(lost), said, fix, severity=Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
