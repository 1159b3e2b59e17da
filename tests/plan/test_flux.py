"""Flux: what it reads, and where it comes from."""

from __future__ import annotations

from tests.plan.specs import smallest
from tests.support import specs


def test_a_source_that_says_everything() -> None:
    spec = smallest()
    spec["flux"] = {
        "source": {
            "url": "ssh://git@git.example.com/x.git",
            "branch": "prod",
            "interval": "5m",
            "credential": {"credential": "git.key"},
            "include": ["apps/base/", "apps/vtalos", "infrastructure/base"],
        },
        "components": ["source-controller", "kustomize-controller", "helm-controller"],
    }
    spec["upstreams"] = {"fluxManifests": "oci://r.example.com/flux"}
    flux = specs.plan_of(spec).flux
    assert (flux.url, flux.branch, flux.interval) == (
        "ssh://git@git.example.com/x.git",
        "prod",
        "5m",
    )
    assert flux.credential == "git.key"
    assert flux.keep == (
        "clusters/vtalos",
        "infrastructure/vtalos",
        "apps/vtalos",
        "apps/base",
        "infrastructure/base",
    )
    assert flux.artifact == "oci://r.example.com/flux"
    assert flux.components == ("source-controller", "kustomize-controller", "helm-controller")


def test_bootstrap_needs_no_artifact() -> None:
    spec = smallest()
    spec["flux"]["install"] = "bootstrap"
    assert specs.plan_of(spec).flux.artifact is None
