"""Amounts are spelt as the API server reads them, and no request is above its limit.

An amount is a number, then at most one unit: `m`, `k`, `M`, `G`, `T`, `P`, `E`, or `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`.
`512MB`, `1gb` and `5 Gi` are none. The API server refuses the object, also for a negative amount, a request above
its limit, a part of a device, and a resource of a container that is none (`memroy`).

Looked at: containers, volumes and claims, PersistentVolumes, quotas and limit ranges.

Bad:

    # apps/rello/pod.yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: rello
    spec:
      containers:
        - name: rello
          image: example.org/rello:1.0.0
          resources:
            limits:
              memory: 512MB

Bad:

    # apps/rello/pod.yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: rello
    spec:
      containers:
        - name: rello
          image: example.org/rello:1.0.0
          resources:
            requests:
              memory: 1Gi
            limits:
              memory: 512Mi

Good:

    # apps/rello/pod.yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: rello
    spec:
      containers:
        - name: rello
          image: example.org/rello:1.0.0
          resources:
            requests:
              memory: 512Mi
            limits:
              memory: 1Gi
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import (
    Path,
    containers,
    inside,
    mapping,
    objects,
    open_text,
    sequence,
    shown,
    template,
)
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity
from gitops_gen.grammar import quantities
from gitops_gen.grammar.names import is_label_key
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_COMPUTE = ("cpu", "memory", "ephemeral-storage")
_COUNTS = frozenset(
    ("pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps")
) | {"persistentvolumeclaims", "services.nodeports", "services.loadbalancers"}
_HUGE = "hugepages-"
_UNITS = "a number and m, k, M, G, T, P, E or Ki, Mi, Gi, Ti, Pi, Ei, without a space"
_LIMIT_RANGE = ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")


def find(repo: Repo) -> Iterator[Finding]:
    """Amounts that the API server refuses."""
    for one in objects(repo):
        if held := template(one):
            yield from _pod(one, *held)
        elif one.group == "" and (judge := _OTHERS.get(one.kind)):
            yield from judge(one, mapping(one.body.get("spec")))


def _pod(one: Held, path: Path, body: dict[str, Any]) -> Iterator[Finding]:
    spec = mapping(body.get("spec"))
    base = (*path, "spec")
    for place, held in containers(spec, base):
        if resources := mapping(held.get("resources")):
            yield from _resources(one, (*place, "resources"), resources, container=True)
    for at, volume in enumerate(sequence(spec.get("volumes"))):
        size = inside(volume, ("emptyDir",)).get("sizeLimit")
        if size is not None:
            place = (*base, "volumes", at, "emptyDir", "sizeLimit")
            yield from _amount(one, place, size)
    if one.kind == "StatefulSet":
        for at, claim in enumerate(
            sequence(inside(one.body, ("spec",)).get("volumeClaimTemplates"))
        ):
            yield from _claim_at(one, ("spec", "volumeClaimTemplates", at, "spec"), claim)


def _claim(one: Held, spec: dict[str, Any]) -> Iterator[Finding]:
    yield from _storage(one, ("spec",), spec)


def _claim_at(one: Held, path: Path, claim: Any) -> Iterator[Finding]:
    yield from _storage(one, path, inside(claim, ("spec",)))


def _storage(one: Held, path: Path, spec: dict[str, Any]) -> Iterator[Finding]:
    wanted = mapping(spec.get("resources"))
    yield from _resources(one, (*path, "resources"), wanted, container=False)


def _volume(one: Held, spec: dict[str, Any]) -> Iterator[Finding]:
    yield from _amounts(one, ("spec", "capacity"), spec.get("capacity"), positive=True)


def _quota(one: Held, spec: dict[str, Any]) -> Iterator[Finding]:
    yield from _amounts(one, ("spec", "hard"), spec.get("hard"))


def _limits(one: Held, spec: dict[str, Any]) -> Iterator[Finding]:
    for at, limit in enumerate(sequence(spec.get("limits"))):
        for key in _LIMIT_RANGE:
            for name, value in mapping(mapping(limit).get(key)).items():
                place = ("spec", "limits", at, key, name)
                yield from _amount(one, place, value, negative=True)


_OTHERS = {
    "LimitRange": _limits,
    "PersistentVolume": _volume,
    "PersistentVolumeClaim": _claim,
    "ResourceQuota": _quota,
}


def _resources(
    one: Held, path: Path, held: dict[str, Any], *, container: bool
) -> Iterator[Finding]:
    limits, requests = mapping(held.get("limits")), mapping(held.get("requests"))
    for key, amounts in (("limits", limits), ("requests", requests)):
        yield from _amounts(one, (*path, key), amounts, positive=not container)
        for name in amounts if container else ():
            yield from _resource(one, (*path, key, name), name)
    if not container:
        return
    for name, value in requests.items():
        place = (*path, "requests", name)
        wanted = _nanos(value)
        most = _nanos(limits[name]) if name in limits else None
        if wanted is None or (name in limits and most is None):
            continue
        if most is not None and wanted > most:
            said = f"the request of {name}, {value}, is above its limit, {limits[name]}"
            others = (one.at(*path, "limits", name),)
            yield Finding(one.at(*place), said, "raise the limit, or lower the request", others)
        elif _whole(name) and wanted != most:
            said = f"the request of {name} is not its limit, and Kubernetes gives it whole or not at all"
            yield Finding(one.at(*place), said, "write the same amount as limit")


def _resource(one: Held, path: Path, name: str) -> Iterator[Finding]:
    if name in _COMPUTE or name.startswith(_HUGE) or open_text(name):
        return
    if "/" not in name:
        said = f"{name} is no resource of a container{did_you_mean(name, _COMPUTE)}"
        yield Finding(
            one.at(*path), said, f"one of {', '.join(_COMPUTE)}, or domain/name of a device"
        )
    elif not is_label_key(name):
        yield Finding(one.at(*path), f'"{name}" is no name of a resource', "write domain/name")


def _whole(name: str) -> bool:
    """Whether a resource cannot be shared: devices and huge pages."""
    return name.startswith(_HUGE) or ("/" in name and "kubernetes.io/" not in name)


def _amounts(one: Held, path: Path, held: Any, *, positive: bool = False) -> Iterator[Finding]:
    for name, value in mapping(held).items():
        yield from _amount(one, (*path, name), value, name=name, positive=positive)


def _amount(
    one: Held,
    path: Path,
    value: Any,
    *,
    name: str = "",
    positive: bool = False,
    negative: bool = False,
) -> Iterator[Finding]:
    """One amount; zero is refused where it must be positive, and a fraction of what is counted."""
    if open_text(value) or (value is None and not positive):
        return
    found = _nanos(value)
    place = one.at
    if found is None:
        yield _refused(one, path, value)
    elif found < 0 and not negative:
        yield Finding(place(*path), f"{value} is negative", "write an amount above zero")
    elif found == 0 and positive:
        yield Finding(place(*path), "an amount of zero", "write an amount above zero")
    elif found % quantities.NANO and (name in _COUNTS or (_whole(name) and "/" in name)):
        yield Finding(place(*path), f"{value} is no whole number of {name}", "write a whole number")


def _refused(one: Held, path: Path, value: Any) -> Finding:
    if not isinstance(value, str):
        return Finding(
            one.at(*path), f"an amount is expected here, and this is {shown(value)}", _UNITS
        )
    near = quantities.nearest(value)
    return Finding(
        one.at(*path), f'"{value}" is no amount', f'write "{near}": {_UNITS}' if near else _UNITS
    )


def _nanos(value: Any) -> int | None:
    """The amount; nothing at all is zero, as the API server reads it."""
    if isinstance(value, str):
        return quantities.nanos(value)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return quantities.nanos(repr(value))


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
