"""CustomResourceDefinitions as strict JSON Schemas: what the API server would prune or refuse is refused.

A null is pruned before it is judged wherever a field may be left out, and a field with a default may always be.
Not judged: rules in CEL, unique keys of lists, choices that hang on a default, formats that the API server does
not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gitops_gen.records import Record

Body = dict[str, Any]

META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
STRING: Body = {"type": "string"}
KEPT = frozenset(
    (
        "pattern",
        "enum",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "uniqueItems",
        "multipleOf",
        "minProperties",
        "maxProperties",
        "x-kubernetes-list-type",
        "x-kubernetes-list-map-keys",
    )
)
"""Keywords that are the same in JSON Schema, or that later checks read."""
FORMATS = frozenset(("date-time", "ipv4", "ipv6", "cidr", "byte", "int32", "int64", "double"))
"""Of those that the API server judges (and all that numbers have) the ones that mean the same to us."""
JUNCTORS = ("allOf", "anyOf", "oneOf")
INT_OR_STRING: list[Body] = [{"type": "integer"}, {"type": "string"}]
"""What a CRD says beside x-kubernetes-int-or-string, which says it already."""


class Version(Record, frozen=True):
    """One version of a kind that a CustomResourceDefinition defines; `body` may refer to `META`."""

    api_version: str
    kind: str
    served: bool
    deprecated: bool
    body: Body


def versions(crd: Mapping[str, Any]) -> Iterator[Version]:
    """Every version of a CustomResourceDefinition (apiextensions.k8s.io/v1). Raises ValueError for a broken one."""
    try:
        spec = crd["spec"]
        for one in spec["versions"]:
            schema = one["schema"]["openAPIV3Schema"]
            yield Version(
                f"{spec['group']}/{one['name']}",
                str(spec["names"]["kind"]),
                bool(one["served"]),
                bool(one.get("deprecated", False)),
                _root(schema),
            )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a CustomResourceDefinition: {error!r}") from error


def _root(schema: Body) -> Body:
    """The API server adds what every object has; a CRD may only narrow its name."""
    body = _structural(schema, nullable=False)
    narrowed = schema.get("properties", {}).get("metadata", {})
    return _embedded(body, narrowed if "properties" in narrowed else None, required=False)


def _embedded(body: Body, narrowed: Body | None, *, required: bool) -> Body:
    """`apiVersion`, `kind` and `metadata`, as in every object."""
    metadata: Body = {"$ref": f"#/$defs/{META}"}
    if narrowed is not None:
        metadata = {"allOf": [metadata, _validation(narrowed)]}
    fields = {"apiVersion": STRING, "kind": STRING, "metadata": metadata}
    body = {**body, "properties": {**body.get("properties", {}), **fields}}
    if required:
        body["required"] = sorted({*body.get("required", ()), "apiVersion", "kind"})
    return body


def _structural(node: Body, *, nullable: bool) -> Body:
    """One node of a structural schema; `nullable` where a null would be pruned."""
    body = {key: value for key, value in node.items() if key in KEPT}
    if node.get("x-kubernetes-int-or-string") is True:
        body["type"] = ["integer", "string"]
    elif "type" in node:
        body["type"] = node["type"]
    _narrowed(node, body)
    _fields(node, body)
    if "items" in node:
        body["items"] = _structural(node["items"], nullable=False)
    for key in JUNCTORS:
        branches = [_validation(branch) for branch in node.get(key, ())]
        if branches and branches != INT_OR_STRING and not _hangs_on_default(node, branches):
            body[key] = branches
    if "not" in node and not _hangs_on_default(node, [node["not"]]):
        body["not"] = _validation(node["not"])
    return _with_null(body) if nullable or node.get("nullable") is True else body


def _hangs_on_default(node: Body, branches: list[Body]) -> bool:
    """Whether a choice asks for a field that the API server fills in first: then it is not for us to judge."""
    given = {name for name, one in node.get("properties", {}).items() if "default" in one}
    return any(given & {*one.get("properties", ()), *one.get("required", ())} for one in branches)


def _fields(node: Body, body: Body) -> None:
    """The fields of a mapping; the API server prunes every one that its schema does not name."""
    fields: Body = node.get("properties", {})
    required = [name for name in node.get("required", ()) if "default" not in fields.get(name, {})]
    if required:
        body["required"] = required
    if fields:
        body["properties"] = {
            name: _structural(one, nullable=name not in required) for name, one in fields.items()
        }
    if node.get("type") != "object":
        return
    open_ = node.get("x-kubernetes-preserve-unknown-fields") is True
    rest = node.get("additionalProperties", open_)
    if isinstance(rest, dict):
        body["additionalProperties"] = _structural(rest, nullable=True)
    elif not rest:
        body.setdefault("properties", {})  # the validator names an unknown field only beside these
        body["additionalProperties"] = False
    if node.get("x-kubernetes-embedded-resource") is True:
        body.update(_embedded(body, None, required=True))


def _with_null(body: Body) -> Body:
    """The same, and nothing at all."""
    if any(key in body for key in (*JUNCTORS, "not")):
        return {"anyOf": [{"type": "null"}, body]}
    if "enum" in body and None not in body["enum"]:
        body["enum"] = [*body["enum"], None]
    if "type" in body:
        said = body["type"]
        body["type"] = [*([said] if isinstance(said, str) else said), "null"]
    return body


def _validation(node: Body) -> Body:
    """A branch under allOf, anyOf, oneOf or not: it judges values, and names no new fields."""
    body = {key: value for key, value in node.items() if key in KEPT or key in ("type", "required")}
    _narrowed(node, body)
    for key in (*JUNCTORS, "not", "items", "additionalProperties"):
        if isinstance(node.get(key), list):
            body[key] = [_validation(one) for one in node[key]]
        elif isinstance(node.get(key), dict):
            body[key] = _validation(node[key])
    if "properties" in node:
        body["properties"] = {name: _validation(one) for name, one in node["properties"].items()}
    return body


def _narrowed(node: Body, body: Body) -> None:
    """OpenAPI says `exclusiveMinimum: true` beside the minimum, JSON Schema has the bound there."""
    if node.get("format") in FORMATS:
        body["format"] = node["format"]
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if node.get(exclusive) is True and bound in body:
            body[exclusive] = body.pop(bound)
