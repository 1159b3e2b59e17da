"""flux-network-survives-failure: what helm-controller uninstalls."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_network_survives_failure import CHECK
from tests.support.flux_objects import applied, release, said


@pytest.mark.parametrize(
    ("chart", "lines", "count"),
    [
        ("cilium", "  install: {remediation: {retries: 3}}\n", 1),
        ("cilium", "  install: {remediation: {retries: -1}}\n", 1),
        ("cilium", "  install: {remediation: {remediateLastFailure: true}}\n", 1),
        ("cilium", "  install: {strategy: {name: RetryOnFailure}, remediation: {retries: 3}}\n", 0),
        ("podinfo", "  install: {remediation: {retries: 3}}\n", 0),
        ("podinfo", "  upgrade: {remediation: {strategy: uninstall}}\n", 1),
        ("./charts/cilium", "  upgrade: {remediation: {strategy: uninstall}}\n", 1),
        ("podinfo", "  upgrade: {remediation: {strategy: rollback}}\n", 0),
        ("cilium", "  install: [a]\n  upgrade: {remediation: 3}\n", 0),
    ],
)
def test_remediation(tmp_path: Path, chart: str, lines: str, count: int) -> None:
    found = said(CHECK, tmp_path, applied(release("net", lines, chart=chart)))
    assert len(found) == count
    assert all(one.startswith("warning apps/all.yaml:15:") for one in found)
