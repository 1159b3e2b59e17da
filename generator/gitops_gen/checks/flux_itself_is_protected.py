"""Flux does not remove itself, and does not wait for what it brings.

A Kustomization with `prune: true` that holds the namespace `flux-system`, Flux' CRDs or its controllers deletes
them when it is removed from Git, or renamed: with the CRDs goes every HelmRelease and every Kustomization of the
cluster. `prune: false`, `deletionPolicy: Orphan`, or the annotation `kustomize.toolkit.fluxcd.io/prune: disabled`
on these objects keeps them. What `flux bootstrap` writes applies itself, and no other Kustomization removes it:
it is fine as it is.

A Kustomization that depends on one that only it brings waits for ever in a new cluster.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: flux
      namespace: flux-system
    spec:
      interval: 1h
      path: ./infrastructure/flux
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # infrastructure/flux/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: flux-system

Good:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: flux
      namespace: flux-system
    spec:
      interval: 1h
      path: ./infrastructure/flux
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
      deletionPolicy: Orphan
    # infrastructure/flux/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: flux-system
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_each, flux_graph
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import mapping
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.cluster import Cluster, Unit
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_HOME = "flux-system"
_DELETES = ("Delete", "WaitForTermination")
_CONTROLLERS = ("source-controller", "kustomize-controller", "helm-controller", "flux-operator")
_KEEP = {
    "kustomize.toolkit.fluxcd.io/prune": "disabled",
    "kustomize.toolkit.fluxcd.io/reconcile": "disabled",
}
_FIX = "write deletionPolicy: Orphan and prune: false, or annotate them with prune: disabled"


def find(repo: Repo) -> Iterator[Finding]:
    """Cluster by cluster."""
    for cluster in repo.flux.clusters:
        artifacts = _artifacts(repo, cluster)
        for unit in cluster.units:
            if not flux_each.elsewhere(unit.held) and _deletes(unit) and not _brings_itself(unit):
                yield from _unprotected(unit, artifacts)
        yield from _waiting(cluster)


def _deletes(unit: Unit) -> bool:
    """Whether its objects go when it goes."""
    policy = unit.held.spec.get("deletionPolicy") or "MirrorPrune"
    return policy in _DELETES or (policy == "MirrorPrune" and unit.held.spec.get("prune") is True)


def _brings_itself(unit: Unit) -> bool:
    """As the one of `flux bootstrap` does."""
    return any(
        (one.group, one.kind) == flux_each.KUSTOMIZATION and (one.namespace, one.name) == unit.key
        for one in unit.objects
    )


def _unprotected(unit: Unit, artifacts: set[tuple[str, str]]) -> Iterator[Finding]:
    lost = [one for one in unit.objects if _is_flux(one) and not _is_kept(one)]
    ref = mapping(unit.held.spec.get("sourceRef"))
    whole = (str(ref.get("namespace") or unit.held.namespace), str(ref.get("name")))
    if ref.get("kind") == "OCIRepository" and whole in artifacts:
        what = "all of Flux, its CRDs among it"
    elif lost:
        rest = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        what = f"{lost[0].title}{rest}"
    else:
        return
    said = f"{unit.held.title} deletes {what} when it is removed or renamed"
    places = tuple(one.at("metadata", "name") for one in lost[:3])
    place = unit.held.at(
        "spec", "deletionPolicy" if "deletionPolicy" in unit.held.spec else "prune"
    )
    yield Finding(place, said, _FIX, places, Severity.WARNING)


def _artifacts(repo: Repo, cluster: Cluster) -> set[tuple[str, str]]:
    """The OCIRepositories of the artifact that holds Flux' own manifests."""
    return {
        (one.namespace, one.name)
        for _, one in flux_each.held_by(repo, cluster)
        if one.kind == "OCIRepository"
        and flux_each.text(one.spec.get("url")).endswith("fluxcd/flux-manifests")
    }


def _is_flux(one: Held) -> bool:
    match one.kind:
        case "Namespace":
            return one.name == _HOME
        case "CustomResourceDefinition":
            return one.name.endswith(".toolkit.fluxcd.io")
        case "Deployment":
            return one.namespace == _HOME and one.name in _CONTROLLERS
    return False


def _is_kept(one: Held) -> bool:
    marks = flux_each.marks(one)
    return any(str(marks.get(mark)).lower() == value for mark, value in _KEEP.items())


def _waiting(cluster: Cluster) -> Iterator[Finding]:
    """Kustomizations that wait for one that is only there when they have run."""
    if cluster.unknown:
        return
    units = {unit.key: unit for unit in cluster.units}
    for edge in flux_graph.graph(cluster, *flux_each.KUSTOMIZATION).edges:
        target = units.get(edge.target)
        if target is None or edge.source == edge.target or edge.source not in _above(target):
            continue
        bringing = [unit for unit in cluster.units if _holds(unit, edge.target)]
        if all(edge.source in (unit.key, *_above(unit)) for unit in bringing):
            said = (
                f"{edge.owner.title} waits for Kustomization {target.title}, which only it brings: "
                "a new cluster waits for ever"
            )
            fix = "remove it from dependsOn; what one brings comes after it anyway"
            yield Finding(edge.place, said, fix, severity=Severity.ERROR)


def _holds(unit: Unit, key: flux_graph.Key) -> bool:
    return any(
        (one.group, one.kind) == flux_each.KUSTOMIZATION and (one.namespace, one.name) == key
        for one in unit.objects
    )


def _above(unit: Unit) -> list[flux_graph.Key]:
    """Who brings it, and who brings that one."""
    found = []
    above = unit.parent
    while above is not None:
        found.append(above.key)
        above = above.parent
    return found


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
