"""Objects of Flux for tests, and what checks say of a repository in one line each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gitops_gen.checks.check import Check
from gitops_gen.findings import Unjudged
from tests.support import repositories
from tests.support.repositories import kustomization

ENTRY = "clusters/a/ks.yaml"
SOURCE = "source.toolkit.fluxcd.io/v1"


def said(check: Check, root: Path, files: Mapping[str, str]) -> list[str]:
    """`severity place message`, or `unjudged place why`, without fixes."""
    return [
        f"unjudged {one.location} {one.why}"
        if isinstance(one, Unjudged)
        else f"{one.severity} {one.location} {one.message}"
        for one in check.find(repositories.repo(root, files))
    ]


def applied(*objects: str, more: str = "") -> dict[str, str]:
    """A cluster of one Kustomization, with more lines of its spec, that applies these objects."""
    return {
        ENTRY: kustomization("rello", "./apps", more=more),
        "apps/all.yaml": "---\n".join(objects),
    }


def thing(
    api_version: str, kind: str, name: str, rest: str = "", *, namespace: str = "rello"
) -> str:
    """An object; `rest` are its lines after metadata."""
    return (
        f"apiVersion: {api_version}\nkind: {kind}\n"
        f"metadata:\n  name: {name}\n  namespace: {namespace}\n{rest}"
    )


def release(
    name: str = "podinfo", more: str = "", *, chart: str = "podinfo", version: str = "1.2.3"
) -> str:
    """A HelmRelease from a HelmRepository, with more lines of its spec."""
    pinned = f"      version: {version}\n" if version else ""
    spec = (
        f"spec:\n  interval: 1h\n  chart:\n    spec:\n      chart: {chart}\n{pinned}"
        f"      sourceRef:\n        kind: HelmRepository\n        name: charts\n{more}"
    )
    return thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", name, spec)


def deployment(name: str = "rello", image: str = "example.com/rello:1.0.0") -> str:
    """A Deployment of one container."""
    return thing(
        "apps/v1",
        "Deployment",
        name,
        f"spec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: {image}\n",
    )


NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: rello\n"
