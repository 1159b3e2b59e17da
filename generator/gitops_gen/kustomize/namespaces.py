"""`namespace`: every namespaced object moves there, and so do the subjects named `default` of role bindings."""

from __future__ import annotations

from collections import Counter

from gitops_gen.kustomize import fields, nodes
from gitops_gen.kustomize.fields import SetFn, Spec
from gitops_gen.kustomize.nodes import LIST, SCALAR, STR, Node, Source
from gitops_gen.kustomize.outcome import Refused
from gitops_gen.kustomize.resource import Resource

_BINDINGS = ("RoleBinding", "ClusterRoleBinding")
_OWN = Spec("metadata/namespace", create=True)


def apply(resources: list[Resource], namespace: str, source: Source) -> None:
    taken = Counter(_key(resource) for resource in resources)
    for resource in resources:
        if resource.annotations().get("kustomize.config.k8s.io/helm-generated") == "true":
            continue
        resource.remember()
        taken[_key(resource)] -= 1
        _move(resource, namespace, source)
        taken[_key(resource)] += 1
        if taken[_key(resource)] != 1:
            raise Refused(
                f"the namespace makes two objects one: {resource.id()}", nodes.place_of(source)
            )


def _key(resource: Resource) -> tuple[str, ...]:
    own = resource.id()
    return (*own.gvk, own.name, own.effective)


def _move(resource: Resource, namespace: str, source: Source) -> None:
    setter = fields.entry_setter("", namespace, STR, source)
    if not resource.id().cluster:
        fields.apply(resource, _OWN, setter, create=SCALAR)
    if resource.kind in _BINDINGS:
        subjects = resource.body.fields.get("subjects")
        if subjects is not None and not nodes.is_null(subjects):
            nodes.expect(subjects, LIST)
            for one in subjects.items:
                _subject(one, setter)
    for spec in fields.default("namespace"):
        if spec.path == "metadata/name" and resource.api_version != "v1":
            continue
        fields.apply(resource, spec, setter, create=SCALAR, tag=STR)


def _subject(subject: Node, setter: SetFn) -> None:
    if nodes.is_null(subject):
        return
    nodes.expect(subject, nodes.MAP)
    name = subject.fields.get("name")
    if name is None or nodes.is_null(name):
        return
    nodes.expect(name, SCALAR)
    if name.text != "default":
        return
    found = subject.fields.get("namespace")
    if found is None:
        found = subject.fields["namespace"] = Node(SCALAR)
    setter(found)
