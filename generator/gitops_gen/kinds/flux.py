"""Flux' kinds: sources, Kustomizations and HelmReleases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NAMESPACE = "flux-system"
SOURCE = "flux-system"
"""Name of the GitRepository of the tree and of the Kustomization that starts it, as `flux bootstrap` calls them."""
AGE_SECRET = "sops-age"
"""The Secret with the cluster's age key; `bootstrap` makes it."""

Reference = Mapping[str, str]


def git_repository(
    name: str,
    *,
    url: str,
    branch: str,
    interval: str,
    secret: str | None = None,
    ignore: str = "",
) -> dict[str, Any]:
    """A Git repository; `ignore` are lines as in .gitignore, which add to .sourceignore and overrule it."""
    spec: dict[str, Any] = {
        "interval": interval,
        "url": url,
        "ref": {"branch": branch},
        "timeout": "60s",
    }
    if secret is not None:
        spec["secretRef"] = {"name": secret}
    if ignore:
        spec["ignore"] = ignore
    return _object("source.toolkit.fluxcd.io/v1", "GitRepository", name, NAMESPACE, spec)


def oci_repository(name: str, *, url: str, tag: str, interval: str = "1h") -> dict[str, Any]:
    """An OCI artifact by tag; `url` is oci:// without a tag."""
    spec = {"interval": interval, "url": url, "ref": {"tag": tag}, "timeout": "60s"}
    return _object("source.toolkit.fluxcd.io/v1", "OCIRepository", name, NAMESPACE, spec)


def helm_repository(name: str, namespace: str, *, url: str, interval: str = "1h") -> dict[str, Any]:
    """A Helm repository, https:// or oci://."""
    oci = {"type": "oci"} if url.startswith("oci://") else {}
    spec = {**oci, "interval": interval, "url": url}
    return _object("source.toolkit.fluxcd.io/v1", "HelmRepository", name, namespace, spec)


def helm_release(
    name: str,
    namespace: str,
    *,
    chart: str,
    version: str,
    repository: str,
    values: Mapping[str, Any],
    timeout: str = "10m",
    retry_interval: str = "5m",
    annotations: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A release of an exact chart version that is retried when it fails, never uninstalled or rolled back.

    Its release name is `name`, its storage and target `namespace`: a release of that name that stands there
    already is adopted. The chart's `crds/` folder is left alone.
    """
    action = {
        "strategy": {"name": "RetryOnFailure", "retryInterval": retry_interval},
        "crds": "Skip",
    }
    spec = {
        "interval": "1h",
        "timeout": timeout,
        "chart": {
            "spec": {
                "chart": chart,
                "version": version,
                "sourceRef": {"kind": "HelmRepository", "name": repository},
                "interval": "1h",
            }
        },
        "install": action,
        "upgrade": {**action},
        "driftDetection": {"mode": "enabled"},
        "values": dict(values),
    }
    made = _object("helm.toolkit.fluxcd.io/v2", "HelmRelease", name, namespace, spec)
    if annotations:
        made["metadata"]["annotations"] = dict(annotations)
    return made


def source(kind: str = "GitRepository", name: str = SOURCE) -> dict[str, str]:
    """A sourceRef; the tree's own repository unless said."""
    return {"kind": kind, "name": name}


def kustomization(
    name: str,
    *,
    path: str,
    source: Reference,
    prune: bool = True,
    keep: bool = False,
    wait: bool = False,
    interval: str = "1h",
    timeout: str = "5m",
    retry_interval: str = "2m",
    depends_on: Sequence[str] = (),
    decrypt: bool = False,
    patches: Sequence[Mapping[str, Any]] = (),
    health_checks: Sequence[Reference] = (),
    health_check_exprs: Sequence[Reference] = (),
) -> dict[str, Any]:
    """A Kustomization; `keep` leaves its objects in the cluster when it is itself deleted.

    Flux ignores `health_checks` where `wait` is set, so both together raise ValueError.
    """
    if wait and health_checks:
        raise ValueError(f"Kustomization {name}: with wait, healthChecks are ignored")
    spec: dict[str, Any] = {}
    if depends_on:
        spec["dependsOn"] = [{"name": other} for other in depends_on]
    spec |= {"interval": interval, "retryInterval": retry_interval, "timeout": timeout}
    spec |= {"sourceRef": dict(source), "path": path, "prune": prune}
    if keep:
        spec["deletionPolicy"] = "Orphan"
    spec["wait"] = wait
    if decrypt:
        spec["decryption"] = {"provider": "sops", "secretRef": {"name": AGE_SECRET}}
    lists = {
        "patches": patches,
        "healthChecks": health_checks,
        "healthCheckExprs": health_check_exprs,
    }
    spec |= {key: [dict(one) for one in many] for key, many in lists.items() if many}
    return _object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", name, NAMESPACE, spec)


def reference(api_version: str, kind: str, name: str, namespace: str = "") -> dict[str, str]:
    """An object of a health check."""
    made = {"apiVersion": api_version, "kind": kind, "name": name}
    return made | ({"namespace": namespace} if namespace else {})


def _object(
    api_version: str, kind: str, name: str, namespace: str, spec: dict[str, Any]
) -> dict[str, Any]:
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {"name": name, "namespace": namespace},
        "spec": spec,
    }
