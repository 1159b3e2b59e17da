"""The fields of a kustomization as Go's structs hold them: what is unknown or empty is lost on the way.

Shapes follow sigs.k8s.io/kustomize/api 0.21.1, package types, as sigs.k8s.io/yaml 1.6.0 fills and writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from gitops_gen.yamlio import resolver

Shape: TypeAlias = "str | list[Shape] | dict[str, Shape]"
"""A word below, a list of one shape, a mapping of one shape (its key is "*"), or a struct.

A struct's field that ends in `?` is a pointer, kept when it is empty; one that ends in `!` is always written.
"""

STRING: Final = "string"
"""Numbers and booleans become their texts."""
TEXT: Final = "text"
"""The same in an embedded struct, where they are refused."""
BOOL: Final = "bool"
INT: Final = "int"
ANY: Final = "any"

_STRINGS: Shape = [STRING]
_MAP: Shape = {"*": STRING}
_GVK: dict[str, Shape] = {"group": TEXT, "version": TEXT, "kind": TEXT}
_ID: dict[str, Shape] = {**_GVK, "name": TEXT, "namespace": TEXT}
_SELECTOR: Shape = {**_ID, "annotationSelector": STRING, "labelSelector": STRING}
_PATCH: Shape = {
    "path": STRING,
    "patch": STRING,
    "target?": _SELECTOR,
    "options?": {"allowNameChange": BOOL, "allowKindChange": BOOL},
}
_IMAGE: Shape = dict.fromkeys(("name", "newName", "tagSuffix", "newTag", "digest"), STRING)
_SWITCHES: dict[str, Shape] = {"disableNameSuffixHash": BOOL, "immutable": BOOL}
_OPTIONS: Shape = {"labels": _MAP, "annotations": _MAP, **_SWITCHES}
_STRICT_MAP: Shape = {"*": TEXT}
_STRICT: Shape = [TEXT]
_GENERATED: dict[str, Shape] = {
    **dict.fromkeys(("namespace", "name", "behavior", "env"), TEXT),
    **dict.fromkeys(("literals", "files", "envs"), _STRICT),
    "options?": {"labels": _STRICT_MAP, "annotations": _STRICT_MAP, **_SWITCHES},
}
_FIELDS: Shape = [{**_GVK, "path": STRING, "create": BOOL}]

KUSTOMIZATION: dict[str, Shape] = {
    "apiVersion": TEXT,
    "kind": TEXT,
    "metadata?": {"name": STRING, "namespace": STRING, "labels": _MAP, "annotations": _MAP},
    "openapi": _MAP,
    "namePrefix": STRING,
    "nameSuffix": STRING,
    "namespace": STRING,
    "commonLabels": _MAP,
    "labels": [
        {"pairs": _MAP, "includeSelectors": BOOL, "includeTemplates": BOOL, "fields": _FIELDS}
    ],
    "commonAnnotations": _MAP,
    "patchesStrategicMerge": _STRINGS,
    "patchesJson6902": [_PATCH],
    "patches": [_PATCH],
    "images": [_IMAGE],
    "imageTags": [_IMAGE],
    "replacements": ANY,
    "replicas": [{"name": STRING, "count!": INT}],
    "vars": ANY,
    "sortOptions?": ANY,
    "resources": _STRINGS,
    "components": _STRINGS,
    "crds": _STRINGS,
    "bases": _STRINGS,
    "configMapGenerator": [_GENERATED],
    "secretGenerator": [{**_GENERATED, "type": STRING}],
    "helmGlobals?": ANY,
    "helmCharts": ANY,
    "helmChartInflationGenerator": ANY,
    "generatorOptions?": _OPTIONS,
    "configurations": _STRINGS,
    "generators": _STRINGS,
    "transformers": _STRINGS,
    "validators": _STRINGS,
    "buildMetadata": _STRINGS,
}
SPEC: dict[str, Shape] = {
    **dict.fromkeys(("targetNamespace", "namePrefix", "nameSuffix"), TEXT),
    **dict.fromkeys(("components", "buildMetadata"), _STRICT),
    "ignoreMissingComponents": BOOL,
    "patches": [
        {
            "patch": TEXT,
            "target?": {**_ID, "annotationSelector": TEXT, "labelSelector": TEXT},
        }
    ],
    "images": [dict.fromkeys(("name", "newName", "newTag", "digest"), TEXT)],
}
"""What a Flux Kustomization adds to a kustomization."""


class Misfit(ValueError):
    """A value that Go refuses for its type; the message names the field."""


class Unsure(ValueError):
    """A value of which we do not know what Go makes; the message says why."""


def shaped(value: Any, shape: Shape, name: str = "") -> Any:
    """The value as it comes out of Go's struct, None for nothing. Raises `Misfit` and `Unsure`."""
    if value is None or shape == ANY:
        return value
    if isinstance(shape, str):
        return _scalar(value, shape, name)
    if isinstance(shape, list):
        if not isinstance(value, list):
            raise Misfit(f"{name} must be a list")
        return [_item(one, shape[0], f"{name}[{at}]") for at, one in enumerate(value)]
    if not isinstance(value, dict):
        raise Misfit(f"{name or 'the file'} must be a mapping")
    if "*" in shape:
        inner = shape["*"]
        return {key: _item(one, inner, f"{name}.{key}") for key, one in value.items()}
    return _struct(value, shape, name)


def _item(value: Any, shape: Shape, name: str) -> Any:
    """An item of a list or a mapping: nothing is there as an empty text or struct."""
    made = shaped(value, shape, name)
    return made if made is not None else "" if isinstance(shape, str) else {}


def _scalar(value: Any, shape: str, name: str) -> Any:
    if shape == BOOL:
        if not isinstance(value, bool):
            raise Misfit(f"{name} must be true or false")
        return value
    if shape == INT:
        if isinstance(value, bool | str | dict | list) or value != int(value):
            raise Misfit(f"{name} must be a whole number")
        return int(value)
    if isinstance(value, str):
        return value
    if isinstance(value, dict | list) or shape == TEXT:
        raise Misfit(f"{name} must be a text")
    if isinstance(value, bool):
        return "true" if value else "false"
    return resolver.float_key(value) if isinstance(value, float) else str(value)


def _struct(value: Mapping[str, Any], shape: Mapping[str, Shape], name: str) -> dict[str, Any]:
    fields = {field.rstrip("?!"): (field, inner) for field, inner in shape.items()}
    folded = {field.casefold() for field in fields}
    for key in value:
        if key not in fields and key.casefold() in folded:
            raise Unsure(f"{name}.{key} differs from a field's name in capitals only".lstrip("."))
    made = {}
    for key, (field, inner) in fields.items():
        one = shaped(value.get(key), inner, f"{name}.{key}".lstrip("."))
        if field.endswith("!"):
            made[key] = 0 if one is None else one
        elif one is not None and (field.endswith("?") or one not in ("", 0, [], {})):
            made[key] = one
    return made
