"""flux-network-waits-for-no-pod: over steps, through waits and releases; and what may come first all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_network_waits_for_no_pod import CHECK
from tests.support import repositories
from tests.support.repositories import kustomization

WAIT = "  wait: true\n"
POD = "spec: {containers: [{name: a, image: b}]}"
WORK = f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a, namespace: b}}\nspec:\n  template: {{{POD}}}\n"


def release(name: str, *more: str, chart: str = "") -> str:
    lines = "".join(
        f"  {line}\n" for line in (f"chart: {{spec: {{chart: {chart or name}}}}}", *more)
    )
    head = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
    return f"{head}metadata: {{name: {name}, namespace: n}}\nspec:\n{lines}"


def two(held: str, *, more: str = WAIT, network: str = "") -> dict[str, str]:
    """The network, and what it waits for."""
    return {
        "c/a.yaml": kustomization("cni", "./cni", after=["first"]),
        "c/b.yaml": kustomization("first", "./first", more=more),
        "cni/a.yaml": network or release("cilium"),
        "first/a.yaml": held,
    }


def test_a_workload_that_is_waited_for(tmp_path: Path) -> None:
    (said,) = CHECK.find(repositories.repo(tmp_path, two(WORK)))
    assert str(said) == (
        "c/a.yaml:8:13: Kustomization flux-system/cni waits for Kustomization flux-system/first, whose pods "
        "(Deployment b/a) start only when HelmRelease n/cilium is there: in a new cluster both wait for ever\n"
        "  see also first/a.yaml:1:1\n  fix: remove it, and let flux-system/first wait for the network"
    )


FOUND = {
    "a release": two(release("db")),
    "a health check": two(
        WORK,
        more="  healthChecks: [{apiVersion: apps/v1, kind: Deployment, name: a, namespace: b}]\n",
    ),
    "a pod": two(f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\n{POD}\n"),
    "a job": two(WORK.replace("Deployment", "Job").replace("apps", "batch")),
    "the address of the chart tells": two(
        WORK,
        network=release("net").replace(
            "chart: {spec: {chart: net}}", "chartRef: {kind: OCIRepository, name: a}"
        )
        + "---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\n"
        "metadata: {name: a, namespace: n}\nspec: {url: 'oci://quay.io/cilium/charts/cilium'}\n",
    ),
    "two steps": two("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    | {
        "c/b.yaml": kustomization("first", "./first", after=["zero"]),
        "c/c.yaml": kustomization("zero", "./zero", more=WAIT),
        "zero/a.yaml": WORK,
    },
    "a child that is waited for": two(kustomization("zero", "./zero", more=WAIT))
    | {"zero/a.yaml": WORK},
    "who brings the network waits": {
        "c/a.yaml": kustomization("all", "./all", after=["first"]),
        "all/a.yaml": kustomization("cni", "./cni"),
        "c/b.yaml": kustomization("first", "./first", more=WAIT),
        "cni/a.yaml": release("cilium"),
        "first/a.yaml": WORK,
    },
    "between releases": {
        "c/a.yaml": kustomization("all", "./all"),
        "all/a.yaml": release("cilium", "dependsOn: [{name: crds}]"),
        "all/b.yaml": release("crds", "dependsOn: [{name: db}]"),
        "all/c.yaml": release("db"),
    },
    "a release beside the entry points": {
        "c/a.yaml": kustomization("all", "./all"),
        "all/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        "c/b.yaml": release("cilium", "dependsOn: [{name: db}]"),
        "c/c.yaml": release("db"),
    },
}


@pytest.mark.parametrize("files", FOUND.values(), ids=FOUND)
def test_ways_to_wait(tmp_path: Path, files: dict[str, str]) -> None:
    assert len(list(CHECK.find(repositories.repo(tmp_path, files)))) == 1


CLEAN = {
    "it does not wait for its pods": two(WORK, more=""),
    "it waits for something else": two(
        WORK, more="  healthChecks: [{apiVersion: v1, kind: ConfigMap, name: a, namespace: b}]\n"
    ),
    "pods on the machines' network": two(
        WORK.replace("{containers", "{hostNetwork: true, containers")
    ),
    "no pods": two(WORK + "  replicas: 0\n"),
    "a chart of definitions": two(release("prometheus-operator-crds")),
    "a chart on the machines' network": two(release("vip", "values: {a: [{hostNetwork: true}]}")),
    "a release that waits for no pod": two(release("db", "install: {disableWait: true}")),
    "a release of another cluster": two(release("db", "kubeConfig: {secretRef: {name: a}}")),
    "another part of the network": two(release("tigera-operator")),
    "suspended": two(WORK, more=WAIT + "  suspend: true\n"),
    "no network": two(WORK, network=release("db")),
    "a network of another cluster": two(
        WORK, network=release("cilium", "kubeConfig: {secretRef: {name: a}}")
    ),
    "what it waits for is not there": {
        "c/a.yaml": kustomization("cni", "./cni", after=["none"]),
        "cni/a.yaml": release("cilium", "dependsOn: [{name: none}]"),
    },
}


@pytest.mark.parametrize("files", CLEAN.values(), ids=CLEAN)
def test_what_may_come_first(tmp_path: Path, files: dict[str, str]) -> None:
    assert list(CHECK.find(repositories.repo(tmp_path, files))) == []


def test_the_whole_kustomization_is_of_another_cluster(tmp_path: Path) -> None:
    files = two(WORK)
    files["c/a.yaml"] += "  kubeConfig: {secretRef: {name: a}}\n"
    assert list(CHECK.find(repositories.repo(tmp_path, files))) == []


def test_a_cycle_ends(tmp_path: Path) -> None:
    files = two("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    files["c/b.yaml"] = kustomization("first", "./first", after=["cni"])
    assert list(CHECK.find(repositories.repo(tmp_path, files))) == []


def test_odd_shapes(tmp_path: Path) -> None:
    files = two(
        WORK.replace(f"{{{POD}}}", "[1]")
        + "---\n"
        + release("db", "install: 7", "values: [1, [2]]"),
        more="  healthChecks: [1, {kind: [a]}, {apiVersion: 7, kind: HelmRelease, name: {}}]\n",
    )
    assert list(CHECK.find(repositories.repo(tmp_path, files))) == []
