"""For other programs: one JSON object, of the schema in schemas/findings.schema.json."""

from __future__ import annotations

import json
from typing import Any

from gitops_gen.findings import Location, Severity
from gitops_gen.judge.report import Report, Verdict

VERSION = 1
"""Of the format; a field that goes or changes its meaning makes another."""


def text(report: Report) -> str:
    """The report, indented, in ASCII: a terminal can be shown it."""
    return json.dumps(as_json(report), indent=2) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """The report as JSON has it."""
    return {
        "version": VERSION,
        "findings": [_finding(one) for one in report.verdicts],
        "notJudged": [
            {"what": one.what, "why": one.why, "location": _location(one.location)}
            for one in report.unjudged
        ],
        "summary": {
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "ignored": report.ignored,
            "notJudged": len(report.unjudged),
            "files": report.files,
            "documents": report.documents,
            "objects": report.objects,
            "built": report.built,
            "checks": list(report.checks),
        },
    }


def _finding(verdict: Verdict) -> dict[str, Any]:
    found = verdict.finding
    return {
        "check": verdict.check,
        "severity": str(found.severity),
        "message": found.message,
        "fix": found.fix,
        "location": _location(found.location),
        "others": [_location(one) for one in found.others],
    }


def _location(place: Location | None) -> dict[str, Any] | None:
    """Line and column count from 1; without them the file as a whole is meant."""
    if place is None:
        return None
    if not place.line:
        return {"file": place.file}
    return {"file": place.file, "line": place.line, "column": place.column or 1}


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties) if required is None else required,
        "properties": properties,
    }


def schema() -> str:
    """The JSON Schema of the format."""
    text, count = {"type": "string"}, {"type": "integer", "minimum": 0}
    number = {"type": "integer", "minimum": 1}
    place = _object({"file": text, "line": number, "column": number}, ["file"])
    maybe = {"anyOf": [place, {"type": "null"}]}
    finding = _object(
        {
            "check": text,
            "severity": {"enum": [str(one) for one in Severity]},
            "message": text,
            "fix": text,
            "location": maybe,
            "others": {"type": "array", "items": place},
        }
    )
    counts = ["errors", "warnings", "ignored", "notJudged", "files", "documents", "objects"]
    built = {"type": "object", "additionalProperties": count}
    names = {"type": "array", "items": text}
    summary = _object({**dict.fromkeys(counts, count), "built": built, "checks": names})
    unjudged = _object({"what": text, "why": text, "location": place})
    whole = _object(
        {
            "version": {"const": VERSION},
            "findings": {"type": "array", "items": finding},
            "notJudged": {"type": "array", "items": unjudged},
            "summary": summary,
        }
    )
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What gitops-gen validate --format json prints",
    }
    return json.dumps({**head, **whole}, indent=2) + "\n"
