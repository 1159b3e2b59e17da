"""flux-api-version-is-served: removed, deprecated, and never there."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_api_version_is_served import CHECK
from tests.support.flux_objects import ENTRY, applied, said, thing

CRD = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: kustomizations.kustomize.toolkit.fluxcd.io
spec:
  group: kustomize.toolkit.fluxcd.io
  names: {kind: Kustomization}
  versions:
    - {name: v1, served: true}
    - {name: v1beta2, served: true, deprecated: true}
    - {name: v1beta1, served: false}
"""
TALOS = "machine:\n  kubelet:\n    image: ghcr.io/siderolabs/kubelet:v%s\n"
FLUX = "kustomize.toolkit.fluxcd.io"


def judged(root: Path, version: str, kind: str, *, more: dict[str, str] | None = None) -> list[str]:
    files = applied(thing(version, kind, "a"))
    return said(CHECK, root, files | (more or {}))


@pytest.mark.parametrize(
    ("version", "kind", "text"),
    [
        ("apps/v1", "Deployment", ""),
        ("v1", "Service", ""),
        ("example.com/v1beta1", "Thing", ""),
        (
            "apps/v1beta1",
            "Deployment",
            "error Kubernetes serves no apps/v1beta1 Deployment from 1.25",
        ),
        ("extensions/v1beta1", "Ingress", "error Kubernetes serves no extensions/v1beta1 Ingress"),
        (
            "networking.k8s.io/v1beta1",
            "Ingress",
            "error Kubernetes serves no networking.k8s.io/v1beta1",
        ),
        ("batch/v1beta1", "CronJob", "error Kubernetes serves no batch/v1beta1 CronJob"),
        ("apps/v1", "Deploymnt", "error Kubernetes serves no apps/v1 Deploymnt"),
        (
            "autoscaling/v2beta2",
            "HorizontalPodAutoscaler",
            "error Kubernetes 1.26 serves autoscaling/v2beta2",
        ),
        (
            "flowcontrol.apiserver.k8s.io/v1beta3",
            "FlowSchema",
            "error Kubernetes 1.32 serves flowcontrol",
        ),
        ("helm.toolkit.fluxcd.io/v2beta1", "HelmRelease", "warning Flux serves no helm.toolkit"),
        (
            "source.toolkit.fluxcd.io/v1beta2",
            "OCIRepository",
            "warning Flux serves no source.toolkit.fluxcd.io",
        ),
        (
            "cilium.io/v2alpha1",
            "CiliumLoadBalancerIPPool",
            "warning cilium.io/v2alpha1 is deprecated in Cilium 1.20",
        ),
        ("cilium.io/v2alpha1", "CiliumL2AnnouncementPolicy", ""),
        (
            "cilium.io/v2alpha1",
            "CiliumBGPPeeringPolicy",
            "warning Cilium serves no cilium.io/v2alpha1",
        ),
        (
            "gateway.networking.k8s.io/v1alpha2",
            "TCPRoute",
            "warning gateway.networking.k8s.io/v1alpha2 is deprecated",
        ),
    ],
)
def test_without_a_release(tmp_path: Path, version: str, kind: str, text: str) -> None:
    found = judged(tmp_path, version, kind)
    severity, _, start = text.partition(" ")
    assert len(found) == bool(text)
    assert all(
        one.startswith(f"{severity} apps/all.yaml:1:13 {kind} rello/a: {start}") for one in found
    )


@pytest.mark.parametrize(
    ("release", "version", "kind", "severity"),
    [
        ("1.25.3", "autoscaling/v2beta2", "HorizontalPodAutoscaler", "warning"),
        ("1.36.1", "autoscaling/v2beta2", "HorizontalPodAutoscaler", "error"),
        ("1.20.1", "networking.k8s.io/v1beta1", "Ingress", "warning"),
        ("1.36.1", "networking.k8s.io/v1beta1", "Ingress", "error"),
        ("1.28.0", "flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "error"),
        ("1.36.1", "apps/v1", "Deployment", ""),
    ],
)
def test_with_the_release_of_a_talos_configuration(
    tmp_path: Path, release: str, version: str, kind: str, severity: str
) -> None:
    found = judged(tmp_path, version, kind, more={"talos/cp.yaml": TALOS % release})
    assert [one.partition(" ")[0] for one in found] == ([severity] if severity else [])


def test_two_releases_are_none(tmp_path: Path) -> None:
    both = {
        "talos/a.yaml": TALOS % "1.25.1",
        "talos/b.yaml": "clusterName: b\nkubernetesVersion: v1.36.1\n",
    }
    (one,) = judged(tmp_path, "autoscaling/v2beta2", "HorizontalPodAutoscaler", more=both)
    assert one.startswith("error ")


@pytest.mark.parametrize(
    ("version", "text"),
    [
        ("v1", ""),
        (
            "v1beta2",
            "warning the CRD in this tree calls kustomize.toolkit.fluxcd.io/v1beta2 deprecated",
        ),
        (
            "v1beta1",
            "error the CRD in this tree does not serve kustomize.toolkit.fluxcd.io/v1beta1",
        ),
    ],
)
def test_a_crd_of_the_tree_goes_first(tmp_path: Path, version: str, text: str) -> None:
    files = applied(
        CRD, thing(f"{FLUX}/{version}", "Kustomization", "a", "spec:\n  path: ./none\n")
    )
    found = said(CHECK, tmp_path, files)
    severity, _, start = text.partition(" ")
    assert len(found) == bool(text)
    assert all(one.startswith(severity) and f": {start}" in one for one in found)


def test_a_known_flux_or_cilium(tmp_path: Path) -> None:
    instance = thing(
        "fluxcd.controlplane.io/v1",
        "FluxInstance",
        "flux",
        "spec:\n  distribution: {version: 2.9.4}\n",
    )
    chart = thing(
        "source.toolkit.fluxcd.io/v1",
        "OCIRepository",
        "cilium",
        "spec:\n  url: oci://quay.io/cilium/charts/cilium\n  ref: {tag: 1.20.1}\n",
    )
    old = thing("source.toolkit.fluxcd.io/v1beta2", "Bucket", "a")
    policy = thing("cilium.io/v2alpha1", "CiliumBGPPeeringPolicy", "a")
    found = said(CHECK, tmp_path, applied(instance, chart, old, policy))
    assert len(found) == 2
    assert all(one.startswith("error ") and "which this repository names" in one for one in found)


def test_another_cluster_and_local_objects(tmp_path: Path) -> None:
    files = applied(
        thing("v1alpha1", "Anything", "a").replace(
            "metadata:", "metadata:\n  annotations: {config.kubernetes.io/local-config: 'true'}"
        )
    )
    files[ENTRY] += "  kubeConfig: {secretRef: {name: b}}\n"
    assert said(CHECK, tmp_path, files) == []
