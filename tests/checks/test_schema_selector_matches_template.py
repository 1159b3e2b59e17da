"""schema-selector-matches-template: what each selector wants, and what is left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.checks.schema_selector_matches_template import CHECK
from tests.support import repositories
from tests.support.objects import changed, valid


def _expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ({"matchLabels": {"app": "rello"}}, None),
        ({"matchLabels": {"app": "${APP}"}}, None),
        ({"matchLabels": {"app": "x"}}, "wants app=x, and the template has app=rello"),
        ({"matchLabels": {"tir": "web"}}, 'template has no tir (did you mean "tier"?)'),
        ({}, "the selector is empty"),
        (_expression("app", "In", "a", "b"), "wants app In a, b, and the template has app=rello"),
        (_expression("app", "NotIn", "rello"), "wants app NotIn rello"),
        (_expression("app", "DoesNotExist"), "wants app DoesNotExist, and the template has app"),
        (_expression("x", "Exists"), "wants x Exists, and the template has no x"),
        (_expression("x", "NotIn", "a"), None),
        (_expression("x", "In", "${A}"), None),
    ],
)
def test_one_selector(tmp_path: Path, selector: dict[str, Any], said: str | None) -> None:
    text = json.dumps(changed(valid()["Deployment"], ("spec", "selector"), selector), indent=1)
    found = repositories.findings(CHECK, tmp_path, {"a.yaml": text})
    assert [str(said) in one.message for one in found] == [True] * (said is not None)
    assert all(one.fix and one.line > 6 for one in found)


def test_kinds(tmp_path: Path) -> None:
    wrong = {"matchLabels": {"app": "x"}}
    for kind, count in (("Job", 1), ("StatefulSet", 1), ("DaemonSet", 1), ("ReplicaSet", 1)):
        one = changed(valid()[kind], ("spec", "selector"), wrong)
        held = repositories.repo(tmp_path, {"a.yaml": json.dumps(one)})
        assert len(list(CHECK.find(held))) == count
    one = changed(valid()["Job"], ("spec", "manualSelector"), False)
    one["spec"]["selector"] = wrong
    assert repositories.findings(CHECK, tmp_path, {"a.yaml": json.dumps(one)}) == []


@pytest.mark.parametrize(
    "lines",
    ["commonLabels: {app: x}\n", "labels:\n  - pairs: {app: x}\n    includeSelectors: true\n"],
)
def test_labels_that_kustomize_adds_to_both(tmp_path: Path, lines: str) -> None:
    for selector in ({"matchLabels": {"app": "x"}}, {}):
        one = changed(valid()["Deployment"], ("spec", "selector"), selector)
        files = {"a.yaml": json.dumps(one), "kustomization.yaml": lines + "resources: [a.yaml]\n"}
        assert repositories.findings(CHECK, tmp_path, files) == []
