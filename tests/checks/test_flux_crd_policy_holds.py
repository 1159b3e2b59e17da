"""flux-crd-policy-holds: a policy for one action alone, and the field that nobody reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_crd_policy_holds import CHECK
from tests.support import repositories
from tests.support.repositories import kustomization

HEAD = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: rello, namespace: rello}
spec:
"""


def found(root: Path, spec: str) -> list[tuple[int, int, str, str]]:
    files = {"c/a.yaml": kustomization("a", "./x"), "x/a.yaml": HEAD + spec}
    said = repositories.findings(CHECK, root, files)
    assert {one.severity for one in said} <= {"warning"}
    return [(one.line, one.column, one.message, one.fix) for one in said]


@pytest.mark.parametrize("upgrade", ["", "  upgrade: {remediation: {retries: 3}}\n"])
def test_a_policy_for_the_installation_alone(tmp_path: Path, upgrade: str) -> None:
    assert found(tmp_path, "  install: {crds: CreateReplace}\n" + upgrade) == [
        (
            *(5, 19),
            "HelmRelease rello/rello: an upgrade leaves the CRDs as they were; install.crds is for the first "
            "installation",
            "write upgrade.crds: CreateReplace beside it",
        )
    ]


@pytest.mark.parametrize("other", ["", ", crds: Create"])
def test_the_field_that_nobody_reads(tmp_path: Path, other: str) -> None:
    assert found(tmp_path, f"  install: {{skipCRDs: true{other}}}\n") == [
        (
            *(5, 23),
            "HelmRelease rello/rello: helm-controller does not read skipCRDs: the chart's CRDs are created all the "
            "same",
            "write crds: Skip, in install and in upgrade",
        )
    ]


@pytest.mark.parametrize(
    "spec",
    [
        "  install: {crds: CreateReplace}\n  upgrade: {crds: CreateReplace}\n",
        "  install: {crds: CreateReplace}\n  upgrade: {crds: Skip}\n",
        "  install: {crds: Create}\n",
        "  install: {crds: Skip}\n",
        "  install: {crds: '${POLICY}'}\n",
        "  upgrade: {crds: CreateReplace}\n",
        "  install: {skipCRDs: true, crds: Skip}\n",
        "  install: {skipCRDs: false}\n",
        "  install: [crds]\n  upgrade: 7\n",
        "  interval: 1h\n",
    ],
)
def test_what_is_meant(tmp_path: Path, spec: str) -> None:
    assert found(tmp_path, spec) == []
