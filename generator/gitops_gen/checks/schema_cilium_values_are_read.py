"""Every value of a Cilium release is one that its chart reads.

The chart's own schema knows types and no names: `cgroup.automount` (it is `autoMount`) and `l2Announcements` pass,
act nowhere, and the cluster runs without what they ask for. What the templates of each release can read has been
found by walking them; another release than these is not judged.

Bad:

    # infrastructure/cilium/release.yaml
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: cilium
      namespace: kube-system
    spec:
      interval: 1h
      chart:
        spec:
          chart: cilium
          version: 1.20.2
          sourceRef:
            kind: HelmRepository
            name: cilium
      values:
        l2Announcements:
          enabled: true

Good:

    # infrastructure/cilium/release.yaml
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: cilium
      namespace: kube-system
    spec:
      interval: 1h
      chart:
        spec:
          chart: cilium
          version: 1.20.2
          sourceRef:
            kind: HelmRepository
            name: cilium
      values:
        l2announcements:
          enabled: true
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.chart_reads import Dead, reads, values_schema
from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo
from gitops_gen.schemas import violations

_VALUES = ("spec", "values")


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Every HelmRelease with values; only Cilium's chart is known."""
    for one in repo.objects:
        values = _at(one.body, *_VALUES)
        if one.kind != "HelmRelease" or not isinstance(values, dict) or not values:
            continue
        chart = _at(one.body, "spec", "chart", "spec", "chart")
        version = _at(one.body, "spec", "chart", "spec", "version")
        known = reads(version) if chart == "cilium" and isinstance(version, str) else None
        if known is None:
            what = f"values of {chart or 'a chart'}"
            yield Unjudged(
                one.at(*_VALUES), what, "what this release of the chart reads is not known"
            )
            continue
        for dead in known.dead(values):
            yield _dead(one, dead, f"cilium {version}")
        for wrong in violations(values_schema(version) or {}, values):
            said = f"{'.'.join(map(str, wrong.path))}: {wrong.message}, the schema of cilium {version} says"
            yield Finding(one.at(*_VALUES, *wrong.path), said)


def _dead(one: Held, dead: Dead, chart: str) -> Finding:
    name = ".".join(map(str, dead.path))
    place = one.at(*_VALUES, *dead.path)
    if dead.removed:
        return Finding(
            place, f"{name} was removed: the templates of {chart} read it only to stop", "remove it"
        )
    meant = ".".join(map(str, dead.suggestion or ()))
    fix = f"did you mean {meant}?" if meant else "remove it"
    return Finding(place, f"nothing in {chart} reads {name}", fix)


def _at(body: Any, *path: str) -> Any:
    for step in path:
        body = body.get(step) if isinstance(body, dict) else None
    return body


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
