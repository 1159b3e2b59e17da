"""The spelling of Kustomize's own kind."""

from __future__ import annotations

from gitops_gen.kinds import kustomize


def test_a_kustomization_lists_its_resources_in_order() -> None:
    assert kustomize.kustomization(("b.yaml", "a")) == {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": ["b.yaml", "a"],
    }
