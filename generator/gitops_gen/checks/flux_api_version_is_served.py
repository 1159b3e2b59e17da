"""Every object is of a version that the API server still serves.

An object of a version that was removed is refused ("no matches for kind"), and with it all that its Kustomization
applies, at the next reconciliation after the upgrade that removed it; until then it works, so nobody sees it
coming. What each release serves comes from the OpenAPI documents of Kubernetes from 1.25 on and from the CRDs of
Flux, Cilium and the Gateway API; CRDs that the tree applies itself go before these.

It is an error where no supported release serves the version, or the one that the tree names does not
(`kubernetesVersion` of a talconfig, the kubelet's image of a Talos configuration, the version of a FluxInstance
or of Cilium's chart). A version that a later release removes, that is deprecated, or that only another release
may serve is a warning.

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
    # apps/rello/cronjob.yaml
    apiVersion: batch/v1beta1
    kind: CronJob
    metadata:
      name: rello
      namespace: default
    spec:
      schedule: "0 3 * * *"
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
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
    # apps/rello/cronjob.yaml
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: rello
      namespace: default
    spec:
      schedule: "0 3 * * *"
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: rello
                  image: example.com/rello:1.0.0
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from gitops_gen import schemas
from gitops_gen.checks import flux_each, flux_releases
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import mapping, sequence
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.cluster import Cluster
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo
from gitops_gen.schemas import Served

_OLDEST = (1, 34)
"""Of the supported releases of Kubernetes."""
_NAMES = {"kubernetes": "Kubernetes", "flux": "Flux", "cilium": "Cilium", "gateway": "Gateway API"}
_Said = tuple[str, Severity]


def find(repo: Repo) -> Iterator[Finding]:
    """Every object that a Kustomization applies, each version of it once for an object."""
    running = flux_releases.named(repo)
    for cluster in repo.flux.clusters:
        own = _own(cluster)
        for unit, one in cluster.everything():
            if unit is None or "${" in one.api_version or _is_local(one):
                continue
            known = {} if flux_each.elsewhere(unit.held) else running
            said = _by_tree(one, own) if (one.group, one.kind) in own else _by_release(one, known)
            if said is not None:
                text, severity = said
                yield Finding(one.at("apiVersion"), f"{one.title}: {text}", _fix(one), (), severity)


def _is_local(one: Held) -> bool:
    """Whether it never gets to the API server as it stands."""
    marks = flux_each.marks(one)
    off = str(marks.get("kustomize.toolkit.fluxcd.io/reconcile")).lower() == "disabled"
    return off or one.kind.endswith("List") or "config.kubernetes.io/local-config" in marks


def _own(cluster: Cluster) -> dict[tuple[str, str], dict[str, bool]]:
    """Group and kind -> served versions, and whether each is deprecated, of the CRDs that the cluster applies."""
    found: dict[tuple[str, str], dict[str, bool]] = {}
    for crd in cluster.of_kind("apiextensions.k8s.io", "CustomResourceDefinition"):
        group = flux_each.text(crd.spec.get("group"))
        kind = flux_each.text(mapping(crd.spec.get("names")).get("kind"))
        listed = [one for one in sequence(crd.spec.get("versions")) if isinstance(one, dict)]
        if group and kind and listed:
            held = found.setdefault((group, kind), {})
            held |= {
                f"{group}/{one.get('name')}": one.get("deprecated") is True
                for one in listed
                if one.get("served") is True
            }
    return found


def _by_tree(one: Held, own: dict[tuple[str, str], dict[str, bool]]) -> _Said | None:
    served = own[one.group, one.kind]
    if one.api_version not in served:
        known = ", ".join(sorted(served)) or "none"
        return (
            f"the CRD in this tree does not serve {one.api_version} (it serves {known})",
            Severity.ERROR,
        )
    if served[one.api_version]:
        return f"the CRD in this tree calls {one.api_version} deprecated", Severity.WARNING
    return None


def _by_release(one: Held, running: dict[str, str]) -> _Said | None:
    # a CRD's group has a dot, or the API server refuses it: what has none is, or was, Kubernetes' own
    source = _sources().get(one.group, "" if "." in one.group else "kubernetes")
    if not source:
        return None
    runs = [run for run in schemas.served(one.api_version, one.kind) if run.source == source]
    release = running.get(source, "")
    if not runs:
        return _unknown(one, source, release)
    if source == "kubernetes":
        return _kubernetes(one, runs, release)
    if any(run.deprecated for run in runs) and _better(one):
        name = f"{_NAMES[source]} {runs[-1].last}"
        return f"{one.api_version} is deprecated in {name}, and will be removed", Severity.WARNING
    return None


def _unknown(one: Held, source: str, release: str) -> _Said | None:
    """No release that we know of serves it."""
    first, last = _span(source)
    name = _NAMES[source]
    about = f"{name} serves no {one.api_version} {one.kind}"
    if release:
        known = _number(first) <= _number(release) <= _number(last)
        if known or (source == "kubernetes" and _number(release) > _number(last)):
            return f"{about} in {release}, which this repository names", Severity.ERROR
        return f"{about} from {first} to {last}", Severity.WARNING
    said = f"{about} from {first} to {last}" if first != last else f"{about} in {last}"
    return said, Severity.ERROR if source == "kubernetes" else Severity.WARNING


def _kubernetes(one: Held, runs: list[Served], release: str) -> _Said | None:
    first, last = _number(runs[0].first), _number(runs[-1].last)
    newest = _number(_span("kubernetes")[1])
    gone = f"Kubernetes {last[0]}.{last[1] + 1} serves {one.api_version} {one.kind} no longer"
    if release and not first <= _number(release) <= last and _number(release) <= newest:
        about = f"Kubernetes {release}, which this repository names, serves no {one.api_version} {one.kind}"
        return about, Severity.ERROR
    if last == newest:
        return None
    if not release and last < _OLDEST:
        return gone, Severity.ERROR
    return gone, Severity.WARNING


def _fix(one: Held) -> str:
    better = _better(one)
    return f"write apiVersion: {better}, and compare the fields" if better else "remove it"


def _better(one: Held) -> str:
    """The version that the newest release serves and does not call deprecated, of the same group if there is one."""
    found = [
        version
        for version, kind in schemas.known_kinds()
        if kind == one.kind and version != one.api_version and _is_current(version, kind)
    ]
    near = [version for version in found if version.rpartition("/")[0] == one.group]
    return (near or [version for version in found if "." in version] or found or [""])[0]


def _is_current(version: str, kind: str) -> bool:
    return any(
        not run.deprecated and run.source in _NAMES and run.last == _span(run.source)[1]
        for run in schemas.served(version, kind)
    )


@cache
def _sources() -> dict[str, str]:
    """API group -> whose it is; the core has the group ""."""
    return {
        version.rpartition("/")[0]: run.source
        for version, kind in schemas.known_kinds()
        for run in schemas.served(version, kind)
        if run.source in _NAMES
    }


@cache
def _span(source: str) -> tuple[str, str]:
    """The first and the last release of a source that we know."""
    runs = [
        run
        for version, kind in schemas.known_kinds()
        for run in schemas.served(version, kind)
        if run.source == source
    ]
    return min((run.first for run in runs), key=_number), max(
        (run.last for run in runs), key=_number
    )


def _number(release: str) -> tuple[int, int]:
    major, minor = release.split(".")[:2]
    return int(major), int(minor)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
