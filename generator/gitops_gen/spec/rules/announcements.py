"""Services are reached from outside: a pool gives each an address, and somebody announces it."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from gitops_gen.findings import Finding, Location, Severity
from gitops_gen.net import ranges
from gitops_gen.spec.cilium import BGPAdvertisement, L2Policy, Pool
from gitops_gen.spec.load import Loaded
from gitops_gen.spec.rules.ledger import subnet
from gitops_gen.spec.rules.selection import Asking, asking, selects, shared_ingress
from gitops_gen.spec.rules.services import blocks, selecting

_RENEWAL = 5
"""Seconds between two renewals of a layer 2 lease (Cilium: l2announcements.leaseRenewDeadline)."""


def services_get_an_address(loaded: Loaded) -> Iterator[Finding]:
    """Exactly one pool selects each Service; which of two gives the address is not defined."""
    pools = loaded.spec.cilium.pools
    for one in asking(loaded):
        found = selecting(pools, one)
        if one.address is not None:
            continue
        if not found:
            # Pools may be written by hand as well.
            by_hand = bool(loaded.spec.extra_resources)
            yield Finding(
                loaded.at(*one.path),
                f"no pool selects {one.title}: it never gets an address",
                "give it labels that a pool selects, or add a pool",
                (loaded.at("cilium", "pools"),) if pools else (),
                Severity.WARNING if by_hand else Severity.ERROR,
            )
        elif len(found) > 1:
            yield Finding(
                loaded.at(*one.path),
                f"pools {' and '.join(pools[i].name for i in found)} both select {one.title}: which "
                "of them gives the address is not defined",
                "make their selectors disjoint, or ask for an address",
                tuple(loaded.at("cilium", "pools", i) for i in found),
                Severity.WARNING,
            )


def addresses_are_announced(loaded: Loaded) -> Iterator[Finding]:
    """An address is announced, and in the way that its network needs: ARP inside the subnet, routes outside."""
    around = subnet(loaded)
    if around is None:
        return
    for one in asking(loaded):
        givers = _givers(loaded, one)
        for i in givers if len(givers) == 1 else ():
            inside = [block.within(around) for block in blocks(loaded.spec.cilium.pools[i])]
            if said := _unheard(loaded, one, all(inside), any(inside)):
                message, fix = said
                other = (loaded.at("cilium", "pools", i, "ranges"),)
                yield Finding(loaded.at(*one.path), message, fix, other, Severity.WARNING)


def _givers(loaded: Loaded, one: Asking) -> list[int]:
    """The pools that may give a Service its address."""
    pools = loaded.spec.cilium.pools
    found = [i for i in selecting(pools, one) if blocks(pools[i])]
    if one.address is None:
        return found
    return [i for i in found if _gives(pools[i], one.address)]


def _gives(pool: Pool, address: str) -> bool:
    try:
        wanted = ranges.address(address)
    except ValueError:
        return False
    return any(block.holds(wanted) for block in blocks(pool))


def _unheard(loaded: Loaded, one: Asking, inside: bool, some: bool) -> tuple[str, str] | None:
    """Message and fix for a Service with an address of a pool that lies inside the subnet, or not."""
    by_arp, by_bgp = _by_l2(loaded, one), _by_bgp(loaded, one)
    if not by_arp and not by_bgp:
        return (
            f"nobody announces the address of {one.title}: neither an L2 policy nor a BGP "
            "advertisement selects it",
            "give it labels that one of them selects, or add one",
        )
    if by_bgp and not by_arp and inside:
        return (
            f"only BGP announces the address of {one.title}, which is in the nodes' subnet: its hosts "
            "ask for it by ARP, and nobody answers",
            "announce it by an L2 policy, or take a pool outside the subnet",
        )
    if by_arp and not by_bgp and not some:
        return (
            f"only an L2 policy announces the address of {one.title}, which is outside the nodes' "
            "subnet: hosts ask their router, and it knows no way",
            "announce it by BGP, or take a pool of the subnet",
        )
    return None


def _by_l2(loaded: Loaded, one: Asking) -> bool:
    return any(_announces(policy, one) for policy in loaded.spec.cilium.l2)


def _announces(policy: L2Policy, one: Asking) -> bool:
    return policy.load_balancer_ips and selects(policy.service_selector, one.labels)


def _by_bgp(loaded: Loaded, one: Asking) -> bool:
    bgp = loaded.spec.cilium.bgp
    return bgp is not None and any(_advertises(a, one) for a in bgp.advertisements)


def _advertises(advertisement: BGPAdvertisement, one: Asking) -> bool:
    wanted = "LoadBalancerIP" in advertisement.addresses
    return wanted and selects(advertisement.service_selector, one.labels)


def announcements_select_a_service(loaded: Loaded) -> Iterator[Finding]:
    """Only where every Service is known: what is written by hand may be selected as well."""
    spec = loaded.spec
    if not spec.apps or spec.extra_resources or any(app.extra_resources for app in spec.apps):
        return
    shared = shared_ingress(loaded)
    everyone = [*asking(loaded), *([shared] if shared else [])]
    for title, at in _idle(loaded, everyone):
        yield Finding(
            at,
            f"{title} selects no Service of this spec",
            "mend its selector, or the labels of a Service",
            severity=Severity.WARNING,
        )


def _idle(loaded: Loaded, everyone: list[Asking]) -> Iterator[tuple[str, Location]]:
    cilium = loaded.spec.cilium
    for i, policy in enumerate(cilium.l2):
        if not any(selects(policy.service_selector, one.labels) for one in everyone):
            yield f"L2 policy {policy.name}", loaded.at("cilium", "l2", i, "serviceSelector")
    for i, advertisement in enumerate(cilium.bgp.advertisements if cilium.bgp else ()):
        known = "LoadBalancerIP" in advertisement.addresses
        cluster = "ClusterIP" in advertisement.addresses
        if known and not cluster and not any(_advertises(advertisement, one) for one in everyone):
            path = ("cilium", "bgp", "advertisements", i, "serviceSelector")
            yield f"BGP advertisement {advertisement.name}", loaded.at(*path)


def rate_limit_carries_the_leases(loaded: Loaded) -> Iterator[Finding]:
    """One node may hold the lease of every Service that layer 2 announces."""
    limit = loaded.spec.cilium.client_rate_limit
    leases = sum(_by_l2(loaded, one) for one in asking(loaded))
    needed = ceil(leases / _RENEWAL)
    if limit.qps < needed:
        yield Finding(
            loaded.at("cilium", "clientRateLimit", "qps"),
            f"{leases} Services announced by layer 2 cost an agent {needed} requests per second, and "
            f"clientRateLimit.qps is {limit.qps}: leases run out, and addresses jump between nodes",
            f"set it to {needed + 10} or more",
            severity=Severity.WARNING,
        )
    if limit.burst < limit.qps:
        yield Finding(
            loaded.at("cilium", "clientRateLimit", "burst"),
            f"a burst of {limit.burst} is below {limit.qps} requests per second",
            "set it slightly above qps",
            severity=Severity.WARNING,
        )
