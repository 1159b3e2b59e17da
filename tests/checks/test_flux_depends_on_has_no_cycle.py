"""flux-depends-on-has-no-cycle: each cycle once, whatever leads into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_depends_on_has_no_cycle import CHECK
from gitops_gen.findings import Finding
from tests.support import repositories
from tests.support.repositories import config_map, kustomization


@pytest.mark.parametrize(
    ("edges", "cycles"),
    [
        ({"a": "", "b": "a", "c": "ab"}, []),
        ({"a": "a"}, ["a -> a"]),
        ({"a": "b", "b": "a"}, ["a -> b -> a"]),
        ({"a": "b", "b": "c", "c": "b"}, ["b -> c -> b"]),
        ({"a": "b", "b": "c", "c": "a", "d": "a"}, ["a -> b -> c -> a"]),
        ({"a": "bc", "b": "d", "c": "d", "d": ""}, []),
        ({"a": "b", "b": "a", "c": "d", "d": "c"}, ["a -> b -> a", "c -> d -> c"]),
        ({"a": "x", "b": "a"}, []),
        ({"a": "bc", "b": "", "c": "a"}, ["a -> c -> a"]),
    ],
)
def test_cycles(tmp_path: Path, edges: dict[str, str], cycles: list[str]) -> None:
    files = {
        f"c/{n}.yaml": kustomization(n, "./x", after=list(after)) for n, after in edges.items()
    }
    held = repositories.repo(tmp_path, {**files, "x/a.yaml": config_map()})
    found = [one for one in CHECK.find(held) if isinstance(one, Finding)]
    said = [one.message.removeprefix("Kustomizations wait for each other: ") for one in found]
    assert [one.replace("flux-system/", "") for one in said] == cycles
    for one, way in zip(found, cycles, strict=True):
        assert one.location is not None
        assert one.location.file == f"c/{way[0]}.yaml"
        assert [other.file for other in one.others] == [
            f"c/{n}.yaml" for n in way.split(" -> ")[1:-1]
        ]
