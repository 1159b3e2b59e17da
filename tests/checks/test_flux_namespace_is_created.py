"""flux-namespace-is-created: namespaces that nobody makes, once each."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_namespace_is_created import CHECK
from gitops_gen.findings import Finding
from tests.support import repositories
from tests.support.repositories import config_map, kustomization


def placed(namespace: str, name: str = "a") -> str:
    return config_map(name).replace("metadata:\n", f"metadata:\n  namespace: {namespace}\n")


def made(name: str) -> str:
    return f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}}}\n"


def release(chart: str, more: str, namespace: str = "kube-system") -> str:
    return (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        f"metadata:\n  name: r\n  namespace: {namespace}\nspec:\n"
        f"  chart: {{spec: {{chart: {chart}}}}}\n{more}"
    )


def found(root: Path, *objects: str, **files: str) -> list[str]:
    every = {"c/a.yaml": kustomization("a", "./x"), "x/all.yaml": "---\n".join(objects)}
    every |= {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
    said = CHECK.find(repositories.repo(root, every))
    return [f"{one.severity} {one}" for one in said if isinstance(one, Finding)]


def test_a_namespace_that_nobody_makes(tmp_path: Path) -> None:
    said = found(tmp_path, made("wob"), placed("web"), placed("web", "b"), placed("kube-system"))
    assert said == [
        "error x/all.yaml:8:14: ConfigMap web/a needs the namespace web, which nothing in this cluster "
        'creates (did you mean "wob"?)\n  see also x/all.yaml:14:14\n  fix: add a Namespace web'
    ]


def test_whoever_makes_it(tmp_path: Path) -> None:
    """Another Kustomization, Helm, a chart whose values name it: the order heals by itself."""
    install = "  targetNamespace: two\n  install: {createNamespace: true}\n"
    said = found(
        tmp_path,
        *(placed(name) for name in ("one", "two", "three", "cilium-secrets", "flux-system")),
        release("cilium", install + "  values: {tls: {ns: [three]}}\n"),
        c__b=kustomization("b", "./y"),
        y__n=made("one"),
    )
    assert said == []


def test_a_release_into_nowhere(tmp_path: Path) -> None:
    (said,) = found(tmp_path, release("podinfo", "  targetNamespace: web\n"))
    assert said.startswith(
        "error x/all.yaml:8:20: HelmRelease kube-system/r needs the namespace web"
    )
    assert said.endswith("fix: add a Namespace web, or install.createNamespace: true")


@pytest.mark.parametrize(
    "files",
    [
        {"c__b": kustomization("b", "./", source="OCIRepository/else")},
        {"x__r": release("rancher", "")},
        {"d__a": kustomization("a", "./y"), "y__n": made("web")},
    ],
    ids=["a part is elsewhere", "a chart may bring it", "another cluster has it"],
)
def test_what_may_be_there_is_a_warning(tmp_path: Path, files: dict[str, str]) -> None:
    (said,) = found(tmp_path, placed("web"), **files)
    assert said.startswith("warning x/all.yaml:4:14: ")


def test_cluster_scoped_open_and_odd(tmp_path: Path) -> None:
    issuer = placed("web").replace("v1", "cert-manager.io/v1").replace("ConfigMap", "ClusterIssuer")
    role = placed("web").replace("v1", "rbac.authorization.k8s.io/v1")
    assert found(tmp_path, issuer, role.replace("ConfigMap", "ClusterRole")) == []
    assert (
        found(tmp_path, placed("${NS}"), release("x", "  targetNamespace: 1\n  install: 2\n")) == []
    )
    assert found(tmp_path, placed("web"), made('"${NS}"')) == []
    assert found(tmp_path, release("[a]", "  values: [1]\n").replace("spec:", "spec: []\nx:")) == []


def test_the_namespace_of_an_entry_point_is_there(tmp_path: Path) -> None:
    entry = kustomization("a", "./x").replace("namespace: flux-system", "namespace: gitops")
    assert found(tmp_path, placed("gitops"), c__a=entry) == []
