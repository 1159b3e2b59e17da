"""The spec of an ArtifactGenerator as values, and what its controller refuses before it builds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gitops_gen.compose.outcome import FailsError, UnsureError
from gitops_gen.grammar import names
from gitops_gen.records import Record


class Copy(Record, frozen=True):
    """One item of spec.artifacts[].copy."""

    source: str
    target: str
    exclude: tuple[str, ...]
    strategy: str


class Artifact(Record, frozen=True):
    """One item of spec.artifacts, `number` from 0."""

    number: int
    name: str
    revision: str
    copies: tuple[Copy, ...]


class Generator(Record, frozen=True):
    """What of a spec decides which files go where."""

    aliases: tuple[str, ...]
    pattern: str
    artifacts: tuple[Artifact, ...]


def read(spec: Mapping[str, Any]) -> Generator:
    """The spec, typed. Raises UnsureError for what the API server refuses."""
    return Generator(
        tuple(_text(source, "alias") for source in _mappings(spec, "sources")),
        _text(spec, "pathPattern", ""),
        tuple(_artifact(n, one) for n, one in enumerate(_mappings(spec, "artifacts"))),
    )


def check(generator: Generator) -> None:
    """What the controller asks first. Raises FailsError."""
    for number, alias in enumerate(generator.aliases):
        if alias in generator.aliases[:number]:
            raise FailsError(
                f"duplicate source alias '{alias}' found", ("sources", number, "alias")
            )
    known: set[str] = set()
    for one in generator.artifacts:
        at = ("artifacts", one.number)
        if one.name in known:
            raise FailsError(f"duplicate artifact name '{one.name}' found", (*at, "name"))
        if not generator.pattern and not names.is_subdomain(one.name):
            said = f'artifact name "{one.name}" is not a valid Kubernetes object name'
            raise FailsError(said, (*at, "name"))
        alias = one.revision.removeprefix("@")
        if one.revision and alias not in generator.aliases:
            said = f"artifact {one.name} revision source alias '{alias}' not found"
            raise FailsError(said, (*at, "revision"))
        known.add(one.name)


def _artifact(number: int, body: Mapping[str, Any]) -> Artifact:
    copies = tuple(
        Copy(
            _text(one, "from"), _text(one, "to"), _texts(one, "exclude"), _text(one, "strategy", "")
        )
        for one in _mappings(body, "copy")
    )
    return Artifact(number, _text(body, "name"), _text(body, "revision", ""), copies)


def _text(body: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = body.get(key)
    if value is None:
        value = default
    if not isinstance(value, str):
        raise UnsureError(f"the API server refuses it: {key} is no text")
    return value


def _texts(body: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = body.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UnsureError(f"the API server refuses it: {key} is no list of texts")
    return tuple(value)


def _mappings(body: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = body.get(key)
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise UnsureError(f"the API server refuses it: {key} is no list of mappings")
    return value
