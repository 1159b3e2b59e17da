"""The kustomization files of a repository, as they are written."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from gitops_gen.fluxpath.scan import FILES
from gitops_gen.repo.reading import Reading

GROUP = "kustomize.config.k8s.io"
_PATCHES = ("patches", "patchesStrategicMerge", "patchesJson6902")


def is_kustomization(path: str) -> bool:
    """Whether kustomize looks for a file of this name."""
    return posixpath.basename(path) in FILES


def is_component(repo: Reading, path: str) -> bool:
    """Whether the kustomization is a Component, which another one must use."""
    held = repo.read[path].documents
    return any(isinstance(one.body, dict) and one.body.get("kind") == "Component" for one in held)


def named_patches(repo: Reading) -> frozenset[str]:
    """The files that kustomizations name as patches, also where these cannot be built."""
    return frozenset(
        path for file in repo.read if is_kustomization(file) for path in _of(repo, file)
    )


def _of(repo: Reading, file: str) -> Iterator[str]:
    for document in repo.read[file].documents:
        body = document.body if isinstance(document.body, dict) else {}
        for one in (entry for key in _PATCHES for entry in _list(body.get(key))):
            named = one.get("path") if isinstance(one, dict) else one
            if isinstance(named, str) and "\n" not in named:
                yield posixpath.normpath(posixpath.join(posixpath.dirname(file), named))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
