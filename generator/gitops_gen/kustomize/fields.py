"""Field specs: which fields of which kinds a transformer touches, and the walk to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from gitops_gen.kustomize import nodes
from gitops_gen.kustomize.ids import Gvk, facts
from gitops_gen.kustomize.nodes import LIST, MAP, SCALAR, Node, Source
from gitops_gen.kustomize.outcome import Refused, Unsure
from gitops_gen.kustomize.resource import Resource, set_field, set_scalar

SetFn: TypeAlias = Callable[[Node], None]


class Spec(NamedTuple):
    """A path with `/` between its parts; lists on the way are walked through."""

    path: str
    gvk: Gvk = Gvk()
    create: bool = False


class Referred(NamedTuple):
    """A kind whose names stand in the fields of others."""

    gvk: Gvk
    referrers: tuple[Spec, ...]


def _spec(entry: dict[str, Any]) -> Spec:
    return Spec(entry["path"], _gvk(entry), entry.get("create", False))


def _gvk(entry: dict[str, Any]) -> Gvk:
    return Gvk(entry.get("group", ""), entry.get("version", ""), entry.get("kind", ""))


@cache
def default(name: str) -> tuple[Spec, ...]:
    """kustomize's own field specs: `commonLabels`, `images`, ..."""
    return tuple(map(_spec, facts()["config"][name]))


@cache
def name_references() -> tuple[Referred, ...]:
    return tuple(
        Referred(_gvk(entry), tuple(map(_spec, entry["fieldSpecs"])))
        for entry in facts()["config"]["nameReference"]
    )


def merged(specs: Iterable[Spec], more: Iterable[Spec]) -> tuple[Spec, ...]:
    """kustomize's `MergeAll`: one that is there already, or a wider one of the kind, stays alone."""
    found = list(specs)
    for spec in more:
        same = next(
            (one for one in found if one.gvk.selected(spec.gvk) and one.path == spec.path), None
        )
        if same is None:
            found.append(spec)
        elif same.create != spec.create:
            raise Refused("conflicting fieldspecs")
    return tuple(found)


def split(path: str, delimiter: str) -> list[str]:
    """kyaml's `PathSplitter`: a delimiter after a backslash belongs to the part."""
    parts = path.split(delimiter)
    if len(parts) > 1 and not parts[0]:
        parts = parts[1:]
    found = [parts[0]]
    for part in parts[1:]:
        if found[-1].endswith("\\"):
            found[-1] = found[-1][:-1] + delimiter + part
        else:
            found.append(part)
    return found


def apply(
    resource: Resource, spec: Spec, set_value: SetFn, create: str = "", tag: str = ""
) -> None:
    """Calls `set_value` for each field of a spec; `create` is the kind of node that is made where none is."""
    if not _matches(resource, spec.gvk):
        return
    if create and not spec.create:
        create = ""
    _walk(resource.body, split(spec.path, "/"), set_value, create, tag)


def _matches(resource: Resource, wanted: Gvk) -> bool:
    if wanted.kind and wanted.kind != resource.kind:
        return False
    if not (wanted.group or wanted.version):
        return True
    return resource.id().gvk.selected(wanted)


def _walk(node: Node, path: list[str], set_value: SetFn, create: str, tag: str) -> None:
    if not path:
        set_value(node)
    elif node.tag == nodes.NULL:
        return
    elif node.kind == LIST:
        for item in node.items:
            _walk(item, path, set_value, create, tag)
    elif node.kind == MAP:
        _step(node, path, set_value, create, tag)
    else:
        raise Refused(
            f"a map or list is expected on the way to {'/'.join(path)}", *nodes.places(node)
        )


def _step(node: Node, path: list[str], set_value: SetFn, create: str, tag: str) -> None:
    name = path[0].removesuffix("[]")
    if not name:
        raise Refused("cannot set or create an empty field name")
    if name.isdigit() or name in ("-", "*") or name[0] == "[" or name != name.strip():
        raise Unsure(f"a field path with {name}")
    if name != path[0]:
        kind, new_tag, makes = LIST, "", False
    elif not create:
        kind, new_tag, makes = "", "", False
    elif len(path) == 1:
        kind, new_tag, makes = create, tag, True
    else:
        kind, new_tag, makes = MAP, "!!map", True
    found = node.fields.get(name)
    if found is None:
        if not makes:
            return
        found = Node(kind)
        node.fields[name] = found
    elif found.tag == nodes.NULL and kind:
        found.kind, found.tag = kind, new_tag
        if kind != SCALAR:
            found.text = ""
    _walk(found, path[1:], set_value, create, tag)


def entry_setter(key: str, text: str, tag: str, source: Source | None) -> SetFn:
    """Sets one entry of a map, or with "" as key a scalar; everywhere it is the same node, as in kustomize."""
    wanted = nodes.scalar(text, tag, source=source)

    def set_value(node: Node) -> None:
        if key:
            set_field(node, key, wanted)
        else:
            set_scalar(node, wanted)

    return set_value
