"""Custom resources come after the CustomResourceDefinitions that they need.

Flux asks the API server about every object of a Kustomization before it applies any, and stops at a kind that is not
known yet (only definitions and namespaces of the same Kustomization go first). Three things go wrong:

- The definition is in another Kustomization, and nothing orders the two: it fails, and heals at a later try, which
  without `retryInterval` is a whole interval away.
- The definition comes from the Helm chart of a HelmRelease in the same Kustomization: in a new cluster that release
  is never applied, because the resource beside it is refused, and neither comes until somebody helps by hand.
- The definition does not serve the version that the resource names: it is always refused (an error).

Bad:

    # clusters/home/infrastructure.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: cert-manager
      namespace: flux-system
    spec:
      interval: 1h
      path: ./infrastructure/cert-manager
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # infrastructure/cert-manager/kustomization.yaml
    resources: [release.yaml, issuer.yaml]
    # infrastructure/cert-manager/release.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: cert-manager
    ---
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata:
      name: jetstack
      namespace: cert-manager
    spec:
      interval: 1h
      url: https://charts.jetstack.io
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: cert-manager
      namespace: cert-manager
    spec:
      interval: 1h
      chart:
        spec:
          chart: cert-manager
          version: 1.18.2
          sourceRef:
            kind: HelmRepository
            name: jetstack
      values:
        crds:
          enabled: true
    # infrastructure/cert-manager/issuer.yaml
    apiVersion: cert-manager.io/v1
    kind: ClusterIssuer
    metadata:
      name: own
    spec:
      selfSigned: {}

Good:

    # clusters/home/infrastructure.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: colors
      namespace: flux-system
    spec:
      interval: 1h
      path: ./infrastructure/colors
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # infrastructure/colors/kustomization.yaml
    resources: [definition.yaml, red.yaml]
    # infrastructure/colors/definition.yaml
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata:
      name: colors.example.com
    spec:
      group: example.com
      names:
        kind: Color
        plural: colors
      scope: Cluster
      versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties:
                    code:
                      type: string
    # infrastructure/colors/red.yaml
    apiVersion: example.com/v1
    kind: Color
    metadata:
      name: red
    spec:
      code: f00
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_cluster
from gitops_gen.checks.check import Check
from gitops_gen.checks.flux_cluster import HELM, Key
from gitops_gen.checks.objects import inside, mapping, sequence
from gitops_gen.findings import Finding, Severity
from gitops_gen.records import Record
from gitops_gen.repo.cluster import Cluster, Unit
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_CHARTS = {
    "cert-manager": ("cert-manager.io", "acme.cert-manager.io"),
    "cilium": ("cilium.io",),
    "external-secrets": ("external-secrets.io", "generators.external-secrets.io"),
    "kyverno": ("kyverno.io",),
    "metallb": ("metallb.io",),
}
"""Charts that bring definitions with their templates, or whose programs make them, and their API groups."""
_FLUX = (".toolkit.fluxcd.io", ".extensions.fluxcd.io")
"""Where Flux runs, these are known."""


class _Definition(Record, frozen=True):
    """A CustomResourceDefinition, and who applies it."""

    unit: Unit | None
    held: Held
    group: str
    kind: str
    served: frozenset[str]


def find(repo: Repo) -> Iterator[Finding]:
    """One finding for each Kustomization that comes too early, and each version that is not served."""
    for cluster in repo.flux.clusters:
        known: dict[tuple[str, str], list[_Definition]] = {}
        for unit, held in cluster.everything():
            for one in _defined(unit, held):
                known.setdefault((one.group, one.kind), []).append(one)
        waits = _Order(cluster)
        for unit in cluster.units:
            yield from _early(unit, known, waits)
            yield from _locked(cluster, unit, known)


def _defined(unit: Unit | None, held: Held) -> Iterator[_Definition]:
    names = inside(held.spec, ("names",))
    group, kind = held.spec.get("group"), names.get("kind")
    is_one = (held.group, held.kind) == ("apiextensions.k8s.io", "CustomResourceDefinition")
    if is_one and isinstance(group, str) and isinstance(kind, str):
        versions = map(mapping, sequence(held.spec.get("versions")))
        served = frozenset(str(one.get("name")) for one in versions if one.get("served") is True)
        yield _Definition(unit, held, group, kind, served)


def _early(
    unit: Unit, known: dict[tuple[str, str], list[_Definition]], order: _Order
) -> Iterator[Finding]:
    """Resources before their definition, and those of a version that it does not serve."""
    late: set[Key] = set()
    for held in unit.objects:
        found = known.get((held.group, held.kind), [])
        if not found or held.group.endswith(_FLUX):
            continue
        version = held.api_version.rpartition("/")[2]
        served = frozenset[str]().union(*(one.served for one in found))
        if served and version not in served and not flux_cluster.is_open(version, *served):
            said = (
                f"{held.title}: {held.api_version} is not served by its definition, and is refused"
            )
            fix = f"write {held.group}/{min(served)}"
            yield Finding(held.at("apiVersion"), said, fix, (found[0].held.at("spec", "versions"),))
        owners = {one.unit.key for one in found if one.unit is not None}
        first = found[0].unit
        settled = len(owners) < len({id(one) for one in found}) or unit.key in owners
        if settled or first is None or owners & order.before(unit) or first.key in late:
            continue
        late.add(first.key)
        said = (
            f"{held.title} needs a definition that Kustomization {first.title} applies, and {unit.title} "
            "does not wait for it: where it comes first it fails, and is tried again later"
        )
        fix = f"let {unit.title} depend on {first.title}"
        yield Finding(held.at(), said, fix, (found[0].held.at(),), Severity.WARNING)


def _locked(
    cluster: Cluster, unit: Unit, known: dict[tuple[str, str], list[_Definition]]
) -> Iterator[Finding]:
    """Resources beside the release whose chart alone brings their definitions."""
    for release in unit.objects if _needing(unit) else ():
        if (release.group, release.kind) != (HELM, "HelmRelease"):
            continue
        groups = _groups(flux_cluster.chart(cluster, release), release)
        found = [
            one
            for one in unit.objects
            if one.group in groups and (one.group, one.kind) not in known
        ]
        if found:
            said = (
                f"{found[0].title} stands in one Kustomization with {release.title}, which brings its "
                "definition: in a new cluster Flux applies neither until somebody puts the definition there"
            )
            fix = f"move it to a Kustomization that depends on {unit.title}"
            others = (release.at(), *(one.at() for one in found[1:]))
            yield Finding(found[0].at(), said, fix, others, Severity.WARNING)


def _needing(unit: Unit) -> bool:
    """Whether it holds anything of the charts' groups at all."""
    groups = {group for listed in _CHARTS.values() for group in listed}
    return any(one.group in groups for one in unit.objects)


def _groups(chart: str, release: Held) -> tuple[str, ...]:
    """The API groups whose definitions a release brings; cert-manager only does where it is told to."""
    values = mapping(release.spec.get("values"))
    told = (values.get("installCRDs"), mapping(values.get("crds")).get("enabled"))
    return () if chart == "cert-manager" and True not in told else _CHARTS.get(chart, ())


class _Order:
    """Which Kustomizations are ready before another one is applied for the first time."""

    def __init__(self, cluster: Cluster) -> None:
        self._units = {one.key: one for one in cluster.units}
        self._below: dict[Key, list[Unit]] = {}
        self._before: dict[Key, set[Key]] = {}
        for one in cluster.units:
            if one.parent is not None:
                self._below.setdefault(one.parent.key, []).append(one)

    def before(self, unit: Unit) -> set[Key]:
        """Those that it waits for, by however many steps, and those that bring it, with what these wait for."""
        if unit.key not in self._before:
            self._before[unit.key] = self._all_before(unit)
        return self._before[unit.key]

    def _all_before(self, unit: Unit) -> set[Key]:
        seen = {unit.key}
        waiting = [unit]
        while waiting:
            one = waiting.pop()
            next_ = [one.parent] if one.parent is not None else []
            for key in _awaited(one):
                next_ += self._with_children(key)
            for other in next_:
                if other.key not in seen:
                    seen.add(other.key)
                    waiting.append(other)
        return seen - {unit.key}

    def _with_children(self, key: Key) -> list[Unit]:
        """One that is waited for; where it waits for its own Kustomizations, these too."""
        found = [self._units[key]] if key in self._units else []
        seen = {key}
        for one in found:
            if one.held.spec.get("wait") is True or one.held.spec.get("healthChecks"):
                fresh = [below for below in self._below.get(one.key, ()) if below.key not in seen]
                seen |= {below.key for below in fresh}
                found += fresh
        return found


def _awaited(unit: Unit) -> Iterator[Key]:
    for entry in sequence(unit.held.spec.get("dependsOn")):
        name = mapping(entry).get("name")
        if isinstance(name, str):
            yield str(mapping(entry).get("namespace") or unit.held.namespace), name


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
