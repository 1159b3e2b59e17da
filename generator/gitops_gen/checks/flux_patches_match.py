"""Every patch, image override and replacement finds an object that it changes.

kustomize says nothing where the target of a patch, an entry of `images` or the target of a replacement takes no
object: the build succeeds, and the change is not there. A name was misspelled, or the object was renamed or removed.

A component, or a patch that is written once for many Kustomizations, must find something in one of them.

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
    patches:
      - target:
          kind: Namespace
          name: relo
        patch: |
          - op: add
            path: /metadata/labels
            value:
              team: web
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
    # apps/rello/kustomization.yaml
    resources: [namespace.yaml]
    patches:
      - target:
          kind: Namespace
          name: rello
        patch: |
          - op: add
            path: /metadata/labels
            value:
              team: web
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import mapping, sequence
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Location, Severity
from gitops_gen.kustomize import images
from gitops_gen.kustomize.outcome import Built, Failed, NotJudged, Place, Unused
from gitops_gen.records import Record
from gitops_gen.repo.cluster import Unit
from gitops_gen.repo.given import Given
from gitops_gen.repo.repository import Repo

_ADDED = ("patches", "images")
"""What a Flux Kustomization appends to the lists of its path's kustomization."""


class _Idle(Record, frozen=True):
    """What changed nothing in one build, where a person wrote it, and as what."""

    unit: Unit
    one: Unused
    place: Location
    entry: dict[str, Any]
    given: bool
    """Whether the Flux Kustomization holds it, not a file of its path."""


def find(repo: Repo) -> Iterator[Finding]:
    """Each entry once; one that some build uses, or may use, is no finding."""
    units = [unit for cluster in repo.flux.clusters for unit in cluster.units]
    idle = [one for unit in units for one in _idle(repo, unit)]
    times = Counter(one.place for one in idle)
    reads = Counter(file for unit in units for file in set(_read(unit)))
    writes = Counter(place for unit in units for place in _entries(unit))
    seen: set[Location] = set()
    for one in idle:
        every = writes[one.place] if one.given else reads[one.one.place.file]
        if one.place not in seen and times[one.place] == every:
            seen.add(one.place)
            yield _said(one)


def _read(unit: Unit) -> tuple[str, ...]:
    outcome = unit.outcome
    return outcome.read if isinstance(outcome, Built | Failed | NotJudged) else ()


def _entries(unit: Unit) -> Iterator[Location]:
    """The places of what a Flux Kustomization adds."""
    for field in _ADDED:
        for at in range(len(sequence(unit.held.spec.get(field)))):
            yield unit.held.at("spec", field, at)


def _idle(repo: Repo, unit: Unit) -> Iterator[_Idle]:
    for one in unit.outcome.unused if isinstance(unit.outcome, Built) else ():
        at = _given(repo, unit, one.place)
        if at is None:
            place, value = repo.place(one.place), _value(_body(repo, one.place), one.place.path)
        else:
            place = unit.held.at("spec", one.place.path[0], at)
            value = _value(unit.held.spec, (one.place.path[0], at))
        yield _Idle(unit, one, place, mapping(value), at is not None)


def _given(repo: Repo, unit: Unit, place: Place) -> int | None:
    """Which entry of the Flux Kustomization it is; None for one of the kustomization itself."""
    folder, _, name = place.file.rpartition("/")
    if folder != unit.path or len(place.path) != 2 or place.path[0] not in _ADDED:
        return None
    field, at = place.path
    if not isinstance(at, int) or not name.lower().startswith("kustomization"):
        return None
    return Given(unit.held, place.file, _body(repo, place)).entry(str(field), at)


def _body(repo: Repo, place: Place) -> Any:
    held = repo.parsed(place.file).documents
    return held[place.document].body if place.document < len(held) else None


def _value(value: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        if isinstance(value, list) and isinstance(key, int):
            value = value[key] if key < len(value) else None
        else:
            value = mapping(value).get(str(key))
    return value


def _said(idle: _Idle) -> Finding:
    title = idle.unit.title
    objects = idle.unit.objects
    match idle.one.what:
        case "image":
            name = str(idle.entry.get("name", ""))
            known = {images.split(text)[0] for one in objects for text in _images(one.body)}
            what = f"no container has the image {name}{did_you_mean(name, sorted(known))}"
        case "patch":
            target = mapping(idle.entry.get("target"))
            name, kind = str(target.get("name") or ""), target.get("kind")
            known = {one.name for one in objects if not kind or one.kind == kind}
            wanted = " ".join(str(one) for one in target.values()) or "its target"
            what = f"the patch changes nothing: no object is {wanted}"
            what += did_you_mean(name, sorted(known)) if name else ""
        case _:
            what = "the target of the replacement takes no object"
    said = f"{what}; kustomize builds {title} as if it were not there"
    return Finding(idle.place, said, "name what is there, or remove it", severity=CHECK.severity)


def _images(value: Any) -> Iterator[str]:
    """Every text that stands as `image` of a container, or of anything else."""
    if isinstance(value, dict):
        found = value.get("image")
        if isinstance(found, str):
            yield found
    for one in value.values() if isinstance(value, dict) else sequence(value):
        yield from _images(one)


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
