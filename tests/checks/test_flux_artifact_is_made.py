"""flux-artifact-is-made: what an ArtifactGenerator cannot copy, and what we cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_artifact_is_made import CHECK
from gitops_gen.findings import Unjudged
from tests.support import repositories

HEAD = """apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: {name: mono, namespace: flux-system}
spec:
"""
SOURCES = "  sources: [{alias: repo, kind: GitRepository, name: flux-system}]\n"


@pytest.mark.parametrize(
    ("spec", "line", "said"),
    [
        (
            "  artifacts:\n    - {name: a, copy: [{from: '@repo/*.txt', to: '@artifact/'}]}\n",
            7,
            "artifact a",
        ),
        (
            "  artifacts:\n    - {name: a, copy: [{from: '@other/x', to: '@artifact/'}]}\n",
            7,
            "artifact a",
        ),
    ],
)
def test_what_cannot_be_made(tmp_path: Path, spec: str, line: int, said: str) -> None:
    (one,) = repositories.findings(CHECK, tmp_path, {"a.yaml": HEAD + SOURCES + spec})
    assert (one.file, one.line, one.severity) == ("a.yaml", line, "error")
    assert "cannot be made: " in one.message


def test_an_artifact_with_the_name_of_a_source(tmp_path: Path) -> None:
    spec = "  artifacts:\n    - {name: repo, copy: [{from: '@repo/*.yaml', to: '@artifact/'}]}\n"
    (one,) = repositories.findings(CHECK, tmp_path, {"a.yaml": HEAD + SOURCES + spec})
    assert one == (
        *("error", "a.yaml", 7, 14),
        "artifact repo has the name of a source, and is built in its folder: it holds all of the source, "
        "and a file that is copied to its own path is empty",
        "give the artifact or the alias another name",
    )


def test_an_artifact_that_gets_the_name_of_a_source_from_a_folder(tmp_path: Path) -> None:
    spec = (
        "  pathPattern: '@repo/apps/{app}'\n  artifacts:\n"
        "    - {name: '{app}', copy: [{from: '@repo/apps/{app}/**', to: '@artifact/'}]}\n"
    )
    files = {"a.yaml": HEAD + SOURCES + spec, "apps/repo/a.yaml": "", "apps/other/a.yaml": ""}
    (one,) = repositories.findings(CHECK, tmp_path, files)
    assert (one.line, one.message[:13]) == (7, "artifact repo")


def test_what_cannot_be_told(tmp_path: Path) -> None:
    spec = "  artifacts:\n    - {name: a, copy: [{from: '@repo/x', to: '@artifact/'}]}\n"
    sources = SOURCES.replace("flux-system", "else").replace("GitRepository", "OCIRepository")
    held = repositories.repo(tmp_path, {"a.yaml": HEAD + sources + spec})
    (one,) = CHECK.find(held)
    assert isinstance(one, Unjudged)
    assert (one.what, one.why) == ("artifact a", "the source repo is not known")


@pytest.mark.parametrize(
    "spec", ["  1\n", "  sources: 7\n  artifacts: {}\n", "  sources: [x]\n  artifacts: [y]\n"]
)
def test_odd_shapes_are_no_finding_of_ours(tmp_path: Path, spec: str) -> None:
    held = repositories.repo(tmp_path, {"a.yaml": HEAD + spec})
    for one in CHECK.find(held):
        assert isinstance(one, Unjudged) or one.location
