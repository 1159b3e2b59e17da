"""Labels, annotations and what selects by them are spelt as the API server takes them.

Every value is text: `true`, `8080` and `1.10` without quotes are a boolean and numbers, and the API server refuses
the whole object. The key of a label is at most 63 letters, digits, `-`, `_` and `.`, begins and ends with a letter
or a digit, and may stand after a DNS name and a slash; the value has the same shape, or is empty. An annotation's
value may be any text; all annotations of an object are at most 256 KiB.

Looked at: `metadata` of every object; templates, node selectors, selectors and affinities of Kubernetes' own kinds.
A value that Flux substitutes is not judged. Where a CronJob's own `jobTemplate` holds such labels it is a warning:
the API server takes the CronJob, and none of its Jobs.

Bad:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello
      labels:
        example.org/public: true

Bad:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello
      labels:
        owner: "the kitchen team"

Good:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello
      labels:
        example.org/public: "true"
        owner: the-kitchen-team
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import (
    BUILT_IN,
    Path,
    inside,
    mapping,
    objects,
    open_text,
    sequence,
    shown,
    template,
)
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity
from gitops_gen.grammar.names import is_label_key, is_label_value, nearest_label_value
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

MOST = 256 * 1024
"""Bytes of all annotations of an object (apimachinery: TotalAnnotationSizeLimitB)."""
_SELECTORS = frozenset(
    ("DaemonSet", "Deployment", "Job", "PersistentVolumeClaim", "PodDisruptionBudget")
) | {"ReplicaSet", "StatefulSet"}
_MAPS = frozenset(("ReplicationController", "Service"))
_TEXT = ", and Kubernetes takes only text"
_OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")
_OF_NODES = (*_OPERATORS, "Gt", "Lt")
_KEY = "[dns-name/]name: at most 63 letters, digits, '-', '_', '.', a letter or digit at both ends"
_VALUE = "at most 63 letters, digits, '-', '_', '.', a letter or digit at both ends"


def find(repo: Repo) -> Iterator[Finding]:
    """Every key and value of labels, annotations and selectors that the API server refuses."""
    for one in objects(repo):
        yield from _metadata(one, ("metadata",), one.metadata)
        if one.group not in BUILT_IN:
            continue
        spec = mapping(one.body.get("spec"))
        if one.kind in _MAPS:
            yield from _map(one, ("spec", "selector"), spec.get("selector"))
        elif one.kind == "NetworkPolicy":
            yield from _nested(one, ("spec",), spec)
        elif one.kind in _SELECTORS:
            yield from _selector(one, ("spec", "selector"), spec.get("selector"))
        if held := template(one):
            yield from _pod(one, *held)


def _pod(one: Held, path: Path, body: dict[str, Any]) -> Iterator[Finding]:
    if path:
        yield from _metadata(one, (*path, "metadata"), mapping(body.get("metadata")))
    if one.kind == "CronJob":
        above: Path = ("spec", "jobTemplate", "metadata")
        for found in _metadata(one, above, inside(one.body, above)):
            typed = found.message.endswith(_TEXT)
            yield found if typed else found._replace(severity=Severity.WARNING)
    spec = mapping(body.get("spec"))
    base = (*path, "spec")
    yield from _map(one, (*base, "nodeSelector"), spec.get("nodeSelector"))
    if affinity := mapping(spec.get("affinity")):
        for key in ("podAffinity", "podAntiAffinity"):
            yield from _nested(one, (*base, "affinity", key), affinity.get(key))
        yield from _nodes(one, (*base, "affinity", "nodeAffinity"), affinity.get("nodeAffinity"))
    key = "topologySpreadConstraints"
    yield from _nested(one, (*base, key), spec.get(key))


def _metadata(one: Held, path: Path, held: dict[str, Any]) -> Iterator[Finding]:
    yield from _map(one, (*path, "labels"), held.get("labels"))
    notes = held.get("annotations")
    if isinstance(notes, dict):
        yield from _notes(one, (*path, "annotations"), notes)


def _notes(one: Held, path: Path, notes: dict[str, Any]) -> Iterator[Finding]:
    size = 0
    for key, value in notes.items():
        if not isinstance(value, str):
            if value is not None:
                yield _typed(one, (*path, key), f"the annotation {key}", value)
        else:
            size += len(key) + len(value)
        if not is_label_key(key.lower()) and not open_text(key):
            yield Finding(one.at(*path, key), f'"{key}" is no key of an annotation', _KEY)
    if size > MOST // 4:
        size = sum(len(f"{key}{value}".encode()) for key, value in notes.items())
        if size > MOST:
            said = f"the annotations are {size:,} bytes, and Kubernetes takes {MOST:,}"
            yield Finding(one.at(*path), said, "keep large texts in a ConfigMap")


def _map(one: Held, path: Path, held: Any) -> Iterator[Finding]:
    """A mapping of keys to values, as labels are."""
    for key, value in mapping(held).items():
        if not is_label_key(key) and not open_text(key):
            yield Finding(one.at(*path, key), f'"{key}" is no key of a label', _KEY)
        if not isinstance(value, str):
            if value is not None:
                yield _typed(one, (*path, key), f"the label {key}", value)
        elif not is_label_value(value) and not open_text(value):
            yield _valued(one, (*path, key), value)


def _typed(one: Held, path: Path, what: str, value: Any) -> Finding:
    said = f"{what} is {shown(value)}{_TEXT}"
    scalar = not isinstance(value, dict | list)
    return Finding(one.at(*path), said, "put it in quotes" if scalar else "write one text")


def _valued(one: Held, path: Path, value: str) -> Finding:
    near = nearest_label_value(value)
    fix = f'write "{near}": {_VALUE}' if near else _VALUE
    return Finding(one.at(*path), f'"{value}" is no value of a label', fix)


def _nested(one: Held, path: Path, value: Any) -> Iterator[Finding]:
    """Every selector below a value."""
    if isinstance(value, dict):
        if "matchLabels" in value or "matchExpressions" in value:
            yield from _selector(one, path, value)
        else:
            for key, below in value.items():
                if isinstance(below, dict | list):
                    yield from _nested(one, (*path, key), below)
    elif isinstance(value, list):
        for at, below in enumerate(value):
            yield from _nested(one, (*path, at), below)


def _selector(one: Held, path: Path, held: Any) -> Iterator[Finding]:
    selector = mapping(held)
    yield from _map(one, (*path, "matchLabels"), selector.get("matchLabels"))
    key = "matchExpressions"
    for at, each in enumerate(sequence(selector.get(key))):
        yield from _expression(one, (*path, key, at), mapping(each), _OPERATORS, values=True)


def _nodes(one: Held, path: Path, value: Any) -> Iterator[Finding]:
    """What a pod wants of its node; the API server does not look at the values of what is only preferred."""
    held = mapping(value)
    must, may = (
        f"{word}DuringSchedulingIgnoredDuringExecution" for word in ("required", "preferred")
    )
    terms: list[tuple[Path, Any, bool]] = [
        ((*path, must, "nodeSelectorTerms", at), term, True)
        for at, term in enumerate(sequence(mapping(held.get(must)).get("nodeSelectorTerms")))
    ]
    terms += [
        ((*path, may, at, "preference"), mapping(term).get("preference"), False)
        for at, term in enumerate(sequence(held.get(may)))
    ]
    for place, term, values in terms:
        for at, each in enumerate(sequence(mapping(term).get("matchExpressions"))):
            held = mapping(each)
            yield from _expression(
                one, (*place, "matchExpressions", at), held, _OF_NODES, values=values
            )


def _expression(
    one: Held, path: Path, held: dict[str, Any], operators: tuple[str, ...], *, values: bool
) -> Iterator[Finding]:
    key, operator, given = held.get("key"), held.get("operator"), held.get("values")
    if isinstance(key, str) and not is_label_key(key) and not open_text(key):
        yield Finding(one.at(*path, "key"), f'"{key}" is no key of a label', _KEY)
    if isinstance(operator, str) and operator not in operators and not open_text(operator):
        said = f"{operator} is no operator of a selector{did_you_mean(operator, operators)}"
        yield Finding(one.at(*path, "operator"), said, f"one of {', '.join(operators)}")
    if operator in ("In", "NotIn") and not given:
        yield Finding(one.at(*path), f"{operator} has no values", "name at least one")
    if operator in ("Exists", "DoesNotExist") and given:
        yield Finding(
            one.at(*path, "values"), f"{operator} takes no values", "write In, or leave them out"
        )
    for at, value in enumerate(sequence(given)):
        if not isinstance(value, str):
            if value is not None:
                yield _typed(one, (*path, "values", at), "a value of the selector", value)
        elif values and not is_label_value(value) and not open_text(value):
            yield _valued(one, (*path, "values", at), value)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
