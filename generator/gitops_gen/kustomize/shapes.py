"""The fields of a kustomization and their types, checked as Go's JSON decoder checks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from gitops_gen.kustomize.outcome import Place, Refused, Unsure

Shape: TypeAlias = Any
"""str, bool, int, ANY, [shape], {"*": shape} for a map of strings, {field: shape} for a struct."""

ANY = object()
_STRINGS: Shape = {"*": str}
_GVK: Shape = {"group": str, "version": str, "kind": str}
_ID: Shape = {**_GVK, "name": str, "namespace": str}
_SELECTOR: Shape = {**_ID, "labelSelector": str, "annotationSelector": str}
_PATCH: Shape = {
    "path": str,
    "patch": str,
    "target": _SELECTOR,
    "options": {"allowNameChange": bool, "allowKindChange": bool},
}
_IMAGE: Shape = dict.fromkeys(("name", "newName", "tagSuffix", "newTag", "digest"), str)
_OPTIONS: Shape = {
    "labels": _STRINGS,
    "annotations": _STRINGS,
    "disableNameSuffixHash": bool,
    "immutable": bool,
}
_GENERATOR: Shape = {
    "namespace": str,
    "name": str,
    "behavior": str,
    "literals": [str],
    "files": [str],
    "envs": [str],
    "env": str,
    "options": _OPTIONS,
}
_FIELD_OPTIONS: Shape = {"delimiter": str, "index": int, "encoding": str, "create": bool}
REPLACEMENT: Shape = {
    "source": {**_ID, "fieldPath": str, "options": _FIELD_OPTIONS},
    "targets": [
        {
            "select": _SELECTOR,
            "reject": [_SELECTOR],
            "fieldPaths": [str],
            "options": _FIELD_OPTIONS,
        }
    ],
    "sourceValue": str,
}
KUSTOMIZATION: Shape = {
    "kind": str,
    "apiVersion": str,
    "metadata": {"name": str, "namespace": str, "labels": _STRINGS, "annotations": _STRINGS},
    "openapi": _STRINGS,
    "namePrefix": str,
    "nameSuffix": str,
    "namespace": str,
    "commonLabels": _STRINGS,
    "labels": [
        {
            "pairs": _STRINGS,
            "includeSelectors": bool,
            "includeTemplates": bool,
            "fields": [{**_GVK, "path": str, "create": bool}],
        }
    ],
    "commonAnnotations": _STRINGS,
    "patchesStrategicMerge": [str],
    "patchesJson6902": [_PATCH],
    "patches": [_PATCH],
    "images": [_IMAGE],
    "imageTags": [_IMAGE],
    "replacements": [{**REPLACEMENT, "path": str}],
    "replicas": [{"name": str, "count": int}],
    "vars": ANY,
    "sortOptions": {
        "order": str,
        "legacySortOptions": {"orderFirst": [str], "orderLast": [str]},
    },
    "resources": [str],
    "components": [str],
    "crds": [str],
    "bases": [str],
    "configMapGenerator": [_GENERATOR],
    "secretGenerator": [{**_GENERATOR, "type": str}],
    "helmGlobals": ANY,
    "helmCharts": ANY,
    "helmChartInflationGenerator": ANY,
    "generatorOptions": _OPTIONS,
    "configurations": [str],
    "generators": [str],
    "transformers": [str],
    "validators": [str],
    "buildMetadata": [str],
}
_NAMES = {str: "a text", bool: "true or false", int: "a whole number"}


def decoded(found: Any, shape: Shape, place: Place) -> Any:
    """The value with exact field names, nulls left out; fails for unknown fields and wrong types."""
    if shape is ANY:
        return found
    if isinstance(shape, list):
        if not isinstance(found, list):
            raise Refused("a list is expected", place)
        return [_item(one, shape[0], _below(place, i)) for i, one in enumerate(found)]
    if isinstance(shape, dict):
        if not isinstance(found, Mapping):
            raise Refused("a map is expected", place)
        if "*" in shape:
            return {key: _item(one, shape["*"], _below(place, key)) for key, one in found.items()}
        return _struct(found, shape, place)
    return _scalar(found, shape, place)


def _below(place: Place, key: str | int) -> Place:
    return Place(place.file, place.document, (*place.path, key))


def _item(found: Any, shape: Shape, place: Place) -> Any:
    if found is None and shape is str:
        return ""
    if found is None:
        raise Unsure("a null in a list", place)
    return decoded(found, shape, place)


def _scalar(found: Any, shape: Shape, place: Place) -> Any:
    if shape is int and isinstance(found, float) and found.is_integer():
        found = int(found)
    if not isinstance(found, shape) or (shape is int and isinstance(found, bool)):
        raise Refused(f"{_NAMES[shape]} is expected", place)
    if shape is int and not -(2**63) <= found < 2**63:
        raise Refused("the number is too large", place)
    return str(found) if shape is str else found


def _struct(found: Mapping[str, Any], shape: Shape, place: Place) -> dict[str, Any]:
    folded = {name.casefold(): name for name in shape}
    made: dict[str, Any] = {}
    for key, one in found.items():
        name = key if key in shape else folded.get(key.casefold())
        if name is None:
            raise Refused(f'unknown field "{key}"', _below(place, key))
        if name in made:
            raise Unsure(f'the field "{name}" stands twice', _below(place, key))
        if one is not None:
            made[name] = decoded(one, shape[name], _below(place, key))
    return made
