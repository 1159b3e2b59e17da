"""The transformers of one kustomization, in the order in which kustomize runs them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.kustomize import (
    fields,
    files,
    images,
    labels,
    names,
    namespaces,
    nodes,
    patches,
    replacements,
    replicas,
    selectors,
    shapes,
)
from gitops_gen.kustomize.fields import Spec
from gitops_gen.kustomize.files import Reader
from gitops_gen.kustomize.ids import Gvk
from gitops_gen.kustomize.images import Image
from gitops_gen.kustomize.kustomization import Kustomization
from gitops_gen.kustomize.nodes import Source
from gitops_gen.kustomize.outcome import Place, Refused, Unsure, Unused
from gitops_gen.kustomize.patches import Loaded, Text
from gitops_gen.kustomize.replacements import Target
from gitops_gen.kustomize.resource import REKINDS, RENAMES
from gitops_gen.kustomize.resources import Resources
from gitops_gen.kustomize.selectors import Selector
from gitops_gen.yamlio.read import documents


def transform(reader: Reader, own: Kustomization, found: Resources, unused: list[Unused]) -> None:
    """Runs all of them on what was accumulated; patches are read before anything is changed."""
    named = [_strategic(reader, own, *entry) for entry in own.list("patchesStrategicMerge")]
    loaded = [(*entry, _patch(reader, own, *entry)) for entry in own.list("patches")]
    jsons = [(*entry, _json(reader, own, *entry)) for entry in own.list("patchesJson6902")]
    replaced = list(_replacements(reader, own))
    for one in chain.from_iterable(named):
        patches.merge_named(found, one)
    found.drop_empties()
    for entry, source, patch in loaded:
        if not _apply(found, entry, patch, source):
            unused.append(Unused("patch", nodes.place_of(source)))
        found.drop_empties()
    _rename(own, found)
    _label(own, found)
    for entry, source, patch in jsons:
        if not patches.patch_json(found, _selector(entry["target"]), patch, remember=False):
            unused.append(Unused("patch", nodes.place_of(source)))
    _set(own, found, unused)
    for entry, source in replaced:
        value = replacements.value_of(found.all, entry, source)
        for target in _targets(entry, source):
            if not replacements.write(found.all, value, target):
                unused.append(Unused("replacement", nodes.place_of(target.source)))
    found.drop_empties()  # the last change of identities too


def _set(own: Kustomization, found: Resources, unused: list[Unused]) -> None:
    for entry, source in own.list("replicas"):
        replicas.apply(found.all, entry.get("name", ""), entry.get("count", 0), source)
    for entry, source in own.list("images"):
        if not images.apply(found.all, _image(entry), source):
            unused.append(Unused("image", nodes.place_of(source)))


def _replacements(reader: Reader, own: Kustomization) -> Iterator[tuple[dict[str, Any], Source]]:
    """Those that stand in the kustomization, and those of files that it names."""
    for entry, source in own.list("replacements"):
        if not entry.get("path"):
            yield entry, source
            continue
        if "source" in entry or entry.get("targets"):
            raise Refused("a replacement has a path or a source", nodes.place_of(source))
        read = _file(reader, own, entry["path"], (source, "path"))
        yield from _replacements_in(read)


def _replacements_in(read: Text) -> Iterator[tuple[dict[str, Any], Source]]:
    place = Place(read.file)
    try:
        found = documents(read.text, read.file)
        body = found[0].body if found else None
        listed = body if isinstance(body, list) else [body]
        shape = [shapes.REPLACEMENT]
        for i, entry in enumerate(shapes.decoded(listed, shape, place)):
            yield entry, (((read.file, 0), i) if isinstance(body, list) else (read.file, 0))
    except (Refused, UserError):
        raise Unsure(
            "a file of replacements with unknown fields or of another form", place
        ) from None


def _targets(entry: dict[str, Any], source: Source) -> Iterator[Target]:
    if "targets" not in entry:
        raise Refused("a replacement needs targets", nodes.place_of(source))
    for i, one in enumerate(entry["targets"]):
        place = ((source, "targets"), i)
        if "select" not in one:
            raise Refused("a target must select resources", nodes.place_of(place))
        yield Target(
            _selector(one["select"]),
            tuple(map(_selector, one.get("reject", ()))),
            tuple(one.get("fieldPaths", ())),
            one.get("options", {}),
            place,
        )


def _rename(own: Kustomization, found: Resources) -> None:
    if namespace := own.text("namespace"):
        namespaces.apply(found.all, namespace, own.source("namespace"))
    if prefix := own.text("namePrefix"):
        names.prefix(found.all, prefix, own.source("namePrefix"))
    if suffix := own.text("nameSuffix"):
        names.suffix(found.all, suffix, own.source("nameSuffix"))


def _label(own: Kustomization, found: Resources) -> None:
    for entry, source in own.list("labels"):
        where = labels.specs(
            [_spec(one) for one in entry.get("fields", ())],
            selectors=entry.get("includeSelectors", False),
            templates=entry.get("includeTemplates", False),
        )
        labels.apply(found.all, entry.get("pairs", {}), where, (source, "pairs"))
    for field in ("commonLabels", "commonAnnotations"):
        labels.apply(found.all, own.map(field), fields.default(field), own.source(field))


def _spec(entry: dict[str, Any]) -> Spec:
    return Spec(entry.get("path", ""), _gvk(entry), entry.get("create", False))


def _gvk(entry: dict[str, Any]) -> Gvk:
    return Gvk(entry.get("group", ""), entry.get("version", ""), entry.get("kind", ""))


def _selector(entry: dict[str, Any]) -> Selector:
    return Selector(
        _gvk(entry),
        entry.get("name", ""),
        entry.get("namespace", ""),
        entry.get("labelSelector", ""),
        entry.get("annotationSelector", ""),
    )


def _image(entry: dict[str, Any]) -> Image:
    return Image(
        entry.get("name", ""),
        entry.get("newName", ""),
        entry.get("newTag", ""),
        entry.get("digest", ""),
        entry.get("tagSuffix", ""),
    )


def _file(reader: Reader, own: Kustomization, path: str, source: Source) -> Text:
    """A patch in a file of its own."""
    if "://" in path:
        raise Unsure(f"the remote file {path}", nodes.place_of(source))
    if path.startswith("/"):
        raise Unsure(f"the absolute path {path}", nodes.place_of(source))
    full = files.join(own.folder, path)
    text = reader.text(full)
    if text is None:
        raise Refused(f"{path} is not there", nodes.place_of(source))
    return Text(text, full, None, source)


def _patch(reader: Reader, own: Kustomization, entry: dict[str, Any], source: Source) -> Loaded:
    text, path = entry.get("patch", "").strip(), entry.get("path", "")
    if bool(text) == bool(path):
        raise Refused("a patch needs one of patch and path", nodes.place_of(source))
    if path:
        read = _file(reader, own, path, (source, "path"))
    else:
        read = Text(text, own.file, (source, "patch"), (source, "patch"))
    loaded = patches.load(read)
    options = entry.get("options", {})
    for one in loaded.merges:
        for field, note in (("allowNameChange", RENAMES), ("allowKindChange", REKINDS)):
            if options.get(field):
                one.enable(note)
    if "target" in entry and len(loaded.merges) > 1:
        raise Refused("several patches in one entry cannot have a target", nodes.place_of(source))
    return loaded


def _apply(found: Resources, entry: dict[str, Any], patch: Loaded, source: Source) -> bool:
    """False where a patch with a target changes nothing."""
    if patch.operations is not None:
        if "target" not in entry:
            raise Refused("a JSON patch needs a target", nodes.place_of(source))
        return patches.patch_json(found, _selector(entry["target"]), patch, remember=True)
    if "target" not in entry:
        for one in patch.merges:
            patches.merge_one(found, one)
        return True
    if not patch.merges:
        return True
    selected = selectors.select(found.all, _selector(entry["target"]))
    patches.merge_all(found, selected, patch.merges[0])
    return bool(selected)


def _strategic(reader: Reader, own: Kustomization, entry: str, source: Source) -> list[Any]:
    """An entry of `patchesStrategicMerge` is a patch itself, or else the path of one."""
    try:
        return patches.merge_patches(Text(entry, own.file, source, source))
    except Refused:
        return patches.merge_patches(_file(reader, own, entry, source))


def _json(reader: Reader, own: Kustomization, entry: dict[str, Any], source: Source) -> Loaded:
    text, path = entry.get("patch", ""), entry.get("path", "")
    if not entry.get("target", {}).get("name"):
        raise Refused("a JSON patch needs a target with a name", nodes.place_of(source))
    if bool(text) == bool(path):
        raise Refused("a JSON patch needs one of patch and path", nodes.place_of(source))
    if path:
        return patches.json_operations(_file(reader, own, path, (source, "path")))
    return patches.json_operations(Text(text, own.file, (source, "patch"), (source, "patch")))
