"""The ranges inside the cluster: how many there may be, and how large."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.findings import Finding
from gitops_gen.net import ranges
from gitops_gen.spec.load import Loaded

_NODE = 24
"""Each node's share of the pod subnet (kube-controller-manager --node-cidr-mask-size)."""
_WIDEST, _NARROWEST = 12, 28
"""Of the Service subnet: kube-apiserver takes at most 20 host bits; Talos gives CoreDNS the 10th address."""


def subnets_are_one_each(loaded: Loaded) -> Iterator[Finding]:
    """Kubernetes takes a second subnet for IPv6 alone (dual stack)."""
    net = loaded.spec.network
    for field, texts in (("podSubnets", net.pod_subnets), ("serviceSubnets", net.service_subnets)):
        if len(texts) > 1:
            yield Finding(
                loaded.at("network", field, 1),
                f"network.{field} has {len(texts)} subnets: Kubernetes takes one for IPv4",
                "keep one",
                (loaded.at("network", field, 0),),
            )


def pod_subnet_is_wide_enough(loaded: Loaded) -> Iterator[Finding]:
    nodes = len(loaded.spec.nodes)
    for i, text in enumerate(loaded.spec.network.pod_subnets):
        whole = _ipv4(text)
        room = 2 ** (_NODE - whole.prefixlen) if whole and whole.prefixlen <= _NODE else 0
        if whole and room < nodes:
            yield Finding(
                loaded.at("network", "podSubnets", i),
                f"the pod subnet {text} has room for {room} nodes, the cluster has {nodes}: each "
                f"takes a /{_NODE}",
                "take a wider pod subnet",
            )


def service_subnet_fits(loaded: Loaded) -> Iterator[Finding]:
    for i, text in enumerate(loaded.spec.network.service_subnets):
        whole = _ipv4(text)
        if whole and whole.prefixlen < _WIDEST:
            message = (
                f"the Service subnet {text} is too wide: the API server takes /{_WIDEST} at most"
            )
        elif whole and whole.prefixlen > _NARROWEST:
            message = (
                f"the Service subnet {text} is too narrow: Talos gives CoreDNS its 10th address"
            )
        else:
            continue
        fix = f"take a network between /{_WIDEST} and /{_NARROWEST}"
        yield Finding(loaded.at("network", "serviceSubnets", i), message, fix)


def _ipv4(text: str) -> ranges.Network | None:
    try:
        found = ranges.network(text)
    except ValueError:
        return None
    return found if found.version == 4 else None
