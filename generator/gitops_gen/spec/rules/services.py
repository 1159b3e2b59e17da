"""Services get what they ask for: fields that fit the type, addresses that a pool will give."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.findings import Finding, Severity
from gitops_gen.net import ranges
from gitops_gen.spec.cilium import Pool
from gitops_gen.spec.load import Loaded
from gitops_gen.spec.rules.selection import Asking, Path, asking, selects, shared_ingress


def service_fields_fit_its_type(loaded: Loaded) -> Iterator[Finding]:
    for i, app in enumerate(loaded.spec.apps):
        for j, service in enumerate(app.services):
            path = ("apps", i, "services", j)
            if service.address is not None and service.type != "LoadBalancer":
                yield Finding(
                    loaded.at(*path, "address"),
                    f"a Service of type {service.type} asks for no address",
                    "set type: LoadBalancer, or leave address out",
                )
            if service.node_port is not None and service.type == "ClusterIP":
                yield Finding(
                    loaded.at(*path, "nodePort"),
                    "a Service of type ClusterIP has no nodePort",
                    "set type: NodePort, or leave nodePort out",
                )


def node_ports_are_unique(loaded: Loaded) -> Iterator[Finding]:
    ports: dict[int, Path] = {}
    for i, app in enumerate(loaded.spec.apps):
        for j, service in enumerate(app.services):
            if service.node_port is None:
                continue
            path = ("apps", i, "services", j, "nodePort")
            first = ports.setdefault(service.node_port, path)
            if first != path:
                yield Finding(
                    loaded.at(*path),
                    f"two Services ask for the node port {service.node_port}",
                    "give one of them another, or leave it out",
                    (loaded.at(*first),),
                )


def requested_addresses_are_given(loaded: Loaded) -> Iterator[Finding]:
    """A requested address is one address, asked for once, in a pool that selects the Service."""
    seen: dict[ranges.Address, Path] = {}
    for one in asking(loaded):
        if one.address is None:
            continue
        path = (*one.path, "address")
        try:
            wanted = ranges.address(one.address)
        except ValueError as error:
            message = f'{one.title} asks for "{one.address}", which {error}'
            yield Finding(loaded.at(*path), message, "write one address, as 192.168.42.230")
            continue
        first = seen.setdefault(wanted, path)
        if first != path:
            message = f"{one.title} asks for {wanted}, which is asked for already"
            fix = "give one of them another address"
            yield Finding(loaded.at(*path), message, fix, (loaded.at(*first),))
        yield from _given(loaded, one, wanted)


def _given(loaded: Loaded, one: Asking, wanted: ranges.Address) -> Iterator[Finding]:
    pools = loaded.spec.cilium.pools
    holding = [i for i, pool in enumerate(pools) if any(r.holds(wanted) for r in blocks(pool))]
    if not holding and all(len(blocks(pool)) == len(pool.ranges) for pool in pools):
        yield Finding(
            loaded.at(*one.path, "address"),
            f"{one.title} asks for {wanted}, which is in no pool: it never gets an address",
            "take an address of a pool, or widen one",
            (loaded.at("cilium", "pools"),),
        )
    elif holding and not any(selects(pools[i].service_selector, one.labels) for i in holding):
        yield Finding(
            loaded.at(*one.path, "address"),
            f"{one.title} asks for {wanted} of pool {pools[holding[0]].name}, which does not select "
            "it: it never gets an address",
            "give it the labels that the pool selects, or take an address of another pool",
            (loaded.at("cilium", "pools", holding[0], "serviceSelector"),),
        )


def first_addresses_are_free(loaded: Loaded) -> Iterator[Finding]:
    """Cilium's shared ingress takes the first free address of a pool that selects it."""
    shared = shared_ingress(loaded)
    if shared is None:
        return
    for i, pool in enumerate(loaded.spec.cilium.pools):
        whole = blocks(pool)
        if not whole or not selects(pool.service_selector, shared.labels):
            continue
        for one in asking(loaded):
            if one.address == str(whole[0].first):
                yield Finding(
                    loaded.at(*one.path, "address"),
                    f"{one.title} asks for {one.address}, the first address of pool {pool.name}: "
                    "Cilium's shared ingress may have taken it",
                    "take a later address of the pool",
                    (loaded.at("cilium", "pools", i, "ranges", 0),),
                    Severity.WARNING,
                )


def pools_are_large_enough(loaded: Loaded) -> Iterator[Finding]:
    """Services that no other pool selects do not outnumber the addresses of their pool."""
    pools = loaded.spec.cilium.pools
    shared = shared_ingress(loaded)
    everyone = [*asking(loaded), *([shared] if shared else [])]
    for i, pool in enumerate(pools):
        room = sum(block.size for block in blocks(pool))
        own = [one for one in everyone if selecting(pools, one) == [i]]
        if room and len(own) > room:
            yield Finding(
                loaded.at("cilium", "pools", i, "ranges"),
                f"too few addresses in pool {pool.name} ({room}): {len(own)} Services get theirs from "
                f"it alone, {', '.join(one.title for one in own)}",
                "widen the pool",
                tuple(loaded.at(*one.path) for one in own),
            )


def selecting(pools: tuple[Pool, ...], one: Asking) -> list[int]:
    """The pools, by their place, that select a Service."""
    return [i for i, pool in enumerate(pools) if selects(pool.service_selector, one.labels)]


def blocks(pool: Pool) -> list[ranges.Range]:
    """The ranges of a pool that parse."""
    found = []
    for text in pool.ranges:
        try:
            found.append(ranges.parse(text))
        except ValueError:
            continue
    return found
