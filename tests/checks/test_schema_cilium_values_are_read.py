"""schema-cilium-values-are-read: dead values, removed ones, wrong types; other charts are not judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.schema_cilium_values_are_read import CHECK
from gitops_gen.findings import Unjudged
from tests.support import repositories

RELEASE = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {{name: cilium, namespace: kube-system}}
spec:
  chart:
    spec: {{chart: {chart}, version: {version}}}
  values:
    {values}
"""


def found(root: Path, values: str, chart: str = "cilium", version: str = "1.20.2") -> list[str]:
    text = RELEASE.format(chart=chart, version=version, values=values)
    said = CHECK.find(repositories.repo(root, {"a.yaml": text}))
    return [
        f"{one.location}: {one.what}" if isinstance(one, Unjudged) else str(one) for one in said
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("l2announcements: {enabled: true, leaseDuration: 3s}", []),
        (
            "cgroup: {automount: {enabled: false}}",
            [
                "a.yaml:8:14: nothing in cilium 1.20.2 reads cgroup.automount\n  fix: did you mean cgroup.autoMount?"
            ],
        ),
        (
            "operator: {replicas: many}",
            [
                "a.yaml:8:26: operator.replicas: must be a whole number, the schema of cilium 1.20.2 says"
            ],
        ),
    ],
)
def test_values(tmp_path: Path, values: str, said: list[str]) -> None:
    assert found(tmp_path, values) == said


def test_a_value_that_stops_the_render(tmp_path: Path) -> None:
    (said,) = found(tmp_path, "tunnel: vxlan")
    assert (
        "tunnel was removed: the templates of cilium 1.20.2 read it only to stop\n  fix: remove it"
        in said
    )


@pytest.mark.parametrize(
    ("chart", "version"),
    [("other", "1.20.2"), ("cilium", "1.2.3"), ("cilium", "1.20.x"), ("cilium", "7")],
)
def test_other_charts_are_not_judged(tmp_path: Path, chart: str, version: str) -> None:
    assert found(tmp_path, "a: 1", chart, version) == [f"a.yaml:7:3: values of {chart}"]


def test_no_values_are_no_question(tmp_path: Path) -> None:
    assert found(tmp_path, "") == []
