"""flux-health-checks-can-pass: what is there, what may be, and what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_health_checks_can_pass import CHECK
from tests.support.flux_objects import ENTRY, NAMESPACE, applied, deployment, release, said, thing
from tests.support.repositories import kustomization


def checks(kind: str, name: str, *, version: str = "apps/v1", namespace: str = "rello") -> str:
    entry = f"{{apiVersion: {version}, kind: {kind}, name: {name}, namespace: {namespace}}}"
    return f"  healthChecks:\n    - {entry}\n"


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        (checks("Deployment", "rello"), ""),
        (checks("Deployment", "rello", version="apps/v1beta1"), ""),
        (checks("Deployment", "rellow"), "error"),
        (checks("StatefulSet", "rello"), "error"),
        (checks("Deployment", "rello", version="extensions/v1beta1"), "error"),
        (checks("Deployment", "coredns", namespace="kube-system"), "unjudged"),
        (checks("Deployment", "rello", namespace="other"), "warning"),
        (checks("Pod", "rello", version="v1"), "unjudged"),
        (checks("Secret", "made-by-hand", version="v1"), "unjudged"),
        (
            checks("HelmRelease", "rello", version="helm.toolkit.fluxcd.io/v2", namespace="a"),
            "warning",
        ),
        (checks("Deployment", "${NAME}"), ""),
        (checks("Deployment", "rellow") + "  wait: true\n", ""),
        (checks("Deployment", "rellow") + "  kubeConfig: {secretRef: {name: a}}\n", ""),
        ("  healthChecks: [a, {}, {kind: 1}, null, {name: [a]}]\n", ""),
        ("  healthChecks: {a: b}\n", ""),
    ],
)
def test_a_plain_cluster(tmp_path: Path, lines: str, severity: str) -> None:
    found = said(CHECK, tmp_path, applied(NAMESPACE, deployment(), more=lines))
    assert [one.partition(" ")[0] for one in found] == ([severity] if severity else [])


def test_the_message_says_what_is_near(tmp_path: Path) -> None:
    found = said(
        CHECK, tmp_path, applied(NAMESPACE, deployment(), more=checks("Deployment", "relo"))
    )
    assert found == [
        "error clusters/a/ks.yaml:14:53 Kustomization flux-system/rello waits for Deployment rello/relo, which "
        'nothing makes (did you mean "Deployment rello/rello"?)'
    ]


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (release(), "unjudged "),
        (thing("example.com/v1", "Operator", "a"), "warning "),
        (thing("rbac.authorization.k8s.io/v1", "RoleBinding", "a"), "unjudged "),
    ],
    ids=["chart", "operator", "right"],
)
def test_what_may_be_made(tmp_path: Path, other: str, verdict: str) -> None:
    files = applied(NAMESPACE, other, more=checks("Deployment", "made"))
    (one,) = said(CHECK, tmp_path, files)
    assert one.startswith(verdict)


def test_what_another_kustomization_applies_is_there(tmp_path: Path) -> None:
    files = applied(NAMESPACE, deployment())
    files[ENTRY] += "---\n" + kustomization("b", "./b", more=checks("Deployment", "rello"))
    files["b/a.yaml"] = NAMESPACE.replace("rello", "b")
    assert said(CHECK, tmp_path, files) == []


def test_where_a_part_is_unknown_nothing_is_certain(tmp_path: Path) -> None:
    files = applied(NAMESPACE, more=checks("Deployment", "rello"))
    files[ENTRY] += "---\n" + kustomization("b", "./", source="OCIRepository/b")
    (one,) = said(CHECK, tmp_path, files)
    assert one.startswith("unjudged ")


def test_the_crds_of_cilium_are_its_operators(tmp_path: Path) -> None:
    entry = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, name: %s}"
    name = "ciliuml2announcementpolicies.cilium.io"
    lines = f"  healthChecks:\n    - {entry % name}\n    - {entry % 'ciliumtypos.cilium.io'}\n"
    (one,) = said(CHECK, tmp_path, applied(release("cilium", chart="cilium"), more=lines))
    assert one.startswith("unjudged ")
    assert "ciliumtypos" in one
