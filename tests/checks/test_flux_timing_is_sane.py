"""flux-timing-is-sane: durations that mean something else than they seem to."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_timing_is_sane import CHECK
from tests.support.flux_objects import ENTRY, applied, release, said
from tests.support.repositories import config_map, kustomization

KS = "warning clusters/a/ks.yaml:{} Kustomization flux-system/rello"


@pytest.mark.parametrize(
    ("lines", "place", "text"),
    [
        (
            "  retryInterval: 0s\n",
            "13:18",
            ": retryInterval 0s: after a failure Flux does not try again",
        ),
        ("  timeout: 5s\n", "13:12", ": timeout 5s: kustomize-controller takes 30s all the same"),
        (
            "  wait: true\n  timeout: 2h\n",
            "14:12",
            " waits up to 2h for what never gets healthy, and tells so only then",
        ),
    ],
)
def test_a_kustomization(tmp_path: Path, lines: str, place: str, text: str) -> None:
    assert said(CHECK, tmp_path, applied(config_map(), more=lines)) == [KS.format(place) + text]


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        ("0s", ": interval 0s: Flux looks once, and never again by itself"),
        (
            "2500ms",
            ": interval 2500ms: that is a load for the API server and the source, for nothing",
        ),
        ("300h0m", ": interval 300h0m: what is changed by hand stays for weeks"),
    ],
)
def test_an_interval(tmp_path: Path, interval: str, text: str) -> None:
    files = applied(config_map())
    files[ENTRY] = files[ENTRY].replace("interval: 1h", f"interval: {interval}")
    assert said(CHECK, tmp_path, files) == [KS.format("7:13") + text]


def test_a_long_interval_is_the_timeout_where_there_is_none(tmp_path: Path) -> None:
    text = kustomization("rello", "./apps", more="  wait: true\n").replace("1h", "2h")
    (one,) = said(CHECK, tmp_path, {ENTRY: text, "apps/a.yaml": config_map()})
    assert one.startswith(KS.format("7:13") + " waits up to 2h")


def test_the_chart_of_a_release_has_its_own(tmp_path: Path) -> None:
    files = applied(release(more="").replace("      chart:", "      interval: 1s\n      chart:"))
    (one,) = said(CHECK, tmp_path, files)
    assert one.startswith("warning apps/all.yaml:10:17 HelmRelease rello/podinfo: interval 1s: ")


def test_what_is_no_duration_or_no_object_of_flux_is_left_alone(tmp_path: Path) -> None:
    files = applied(
        config_map(extra="spec:\n  interval: 0s\n"), more="  timeout: 600\n  retryInterval: ${R}\n"
    )
    assert said(CHECK, tmp_path, files) == []
