"""Every `sourceRef`, `chartRef` and image reference names an object that the cluster has.

A Kustomization or a HelmRelease whose source is missing is not Ready and is tried again for ever; nothing of it is
applied. Without `namespace` Flux looks in the namespace of the object itself, not in `flux-system`.

A source that stands outside of Git is not judged: the one called `flux-system`, that of a FluxInstance, and those
that only the entry points name, which somebody else applies.

Bad:

    # clusters/home/kustomization.yaml
    resources: [sync.yaml, podinfo.yaml]
    # clusters/home/sync.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: flux-system
      namespace: flux-system
    spec:
      interval: 1h
      path: ./clusters/home
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # clusters/home/podinfo.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: web
    ---
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: OCIRepository
    metadata:
      name: podinfo
      namespace: flux-system
    spec:
      interval: 1h
      url: oci://ghcr.io/stefanprodan/charts/podinfo
      ref:
        tag: 6.9.0
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: podinfo
      namespace: web
    spec:
      interval: 1h
      chartRef:
        kind: OCIRepository
        name: podinfo

Good:

    # clusters/home/kustomization.yaml
    resources: [sync.yaml, podinfo.yaml]
    # clusters/home/sync.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: flux-system
      namespace: flux-system
    spec:
      interval: 1h
      path: ./clusters/home
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # clusters/home/podinfo.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: web
    ---
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: OCIRepository
    metadata:
      name: podinfo
      namespace: flux-system
    spec:
      interval: 1h
      url: oci://ghcr.io/stefanprodan/charts/podinfo
      ref:
        tag: 6.9.0
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: podinfo
      namespace: web
    spec:
      interval: 1h
      chartRef:
        kind: OCIRepository
        name: podinfo
        namespace: flux-system
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_cluster
from gitops_gen.checks.check import Check
from gitops_gen.checks.flux_cluster import HELM, HOME, SOURCE, Key
from gitops_gen.checks.objects import inside, mapping, sequence
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Location, Severity, Unjudged
from gitops_gen.records import Record
from gitops_gen.repo.cluster import KUSTOMIZE, Cluster, Unit
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_IMAGE = "image.toolkit.fluxcd.io"
_SOURCES = ("GitRepository", "OCIRepository", "Bucket", "ExternalArtifact")
_CHARTS = ("HelmRepository", "GitRepository", "Bucket")
_REFS: dict[tuple[str, str], tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    (KUSTOMIZE, "Kustomization"): ((("sourceRef",), _SOURCES),),
    (HELM, "HelmRelease"): (
        (("chart", "spec", "sourceRef"), _CHARTS),
        (("chartRef",), ("OCIRepository", "HelmChart", "ExternalArtifact")),
    ),
    (SOURCE, "HelmChart"): ((("sourceRef",), _CHARTS),),
    (_IMAGE, "ImageUpdateAutomation"): ((("sourceRef",), ("GitRepository",)),),
    (_IMAGE, "ImagePolicy"): ((("imageRepositoryRef",), ("ImageRepository",)),),
}
"""Where each kind holds a reference, and to which kinds it may lead; another kind is the schema's to refuse."""
_OPERATOR = "fluxcd.controlplane.io"


class _Ref(Record, frozen=True):
    """A reference; `entry` where whoever applies its owner is not in Git."""

    owner: Held
    entry: bool
    kind: str
    key: Key
    place: Location


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Cluster by cluster; where a part of one is not known, what is missing may be there."""
    for cluster in repo.flux.clusters:
        refs = [ref for unit, held in flux_cluster.applied(cluster) for ref in _refs(unit, held)]
        known = {kind: _known(cluster, kind) for kind in {one.kind for one in refs}}
        outside = _from_outside(repo, cluster)
        missing = [one for one in refs if one.key not in known[one.kind]]
        given = {(one.kind, one.key) for one in missing if one.entry}
        for one in missing:
            brought = one.key in outside or (not one.entry and (one.kind, one.key) in given)
            if not brought and not flux_cluster.is_open(*one.key):
                yield _said(repo, cluster, one, known[one.kind])


def _refs(unit: Unit | None, held: Held) -> Iterator[_Ref]:
    for path, kinds in _REFS.get((held.group, held.kind), ()):
        ref = inside(held.spec, path)
        kind = ref.get("kind", kinds[0] if len(kinds) == 1 else None)
        name, namespace = ref.get("name"), ref.get("namespace")
        if kind not in kinds or not isinstance(name, str) or not held.namespace:
            continue
        if held.kind == "HelmChart" or not isinstance(namespace, str):
            namespace = ""
        key = namespace or held.namespace, name
        place = held.at("spec", *path, "name")
        yield _Ref(held, unit is None, kind, key, place)


def _known(cluster: Cluster, kind: str) -> set[Key]:
    """Those of a kind that Git holds, and those that Flux makes of others."""
    group = _IMAGE if kind == "ImageRepository" else SOURCE
    found = set(flux_cluster.named(cluster, group, kind))
    if kind == "HelmChart":
        for namespace, name in flux_cluster.named(cluster, HELM, "HelmRelease"):
            found.add((namespace, f"{namespace}-{name}"))
    if kind == "ExternalArtifact":
        for one in cluster.of_kind("source.extensions.fluxcd.io", "ArtifactGenerator"):
            for made in sequence(one.spec.get("artifacts")):
                found.add((one.namespace, str(mapping(made).get("name"))))
    return found


def _from_outside(repo: Repo, cluster: Cluster) -> set[Key]:
    """The source that bootstrap or the operator makes; the operator by its instance, or by the chart of one."""
    found = {(HOME, HOME)}
    syncs = [
        (one.namespace or HOME, inside(one.body, ("spec", "sync")))
        for one in repo.manifests
        if (one.group, one.kind) == (_OPERATOR, "FluxInstance")
    ]
    syncs += [
        (one.namespace, inside(one.spec, ("values", "instance", "sync")))
        for one in cluster.of_kind(HELM, "HelmRelease")
    ]
    for namespace, sync in syncs:
        if sync:
            found.add((namespace, str(sync.get("name") or namespace)))
    return found


def _said(repo: Repo, cluster: Cluster, one: _Ref, known: set[Key]) -> Finding | Unjudged:
    title = f"{one.kind} {'/'.join(one.key)}"
    elsewhere = sorted(namespace for namespace, name in known if name == one.key[1])
    open_name = any(flux_cluster.is_open(*key) or not key[0] for key in known)
    unsure = one.entry or cluster.unknown or open_name
    if unsure and not elsewhere:
        return Unjudged(one.place, "source", f"{title} may be in a part that is not judged")
    said = f"{one.owner.title} wants {title}, which is not in this cluster"
    fix = "name one that is there, or add it"
    others: tuple[Location, ...] = ()
    if elsewhere:
        said += f": it is in namespace {elsewhere[0]}"
        fix = f"write namespace: {elsewhere[0]} beside its name"
        if one.owner.kind == "HelmChart":
            fix = "a HelmChart finds sources of its own namespace only: move one of them"
    else:
        said += did_you_mean("/".join(one.key), sorted("/".join(key) for key in known))
        others = _unreached(repo, one)
    sure = not unsure and not others
    if others:
        fix = "have a Kustomization of this cluster apply it"
    return Finding(
        one.place, said, fix, others, severity=Severity.ERROR if sure else Severity.WARNING
    )


def _unreached(repo: Repo, ref: _Ref) -> tuple[Location, ...]:
    """Where it stands in the repository, although no Kustomization of the cluster brings it."""
    return tuple(
        one.at()
        for one in repo.manifests
        if (one.kind, one.name) == (ref.kind, ref.key[1]) and one.namespace in ("", ref.key[0])
    )


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
