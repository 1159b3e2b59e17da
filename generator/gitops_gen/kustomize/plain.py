"""The builds that change nothing: kustomizations that only list, and files that everybody reads alike.

Most of a repository is built so. What is here is what `Target` makes of the same files, without taking them apart;
wherever that is not certain it gives up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gitops_gen.kustomize import files, ids, kustomization
from gitops_gen.kustomize.files import Reader
from gitops_gen.kustomize.kustomization import COMPONENT
from gitops_gen.kustomize.outcome import Built, Object, Place, Refused, Unsure

_LISTING = frozenset(("apiVersion", "kind", "metadata", "resources", "buildMetadata"))
"""All that a kustomization may hold; notes of `buildMetadata` are left out anyway."""
_NOTES = ("config.kubernetes.io/", "config.k8s.io/")
"""In annotations that kustomize reads, or takes away."""


class _Other(Exception):
    """Not one of these builds."""


def build(reader: Reader, folder: str, given: Mapping[str, Any] | None) -> Built | None:
    """The objects of the folder; None where kustomize itself must be followed."""
    try:
        made = tuple(_folder(reader, folder, given, ()))
    except (_Other, Refused, Unsure):
        return None
    seen = {_identity(one.body) for one in made}
    return Built(made, (), tuple(reader.read)) if len(seen) == len(made) else None


def _folder(
    reader: Reader, folder: str, given: Mapping[str, Any] | None, above: tuple[str, ...]
) -> Iterator[Object]:
    own = kustomization.load(reader, folder, given)
    if not _LISTING.issuperset(own.fields) or own.kind == COMPONENT:
        raise _Other
    if given is None and own.fields.get("buildMetadata"):
        raise _Other
    for path, _ in own.list("resources"):
        if "://" in path or path.startswith("/"):
            raise _Other
        full = files.join(folder, path)
        if reader.is_file(full):
            yield from _file(reader, full)
        elif reader.is_dir(full) and full and not _circles(full, (*above, folder)):
            yield from _folder(reader, full, None, (*above, folder))
        else:
            raise _Other


def _circles(full: str, above: tuple[str, ...]) -> bool:
    return any(not one or one == full or one.startswith(f"{full}/") for one in above)


def _file(reader: Reader, path: str) -> Iterator[Object]:
    documents = reader.documents(path)
    if documents is None:
        raise _Other
    for index, body in documents:
        if body is not None:
            if not is_plain(body):
                raise _Other
            yield Object(body, Place(path, index))


def is_plain(body: Any) -> bool:
    """Whether a document is one object, with nothing in its metadata that kustomize reads or mends."""
    meta = body.get("metadata") if isinstance(body, dict) else None
    if not isinstance(meta, dict) or not _all_text(body, ("apiVersion", "kind")):
        return False
    if body["kind"].endswith("List") or not _all_text(meta, ("name",)):
        return False
    if "namespace" in meta and not _all_text(meta, ("namespace",)):
        return False
    notes = meta.get("annotations", ())
    if notes == ():
        return True
    if not isinstance(notes, dict) or not notes:
        return False
    return all(
        isinstance(value, str) and not any(note in key for note in _NOTES)
        for key, value in notes.items()
    )


def _all_text(body: Mapping[str, Any], fields: tuple[str, ...]) -> bool:
    return all(isinstance(found := body.get(one), str) and found for one in fields)


def _identity(body: Mapping[str, Any]) -> object:
    meta = body["metadata"]
    gvk = ids.gvk(body["apiVersion"], body["kind"])
    own = ids.current(gvk, meta["name"], meta.get("namespace", ""))
    return own.gvk, own.name, own.effective
