"""What every type of the spec shares: strictness, camelCase names and documented fields."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A mapping of the spec: camelCase keys, nothing unknown, nothing changes after loading."""


def doc(
    text: str,
    example: Any,
    *,
    unit: str = "",
    source: str = "",
    pattern: str | None = None,
    ge: int | None = None,
    le: int | None = None,
    min_length: int | None = None,
) -> msgspec.Meta:
    """The documentation of a field.

    `source` says whose default it is: `Talos: ...`, `Cilium: ...`, `Flux: ...`, `Kubernetes: ...`
    with the place, or `ours: ...` with the reason; fields without a default have none.
    """
    extra = {key: value for key, value in (("x-unit", unit), ("x-default-from", source)) if value}
    limits = {"pattern": pattern, "ge": ge, "le": le, "min_length": min_length}
    set_limits: dict[str, Any] = {key: value for key, value in limits.items() if value is not None}
    return msgspec.Meta(
        description=text, examples=[example], extra_json_schema=extra or None, **set_limits
    )


Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", max_length=63)]
"""An RFC 1123 label, as Kubernetes wants names of namespaces, Services and hosts."""
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Disk = Annotated[str, msgspec.Meta(pattern="^/dev/.+$")]
UrlPath = Annotated[str, msgspec.Meta(pattern="^/")]
Number = Annotated[int, msgspec.Meta(ge=1)]


class Credential(Strict, frozen=True):
    """A secret of the user's own, by its name in `credentials.sops.yaml`; never the value itself."""

    credential: Annotated[
        str,
        doc(
            "The name of the value in clusters/<name>/credentials.sops.yaml; `a.b` reaches into a mapping.",
            "bgp-router",
            min_length=1,
        ),
    ]
