"""flux-versions-are-pinned: charts, sources, images."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_versions_are_pinned import CHECK
from tests.support.flux_objects import ENTRY, SOURCE, applied, deployment, release, said, thing
from tests.support.repositories import config_map


@pytest.mark.parametrize(
    ("version", "count"),
    [
        ("1.2.3", 0),
        ("v1.2.3-rc.1", 0),
        ("${V}", 0),
        ("1.x", 1),
        ('">=1.0.0"', 1),
        ('"*"', 1),
        ('"1.2"', 1),
        ("", 1),
    ],
)
def test_a_chart(tmp_path: Path, version: str, count: int) -> None:
    found = said(CHECK, tmp_path, applied(release(version=version)))
    assert len(found) == count
    assert all(one.startswith("warning apps/all.yaml:") for one in found)


def test_a_chart_from_git_has_no_version(tmp_path: Path) -> None:
    text = release(version="").replace("HelmRepository", "GitRepository")
    assert said(CHECK, tmp_path, applied(text)) == []


@pytest.mark.parametrize(
    ("ref", "count"),
    [
        ("", 1),
        ("  ref: {tag: latest}\n", 1),
        ("  ref: {tag: '1.0'}\n", 0),
        ("  ref: {digest: 'sha256:00', tag: latest}\n", 0),
        ("  ref: {semver: '1.x', tag: '1.0.0'}\n", 1),
        ("  ref: {semver: '1.0.0'}\n", 0),
    ],
)
def test_an_artifact(tmp_path: Path, ref: str, count: int) -> None:
    text = thing(SOURCE, "OCIRepository", "a", f"spec:\n  url: oci://example.com/a\n{ref}")
    assert len(said(CHECK, tmp_path, applied(text))) == count


@pytest.mark.parametrize(
    ("url", "ref", "count"),
    [
        ("https://git.example.com/them/a", "{branch: main}", 1),
        ("ssh://git@git.example.com/them/a", "{branch: main}", 1),
        ("https://git.example.com/us/a", "{branch: main}", 0),
        ("https://git.example.com/them/a", "{branch: main, commit: '00'}", 0),
        ("https://git.example.com/them/a", "{semver: '>=1'}", 1),
        ("https://git.example.com/them/a", "{}", 1),
        ("${URL}", "{branch: main}", 0),
    ],
)
def test_a_branch_of_somebody_else(tmp_path: Path, url: str, ref: str, count: int) -> None:
    files = applied(thing(SOURCE, "GitRepository", "a", f"spec:\n  url: {url}\n  ref: {ref}\n"))
    home = "spec:\n  url: https://git.example.com/us/fleet\n  ref: {branch: main}\n"
    files[ENTRY] += "---\n" + thing(
        SOURCE, "GitRepository", "flux-system", home, namespace="flux-system"
    )
    assert len(said(CHECK, tmp_path, files)) == count


@pytest.mark.parametrize(
    ("image", "count"),
    [
        ("example.com:5000/a", 1),
        ("a:latest", 1),
        ("example.com:5000/a:1", 0),
        ("a@sha256:00", 0),
        ("${IMAGE}", 0),
        ("7", 0),
    ],
)
def test_an_image(tmp_path: Path, image: str, count: int) -> None:
    found = said(CHECK, tmp_path, applied(deployment(image=image), config_map()))
    assert len(found) == count
    assert all(one.startswith("warning apps/all.yaml:11:18 ") for one in found)
