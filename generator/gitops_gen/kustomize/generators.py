"""`configMapGenerator` and `secretGenerator`: the objects they make, and what these do to others."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from gitops_gen.kustomize import nodes, pairs
from gitops_gen.kustomize.files import Reader
from gitops_gen.kustomize.kustomization import Kustomization
from gitops_gen.kustomize.nodes import BOOL, LITERAL, PLAIN, SINGLE, STR, Node, Source
from gitops_gen.kustomize.outcome import Refused
from gitops_gen.kustomize.resource import BEHAVIOR, NEEDS_HASH, NOTES, Resource, made, set_field
from gitops_gen.kustomize.resources import Resources

_BEHAVIORS = ("create", "replace", "merge")
_LINE = 70


def generate(reader: Reader, own: Kustomization, found: Resources) -> None:
    """Makes every generator's object and takes it up: as a new one, or over or into the one of that name."""
    shared = own.fields.get("generatorOptions")
    for field, make in (("configMapGenerator", _config_map), ("secretGenerator", _secret)):
        for entry, source in own.list(field):
            options = merged_options(entry.get("options"), shared)
            data = pairs.load(reader, own.folder, entry, source)
            node = _base(entry, source)
            make(node, entry, data)
            _finish(node, options)
            one = Resource(node, source)
            if not options.get("disableNameSuffixHash"):
                one.enable(NEEDS_HASH)
            behavior = entry.get("behavior", "")
            behavior = behavior if behavior in _BEHAVIORS else "unspecified"
            one.set_annotations({**one.annotations(), BEHAVIOR: behavior})
            _absorb(found, one, behavior)


def merged_options(
    own: Mapping[str, Any] | None, shared: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """An entry's options with those for all generators behind them; a switch is on where either says so."""
    own, shared = own or {}, shared or {}
    found: dict[str, Any] = {
        field: {**shared.get(field, {}), **own.get(field, {})}
        for field in ("labels", "annotations")
    }
    for field in ("disableNameSuffixHash", "immutable"):
        found[field] = bool(own.get(field) or shared.get(field))
    return found


def _base(entry: dict[str, Any], source: Source) -> Node:
    if not entry.get("name"):
        raise Refused("a generator needs a name", nodes.place_of(source))
    node = nodes.mapping(source)
    node.fields["apiVersion"] = nodes.scalar("v1", STR, source=source)
    metadata = node.fields["metadata"] = nodes.mapping(source)
    for field in ("name", "namespace"):
        if entry.get(field):
            set_field(metadata, field, nodes.string(entry[field], (source, field)))
    return node


def _config_map(node: Node, _entry: dict[str, Any], data: list[pairs.Pair]) -> None:
    node.fields["kind"] = nodes.scalar("ConfigMap", STR, source=node.source)
    _fill(node, {one.key: (one.value, one.source) for one in data})


def _secret(node: Node, entry: dict[str, Any], data: list[pairs.Pair]) -> None:
    node.fields["kind"] = nodes.scalar("Secret", STR, source=node.source)
    kind = entry.get("type") or "Opaque"
    set_field(node, "type", nodes.string(kind, node.source))
    made(node, "data").source = node.source
    _fill(node, {one.key: (encoded(one.value), one.source) for one in data})


def _fill(node: Node, data: Mapping[str, tuple[str, Source | None]]) -> None:
    for key in sorted(data):
        text, source = data[key]
        style = LITERAL if "\n" in text else PLAIN
        held = made(node, "data")
        held.source = held.source or node.source
        set_field(held, key, nodes.scalar(text, STR, style, source))


def encoded(text: str) -> str:
    """Base64 in lines of 70, as kustomize writes it; one line has no end."""
    found = base64.b64encode(text.encode()).decode()
    if len(found) < _LINE:
        return found
    return "".join(f"{found[i : i + _LINE]}\n" for i in range(0, len(found), _LINE))


def _finish(node: Node, options: Mapping[str, Any]) -> None:
    one = Resource(node, ("", 0))
    metadata = made(node, "metadata")
    for key in sorted(options["labels"]):
        held = made(metadata, "labels")
        set_field(held, key, nodes.scalar(options["labels"][key], STR, SINGLE))
    for key in sorted(options["annotations"]):
        one.annotate(key, options["annotations"][key])
    if options["immutable"]:
        set_field(node, "immutable", nodes.scalar("true", BOOL))


def _absorb(found: Resources, one: Resource, behavior: str) -> None:
    own = one.id()
    known = [old for old in found.all if any(own.same(id_) for id_ in old.all_ids())]
    place = nodes.place_of(one.origin)
    if not known:
        if behavior in ("merge", "replace"):
            raise Refused(f"there is no {own} to {behavior}", place)
        found.append(one)
        return
    if len(known) > 1:
        raise Refused(f"several objects could take the generated {own}", place)
    if behavior not in ("merge", "replace"):
        raise Refused(f"{own} is there already: the behavior must be merge or replace", place)
    old = known[0]
    inherit(one, old)
    if behavior == "merge":
        for field in ("data", "binaryData"):
            _merge_data(one.body, old.body, field)
    wanted = one.id()
    index = next(i for i, each in enumerate(found.all) if wanted.same(each.id()))
    if found.all[index] is not old:
        raise Refused(f"several objects could take the generated {own}", place)
    found.all[index] = one
    found.changed()


def inherit(one: Resource, old: Resource) -> None:
    """Labels, annotations, name and namespace of the object before; kustomize's notes are those of the old one."""
    one.set_labels({**old.labels(), **one.labels()})
    held, before = one.annotations(), old.annotations()
    merged = {**before, **held}
    for note in NOTES:
        merged.pop(note, None)
        if note in before:
            merged[note] = before[note]
    if NEEDS_HASH not in held:
        merged.pop(NEEDS_HASH, None)
    one.set_annotations(merged)
    one.set_name(old.name)
    one.set_namespace(old.namespace)


def _merge_data(node: Node, old: Node, field: str) -> None:
    found: dict[str, tuple[str, Source | None]] = {}
    for held in (old.fields.get(field), node.fields.get(field)):
        if held is not None and not nodes.is_null(held):
            nodes.expect(held, nodes.MAP)
            found |= {key: (nodes.text_of(one), one.source) for key, one in held.fields.items()}
    node.fields.pop(field, None)
    if field == "data":
        _fill(node, found)
        return
    for key, (text, source) in sorted(found.items()):
        style = LITERAL if "\n" in text else PLAIN
        set_field(made(node, field), key, nodes.scalar(text, STR, style, source))
