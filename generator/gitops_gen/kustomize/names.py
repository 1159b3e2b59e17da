"""`namePrefix` and `nameSuffix`: the names of all objects but namespaces, CRDs and API services."""

from __future__ import annotations

from collections.abc import Iterable

from gitops_gen.kustomize import nodes
from gitops_gen.kustomize.ids import Gvk
from gitops_gen.kustomize.nodes import SCALAR, Source
from gitops_gen.kustomize.outcome import Unsure
from gitops_gen.kustomize.resource import PREFIXES, SUFFIXES, Resource, set_scalar

_SKIPPED = (
    Gvk(kind="CustomResourceDefinition"),
    Gvk(group="apiregistration.k8s.io", kind="APIService"),
    Gvk(kind="Namespace"),
)


def prefix(resources: Iterable[Resource], text: str, source: Source) -> None:
    for resource in _renamed(resources):
        resource.note(PREFIXES, text)
        resource.remember()
        _rename(resource, text, "", source)


def suffix(resources: Iterable[Resource], text: str, source: Source) -> None:
    for resource in _renamed(resources):
        resource.note(SUFFIXES, text)
        resource.remember()
        _rename(resource, "", text, source)


def _renamed(resources: Iterable[Resource]) -> Iterable[Resource]:
    for resource in resources:
        original = resource.original().gvk
        if not any(original.selected(one) for one in _SKIPPED):
            yield resource


def _rename(resource: Resource, before: str, after: str, source: Source) -> None:
    metadata = resource.body.fields.get("metadata")
    name = metadata.fields.get("name") if metadata is not None else None
    if name is None:
        return
    if nodes.is_null(name):
        raise Unsure("a name that is null", *nodes.places(name)[:1])
    nodes.expect(name, SCALAR)
    set_scalar(name, nodes.scalar(f"{before}{name.text}{after}", source=source))
