"""Whatever stands where something else is expected, no check of the family flux falls over it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.checks import ALL
from gitops_gen.judge.judge import judge
from tests.support import repositories
from tests.support.flux_objects import ENTRY
from tests.support.repositories import kustomization

FLUX = [check for check in ALL if check.family == "flux"]
ODD: list[Any] = [
    None,
    7,
    True,
    "",
    "text",
    "${X}",
    [],
    [None],
    ["a"],
    [[1]],
    {},
    {"a": None},
    {"0": [1]},
]


def _object(api_version: str, kind: str, spec: Any) -> dict[str, Any]:
    meta = {"name": "a", "namespace": "rello", "labels": {"a": "b"}, "annotations": {"a": "b"}}
    return {"apiVersion": api_version, "kind": kind, "metadata": meta, "spec": spec}


OBJECTS = [
    _object(
        "kustomize.toolkit.fluxcd.io/v1",
        "Kustomization",
        {
            "interval": "1h",
            "timeout": "5m",
            "prune": True,
            "path": "./apps",
            "sourceRef": {"kind": "GitRepository", "name": "flux-system"},
            "dependsOn": [{"name": "b"}],
            "healthChecks": [{"apiVersion": "v1", "kind": "Pod", "name": "a", "namespace": "b"}],
            "postBuild": {
                "substitute": {"a": "b"},
                "substituteFrom": [{"kind": "ConfigMap", "name": "c"}],
            },
        },
    ),
    _object(
        "helm.toolkit.fluxcd.io/v2",
        "HelmRelease",
        {
            "interval": "1h",
            "releaseName": "a",
            "targetNamespace": "b",
            "chart": {
                "spec": {
                    "chart": "cilium",
                    "version": "1.x",
                    "sourceRef": {"kind": "HelmRepository", "name": "c"},
                }
            },
            "chartRef": {"kind": "OCIRepository", "name": "a"},
            "install": {"remediation": {"retries": 1}, "strategy": {"name": "RetryOnFailure"}},
            "valuesFrom": [{"kind": "ConfigMap", "name": "c", "valuesKey": "d"}],
        },
    ),
    _object(
        "source.toolkit.fluxcd.io/v1",
        "OCIRepository",
        {"url": "oci://a/charts/cilium", "ref": {"tag": "latest"}},
    ),
    _object(
        "source.toolkit.fluxcd.io/v1",
        "GitRepository",
        {"url": "https://a/b/c", "ref": {"branch": "main"}},
    ),
    _object("fluxcd.controlplane.io/v1", "FluxInstance", {"distribution": {"version": "2.x"}}),
    _object(
        "apps/v1",
        "Deployment",
        {"template": {"spec": {"containers": [{"name": "a", "image": "b"}]}}},
    ),
    _object(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        {"group": "a.b", "names": {"kind": "C"}, "versions": [{"name": "v1", "served": True}]},
    ),
    {
        "machine": {"kubelet": {"image": "a/kubelet:v1.2.3"}},
        "clusterName": "a",
        "kubernetesVersion": "v1.30.1",
    },
]


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    keys = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, below in keys:
        yield (*path, key)
        yield from _places(below, (*path, key))


def _changed(body: dict[str, Any], path: tuple[str | int, ...], value: Any) -> str:
    changed: Any = copy.deepcopy(body)
    held = changed
    for step in path[:-1]:
        held = held[step]
    held[path[-1]] = value
    return json.dumps(changed)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_beside_the_entry_points_and_in_a_build(tmp_path: Path, odd: Any) -> None:
    files = {ENTRY: kustomization("entry", "./apps")}
    for number, body in enumerate(OBJECTS):
        for at, path in enumerate(_places(body)):
            text = _changed(body, path, odd)
            files[f"clusters/a/{number}-{at}.yaml"] = text
            if (
                path[0] == "spec"
            ):  # what has no metadata is refused by kustomize, and nothing is built
                files[f"apps/{number}-{at}.yaml"] = text.replace(
                    '"name": "a"', f'"name": "a{at}"', 1
                )
    assert judge(repositories.repo(tmp_path, files), FLUX).files == len(files)
