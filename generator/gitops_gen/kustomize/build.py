"""Builds a folder: equal to the real kustomize, or its failure, or not judged; never an exception."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gitops_gen.kustomize import hashes, nodes, order, plain, reading, references
from gitops_gen.kustomize.files import Files, Memory, Reader
from gitops_gen.kustomize.kustomization import Kustomization
from gitops_gen.kustomize.outcome import (
    Built,
    Edit,
    Failed,
    NotJudged,
    Object,
    Place,
    Refused,
    Unsure,
    Unused,
)
from gitops_gen.kustomize.resource import NOTES, Resource
from gitops_gen.kustomize.resources import Resources
from gitops_gen.kustomize.target import Target

__all__ = [
    "Built",
    "Edit",
    "Failed",
    "Files",
    "Memory",
    "NotJudged",
    "Object",
    "Outcome",
    "Place",
    "build",
]


Outcome = Built | Failed | NotJudged


def build(files: Files, folder: str, *, given: Mapping[str, Any] | None = None) -> Outcome:
    """Builds `folder` ("" is the root); `given` stands for the content of its kustomization file.

    `given` is how a caller adds what Flux' Kustomization adds: patches, images, namePrefix, ... The notes of its
    `buildMetadata` are left out: Flux asks for them so that a kustomization without resources is not empty.
    """
    folder = "" if folder == "." else folder.strip("/")
    if found := plain.build(Reader(files), folder, given):
        return found
    reader = Reader(files)
    try:
        return _build(reader, folder, given)
    except Refused as error:
        return Failed(error.message, error.places or (Place(folder),), tuple(reader.read))
    except Unsure as error:
        return NotJudged(error.reason, error.place or Place(folder), tuple(reader.read))
    except RecursionError:
        return NotJudged("the objects are nested too deep", Place(folder), tuple(reader.read))


def _build(reader: Reader, folder: str, given: Mapping[str, Any] | None) -> Built:
    unused: list[Unused] = []
    target = Target(reader, folder, unused)
    own = target.load(given)
    if own.fields.get("buildMetadata") and given is None:
        raise Unsure("the field buildMetadata", own.place("buildMetadata"))
    found = target.accumulate(own, Resources())
    hashes.add(found.all)
    references.fix(found.all)
    kept = Resources()
    kept.extend(one for one in found.all if _is_output(one))
    made = tuple(map(_object, _sorted(own, kept.all)))
    return Built(made, tuple(unused), tuple(reader.read))


def _is_output(one: Resource) -> bool:
    """Not where its annotation keeps it local; fails for what lost its kind or name."""
    reading.validated(one.body)
    return one.annotations().get("config.kubernetes.io/local-config", "false") == "false"


def _sorted(own: Kustomization, found: list[Resource]) -> list[Resource]:
    options = own.fields.get("sortOptions")
    if options is None:
        return found
    return order.ordered(found, options, own.place("sortOptions"))


def _object(one: Resource) -> Object:
    """The finished object: kustomize's notes go, and with them annotations that are no texts."""
    held = one.annotations()
    for note in (
        *NOTES,
        "config.kubernetes.io/origin",
        "alpha.config.kubernetes.io/transformations",
    ):
        held.pop(note, None)
    one.set_annotations(held)
    return Object(
        nodes.value(one.body),
        nodes.place_of(one.origin),
        tuple(nodes.edits(one.body, one.origin)),
    )
