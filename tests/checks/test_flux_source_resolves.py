"""flux-source-resolves: a source that is there, in its namespace; what Git cannot tell is not judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_source_resolves import CHECK
from gitops_gen.findings import Unjudged
from tests.support import repositories
from tests.support.repositories import config_map, kustomization, listed

HOME = {
    "c/kustomization.yaml": listed("sync.yaml", "all.yaml"),
    "c/sync.yaml": kustomization("flux-system", "./c"),
}


def source(kind: str, name: str, namespace: str, more: str = "") -> str:
    return (
        f"apiVersion: source.toolkit.fluxcd.io/v1\nkind: {kind}\n"
        f"metadata: {{name: '{name}', namespace: {namespace}}}\nspec:\n  interval: 1h\n{more}"
    )


def release(name: str, ref: str, namespace: str = "web") -> str:
    return (
        f"apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        f"metadata: {{name: '{name}', namespace: {namespace}}}\nspec:\n  interval: 1h\n{ref}"
    )


def chart(kind: str, name: str, more: str = "") -> str:
    return (
        "  chart:\n    spec:\n      chart: x\n      sourceRef:\n"
        f"        kind: {kind}\n        name: {name}\n{more}"
    )


def found(root: Path, *objects: str, **files: str) -> list[str]:
    every = {**HOME, "c/all.yaml": "---\n".join(objects)}
    every |= {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
    said = CHECK.find(repositories.repo(root, every))
    return [
        f"not judged: {one.location}: {one.why}"
        if isinstance(one, Unjudged)
        else f"{one.severity} {one}"
        for one in said
    ]


def test_a_chart_of_the_own_namespace_and_of_another(tmp_path: Path) -> None:
    said = found(
        tmp_path,
        source("HelmRepository", "podinfo", "flux-system"),
        release("a", chart("HelmRepository", "podinfo", "        namespace: flux-system\n")),
        release("b", chart("HelmRepository", "podinfo")),
        release("c", chart("GitRepository", "podinfo"), "flux-system"),
        release("d", chart("HelmRepository", "podinfo"), "flux-system"),
    )
    assert said == [
        "error c/all.yaml:30:15: HelmRelease web/b wants HelmRepository web/podinfo, which is not in this "
        "cluster: it is in namespace flux-system\n  fix: write namespace: flux-system beside its name",
        "error c/all.yaml:42:15: HelmRelease flux-system/c wants GitRepository flux-system/podinfo, which is "
        "not in this cluster\n  fix: name one that is there, or add it",
    ]


def test_every_kind_that_refers(tmp_path: Path) -> None:
    automation = source(
        "ImageUpdateAutomation", "i", "web", "  sourceRef: {kind: GitRepository, name: x}\n"
    )
    policy = source("ImagePolicy", "p", "web", "  imageRepositoryRef: {name: x}\n")
    policies = [one.replace("source.toolkit", "image.toolkit") for one in (automation, policy)]
    said = found(
        tmp_path,
        source("HelmChart", "h", "web", "  sourceRef: {kind: Bucket, name: x, namespace: a}\n"),
        source("Bucket", "x", "a"),
        release("r", "  chartRef: {kind: OCIRepository, name: x}\n"),
        kustomization("k", "./x", source="Bucket/x"),
        *policies,
    )
    places = [one.partition(": ")[0] for one in said]
    # The Kustomization's path is in that bucket: what else it brings is not known.
    assert places == [
        "warning c/all.yaml:6:35",
        "not judged",
        "warning c/all.yaml:32:11",
        "not judged",
        "not judged",
    ]
    assert "move one of them" in said[0]


def test_what_flux_makes_itself(tmp_path: Path) -> None:
    generator = source("ArtifactGenerator", "g", "web", "  artifacts: [{name: parts}, 1, {}]\n")
    said = found(
        tmp_path,
        source("HelmRepository", "h", "web"),
        release("r", chart("HelmRepository", "h")),
        release("s", "  chartRef: {kind: HelmChart, name: web-r}\n"),
        generator.replace("source.toolkit", "source.extensions"),
        release("t", "  chartRef: {kind: ExternalArtifact, name: parts}\n"),
    )
    assert said == []


def test_a_typo(tmp_path: Path) -> None:
    (said,) = found(
        tmp_path,
        source("OCIRepository", "podinfo", "web"),
        release("r", "  chartRef: {kind: OCIRepository, name: podnifo}\n"),
    )
    assert 'not in this cluster (did you mean "web/podinfo"?)' in said


def test_a_source_that_only_the_entry_points_name(tmp_path: Path) -> None:
    """Terraform, a person or an older bootstrap applied it; the objects below may name it too."""
    files = {
        "c__sync": kustomization("cluster", "./c", source="GitRepository/home"),
        "x__a": config_map(),
    }
    assert found(tmp_path, kustomization("k", "./x", source="GitRepository/home"), **files) == [
        "not judged: c/sync.yaml:12:11: GitRepository flux-system/home may be in a part that is not judged"
    ]


@pytest.mark.parametrize("by", ["instance", "chart"])
def test_the_source_of_the_operator(tmp_path: Path, by: str) -> None:
    instance = (
        "apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux, namespace: gitops}\n"
        "spec:\n  sync: {kind: OCIRepository}\n"
    )
    values = release("flux", "  values: {instance: {sync: {name: gitops}}}\n", "gitops")
    ref = "  chartRef: {kind: OCIRepository, name: gitops, namespace: gitops}\n"
    given = {"instance": instance, "chart": values}[by]
    assert found(tmp_path, given, release("r", ref)) == []


def test_one_that_another_cluster_has(tmp_path: Path) -> None:
    (said,) = found(
        tmp_path,
        release("r", chart("HelmRepository", "h")),
        d__sync=kustomization("flux-system", "./d"),
        d__h=source("HelmRepository", "h", "web"),
    )
    assert said.startswith("warning c/all.yaml:11:15: ")
    assert "see also d/h.yaml:1:1" in said


def test_open_names_and_odd_shapes(tmp_path: Path) -> None:
    said = found(
        tmp_path,
        release("a", chart("HelmRepository", '"${REPO}"')),
        release("b", "  chartRef: [a]\n"),
        release("c", "  chartRef: {kind: 1, name: 2}\n"),
        release("d", "  chartRef: {kind: OCIRepository, name: 2, namespace: [a]}\n"),
        release("e", "  chart: {spec: {sourceRef: null}}\n"),
        release("f", "  chart: 1\n").replace("spec:", "spec: 1\nother:"),
        release("g", chart("Secret", "x")),
    )
    assert said == []
    assert found(
        tmp_path,
        source("HelmRepository", "${NAME}", "web"),
        release("a", chart("HelmRepository", "x")),
    ) == ["not judged: c/all.yaml:17:15: HelmRepository web/x may be in a part that is not judged"]
