"""Every object in `healthChecks` is one that somebody makes.

kustomize-controller waits for an object that is not there until the timeout, at each reconciliation, and the
Kustomization is never Ready; nor is what depends on it. It asks by group, kind, namespace and name (not by
version).

What a chart or an operator makes is not in Git, so it is an error only where the cluster is made of plain
Kubernetes objects alone, and the namespace by the tree. A HelmRelease, Kustomization or source that nothing in
Git brings is a warning, for few charts bring one. All else is not judged.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
      healthChecks:
        - apiVersion: apps/v1
          kind: Deployment
          name: rellow
          namespace: rello
    # apps/rello/deployment.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: rello
      namespace: rello
    spec:
      selector:
        matchLabels:
          app: rello
      template:
        metadata:
          labels:
            app: rello
        spec:
          containers:
            - name: rello
              image: example.com/rello:1.0.0

Good:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
      healthChecks:
        - apiVersion: apps/v1
          kind: Deployment
          name: rello
          namespace: rello
    # apps/rello/deployment.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: rello
      namespace: rello
    spec:
      selector:
        matchLabels:
          app: rello
      template:
        metadata:
          labels:
            app: rello
        spec:
          containers:
            - name: rello
              image: example.com/rello:1.0.0
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen import schemas
from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import inside, sequence
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.records import Record
from gitops_gen.repo.cluster import Cluster
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_PLAIN = (
    "source.toolkit.fluxcd.io",
    "kustomize.toolkit.fluxcd.io",
    "notification.toolkit.fluxcd.io",
)
"""Groups of Flux whose objects make no others, Kustomizations aside: what these bring is known."""
_RBAC = "rbac.authorization.k8s.io"
_FLUX = (*_PLAIN[:2], flux_each.HELM)
_MADE = {
    "Pod",
    "ReplicaSet",
    "Job",
    "Endpoints",
    "EndpointSlice",
    "PersistentVolume",
    "Event",
    "Lease",
}
"""Kinds that Kubernetes' own controllers make."""
_WORKLOADS = {("apps", kind) for kind in ("Deployment", "DaemonSet", "StatefulSet")}
_SHARED = {"", "default", "kube-system", "kube-public", "flux-system"}
"""Namespaces in which a cluster has objects before Flux comes."""


class _Wanted(Record, frozen=True):
    """An entry of `healthChecks`."""

    group: str
    kind: str
    namespace: str
    name: str

    @property
    def title(self) -> str:
        return f"{self.kind} {self.namespace}/{self.name}".replace(" /", " ")


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Kustomization by Kustomization; one for another cluster is not known."""
    for cluster in repo.flux.clusters:
        held = [one for _, one in flux_each.held_by(repo, cluster)]
        plain = all(_is_plain(one) for one in held)
        for unit in cluster.units:
            one = unit.held
            if one.spec.get("wait") is True or flux_each.elsewhere(one):
                continue
            for number, entry in enumerate(sequence(one.spec.get("healthChecks"))):
                wanted = _wanted(entry)
                if wanted is None or any(_is(other, wanted) for other in held):
                    continue
                if _is_ciliums(held, wanted):
                    continue
                place = one.at("spec", "healthChecks", number, "name")
                certain = plain and _is_certain(cluster, held, wanted)
                if certain or _is_doubtful(cluster, held, wanted):
                    severity = Severity.ERROR if certain else Severity.WARNING
                    said = f"{one.title} waits for {wanted.title}, which nothing makes{_near(held, wanted)}"
                    fix = "name an object that is applied, or write wait: true instead of the list"
                    yield Finding(place, said, fix, severity=severity)
                else:
                    why = f"{wanted.title} is not in Git; a chart or an operator may make it"
                    yield Unjudged(place, "health check", why)


def _wanted(entry: Any) -> _Wanted | None:
    """What an entry asks for; None where that is not known, or is for the schema to say."""
    if not isinstance(entry, dict):
        return None
    version, kind, name = (flux_each.text(entry.get(key)) for key in ("apiVersion", "kind", "name"))
    namespace = entry.get("namespace") or ""
    if not (version and kind and name) or (namespace and not flux_each.text(namespace)):
        return None
    return _Wanted(version.rpartition("/")[0], kind, namespace, name)


def _is(one: Held, wanted: _Wanted) -> bool:
    if (one.group, one.kind) != (wanted.group, wanted.kind):
        return False
    if "${" in one.name + one.namespace:
        return True
    return one.name == wanted.name and (
        wanted.namespace == one.namespace or not wanted.namespace or not one.namespace
    )


def _is_unknown(cluster: Cluster) -> bool:
    """Whether a part of the cluster is not known, or made by a template of the Flux operator."""
    return (
        cluster.unknown
        or any(unit.problems for unit in cluster.units)
        or bool(cluster.of_kind("fluxcd.controlplane.io", "ResourceSet"))
    )


def _is_certain(cluster: Cluster, held: list[Held], wanted: _Wanted) -> bool:
    """Whether nothing at all could make it, in a cluster of plain objects."""
    if _is_unknown(cluster):
        return False
    namespaces = {one.name for one in held if (one.group, one.kind) == ("", "Namespace")}
    if wanted.namespace in _SHARED or wanted.namespace not in namespaces:
        return False
    return wanted.kind not in _MADE and (wanted.group, wanted.kind) != ("", "Secret")


def _is_doubtful(cluster: Cluster, held: list[Held], wanted: _Wanted) -> bool:
    """Whether only something that is not in Git could make it: an object of Flux, or a workload without any chart."""
    if _is_unknown(cluster):
        return False
    if wanted.group in _FLUX:
        return True
    makers = any((one.group, one.kind) == flux_each.RELEASE or _is_right(one) for one in held)
    workload = (wanted.group, wanted.kind) in _WORKLOADS
    return workload and not makers and wanted.namespace not in _SHARED


def _is_plain(one: Held) -> bool:
    """Whether an object makes no others that one could wait for, nor lets a pod make them."""
    if one.group in _PLAIN:
        return True
    if one.group == _RBAC:
        return not _is_right(one)
    return any(run.source == "kubernetes" for run in schemas.served(one.api_version, one.kind))


def _is_right(one: Held) -> bool:
    """Whether it may let a pod make objects."""
    return one.group == _RBAC and flux_each.marks(one).get("app.kubernetes.io/part-of") != "flux"


def _is_ciliums(held: list[Held], wanted: _Wanted) -> bool:
    """Whether it is a CRD that Cilium's operator makes, where the cluster has Cilium's chart."""
    singular = wanted.name.removesuffix(".cilium.io")
    known = any(
        version.startswith("cilium.io/") and singular.startswith(kind.lower()[:-1])
        for version, kind in schemas.known_kinds()
    )
    return (
        wanted.kind == "CustomResourceDefinition"
        and singular != wanted.name
        and known
        and any(
            inside(one.body, ("spec", "chart", "spec")).get("chart") == "cilium" for one in held
        )
    )


def _near(held: list[Held], wanted: _Wanted) -> str:
    known = [one.title for one in held if wanted.name == one.name or wanted.kind == one.kind]
    return did_you_mean(wanted.title, known)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
