"""`patches`, `patchesStrategicMerge` and `patchesJson6902`: what a patch is, which objects it means, what it does."""

from __future__ import annotations

import json
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.kustomize import jsonpatch, merge, nodes, reading, selectors
from gitops_gen.kustomize.nodes import Source
from gitops_gen.kustomize.outcome import Refused, Unsure
from gitops_gen.kustomize.resource import LEGACY, REKINDS, RENAMES, Resource
from gitops_gen.kustomize.resources import Resources
from gitops_gen.kustomize.selectors import Selector
from gitops_gen.records import Record
from gitops_gen.yamlio import read

_INTERNAL = "internal.config.kubernetes.io/"


class Text(Record, frozen=True):
    """A patch as it was read; `base` is the field that holds it, None for a file of its own."""

    text: str
    file: str
    base: Source | None
    source: Source


class Loaded(Record, frozen=True):
    """A patch that was understood: strategic merge patches or the operations of a JSON patch, neither for nothing."""

    merges: list[Resource]
    operations: list[Any] | None
    sources: list[Source]
    inline: bool = False


def load(patch: Text) -> Loaded:
    """Finds out what kind of patch a text is; fails where it is none, or both."""
    merges: list[Resource] = []
    wrong = ""
    try:
        merges = merge_patches(patch)
    except Refused as error:
        wrong = error.message
    operations = _operations(patch)
    if wrong and operations is None:
        raise Refused(f"neither a strategic merge nor a JSON patch: {wrong}", _place(patch))
    if merges and operations:
        raise Refused("both a strategic merge and a JSON patch", _place(patch))
    if not wrong:
        return Loaded(merges, None, [])
    found = operations or []
    return Loaded([], found, _sources(patch, len(found)), patch.base is not None)


def _place(patch: Text) -> Any:
    return nodes.place_of(patch.source)


def _sources(patch: Text, count: int) -> list[Source]:
    if patch.base is not None:
        return [patch.base] * count
    return [((patch.file, 0), i) for i in range(count)]


def merge_patches(patch: Text) -> list[Resource]:
    """The strategic merge patches of a text."""
    return [
        Resource(node, source)
        for node, source in reading.resources(patch.text, patch.file, patch.base, twice_fails=False)
    ]


def _operations(patch: Text) -> list[Any] | None:
    """The operations of a JSON patch, None where the text is none."""
    if not patch.text:
        return None
    if patch.text[0] == "[":
        try:
            found = json.loads(patch.text)
        except ValueError:
            return None
    else:
        try:
            documents = read.documents(patch.text, patch.file)
        except UserError as error:
            if error.findings[0].message.startswith("this is not YAML"):
                return None
            raise Unsure(error.findings[0].message, _place(patch)) from None
        found = documents[0].body if documents else None
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, dict | None) for one in found):
        return None
    return found


def json_operations(patch: Text) -> Loaded:
    """The operations of an entry of `patchesJson6902`."""
    found = _operations(patch)
    if not found:
        raise Refused("the JSON patch is empty, or none", _place(patch))
    return Loaded([], found, _sources(patch, len(found)), patch.base is not None)


def merge_one(resources: Resources, patch: Resource) -> None:
    """A strategic merge patch without target: it names its object."""
    apply_merge(_target(resources, patch), patch)


def _target(resources: Resources, patch: Resource) -> Resource:
    wanted = patch.original()
    found = [one for one in resources.all if not one.empty and any(map(wanted.same, one.all_ids()))]
    if len(found) != 1:
        several = "several objects match" if found else "no object matches"
        raise Refused(f"{several} the patch of {wanted}", nodes.place_of(patch.origin))
    return found[0]


def merge_named(resources: Resources, patch: Resource) -> None:
    """An entry of `patchesStrategicMerge`."""
    merge_all(resources, [_target(resources, patch)], patch)


def merge_all(resources: Resources, selected: list[Resource], patch: Resource) -> None:
    """A strategic merge patch for each of the selected; what it deletes is gone at once."""
    taken = {one.id() for one in selected}
    kept = []
    for one in resources.all:
        if one.id() in taken:
            apply_merge(one, _for_target(patch, one))
        if not one.empty:
            kept.append(one)
    resources.reset(kept)


def _for_target(patch: Resource, target: Resource) -> Resource:
    """A copy of the patch under the kind of its target; its labels and annotations become strings."""
    made = patch.copy()
    made.set_labels(patch.labels())
    made.set_annotations(patch.annotations())
    made.set_name(patch.name)
    made.set_namespace(patch.namespace)
    made.set_kind(patch.kind)
    made.set_api_version(target.id().gvk.api_version)
    return made


def apply_merge(target: Resource, patch: Resource) -> None:
    """Merges a patch into an object; name and kind stay unless the patch may change them, the namespace stays."""
    name, namespace, kind = target.name, target.namespace, target.kind
    sources = _sources_of(target)
    renames, rekinds = patch.enabled(RENAMES), patch.enabled(REKINDS)
    if renames or rekinds:
        target.remember()
    if merge.merge(patch.body, target.body) is None:
        target.node = None
    if target.empty:
        return
    if not rekinds:
        target.set_kind(kind)
    if not renames:
        target.set_name(name)
    target.set_namespace(namespace)
    _restore(target, sources, renames=renames, rekinds=rekinds)


def _sources_of(target: Resource) -> dict[str, Source | None]:
    metadata = target.body.fields.get("metadata")
    found = {}
    if "kind" in target.body.fields:
        found["kind"] = target.body.fields["kind"].source
    if metadata is not None:
        found |= {
            key: metadata.fields[key].source
            for key in ("name", "namespace")
            if key in metadata.fields
        }
    return found


def _restore(
    target: Resource, sources: dict[str, Source | None], *, renames: bool, rekinds: bool
) -> None:
    metadata = target.body.fields["metadata"]
    if not rekinds and "kind" in sources:
        target.body.fields["kind"].source = sources["kind"]
    for key in ("name", "namespace"):
        if key in sources and key in metadata.fields and not (key == "name" and renames):
            metadata.fields[key].source = sources[key]


def patch_json(resources: Resources, by: Selector, patch: Loaded, *, remember: bool) -> bool:
    """A JSON patch for all that a selector takes; kustomize's notes on them survive it. False where it takes none."""
    selected = selectors.select(resources.all, by)
    for one in selected:
        if remember:
            one.remember()
        notes = {
            key: text
            for key, text in one.annotations().items()
            if key.startswith(_INTERNAL) or key in LEGACY
        }
        jsonpatch.apply(one.body, patch.operations or [], patch.sources, inline=patch.inline)
        if one.body.kind != nodes.MAP:
            raise Unsure("a JSON patch that makes a list of an object")
        one.set_annotations({**one.annotations(), **notes})
    return bool(selected)
