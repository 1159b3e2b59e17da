"""The spelling of Deployments."""

from __future__ import annotations

from typing import Any

from gitops_gen.kinds import apps


def _deployment(**more: Any) -> dict[str, Any]:
    return apps.deployment(
        "web",
        "ns",
        replicas=2,
        selector={"name": "web"},
        labels={"name": "web", "part": "shop"},
        pod={"containers": []},
        **more,
    )


def test_a_deployment_selects_the_pods_of_its_template() -> None:
    labels = {"name": "web", "part": "shop"}
    assert _deployment() == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "ns", "labels": labels},
        "spec": {
            "replicas": 2,
            "revisionHistoryLimit": 3,
            "selector": {"matchLabels": {"name": "web"}},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": []}},
        },
    }


def test_annotations_go_to_the_pods_alone() -> None:
    made = _deployment(pod_annotations={"a": "b"})
    assert made["spec"]["template"]["metadata"]["annotations"] == {"a": "b"}
    assert "annotations" not in made["metadata"]
