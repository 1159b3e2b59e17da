"""schema-labels-are-valid: places, texts, and what is not judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.checks.schema_labels_are_valid import CHECK, MOST
from tests.support import repositories
from tests.support.objects import Path as Field
from tests.support.objects import changed, valid

ALONE: Field = ("spec", "affinity", "nodeAffinity")
MUST = "requiredDuringSchedulingIgnoredDuringExecution"
MAY = "preferredDuringSchedulingIgnoredDuringExecution"
TERM: Field = (*ALONE, MUST, "nodeSelectorTerms", 0, "matchExpressions", 0)


@pytest.mark.parametrize(
    ("kind", "path", "value", "said"),
    [
        ("ConfigMap", ("metadata", "labels", "a"), True, "the label a is a boolean"),
        ("ConfigMap", ("metadata", "labels", "a"), 1.5, "the label a is a number"),
        ("ConfigMap", ("metadata", "labels", "a"), ["b"], "the label a is a list"),
        ("ConfigMap", ("metadata", "labels", "a"), None, None),
        ("ConfigMap", ("metadata", "labels", "a"), "${A}", None),
        ("ConfigMap", ("metadata", "labels", "a"), "ENC[AES256_GCM,data:x]", None),
        ("ConfigMap", ("metadata", "labels", "a"), "b c", '"b c" is no value of a label'),
        ("ConfigMap", ("metadata", "labels", "a b"), "c", '"a b" is no key of a label'),
        ("ConfigMap", ("metadata", "annotations", "a"), 1, "the annotation a is a number"),
        ("ConfigMap", ("metadata", "annotations", "a/"), "", '"a/" is no key of an annotation'),
        ("ConfigMap", ("metadata", "annotations", "a"), "x" * MOST, "the annotations are 262,145"),
        ("ConfigMap", ("metadata", "annotations", "a"), "x" * (MOST - 1), None),
        ("Widget", ("metadata", "labels", "a"), 8080, "the label a is a number"),
        ("Widget", ("spec", "selector"), {"matchLabels": {"a": True}}, None),
        ("Service", ("spec", "selector", "app"), True, "the label app is a boolean"),
        ("Deployment", ("spec", "template", "metadata", "labels", "z"), 1, "the label z is a"),
        ("Deployment", ("spec", "template", "spec", "nodeSelector", "z"), True, "the label z is"),
        ("CronJob", ("spec", "jobTemplate", "metadata", "labels", "z"), "a b", '"a b" is no value'),
        ("NetworkPolicy", ("spec", "podSelector", "matchLabels", "z"), 1, "the label z is a"),
        ("Pod", (*TERM, "operator"), "in", "in is no operator of a selector"),
        ("Pod", (*TERM, "operator"), "Gt", None),
        ("Pod", (*TERM, "operator"), "Exists", "Exists takes no values"),
        ("Pod", (*TERM, "values"), [], "In has no values"),
        ("Pod", (*TERM, "values"), [True], "a value of the selector is a boolean"),
        ("Pod", (*TERM, "values"), ["a b"], '"a b" is no value of a label'),
        ("Pod", (*TERM, "key"), "a b", '"a b" is no key of a label'),
        ("Pod", (*ALONE, MAY, 0, "preference", "matchExpressions", 0, "values"), ["a b"], None),
    ],
)
def test_one_place(tmp_path: Path, kind: str, path: Field, value: Any, said: str | None) -> None:
    text = json.dumps(changed(valid()[kind], path, value), indent=1)
    found = repositories.findings(CHECK, tmp_path, {"a.yaml": text})
    if said is None:
        assert found == []
        return
    (one,) = found
    assert one.message.startswith(said)
    assert one.severity == ("warning" if kind == "CronJob" else "error")
    assert one.fix
    assert one.line > 3


def test_a_patch_is_not_judged(tmp_path: Path) -> None:
    bad = repositories.config_map(extra="  labels:\n    a: true\n")
    files = {
        "x/kustomization.yaml": "resources: [a.yaml]\npatches:\n  - path: patch.yaml\n",
        "x/patch.yaml": bad,
        "x/old.yaml": bad.replace("data", "data") + "$patch: delete\n",
    }
    assert repositories.findings(CHECK, tmp_path, files) == []
    (tmp_path / "x" / "a.yaml").write_text(bad, encoding="utf-8")
    (one,) = repositories.findings(CHECK, tmp_path, {})
    assert one[1:4] == ("x/patch.yaml", 6, 8), "what is built comes from there"
    assert one.fix == "put it in quotes"
