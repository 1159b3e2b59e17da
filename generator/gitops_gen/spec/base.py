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
    wants: str = "",
    ge: int | None = None,
    le: int | None = None,
    min_length: int | None = None,
) -> msgspec.Meta:
    """The documentation of a field.

    `source` says whose default it is: `Talos: ...`, `Cilium: ...`, `Flux: ...`, `Kubernetes: ...`
    with the place, or `ours: ...` with the reason; fields without a default have none. `wants` says in
    words what `pattern` asks for: "must <wants>"; editors show it too.
    """
    said = (("x-unit", unit), ("x-default-from", source), *_words(wants))
    extra = {key: value for key, value in said if value}
    limits = {"pattern": pattern, "ge": ge, "le": le, "min_length": min_length}
    set_limits: dict[str, Any] = {key: value for key, value in limits.items() if value is not None}
    return msgspec.Meta(
        description=text, examples=[example], extra_json_schema=extra or None, **set_limits
    )


def text(pattern: str, wants: str, *, max_length: int | None = None) -> msgspec.Meta:
    """What a text of some form must be, and the words for it."""
    return msgspec.Meta(
        pattern=pattern, max_length=max_length, extra_json_schema=dict(_words(wants))
    )


def _words(wants: str) -> tuple[tuple[str, str], ...]:
    return (("patternErrorMessage", f"must {wants}"),) if wants else ()


LABEL = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
A_LABEL = "hold only lower-case letters, digits and '-', with a letter or digit at both ends"

Name = Annotated[str, text(LABEL, A_LABEL, max_length=63)]
"""An RFC 1123 label, as Kubernetes wants names of namespaces, Services and hosts."""
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Disk = Annotated[str, text("^/dev/.+$", "be the path of a device, as /dev/sda")]
UrlPath = Annotated[str, text("^/", "begin with /")]
Id = Annotated[int, msgspec.Meta(ge=1, le=2147483647)]
"""A user or group of Linux, as Kubernetes takes it; never root."""


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
