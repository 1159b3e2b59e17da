"""Substitutes in an object as kustomize-controller 1.9.5 does, or says why it fails there or why we do not know.

Its strict mode (a variable without value and default is an error) is on unless its feature gate is turned off.
It must not be asked for two objects at once: that two become one by a name in a variable is the caller's to see.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.records import Record
from gitops_gen.substitute import functions, marshal, syntax
from gitops_gen.substitute.marshal import Path
from gitops_gen.yamlio import limits, scalars
from gitops_gen.yamlio.build import Builder

SWITCH = "kustomize.toolkit.fluxcd.io/substitute"
"""A label or annotation with this key and the value `disabled` leaves an object as it is."""

_NAME = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_DELICATE = re.compile("[$\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|^[ \n]")
"""What may change on the way through YAML: what a line that begins with a blank becomes is go-yaml's own."""
_REFUSED = ("this is not YAML", "kubectl and Helm refuse", "the alias has no anchor", "the tag !!")
"""How the words begin in which yamlio names what Go's reader refuses too."""


class Reference(Record, frozen=True):
    """A variable that a text refers to: in which field it stands, and whether it may be undefined there."""

    name: str
    path: Path
    has_default: bool


class Substituted(Record, frozen=True):
    """The object as it is applied; `defaulted` stood in it and took their defaults."""

    body: dict[str, Any]
    defaulted: tuple[Reference, ...] = ()


class Undefined(Record, frozen=True):
    """Flux fails: these have neither a value nor a default."""

    references: tuple[Reference, ...]


class Failed(Record, frozen=True):
    """Flux fails: `path` is the field where it begins, empty for a variable's own name."""

    message: str
    path: Path = ()


class NotJudged(Record, frozen=True):
    """We do not know what Flux makes of it."""

    reason: str


def substitute(
    body: dict[str, Any], variables: Mapping[str, str], *, strict: bool = True, always: bool = False
) -> Substituted | Undefined | Failed | NotJudged:
    """What becomes of an object whose Flux Kustomization has these variables.

    `always` is the strategy of that name: without it an object is left alone where there is no variable.
    """
    if is_disabled(body) or not (variables or always):
        return Substituted(body)
    for name in variables:
        if not _NAME.fullmatch(name):
            return Failed(
                f'the variable "{name}" can have no such name: letters, digits and _ only'
            )
    if is_plain(body):
        return Substituted(_json(body))
    parsed = _parsed(body)
    if not isinstance(parsed, tuple):
        return parsed
    text, nodes = parsed
    values = {name: value.replace("\n", "") for name, value in variables.items()}
    run = _Run(values)
    try:
        pieces = [node if isinstance(node, str) else run.value(node) for node in nodes]
    except functions.Unsure as unsure:
        return NotJudged(str(unsure))
    if strict and run.missing:
        return Undefined(tuple(_reference(text, one) for one in run.missing))
    defaulted = tuple(_reference(text, one) for one in run.defaulted)
    return _read("".join(pieces), _Origin(text, nodes, pieces), defaulted)


def references(body: dict[str, Any]) -> tuple[Reference, ...] | Failed | NotJudged:
    """Every variable that an object refers to, in the order of Flux's text; none where it is switched off."""
    if is_disabled(body) or is_plain(body):
        return ()
    parsed = _parsed(body)
    if not isinstance(parsed, tuple):
        return parsed
    text, nodes = parsed
    return tuple(_reference(text, one) for one in syntax.walk(nodes))


def is_disabled(body: Mapping[str, Any]) -> bool:
    """Whether an object asks to be left as it is."""
    meta = body.get("metadata")
    found = [meta.get(one) for one in ("labels", "annotations")] if isinstance(meta, dict) else []
    return any(isinstance(one, dict) and one.get(SWITCH) == "disabled" for one in found)


def is_plain(value: Any) -> bool:
    """Whether a value comes back from Flux' text as it went in, numbers aside: most objects do."""
    if isinstance(value, str):
        return _DELICATE.search(value) is None
    if isinstance(value, dict):
        return all(
            type(key) is str and len(key) < marshal.MAX_KEY and key != "<<" and is_plain(key)
            for key in value
        ) and all(map(is_plain, value.values()))
    if isinstance(value, list):
        return all(map(is_plain, value))
    return value is None or (isinstance(value, bool | int | float) and math.isfinite(value))


class _Run:
    """One evaluation: which variables were missing and which took their defaults, in Flux's order."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.missing: list[syntax.Expression] = []
        self.defaulted: list[syntax.Expression] = []

    def value(self, one: syntax.Expression) -> str:
        """The text that stands in the place of an expression: what is inside it is evaluated first."""
        args = [arg if isinstance(arg, str) else self.value(arg) for arg in one.args]
        value = self._values.get(one.name, "")
        if one.name not in self._values and not one.has_default:
            self.missing.append(one)
        if one.has_default and not value:
            self.defaulted.append(one)
        return functions.applied(one.operator, value, args)


class _Origin:
    """Leads from a place in the new text back to the field."""

    def __init__(
        self, text: marshal.Marshalled, nodes: Sequence[syntax.Node], pieces: Sequence[str]
    ) -> None:
        self._text = text
        self._nodes = nodes
        self._pieces = pieces

    def path(self, place: int) -> Path:
        """The field of the last expression before `place`."""
        at, found = 0, 0
        for node, piece in zip(self._nodes, self._pieces, strict=True):
            if not isinstance(node, str) and (at <= place or not found):
                found = node.start
            at += len(piece)
        return self._text.path(found)


def _parsed(
    body: Mapping[str, Any],
) -> tuple[marshal.Marshalled, list[syntax.Node]] | Failed | NotJudged:
    try:
        text = marshal.marshalled(body)
    except functions.Unsure as unsure:
        return NotJudged(str(unsure))
    try:
        return text, syntax.parse(text.text)
    except syntax.TooDeep:
        return NotJudged(f"expressions stand more than {syntax.MAX_DEPTH} deep")
    except syntax.BadSyntax as error:
        return Failed(f"a ${{...}} is not understood: {error}", text.path(error.start))


def _reference(text: marshal.Marshalled, one: syntax.Expression) -> Reference:
    return Reference(one.name, text.path(one.start), one.has_default)


def _read(
    text: str, origin: _Origin, defaulted: tuple[Reference, ...]
) -> Substituted | Failed | NotJudged:
    try:
        limits.checked(text, "")
    except UserError:
        return NotJudged("a value holds a control character, or the text is too long")
    builder = Builder(text, scalars.KUBERNETES)
    builder.run()
    if builder.problems:
        problem = builder.problems[0]
        if problem.message.startswith(_REFUSED):
            return Failed(f"with the values {problem.message}", origin.path(problem.place))
        return NotJudged(problem.message)
    if len(builder.documents) != 1:
        return NotJudged("the text becomes several documents")
    body = builder.documents[0][0]
    if not isinstance(body, dict):
        return Failed("with the values it is no object any more", origin.path(0))
    return Substituted(_json(body), defaulted)


def _json(value: Any) -> Any:
    """A value as Go's JSON brings it back: every number is a 64-bit float on its way."""
    if isinstance(value, dict):
        return {key: _json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_json(one) for one in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return marshal.number(float(value))
