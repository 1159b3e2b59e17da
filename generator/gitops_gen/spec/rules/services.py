"""Services get what they ask for: fields that fit the type, addresses that a pool will give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gitops_gen.findings import Finding
from gitops_gen.net import ranges
from gitops_gen.spec.cilium import LabelSelector, Pool
from gitops_gen.spec.load import Loaded

Path = tuple[str | int, ...]


def service_fields_fit_its_type(loaded: Loaded) -> Iterator[Finding]:
    ports: dict[int, Path] = {}
    for i, app in enumerate(loaded.spec.apps):
        for j, service in enumerate(app.services):
            path = ("apps", i, "services", j)
            if service.address and service.type != "LoadBalancer":
                yield Finding(
                    loaded.at(*path, "address"),
                    f"a Service of type {service.type} asks for no address",
                    "set type: LoadBalancer, or leave address out",
                )
            if service.node_port is None:
                continue
            if service.type == "ClusterIP":
                yield Finding(
                    loaded.at(*path, "nodePort"),
                    "a Service of type ClusterIP has no nodePort",
                    "set type: NodePort, or leave nodePort out",
                )
            first = ports.setdefault(service.node_port, (*path, "nodePort"))
            if first != (*path, "nodePort"):
                yield Finding(
                    loaded.at(*path, "nodePort"),
                    f"two Services ask for the node port {service.node_port}",
                    "",
                    (loaded.at(*first),),
                )


def requested_addresses_are_given(loaded: Loaded) -> Iterator[Finding]:
    """A requested address is one address, asked for once, in a pool that selects the Service."""
    seen: dict[str, Path] = {}
    for path, title, address, labels in _requests(loaded):
        at = loaded.at(*path)
        try:
            wanted = ranges.address(address)
        except ValueError as error:
            yield Finding(at, f'{title} asks for "{address}", which {error}')
            continue
        first = seen.setdefault(str(wanted), path)
        if first != path:
            yield Finding(at, f"{address} is asked for twice", "", (loaded.at(*first),))
        holding = [pool for pool in loaded.spec.cilium.pools if _holds(pool, wanted)]
        if not holding:
            yield Finding(
                at,
                f"{title} asks for {address}, which is in no pool: it never gets an address",
                "take an address of a pool, or widen one",
                (loaded.at("cilium", "pools"),),
            )
        elif not any(selects(pool.service_selector, labels) for pool in holding):
            place = loaded.spec.cilium.pools.index(holding[0])
            yield Finding(
                at,
                f"{title} asks for {address} of pool {holding[0].name}, which does not select it",
                "give it the labels that the pool selects, or take an address of another pool",
                (loaded.at("cilium", "pools", place, "serviceSelector"),),
            )


def _requests(loaded: Loaded) -> Iterator[tuple[Path, str, str, dict[str, str]]]:
    """Who asks for which address, with the labels of the Service that will ask.

    The Service that Cilium makes for an Ingress has none of the Ingress' labels.
    """
    for i, app in enumerate(loaded.spec.apps):
        namespace = app.namespace or app.name
        for j, service in enumerate(app.services):
            if service.address:
                labels = {**service.labels, **_pseudo(namespace, service.name)}
                path = ("apps", i, "services", j, "address")
                yield path, f"Service {service.name}", service.address, labels
        for j, ingress in enumerate(app.ingresses):
            if ingress.address:
                labels = {
                    "cilium.io/ingress": "true",
                    **_pseudo(namespace, f"cilium-ingress-{ingress.name}"),
                }
                path = ("apps", i, "ingresses", j, "address")
                yield path, f"Ingress {ingress.name}", ingress.address, labels


def _pseudo(namespace: str, name: str) -> dict[str, str]:
    """Labels that LB-IPAM adds for selectors (operator/pkg/lbipam)."""
    return {
        "io.kubernetes.service.namespace": namespace,
        "io.kubernetes.service.name": name,
    }


def _holds(pool: Pool, address: ranges.Address) -> bool:
    for text in pool.ranges:
        try:
            if ranges.parse(text).holds(address):
                return True
        except ValueError:
            continue
    return False


def selects(selector: LabelSelector | None, labels: Mapping[str, str]) -> bool:
    """Whether a selector selects labels, as Kubernetes does it; no selector selects everything."""
    if selector is None:
        return True
    if any(labels.get(key) != value for key, value in selector.match_labels.items()):
        return False
    for expression in selector.match_expressions:
        value = labels.get(expression.key)
        holds = {
            "In": value in expression.values,
            "NotIn": value not in expression.values,
            "Exists": value is not None,
            "DoesNotExist": value is None,
        }[expression.operator]
        if not holds:
            return False
    return True
