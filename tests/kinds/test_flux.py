"""The spelling of Flux' kinds, and the one combination that is refused."""

from __future__ import annotations

import pytest

from gitops_gen.kinds import flux

SOURCE = "source.toolkit.fluxcd.io/v1"
RETRY = {"strategy": {"name": "RetryOnFailure", "retryInterval": "5m"}, "crds": "Skip"}


def test_a_git_repository() -> None:
    made = flux.git_repository("r", url="https://git.example.com/r", branch="main", interval="1m")
    assert made == {
        "apiVersion": SOURCE,
        "kind": "GitRepository",
        "metadata": {"name": "r", "namespace": "flux-system"},
        "spec": {
            "interval": "1m",
            "url": "https://git.example.com/r",
            "ref": {"branch": "main"},
            "timeout": "60s",
        },
    }
    more = flux.git_repository("r", url="u", branch="b", interval="1m", secret="s", ignore="/x\n")
    assert more["spec"]["secretRef"] == {"name": "s"}
    assert more["spec"]["ignore"] == "/x\n"


def test_an_oci_repository() -> None:
    assert flux.oci_repository("r", url="oci://example.com/r", tag="v1.2.3") == {
        "apiVersion": SOURCE,
        "kind": "OCIRepository",
        "metadata": {"name": "r", "namespace": "flux-system"},
        "spec": {
            "interval": "1h",
            "url": "oci://example.com/r",
            "ref": {"tag": "v1.2.3"},
            "timeout": "60s",
        },
    }


def test_a_helm_repository_says_that_it_is_a_registry() -> None:
    plain = flux.helm_repository("c", "kube-system", url="https://charts.example.com")
    assert plain == {
        "apiVersion": SOURCE,
        "kind": "HelmRepository",
        "metadata": {"name": "c", "namespace": "kube-system"},
        "spec": {"interval": "1h", "url": "https://charts.example.com"},
    }
    oci = flux.helm_repository("c", "kube-system", url="oci://example.com/charts")
    assert oci["spec"] == {"type": "oci", "interval": "1h", "url": "oci://example.com/charts"}


def test_a_helm_release_is_retried_and_never_uninstalled() -> None:
    made = flux.helm_release(
        "c", "ns", chart="cilium", version="1.20.2", repository="r", values={"a": 1}
    )
    assert made == {
        "apiVersion": "helm.toolkit.fluxcd.io/v2",
        "kind": "HelmRelease",
        "metadata": {"name": "c", "namespace": "ns"},
        "spec": {
            "interval": "1h",
            "timeout": "10m",
            "chart": {
                "spec": {
                    "chart": "cilium",
                    "version": "1.20.2",
                    "sourceRef": {"kind": "HelmRepository", "name": "r"},
                    "interval": "1h",
                }
            },
            "install": RETRY,
            "upgrade": RETRY,
            "driftDetection": {"mode": "enabled"},
            "values": {"a": 1},
        },
    }
    more = flux.helm_release(
        "c", "ns", chart="c", version="1", repository="r", values={}, annotations={"k": "v"}
    )
    assert more["metadata"]["annotations"] == {"k": "v"}


def test_a_plain_kustomization() -> None:
    assert flux.kustomization("apps", path="./apps", source=flux.source()) == {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": "apps", "namespace": "flux-system"},
        "spec": {
            "interval": "1h",
            "retryInterval": "2m",
            "timeout": "5m",
            "sourceRef": {"kind": "GitRepository", "name": "flux-system"},
            "path": "./apps",
            "prune": True,
            "wait": False,
        },
    }


def test_a_kustomization_with_everything() -> None:
    crd = flux.reference("apiextensions.k8s.io/v1", "CustomResourceDefinition", "x.example.com")
    made = flux.kustomization(
        "apps",
        path="./apps",
        source=flux.source("OCIRepository", "o"),
        prune=False,
        keep=True,
        depends_on=["cilium"],
        decrypt=True,
        patches=[{"patch": "p"}],
        health_checks=[crd],
        health_check_exprs=[{"current": "true"}],
    )
    assert made["spec"] == {
        "dependsOn": [{"name": "cilium"}],
        "interval": "1h",
        "retryInterval": "2m",
        "timeout": "5m",
        "sourceRef": {"kind": "OCIRepository", "name": "o"},
        "path": "./apps",
        "prune": False,
        "deletionPolicy": "Orphan",
        "wait": False,
        "decryption": {"provider": "sops", "secretRef": {"name": "sops-age"}},
        "patches": [{"patch": "p"}],
        "healthChecks": [crd],
        "healthCheckExprs": [{"current": "true"}],
    }


def test_wait_and_health_checks_exclude_each_other() -> None:
    check = flux.reference("v1", "ConfigMap", "x", "ns")
    assert check == {"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "namespace": "ns"}
    with pytest.raises(ValueError, match=r"Kustomization a: with wait, healthChecks are ignored$"):
        flux.kustomization("a", path=".", source={}, wait=True, health_checks=[check])
    assert flux.kustomization("a", path=".", source={}, wait=True)["spec"]["wait"] is True
