"""`replicas`: the count of a Deployment, StatefulSet, ReplicaSet or ReplicationController by its name."""

from __future__ import annotations

from collections.abc import Iterable

from gitops_gen.kustomize import fields, nodes
from gitops_gen.kustomize.nodes import INT, SCALAR, Source
from gitops_gen.kustomize.outcome import Refused
from gitops_gen.kustomize.resource import Resource


def apply(resources: Iterable[Resource], name: str, count: int, source: Source) -> None:
    """Fails where no object of these kinds has, or had, the name."""
    found = False
    for spec in fields.default("replicas"):
        for resource in resources:
            if any(one.name == name and one.gvk.selected(spec.gvk) for one in resource.all_ids()):
                found = True
                setter = fields.entry_setter("", str(count), INT, (source, "count"))
                fields.apply(resource, spec, setter, create=SCALAR, tag=INT)
    if not found:
        raise Refused(
            f"no object whose replicas can be set is named {name}", nodes.place_of(source)
        )
