"""Name references: fields that name an object which was renamed get its new name (and namespace)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gitops_gen.kustomize import fields, nodes
from gitops_gen.kustomize.fields import Spec
from gitops_gen.kustomize.ids import CLUSTER_WIDE, Gvk, Id
from gitops_gen.kustomize.nodes import LIST, MAP, SCALAR, Node
from gitops_gen.kustomize.outcome import Refused
from gitops_gen.kustomize.resource import PREFIXES, SUFFIXES, Resource, set_field, set_scalar


class _Known(NamedTuple):
    """An object's identity now, and the namespace that counted at first."""

    id: Id
    first: str
    namespace: str


class _Candidate:
    """A renamed object as others may refer to it."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.id = resource.id()
        self.previous = resource.previous()
        self.names = {one.name for one in self.previous}
        self.name, self.namespace, self.kind = resource.name, resource.namespace, resource.kind


def fix(resources: list[Resource]) -> None:
    """Fixes all references; fails where a name could mean several objects."""
    renamed = [_Candidate(one) for one in resources if one.previous()]
    by_name: dict[str, list[_Candidate]] = {}
    for candidate in renamed:
        for name in candidate.names:
            by_name.setdefault(name, []).append(candidate)
    everyone = [_Known(one.id(), one.original().effective, one.namespace) for one in resources]
    for resource in resources:
        _Referrer(resource, by_name, everyone).fix()


class _Referrer:
    """One object whose fields may name others."""

    def __init__(
        self, resource: Resource, by_name: dict[str, list[_Candidate]], everyone: list[_Known]
    ) -> None:
        self.resource = resource
        self.id = resource.id()
        self.first = resource.original()
        self._by_name = by_name
        self._everyone = everyone
        self._role_namespaces = _role_namespaces(resource, self.id)

    def fix(self) -> None:
        for referred in fields.name_references():
            for spec in referred.referrers:
                if not self.first.gvk.selected(spec.gvk):
                    continue
                if self.id.gvk.api_version != self.resource.api_version:
                    raise Refused(f"the API version of {self.id} has an empty part")
                unbound = Spec(spec.path)
                fields.apply(self.resource, unbound, self._setter(referred.gvk, spec.path))

    def _setter(self, target: Gvk, path: str) -> fields.SetFn:
        def set_value(node: Node) -> None:
            if nodes.is_null(node):
                return
            if node.kind == SCALAR:
                self._set_scalar(node, target, path)
            elif node.kind == MAP:
                self._set_map(node, target, path)
            else:
                for item in node.items:
                    if nodes.is_null(item):
                        continue
                    if item.kind == LIST:
                        raise Refused("a reference is a list", *nodes.places(item))
                    set_value(item)

        return set_value

    def _set_scalar(self, node: Node, target: Gvk, path: str) -> None:
        found = self._select(node.text, self._candidates(node.text), target, path, _same_names)
        if found is not None and found.name != node.text:
            wanted = nodes.scalar(found.name, source=node.source)
            if not found.name:
                return
            set_scalar(node, wanted)

    def _set_map(self, node: Node, target: Gvk, path: str) -> None:
        name = node.fields.get("name")
        if name is None:
            raise Refused(f"a reference at {path} has no name", *nodes.places(node))
        candidates = self._candidates(name.text)
        namespace = node.fields.get("namespace")
        if namespace is not None:
            candidates = self._in_namespace(candidates, namespace.text)
        found = self._select(name.text, candidates, target, path, _same_places)
        if found is None or (found.name == name.text and not found.namespace):
            return
        set_field(node, "name", nodes.scalar(found.name, source=name.source))
        if found.namespace:
            source = namespace.source if namespace is not None else node.source
            set_field(node, "namespace", nodes.scalar(found.namespace, source=source))

    def _candidates(self, name: str) -> list[_Candidate]:
        """The renamed objects that had the name and that this one could refer to."""
        return [one for one in self._by_name.get(name, ()) if self._near(one.id, one.namespace)]

    def _near(self, other: Id, namespace: str) -> bool:
        return (
            self.id.cluster
            or other.cluster
            or other.effective == self.id.effective
            or namespace in self._role_namespaces
        )

    def _in_namespace(self, found: list[_Candidate], namespace: str) -> list[_Candidate]:
        """By the namespace at first; where nothing near was in it at first, by the one of now."""
        if namespace != CLUSTER_WIDE and any(
            one.first == namespace and self._near(one.id, one.namespace) for one in self._everyone
        ):
            return [one for one in found if one.previous[0].effective == namespace]
        return [one for one in found if not one.id.cluster and one.id.effective == namespace]

    def _select(
        self,
        name: str,
        found: list[_Candidate],
        target: Gvk,
        path: str,
        same: Callable[[list[_Candidate]], bool],
    ) -> _Candidate | None:
        found = [one for one in found if any(old.gvk.selected(target) for old in one.previous)]
        role = self._role(path)
        if role is not None:
            found = [one for one in found if any(old.gvk.selected(role) for old in one.previous)]
        if not self.id.cluster:
            found = [one for one in found if self._reaches(one)]
        if len(found) == 1:
            return found[0]
        found = [one for one in found if self._affixed(one, loose=True)]
        if len(found) > 1:
            found = [one for one in found if self._affixed(one, loose=False)]
        if not found:
            return None
        if len(found) == 1 or same(found):
            return found[0]
        raise Refused(
            f'"{name}" could mean {" or ".join(str(one.id) for one in found)}',
            nodes.place_of(self.resource.origin),
        )

    def _reaches(self, one: _Candidate) -> bool:
        return (
            one.id.cluster or one.kind == "ServiceAccount" or one.id.effective == self.id.effective
        )

    def _role(self, path: str) -> Gvk | None:
        """The kind that a role binding names."""
        role = self.resource.body.fields.get("roleRef") if path.endswith("roleRef/name") else None
        if role is None or role.kind != MAP:
            return None
        group, kind = role.fields.get("apiGroup"), role.fields.get("kind")
        return Gvk(group.text, "", kind.text) if group is not None and kind is not None else None

    def _affixed(self, one: _Candidate, *, loose: bool) -> bool:
        for key in (PREFIXES, SUFFIXES):
            own, other = self.resource.affixes(key), one.resource.affixes(key)
            if loose and not (own and other):
                continue
            if not _same_end(own, other):
                return False
        return True


def _same_end(one: list[str], other: list[str]) -> bool:
    short, long = sorted((one, other), key=len)
    if not short:
        return not long
    return long[-len(short) :] == short


def _same_names(found: list[_Candidate]) -> bool:
    return len({one.name for one in found}) == 1


def _same_places(found: list[_Candidate]) -> bool:
    return len({(one.name, one.namespace) for one in found}) == 1


def _role_namespaces(resource: Resource, own: Id) -> set[str]:
    """The namespaces of the service accounts that a role binding names."""
    if own.cluster or resource.kind != "RoleBinding":
        return set()
    subjects = resource.body.fields.get("subjects")
    found = set()
    for one in subjects.items if subjects is not None and subjects.kind == LIST else ():
        namespace, kind = one.fields.get("namespace"), one.fields.get("kind")
        if namespace is None or kind is None or nodes.text_of(kind) != "ServiceAccount":
            continue
        if not isinstance(nodes.value(namespace), str):
            raise Refused("the namespace of a subject is no text", *nodes.places(namespace))
        found.add(namespace.text)
    return found
