"""flux-path-builds: a path that is not there, or does not build, and what is not judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_path_builds import CHECK
from gitops_gen.findings import Finding, Unjudged
from tests.support import repositories
from tests.support.repositories import config_map, kustomization, listed


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("./apps/good", []),
        (
            "./apps/god",
            [
                "c/a.yaml:8:9: Kustomization flux-system/a: the path ./apps/god is not in this repository",
                "  fix: did you mean ./apps/good?",
            ],
        ),
        (
            "./zzz",
            [
                "c/a.yaml:8:9: Kustomization flux-system/a: the path ./zzz is not in this repository",
                "  fix: name a folder, from the root of the source",
            ],
        ),
        (
            "./apps/good/x.yaml",
            [
                "c/a.yaml:8:9: Kustomization flux-system/a: the path ./apps/good/x.yaml is a file, "
                "and Flux wants a folder",
                "  fix: did you mean ./apps/good?",
            ],
        ),
    ],
)
def test_paths(tmp_path: Path, path: str, said: list[str]) -> None:
    files = {
        "c/a.yaml": kustomization("a", path),
        "apps/good/kustomization.yaml": listed("x.yaml"),
        "apps/good/x.yaml": config_map(),
    }
    found = [str(one) for one in CHECK.find(repositories.repo(tmp_path, files))]
    assert "\n".join(found).split("\n") == (said or [""])


def test_a_build_that_fails(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization("a", "./bad"),
        "bad/kustomization.yaml": "namespace: x\nresources:\n  - missing.yaml\n",
    }
    (one,) = CHECK.find(repositories.repo(tmp_path, files))
    assert not isinstance(one, Unjudged)
    assert str(one.location) == "bad/kustomization.yaml:3:5"
    assert one.message.startswith("Kustomization flux-system/a does not build: ")
    assert "missing.yaml" in one.message


def test_what_is_not_judged_is_said(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization("a", "./charts"),
        "c/b.yaml": kustomization("b", "./", source="OCIRepository/flux"),
        "charts/kustomization.yaml": "helmCharts:\n  - name: x\n",
    }
    found = list(CHECK.find(repositories.repo(tmp_path, files)))
    assert [(one.what, str(one.location)) for one in found if isinstance(one, Unjudged)] == [
        ("kustomization", "charts/kustomization.yaml:1:1"),
        ("source", "c/b.yaml:10:3"),
    ]
    assert len(found) == 2


@pytest.mark.parametrize("listed_by", ["", "apps/web/", "apps/"])
def test_a_file_that_is_no_manifest(tmp_path: Path, listed_by: str) -> None:
    """Values of Helm, a compose file, rules of SOPS: where nothing lists what is a manifest."""
    files = {
        "c/a.yaml": kustomization("a", "./apps"),
        "apps/web/a.yaml": config_map(),
        "apps/web/values.yaml": "image: {tag: 1}\n",
    }
    if listed_by:
        files[f"{listed_by}kustomization.yaml"] = (
            listed("a.yaml") if "web" in listed_by else listed("web/a.yaml")
        )
    found = [str(one) for one in CHECK.find(repositories.repo(tmp_path, files))]
    assert [one.partition(":")[0] for one in found] == (
        [] if listed_by else ["apps/web/values.yaml"]
    )
    assert all("add one that lists them" in one for one in found)


def test_a_manifest_that_is_broken_is_no_stray_where_it_is_listed(tmp_path: Path) -> None:
    files = {
        "c/a.yaml": kustomization("a", "./"),
        "kustomization.yaml": listed("values.yaml"),
        "values.yaml": "image: {tag: 1}\n",
    }
    (one,) = CHECK.find(repositories.repo(tmp_path, files))
    assert isinstance(one, Finding)
    assert one.fix == ""
