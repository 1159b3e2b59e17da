"""Kustomize's own Kustomization: the explicit list of what stands in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def kustomization(resources: Sequence[str]) -> dict[str, Any]:
    """A `kustomization.yaml`; `resources` are files and folders relative to its own."""
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": list(resources),
    }
