"""Intervals, timeouts and retries do what they seem to say.

An interval of 0 is accepted, and then Flux looks once and never again by itself: no fetch, no repair, no retry. A
few seconds load the API server and whoever hosts the source, for nothing; months mean that what was changed by
hand stays so. kustomize-controller raises a timeout below 30 seconds to 30, and takes the interval (less half a
minute) where there is none. A health check that waits for hours keeps a worker for as long, and a failure is told
only then.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: rello
      namespace: flux-system
    spec:
      interval: 0s
      path: ./apps/rello
      prune: true
      sourceRef:
        kind: GitRepository
        name: flux-system
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello

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
      retryInterval: 2m
      timeout: 5m
    # apps/rello/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: rello
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.checks import flux_each
from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import Path, inside, mapping
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_SHORT = 10.0
_LONG = 7 * 24 * 3600.0
_WAITS = 3600.0
_LEAST = 30.0
"""Seconds."""


def find(repo: Repo) -> Iterator[Finding]:
    """Object by object: only those of Flux."""
    for _, one in flux_each.each(repo):
        if not flux_each.TOOLKIT.match(one.group):
            continue
        yield from _interval(one, ("spec",), one.spec)
        if (one.group, one.kind) == flux_each.RELEASE:
            chart: Path = ("spec", "chart", "spec")
            yield from _interval(one, chart, inside(one.body, chart))
        if (one.group, one.kind) == flux_each.KUSTOMIZATION:
            yield from _waiting(one)


def _interval(one: Held, path: Path, spec: dict[str, Any]) -> Iterator[Finding]:
    """`interval` and `retryInterval` of an object, or of the chart in it."""
    for field, never in (
        ("interval", "Flux looks once, and never again by itself"),
        ("retryInterval", "after a failure Flux does not try again"),
    ):
        took = flux_each.seconds(spec.get(field))
        if took is None:
            continue
        said = f"{one.title}: {field} {spec[field]}: "
        place = *path, field
        if took == 0:
            yield _warning(one, place, said + never, "write a time, as 10m")
        elif took < _SHORT and field == "interval":
            load = "that is a load for the API server and the source, for nothing"
            yield _warning(one, place, said + load, "write 1m or more; a Receiver is faster still")
        elif took > _LONG:
            yield _warning(
                one, place, said + "what is changed by hand stays for weeks", "write 1h, or 24h"
            )


def _waiting(one: Held) -> Iterator[Finding]:
    """The timeout of a Kustomization, and whether it waits for hours."""
    given = flux_each.seconds(one.spec.get("timeout"))
    if given is not None and given < _LEAST:
        said = f"{one.title}: timeout {one.spec['timeout']}: kustomize-controller takes 30s all the same"
        yield _warning(one, ("spec", "timeout"), said, "write 30s or more")
    waits = one.spec.get("wait") is True or bool(one.spec.get("healthChecks"))
    interval = flux_each.seconds(one.spec.get("interval"))
    limit = given
    if "timeout" not in one.spec and interval is not None:
        limit = interval - _LEAST
    if waits and limit is not None and limit > _WAITS:
        field = "timeout" if given is not None else "interval"
        said = (
            f"{one.title} waits up to {mapping(one.spec)[field]} for what never gets healthy, "
            "and tells so only then"
        )
        yield _warning(one, ("spec", field), said, "write a timeout, as 5m")


def _warning(one: Held, path: Path, said: str, fix: str) -> Finding:
    return Finding(one.at(*path), said, fix, severity=Severity.WARNING)


CHECK = Check(__name__, __doc__, Severity.WARNING, find)
