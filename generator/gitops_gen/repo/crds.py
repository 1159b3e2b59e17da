"""Schemas that come with a repository: of the CustomResourceDefinitions in it, and in folders that a person names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from gitops_gen.errors import user_error
from gitops_gen.repo.reading import Reading
from gitops_gen.schemas import Schema, of_crd

_CRD = "CustomResourceDefinition"
Key = tuple[str, str]
"""apiVersion, and kind in lower case."""


def schemas(repo: Reading, folders: Sequence[Path]) -> dict[Key, Schema]:
    """By apiVersion and kind; what the repository itself defines goes first.

    A folder holds CRDs as YAML, or JSON Schemas as `<group>/<kind>_<version>.json`, as catalogs for kubeconform do.
    Raises `UserError` for a folder that is not there, or holds neither.
    """
    found: dict[Key, Schema] = {}
    for folder in folders:
        if not folder.is_dir():
            raise user_error(f"{folder}: there is no such folder", fix="name one with schemas")
        held = Reading(folder)
        made = dict(_json(held)) | dict(_crds(held))
        if not made:
            fix = "it must hold CRDs as YAML, or <group>/<kind>_<version>.json"
            raise user_error(f"{folder}: there is no schema in it", fix=fix)
        found |= made
    return found | dict(_crds(repo))


def _crds(repo: Reading) -> Iterator[tuple[Key, Schema]]:
    """Those of every CRD; a broken one has none."""
    for one in repo.manifests:
        if one.kind == _CRD:
            try:
                made = of_crd(one.body)
            except ValueError:
                continue
            for (version, kind), schema in made.items():
                yield (version, kind.lower()), schema


def _json(held: Reading) -> Iterator[tuple[Key, Schema]]:
    for path in held.files.paths:
        folder, _, name = path.rpartition("/")
        kind, _, version = name.removesuffix(".json").rpartition("_")
        if name.endswith(".json") and kind and folder:
            try:
                body = json.loads(held.text(path))
            except ValueError:
                continue
            if isinstance(body, dict):
                api_version = f"{folder.rpartition('/')[2]}/{version}"
                yield (api_version, kind.lower()), Schema(f"{api_version} {kind}", body)
