"""Custom resources come after the CustomResourceDefinitions that they need.

Flux asks the API server about every object of a Kustomization before it applies any, and stops at a kind that is not
known yet (only definitions and namespaces of the same Kustomization go first). Four things go wrong:

- The definition is in another Kustomization, and nothing orders the two: it fails, and heals at a later try, which
  without `retryInterval` is a whole interval away.
- The definition comes from the Helm chart of a HelmRelease in the same Kustomization: in a new cluster that release
  is never applied, because the resource beside it is refused, and neither comes until somebody helps by hand.
- The definition comes from a HelmRelease of another Kustomization, which is not waited for; or it is, but is Ready
  as soon as the release is applied, before its chart is installed: it has neither `wait: true` nor `healthChecks`.
  Where that Kustomization in turn comes only after the resource, neither ever comes.
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

from gitops_gen.checks import flux_cluster, flux_each
from gitops_gen.checks.check import Check
from gitops_gen.checks.flux_cluster import HELM, Key
from gitops_gen.checks.flux_order import Order, waits
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


class _Maker(Record, frozen=True):
    """A release whose chart brings definitions, and who applies it."""

    unit: Unit
    release: Held
    groups: tuple[str, ...]


class _Early(Record, frozen=True):
    """A Kustomization with its first resource that needs a release which may not be installed yet."""

    unit: Unit
    held: Held
    maker: _Maker


def find(repo: Repo) -> Iterator[Finding]:
    """One finding for each Kustomization that comes too early, and each version that is not served."""
    for cluster in repo.flux.clusters:
        known: dict[tuple[str, str], list[_Definition]] = {}
        for unit, held in cluster.everything():
            for one in _defined(unit, held):
                known.setdefault((one.group, one.kind), []).append(one)
        waits_for = Order(cluster)
        for unit in cluster.units:
            yield from _early(unit, known, waits_for)
            yield from _locked(cluster, unit, known)
        yield from _unready(cluster, known, waits_for)


def _defined(unit: Unit | None, held: Held) -> Iterator[_Definition]:
    names = inside(held.spec, ("names",))
    group, kind = held.spec.get("group"), names.get("kind")
    is_one = (held.group, held.kind) == ("apiextensions.k8s.io", "CustomResourceDefinition")
    if is_one and isinstance(group, str) and isinstance(kind, str):
        versions = map(mapping, sequence(held.spec.get("versions")))
        served = frozenset(str(one.get("name")) for one in versions if one.get("served") is True)
        yield _Definition(unit, held, group, kind, served)


def _early(
    unit: Unit, known: dict[tuple[str, str], list[_Definition]], order: Order
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


def _unready(
    cluster: Cluster, known: dict[tuple[str, str], list[_Definition]], order: Order
) -> Iterator[Finding]:
    """Resources whose definitions only a release of another Kustomization brings, once for each release."""
    makers = list(_makers(cluster))
    early: dict[tuple[int, bool], list[_Early]] = {}
    for unit in cluster.units if makers else ():
        seen: set[str] = set()
        for one in unit.objects:
            if one.group in seen or (one.group, one.kind) in known:
                continue
            bringing = [maker for maker in makers if one.group in maker.groups]
            seen.add(one.group)
            ready = order.awaited(unit)
            if not bringing or any(_is_installed(maker, unit, ready) for maker in bringing):
                continue
            found = next((maker for maker in bringing if maker.unit.key in ready), bringing[0])
            key = id(found), unit.key in order.before(found.unit)
            early.setdefault(key, []).append(_Early(unit, one, found))
    for (_, locked), listed in early.items():
        yield _early_for_release(listed, order, locked=locked)


def _is_installed(maker: _Maker, unit: Unit, ready: set[Key]) -> bool:
    """Whether the release is there when the unit comes; of those in one Kustomization the other rule speaks."""
    other = flux_each.elsewhere(unit.held, maker.unit.held, maker.release)
    return other or maker.unit.key == unit.key or (maker.unit.key in ready and waits(maker.unit))


def _makers(cluster: Cluster) -> Iterator[_Maker]:
    """Every release of which it is known that it brings definitions."""
    for unit in cluster.units:
        for one in unit.objects:
            if (one.group, one.kind) == (HELM, "HelmRelease"):
                groups = _groups(flux_cluster.chart(cluster, one), one)
                if groups:
                    yield _Maker(unit, one, groups)


def _early_for_release(early: list[_Early], order: Order, *, locked: bool) -> Finding:
    """One finding for all that come before one release."""
    unit, one, maker = early[0].unit, early[0].held, early[0].maker
    owner, release = maker.unit.title, maker.release.title
    then = "it fails until the release is installed, and is tried again later"
    if locked:
        what = f"{unit.title} must be applied before {owner}, which brings {release}"
        then = "Flux applies neither until somebody puts the definition there"
        fix = f"move it to a Kustomization that depends on {owner}"
    elif maker.unit.key in order.awaited(unit):
        what = f"{unit.title} waits for {owner}, which is Ready before {release} is installed"
        fix = f"write wait: true in {owner}, or name the release in its healthChecks"
    else:
        what = f"{unit.title} does not wait for {owner}, which brings {release}"
        also = "" if waits(maker.unit) else ", and write wait: true in that one"
        fix = f"let {unit.title} depend on {owner}{also}"
    more = f" (so it is with {len(early) - 1} more)" if len(early) > 1 else ""
    said = f"{one.title} needs a definition that a chart brings, and {what}{more}: in a new cluster {then}"
    others = (maker.release.at(), *(other.held.at() for other in early[1:]))
    return Finding(one.at(), said, fix, others, Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
