"""The variables of a Flux Kustomization, as far as their values stand in Git, and what its objects become by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gitops_gen.records import Record
from gitops_gen.repo.documents import Manifest
from gitops_gen.substitute.apply import (
    Failed,
    NotJudged,
    Reference,
    Substituted,
    Undefined,
    substitute,
)


class Variables(Record, frozen=True):
    """Values by name; `unknown` says why there may be more than these, "" where there are not."""

    values: dict[str, str]
    unknown: str = ""


class Missing(Record, frozen=True):
    """Variables of an object that have neither a value nor a default: Flux fails."""

    references: tuple[Reference, ...]


Problem = Missing | Failed | NotJudged


def variables(
    post_build: Mapping[str, Any], namespace: str, manifests: Iterable[Manifest]
) -> Variables:
    """Those of a Kustomization in a namespace: first what it names, in its order, then its own, which win.

    Source: SubstituteVariables of github.com/fluxcd/pkg/kustomize.
    """
    values: dict[str, str] = {}
    unknown = ""
    named = post_build.get("substituteFrom")
    for one in named if isinstance(named, list) else ():
        kind, name = (one.get("kind"), one.get("name")) if isinstance(one, dict) else ("", "")
        found = next((m for m in manifests if _is(m, kind, name, namespace)), None)
        data = found.body.get("data") if found is not None and kind == "ConfigMap" else None
        if isinstance(data, dict):
            values |= {key: value for key, value in data.items() if isinstance(value, str)}
        else:
            unknown = f"the values of {kind} {namespace}/{name} are not in Git, or not in clear"
    own = post_build.get("substitute")
    if isinstance(own, dict):
        values |= {key: value for key, value in own.items() if isinstance(value, str)}
    return Variables(values, unknown)


def _is(one: Manifest, kind: object, name: object, namespace: str) -> bool:
    return (one.kind, one.name) == (kind, name) and one.namespace in ("", namespace)


def applied(body: dict[str, Any], held: Variables) -> tuple[dict[str, Any], Problem | None]:
    """The object after substitution; as it was, and why, where Flux fails or it is not known."""
    found = substitute(body, held.values, always=bool(held.unknown))
    match found:
        case Substituted():
            return found.body, None
        case Undefined(references=references) if held.unknown:
            names = ", ".join(sorted({one.name for one in references}))
            return body, NotJudged(f"{names}: {held.unknown}")
        case Undefined(references=references):
            return body, Missing(references)
        case _:
            return body, found
