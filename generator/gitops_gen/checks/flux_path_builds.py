"""The path of every Flux Kustomization is a folder that kustomize builds.

Flux builds the path at each revision. Where it is missing, is a file, or does not build, nothing of it is applied
any more: the Kustomization is not Ready, what runs stays as it is, and whatever depends on it waits.

What our own kustomize does not know is built by the `kustomize` on PATH (5.8 or newer), in a temporary folder with
the files that the build names. What would make that one fetch or run something (remote bases, plugins, Helm charts)
or read beside the tree is not judged: nothing of a tree is run or fetched.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      interval: 1h
      path: ./apps/relo
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

import posixpath
from collections.abc import Iterator

from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.fluxpath import scan
from gitops_gen.kustomize.build import Failed, NotJudged
from gitops_gen.repo import composed
from gitops_gen.repo.cluster import Absent, Outside, Unit
from gitops_gen.repo.repository import Repo

_STRAY = (
    "without a kustomization.yaml Flux takes every YAML file below the path for manifests: "
    "add one that lists them, move the file elsewhere, or name it in .sourceignore"
)


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Each Kustomization once, however many clusters have it."""
    for cluster in repo.flux.clusters:
        for unit in cluster.units:
            yield from _judged(repo, unit)


def _judged(repo: Repo, unit: Unit) -> Iterator[Finding | Unjudged]:
    place = unit.held.at("spec", "path")
    match unit.outcome:
        case Absent(path=path, lacks=lacks) if lacks:
            said = f"Kustomization {unit.title}: Flux does not see the path ./{path}: {lacks}"
            yield Finding(place, said, "name a folder of real files that Git keeps")
        case Absent(path=path, file=file, near=near):
            what = "is a file, and Flux wants a folder" if file else f"is not in {_source(unit)}"
            fix = (
                f"did you mean ./{near}?" if near else "name a folder, from the root of the source"
            )
            yield Finding(place, f"Kustomization {unit.title}: the path ./{path} {what}", fix)
        case Failed(message=message, places=places):
            where = [repo.place(one) for one in places] or [place]
            said = f"Kustomization {unit.title} does not build: {message}"
            stray = places[0].file if len(places) == 1 else ""
            fix = _STRAY if _is_taken(repo, unit.path, stray) else ""
            yield Finding(where[0], said, fix, tuple(where[1:]))
        case NotJudged(reason=reason, place=there):
            yield Unjudged(repo.place(there), "kustomization", reason)
        case Outside(source=source):
            yield Unjudged(unit.held.at("spec", "sourceRef"), "source", f"{source} is not here")


def _is_taken(repo: Repo, path: str, file: str) -> bool:
    """Whether Flux takes a file for a manifest only because no kustomization says which ones are."""
    folder = posixpath.dirname(file)
    if posixpath.basename(file) in scan.FILES or not repo.files.is_file(file):
        return False
    while folder == path or folder.startswith(f"{path}/" if path else ""):
        if any(repo.files.is_file(posixpath.join(folder, name)) for name in scan.FILES):
            return False
        if folder == path:
            return True
        folder = posixpath.dirname(folder)
    return False


def _source(unit: Unit) -> str:
    """What the path is looked up in."""
    ref = unit.held.spec.get("sourceRef")
    if isinstance(ref, dict) and ref.get("kind") == composed.KIND:
        return f"the artifact {ref.get('name')}"
    return "this repository"


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
