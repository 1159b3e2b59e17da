"""JSON: valid by its own schema, and nothing is lost."""

from __future__ import annotations

import json as standard

from gitops_gen import schemas
from gitops_gen.formats import json
from gitops_gen.judge.report import Report
from tests.formats import reports


def test_the_report_fits_its_schema() -> None:
    schema = standard.loads(json.schema())
    said = standard.loads(json.text(reports.report()))
    assert schemas.violations(schema, said) == []
    assert schemas.violations(schema, json.as_json(Report((), (), 0, 0, 0, (), 0, {}))) == []
    said["findings"][0]["severity"] = "bad"
    said["more"] = 1
    assert len(schemas.violations(schema, said)) == 2


def test_what_a_finding_becomes() -> None:
    said = json.as_json(reports.report())
    assert said["findings"][1] == {
        "check": "schema-x",
        "severity": "error",
        "message": "an open\n list",
        "fix": "close it",
        "location": {"file": "a.yaml", "line": 3, "column": 10},
        "others": [{"file": "b", "line": 1, "column": 1}],
    }
    assert [one["location"] for one in said["findings"]][::2] == [None, {"file": "a.yaml"}]
    assert said["notJudged"][5] == {
        "what": "Widget",
        "why": "no schema",
        "location": {"file": "z.yaml", "line": 4, "column": 1},
    }
    assert said["summary"] == {
        "errors": 3,
        "warnings": 1,
        "ignored": 2,
        "notJudged": 6,
        "files": 2,
        "documents": 1200,
        "objects": 1,
        "built": {"gitops-gen": 1000, "kustomize 5.8.1": 1},
        "checks": ["flux-whole", "schema-x", "schema-y"],
    }
