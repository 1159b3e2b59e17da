"""What our own kustomize does not judge is given to the real one, where that is safe and one is on PATH."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.kustomize import files as paths
from gitops_gen.kustomize.build import Built, Failed, Files, NotJudged, Object, Outcome, build
from gitops_gen.kustomize.closure import closure
from gitops_gen.kustomize.kustomization import NAMES
from gitops_gen.kustomize.outcome import Place, Unsure
from gitops_gen.programs.kustomize import Kustomize
from gitops_gen.yamlio import read

_NOTE = "config.kubernetes.io/origin"
_NOTES = (_NOTE, "alpha.config.kubernetes.io/transformations")
_WITH_ORIGINS = ("originAnnotations",)
_ENVIRONMENT = ("executable file not found", "proxyconnect", "dial ", "no space left", "killed")
"""What stands in a refusal that our walls caused, and not the tree."""


def built(
    tool: Kustomize, files: Files, folder: str, given: Mapping[str, Any] | None = None
) -> Outcome:
    """Builds a folder: by ourselves, else by `tool`; not judged where it must not, or cannot, be asked."""
    outcome = build(files, folder, given=given)
    if not isinstance(outcome, NotJudged):
        return outcome
    try:
        texts = closure(files, folder, given)
    except Unsure:
        return outcome
    file = next((one for one in _own(folder) if one in texts), _own(folder)[0])
    body = given if given is not None else _body(files, file)
    if body is None:
        return outcome
    answer = tool.build(texts | {file: _unsorted(body, _WITH_ORIGINS)}, folder)
    if answer and answer.refusal:  # the notes themselves fail where annotations are of an odd form
        answer = tool.build(texts | {file: _unsorted(body, ())}, folder)
    if answer is None:
        return NotJudged(
            "; ".join(filter(None, (outcome.reason, tool.why))), outcome.place, outcome.read
        )
    if not answer.refusal:
        try:
            made = tuple(_objects(answer.text, files, file))
        except UserError:
            return outcome
        return Built(made, (), tuple(texts), by=f"kustomize {tool.version}")
    if any(word in answer.refusal for word in _ENVIRONMENT):
        return outcome
    said = f"kustomize {tool.version} refuses it: {answer.refusal}"
    return Failed(said, (Place(file),), tuple(texts))


def _own(folder: str) -> list[str]:
    return [paths.join(folder, name) for name in NAMES]


def _body(files: Files, file: str) -> Mapping[str, Any] | None:
    known = files.documents(file)
    body = known[0][1] if known else None
    return body if isinstance(body, dict) else None


def _unsorted(body: Mapping[str, Any], notes: Sequence[str]) -> str:
    """The kustomization, which notes where each object was written, and sorts nothing that it does not say."""
    own = body.get("buildMetadata")
    added: dict[str, Any] = {"buildMetadata": [*(own if isinstance(own, list) else ()), *notes]}
    if body.get("sortOptions") is None:
        added["sortOptions"] = {"order": "fifo"}
    return json.dumps({**body, **added}, default=str)


def _objects(text: str, files: Files, file: str) -> Iterator[Object]:
    """What kustomize wrote. Raises `UserError` where that is more than we read."""
    for one in read.documents(text, "kustomize build"):
        if isinstance(one.body, dict):
            yield _object(one.body, files, file)


def _object(body: dict[str, Any], files: Files, file: str) -> Object:
    """The object without the notes, and the document that it comes from."""
    metadata = body.get("metadata")
    notes = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(metadata, dict) or not isinstance(notes, dict):
        return Object(body, Place(file))
    origin = _origin(notes.get(_NOTE))
    kept = {key: value for key, value in notes.items() if key not in _NOTES}
    metadata["annotations"] = kept
    if not kept:
        del metadata["annotations"]
    folder = file.rpartition("/")[0]
    source = origin.get("path") or origin.get("configuredIn")
    path = paths.join(folder, source) if isinstance(source, str) else file
    return Object(body, Place(path, _document(body, files, path)))


def _origin(note: object) -> dict[str, Any]:
    held = read.document(note, "origin").body if isinstance(note, str) else None
    return held if isinstance(held, dict) else {}


def _document(body: dict[str, Any], files: Files, path: str) -> int:
    """The document of a file that an object was made of: of its kind, with the longest name that is in its own."""
    best, longest = 0, -1
    for number, one in files.documents(path) or ():
        metadata = one.get("metadata") if isinstance(one, dict) else None
        name = metadata.get("name") if isinstance(metadata, dict) else None
        if isinstance(name, str) and one.get("kind") == body.get("kind"):
            length = len(name) if name in str(body["metadata"].get("name")) else 0
            if length > longest:
                best, longest = number, length
    return best
