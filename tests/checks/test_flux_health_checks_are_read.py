"""flux-health-checks-are-read: what Flux does not look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_health_checks_are_read import CHECK
from tests.support.flux_objects import applied, said
from tests.support.repositories import config_map

LIST = "  healthChecks:\n    - {apiVersion: v1, kind: ConfigMap, name: rello, namespace: x}\n"
RULES = "  healthCheckExprs:\n    - {apiVersion: v1, kind: ConfigMap, current: 'true'}\n"


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (LIST, 0),
        (LIST + RULES, 0),
        ("  wait: true\n" + RULES, 0),
        ("  wait: true\n" + LIST, 1),
        (RULES, 1),
        ("  wait: [1]\n  healthChecks: 3\n", 0),
    ],
)
def test_one_says_what_is_checked(tmp_path: Path, lines: str, count: int) -> None:
    found = said(CHECK, tmp_path, applied(config_map(), more=lines))
    assert len(found) == count
    assert all(one.startswith("warning clusters/a/ks.yaml:") for one in found)
