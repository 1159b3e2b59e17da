"""Kubernetes' apps group: Deployments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

REVISIONS = 3
"""Old ReplicaSets to keep: a rollback goes through Git, these are for looking."""


def deployment(
    name: str,
    namespace: str,
    *,
    replicas: int,
    selector: Mapping[str, str],
    labels: Mapping[str, str],
    pod: Mapping[str, Any],
    pod_annotations: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A Deployment of `pod` (`core.pod_spec`); `labels` are the Deployment's and its pods', `selector` among them."""
    template: dict[str, Any] = {"labels": dict(labels)}
    if pod_annotations:
        template["annotations"] = dict(pod_annotations)
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": namespace, "labels": dict(labels)},
        "spec": {
            "replicas": replicas,
            "revisionHistoryLimit": REVISIONS,
            "selector": {"matchLabels": dict(selector)},
            "template": {"metadata": template, "spec": dict(pod)},
        },
    }
