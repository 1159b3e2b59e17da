"""What a cluster holds, and what of it cannot be known from Git; it judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks.objects import inside
from gitops_gen.repo.cluster import Cluster, Unit
from gitops_gen.repo.held import Held

SOURCE = "source.toolkit.fluxcd.io"
HELM = "helm.toolkit.fluxcd.io"
HOME = "flux-system"
"""The namespace of Flux, and the name of the source that `flux bootstrap` and the operator make."""

Key = tuple[str, str]
"""Namespace and name."""


def named(cluster: Cluster, group: str, kind: str) -> dict[Key, Held]:
    """The objects of a kind, by namespace and name."""
    return {(one.namespace, one.name): one for one in cluster.of_kind(group, kind)}


def applied(cluster: Cluster) -> Iterator[tuple[Unit | None, Held]]:
    """Every object once with the first that applies it; an entry point has none, though it may bring itself too."""
    seen: set[tuple[str, ...]] = set()
    entries = ((None, one.held) for one in cluster.units if one.parent is None)
    for unit, held in (*entries, *cluster.everything()):
        identity = held.group, held.kind, held.namespace, held.name
        if identity not in seen:
            seen.add(identity)
            yield unit, held


def is_open(*texts: str) -> bool:
    """Whether a text still holds a variable, so that it may become any."""
    return any("${" in one for one in texts)


def chart(cluster: Cluster, release: Held) -> str:
    """The name of a HelmRelease's chart: as it says itself, or by the address of its source; "" where none tells."""
    own = inside(release.spec, ("chart", "spec")).get("chart")
    ref = inside(release.spec, ("chartRef",))
    if not isinstance(own, str) and ref.get("kind") == "OCIRepository":
        key = str(ref.get("namespace") or release.namespace), str(ref.get("name"))
        source = named(cluster, SOURCE, "OCIRepository").get(key)
        own = source.spec.get("url") if source else None
    return own.rstrip("/").rpartition("/")[2] if isinstance(own, str) else ""
