"""The kustomization that kustomize-controller 1.9.5 builds for a path: found or generated, with spec's fields in it.

What it does not put there is for after the build: commonMetadata, postBuild, decryption.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from gitops_gen.errors import UserError
from gitops_gen.fluxpath import objects, shape
from gitops_gen.records import Record
from gitops_gen.yamlio import limits, scalars
from gitops_gen.yamlio.build import Builder

FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""The names of a kustomization; the first that is there counts."""
_REFUSED = ("this is not YAML", "kubectl and Helm refuse", "the alias has no anchor", "the tag !!")


class Files(Protocol):
    """A repository as its artifact holds it; paths are relative to its root, which is the empty one."""

    def text(self, path: str) -> str | None:
        """The text of a file; None where it is none, or no UTF-8."""

    def is_file(self, path: str) -> bool:
        """Whether a file stands there."""

    def is_dir(self, path: str) -> bool:
        """Whether a folder stands there."""

    def entries(self, path: str) -> list[str]:
        """The names in a folder."""

    def documents(self, path: str) -> Sequence[tuple[int, Any]] | None:
        """The documents of a file with their numbers, as all readers of YAML read it; None where they may differ."""


class Scanned(Record, frozen=True):
    """The kustomization: `file` is where it stands or, where there is none, where Flux writes one."""

    file: str
    body: dict[str, Any]


class Failed(Record, frozen=True):
    """Flux fails, at `file` or at the path itself."""

    message: str
    file: str


class NotJudged(Record, frozen=True):
    """We do not know what Flux makes of `file`."""

    reason: str
    file: str


class _Stop(Exception):
    def __init__(self, verdict: Failed | NotJudged) -> None:
        super().__init__()
        self.verdict = verdict


def scan(files: Files, path: str, spec: dict[str, Any]) -> Scanned | Failed | NotJudged:
    """The kustomization of a Flux Kustomization with this `spec.path`; `spec` has passed its schema."""
    folder = _joined(path)
    if not files.is_dir(folder):
        lacking = "is a file, not a folder" if files.is_file(folder) else "is not there"
        return Failed(f"the path {lacking}", folder)
    try:
        found = _found(files, folder)
        file = found or _join(folder, FILES[0])
        body = _read(files, found) if found else _generated(files, folder)
        _add(body, _spec(spec, file), files, folder)
    except _Stop as stop:
        return stop.verdict
    return Scanned(file, _ordered(body))


def is_local(component: str) -> bool:
    """Whether a component's path is one that Flux takes: no URL, not absolute."""
    lower = component.lower()
    remote = ("git::", "gh:", "ssh://", "https://", "http://", "git@", "github.com:", "github.com/")
    if any(lower.startswith(start) and len(component) > len(start) for start in remote):
        return False
    return not component.startswith("/") and not lower.removeprefix("file://").startswith("/")


def _joined(path: str) -> str:
    """The folder of a path: no dots lead out of the repository."""
    return posixpath.normpath(f"/{path}").lstrip("/")


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _found(files: Files, folder: str) -> str:
    """The kustomization of a folder, or nothing."""
    paths = (_join(folder, name) for name in FILES)
    return next((path for path in paths if files.is_file(path)), "")


def _generated(files: Files, folder: str) -> dict[str, Any]:
    resources = [f"./{path}" for path in _manifests(files, folder, "")]
    body: dict[str, Any] = {"namespace": "_placeholder"}
    return {**_HEAD, **({"resources": resources} if resources else body)}


_HEAD = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}


def _manifests(files: Files, folder: str, below: str) -> Iterator[str]:
    """Every manifest below a folder in the order of names, and the folders that have a kustomization of their own."""
    for name in sorted(files.entries(folder), key=str.encode):
        path, shown = _join(folder, name), _join(below, name)
        if files.is_dir(path):
            if _found(files, path):
                yield shown
            else:
                yield from _manifests(files, path, shown)
        elif name.endswith((".yaml", ".yml")):
            _check(files, path)
            yield shown


def _check(files: Files, path: str) -> None:
    known = files.documents(path)
    if known and all(objects.is_object(body) for _, body in known):
        return
    text = files.text(path)
    if text is None:
        raise _Stop(NotJudged("the file is not UTF-8", path))
    try:
        objects.check(text)
    except objects.Refused as refused:
        raise _Stop(Failed(f"the file is no Kubernetes object: {refused}", path)) from None
    except objects.Unsure as unsure:
        raise _Stop(NotJudged(str(unsure), path)) from None


def _read(files: Files, path: str) -> dict[str, Any]:
    """A kustomization as Flux keeps it: without what its structs do not know."""
    text = files.text(path)
    try:
        text = limits.checked(text, path) if text is not None else None
    except UserError:
        text = None
    if text is None:
        raise _Stop(NotJudged("the file holds bytes that are no text", path))
    builder = Builder(text, scalars.KUBERNETES)
    builder.run()
    for problem in builder.problems[:1]:
        verdict = Failed if problem.message.startswith(_REFUSED) else NotJudged
        raise _Stop(verdict(problem.message, path))
    body = builder.documents[0][0] if builder.documents else None
    made = _shaped({} if body is None else body, shape.KUSTOMIZATION, path)
    if "resources" not in made:
        made["buildMetadata"] = ["originAnnotations"]
    return {**_HEAD, **made}


def _shaped(body: Any, fields: dict[str, shape.Shape], path: str) -> dict[str, Any]:
    try:
        made: dict[str, Any] = shape.shaped(body, fields)
    except shape.Misfit as misfit:
        raise _Stop(Failed(str(misfit), path)) from None
    except shape.Unsure as unsure:
        raise _Stop(NotJudged(str(unsure), path)) from None
    return made


def _spec(spec: dict[str, Any], file: str) -> dict[str, Any]:
    try:
        made: dict[str, Any] = shape.shaped(spec, shape.SPEC)
    except (shape.Misfit, shape.Unsure) as wrong:
        raise _Stop(NotJudged(f"the Flux Kustomization has a wrong field: {wrong}", file)) from None
    return made


def _add(body: dict[str, Any], spec: dict[str, Any], files: Files, folder: str) -> None:
    """Puts spec's fields into the kustomization: they come last, or win."""
    for field, target in _REPLACED.items():
        if field in spec:
            body[target] = spec[field]
    body["patches"] = [*body.get("patches", ()), *spec.get("patches", ())]
    body["components"] = [*body.get("components", ()), *_components(spec, files, folder)]
    body["images"] = _images(body.get("images", []), spec.get("images", []))


_REPLACED = {
    "targetNamespace": "namespace",
    "namePrefix": "namePrefix",
    "nameSuffix": "nameSuffix",
    "buildMetadata": "buildMetadata",
}


def _components(spec: dict[str, Any], files: Files, folder: str) -> Iterator[str]:
    for component in spec.get("components", ()):
        if not is_local(component):
            raise _Stop(Failed(f"the component {component} must be a local, relative path", folder))
        if spec.get("ignoreMissingComponents") and not _exists(files, folder, component):
            continue
        yield component


def _exists(files: Files, folder: str, path: str) -> bool:
    place = posixpath.normpath(posixpath.join(folder, path))
    if place == ".." or place.startswith("../"):
        return False
    place = "" if place == "." else place
    return files.is_dir(place) or files.is_file(place)


def _images(own: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The kustomization's images with Flux' own: one of the same name changes, tag and digest as one."""
    images = [dict(image) for image in own]
    for new in given:
        same = next((one for one in images if one.get("name", "") == new.get("name", "")), None)
        if same is None:
            images.append(dict(new))
            continue
        if "newName" in new:
            same["newName"] = new["newName"]
        if "newTag" in new or "digest" in new:
            for field in ("newTag", "digest"):
                same.pop(field, None)
            same.update({field: new[field] for field in ("newTag", "digest") if field in new})
    return images


def _ordered(body: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty, in the order of the alphabet, as Flux writes it."""
    return {key: body[key] for key in sorted(body) if body[key] not in ([], "")}
