"""Labels and annotations for all objects: `labels`, `commonLabels`, `commonAnnotations`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gitops_gen.kustomize import fields
from gitops_gen.kustomize.fields import Spec
from gitops_gen.kustomize.nodes import MAP, STR, Source
from gitops_gen.kustomize.resource import Resource

METADATA = Spec("metadata/labels", create=True)


def specs(own: Iterable[Spec], *, selectors: bool, templates: bool) -> tuple[Spec, ...]:
    """The fields of one entry of `labels`."""
    if selectors:
        return fields.merged(own, fields.default("commonLabels"))
    if templates:
        own = fields.merged(own, fields.default("templateLabels"))
    return fields.merged(own, (METADATA,))


def apply(
    resources: Iterable[Resource],
    wanted: Mapping[str, str],
    where: tuple[Spec, ...],
    source: Source,
) -> None:
    """Sets each entry in each field; `source` is the map that holds them."""
    for resource in resources:
        for key in sorted(wanted):
            setter = fields.entry_setter(key, wanted[key], STR, (source, key))
            for spec in where:
                fields.apply(resource, spec, setter, create=MAP, tag="!!map")
