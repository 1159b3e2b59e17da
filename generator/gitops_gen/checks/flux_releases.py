"""Which releases of Kubernetes, Flux and Cilium a repository names; it judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gitops_gen.checks import flux_each
from gitops_gen.checks.objects import inside, mapping
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_RELEASE = re.compile(r"v?([0-9]+\.[0-9]+)(?:\.[0-9]+)?(?:[-+].*)?\Z")
_KUBELET = re.compile(r"[^:]+/kubelet:(v[0-9.]+)")


def named(repo: Repo) -> dict[str, str]:
    """Source -> minor release, where the repository names exactly one."""
    found: dict[str, set[str]] = {"kubernetes": set(), "flux": set(), "cilium": set()}
    for file in repo.read.values():
        for document in file.documents:
            found["kubernetes"].update(_talos(document.body))
    for _, one in flux_each.each(repo):
        found["flux"].update(_flux(one))
        found["cilium"].update(_cilium(one))
    return {source: next(iter(held)) for source, held in found.items() if len(held) == 1}


def _talos(body: Any) -> Iterator[str]:
    """What talhelper's talconfig, or a machine's configuration, says of Kubernetes."""
    body = mapping(body)
    if "talosVersion" in body or "clusterName" in body:
        yield from _minor(body.get("kubernetesVersion"))
    image = _KUBELET.match(flux_each.text(inside(body, ("machine", "kubelet")).get("image")))
    if image:
        yield from _minor(image[1])


def _flux(one: Held) -> Iterator[str]:
    if one.kind == "FluxInstance":
        yield from _minor(mapping(one.spec.get("distribution")).get("version"))


def _cilium(one: Held) -> Iterator[str]:
    """The version of the chart, or the tag of the artifact that holds it."""
    chart = inside(one.body, ("spec", "chart", "spec"))
    if (one.group, one.kind) == flux_each.RELEASE and chart.get("chart") == "cilium":
        yield from _minor(chart.get("version"))
    url = flux_each.text(one.spec.get("url"))
    if one.kind == "OCIRepository" and url.endswith("/charts/cilium"):
        yield from _minor(mapping(one.spec.get("ref")).get("tag"))


def _minor(value: Any) -> Iterator[str]:
    found = _RELEASE.match(flux_each.text(value))
    if found:
        yield found[1]
