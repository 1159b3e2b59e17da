"""A workload selects the pods of its own template.

The API server refuses a Deployment, StatefulSet, DaemonSet or ReplicaSet (and a Job with `manualSelector`) whose
selector does not match the labels of its template, and one whose selector is empty. After the first apply a
selector cannot be changed, so such a mistake in a rename is met twice.

Labels that some kustomization adds to selectors and templates alike are left out of the comparison.

Bad:

    # apps/rello/deployment.yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: rello
    spec:
      selector:
        matchLabels:
          app: rello
      template:
        metadata:
          labels:
            app: relo
        spec:
          containers:
            - name: rello
              image: example.org/rello:1.0.0

Good:

    # apps/rello/deployment.yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: rello
    spec:
      selector:
        matchLabels:
          app: rello
      template:
        metadata:
          labels:
            app: rello
            tier: web
        spec:
          containers:
            - name: rello
              image: example.org/rello:1.0.0
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import Path, mapping, objects, open_text, sequence
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_KINDS = {("apps", kind) for kind in ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")}
_SELECTOR: Path = ("spec", "selector")
_LABELS: Path = ("spec", "template", "metadata", "labels")


def find(repo: Repo) -> Iterator[Finding]:
    """Workloads that would never see a pod of their own."""
    for one in objects(repo):
        spec = one.body.get("spec")
        if not isinstance(spec, dict) or not _selects(one, spec):
            continue
        selector, template = spec.get("selector"), spec.get("template")
        if not isinstance(selector, dict) or not isinstance(template, dict):
            continue
        if not (selector.get("matchLabels") or selector.get("matchExpressions")):
            if one.kind != "Job":
                yield Finding(
                    one.at(*_SELECTOR), "the selector is empty", "select a label of the template"
                )
            continue
        labels = mapping(mapping(template.get("metadata")).get("labels"))
        yield from _labels(one, mapping(selector.get("matchLabels")), labels)
        for at, each in enumerate(sequence(selector.get("matchExpressions"))):
            yield from _expression(one, at, mapping(each), labels)


def _selects(one: Held, spec: dict[str, Any]) -> bool:
    if (one.group, one.kind) in _KINDS:
        return True
    return one.kind == "Job" and one.group == "batch" and spec.get("manualSelector") is True


def _labels(one: Held, wanted: dict[str, Any], labels: dict[str, Any]) -> Iterator[Finding]:
    for key, value in wanted.items():
        has = labels.get(key)
        if has == value or any(map(open_text, (key, value, has))):
            continue
        place = one.at(*_SELECTOR, "matchLabels", key)
        if key in labels:
            said = f"the selector wants {key}={value}, and the template has {key}={has}"
        else:
            near = did_you_mean(key, labels)
            said = f"the selector wants {key}={value}, and the template has no {key}{near}"
        yield Finding(place, said, "give both the same label", (one.at(*_LABELS, key),))


def _expression(
    one: Held, at: int, held: dict[str, Any], labels: dict[str, Any]
) -> Iterator[Finding]:
    key, operator, values = held.get("key"), held.get("operator"), sequence(held.get("values"))
    if not isinstance(key, str):
        return
    has = labels.get(key)
    if any(map(open_text, (key, has, *values, *labels))):
        return
    there = key in labels
    matches = {
        "In": there and has in values,
        "NotIn": not there or has not in values,
        "Exists": there,
        "DoesNotExist": not there,
    }
    if not matches.get(str(operator), True):
        listed = f" {', '.join(map(str, values))}" if values else ""
        said = f"the selector wants {key} {operator}{listed}, and the template has "
        said += f"{key}={has}" if there else f"no {key}"
        place = one.at(*_SELECTOR, "matchExpressions", at, "key")
        yield Finding(place, said, "give the template a label that it selects")


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
