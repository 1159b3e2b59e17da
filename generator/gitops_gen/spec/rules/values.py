"""Helm values by hand (`cilium.values`) do not undo what the spec decides or Talos needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.findings import Finding, Location, Severity
from gitops_gen.spec.load import Loaded

Path = tuple[str | int, ...]


def values_do_not_contradict(loaded: Loaded) -> Iterator[Finding]:
    """One decision, one place: what a field of the spec decides is not decided again."""
    for place, field, decided in _decided(loaded):
        if _has(loaded, place) and _value(loaded, place) != decided:
            spelt = ".".join(map(str, field))
            yield Finding(
                _at(loaded, place),
                f"cilium.values.{'.'.join(place)} says otherwise than {spelt}",
                f"leave it out here: {spelt} decides",
                (loaded.at(*field),),
            )


def _decided(loaded: Loaded) -> Iterator[tuple[tuple[str, ...], Path, Any]]:
    """(place in the values, field of the spec, what it decided)."""
    own = loaded.spec.cilium
    yield ("cluster", "name"), ("name",), loaded.spec.name
    yield ("k8sServicePort",), ("talos", "kubePrismPort"), loaded.spec.talos.kube_prism_port
    yield ("ingressController", "enabled"), ("cilium", "ingressController"), own.ingress_controller
    yield ("hubble", "relay", "enabled"), ("cilium", "hubble", "relay"), own.hubble.relay
    yield ("hubble", "ui", "enabled"), ("cilium", "hubble", "ui"), own.hubble.ui
    limit = own.client_rate_limit
    yield ("k8sClientRateLimit", "qps"), ("cilium", "clientRateLimit", "qps"), limit.qps
    yield ("k8sClientRateLimit", "burst"), ("cilium", "clientRateLimit", "burst"), limit.burst
    if own.l2:
        yield ("l2announcements", "enabled"), ("cilium", "l2"), True
    if own.bgp:
        yield ("bgpControlPlane", "enabled"), ("cilium", "bgp"), True


def values_fit_talos(loaded: Loaded) -> Iterator[Finding]:
    """What the Talos configs of this tree take for granted."""
    for place, wanted, why in _NEEDED:
        if _has(loaded, place) and _value(loaded, place) not in wanted:
            yield Finding(
                _at(loaded, place), f"cilium.values.{'.'.join(place)}: {why}", "leave it out"
            )
    for name in ("ciliumAgent", "cleanCiliumState"):
        place = ("securityContext", "capabilities", name)
        given = _value(loaded, place)
        if isinstance(given, list) and "SYS_MODULE" in given:
            message = f"cilium.values.{'.'.join(place)}: Talos lets no container have SYS_MODULE"
            yield Finding(_at(loaded, place), message, "leave SYS_MODULE out")
    if _value(loaded, ("ipam", "mode")) not in (None, "kubernetes"):
        yield Finding(
            _at(loaded, ("ipam", "mode")),
            "cilium.values.ipam.mode: pods get addresses of which network.podSubnets knows nothing",
            "leave it out, or keep its ranges apart from every address of the spec yourself",
            severity=Severity.WARNING,
        )


_NEEDED: tuple[tuple[tuple[str, ...], tuple[Any, ...], str], ...] = (
    (("kubeProxyReplacement",), (True, "true"), "no kube-proxy runs, so no Service would work"),
    (("cgroup", "autoMount", "enabled"), (False,), "Talos mounts cgroups itself"),
    (("cgroup", "hostRoot"), ("/sys/fs/cgroup",), "Talos mounts cgroups at /sys/fs/cgroup"),
)


def values_agree_with_the_chart(loaded: Loaded) -> Iterator[Finding]:
    """What Cilium's chart refuses to render (validate.yaml)."""
    own = loaded.spec.cilium
    for place, needed, what in (
        (("l7Proxy",), own.ingress_controller, "the ingress controller needs it"),
        (("hubble", "enabled"), own.hubble.relay, "Hubble's relay needs it"),
    ):
        if needed and _value(loaded, place) is False:
            message = f"cilium.values.{'.'.join(place)} is off, and {what}: the chart refuses this"
            yield Finding(_at(loaded, place), message, "leave it out")


def _value(loaded: Loaded, place: tuple[str, ...]) -> Any:
    value: Any = loaded.spec.cilium.values
    for part in place:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _has(loaded: Loaded, place: tuple[str, ...]) -> bool:
    return _value(loaded, place) is not None


def _at(loaded: Loaded, place: tuple[str, ...]) -> Location:
    return loaded.at("cilium", "values", *place)
