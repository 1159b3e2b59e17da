"""Who selects whom: labels as they will be in the cluster, and Kubernetes' selectors over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gitops_gen.records import Record
from gitops_gen.spec.apps import App, Service
from gitops_gen.spec.cilium import LabelSelector
from gitops_gen.spec.load import Loaded
from gitops_gen.spec.machines import Node

Path = tuple[str | int, ...]


class Asking(Record, frozen=True):
    """A Service that asks LB-IPAM for an address: its place, its title, the address if it wants a certain one."""

    path: Path
    title: str
    address: str | None
    labels: Mapping[str, str]


def asking(loaded: Loaded) -> Iterator[Asking]:
    """Every Service of type LoadBalancer of the apps, those that Cilium makes for an Ingress included."""
    for i, app in enumerate(loaded.spec.apps):
        namespace = app.namespace or app.name
        for j, service in enumerate(app.services):
            if service.type == "LoadBalancer":
                labels = _service(app, service) | _pseudo(namespace, service.name)
                path = ("apps", i, "services", j)
                yield Asking(path, f"Service {service.name}", service.address, labels)
        for j, ingress in enumerate(app.ingresses):
            # Cilium does not hand an Ingress' labels on (operator/pkg/model/translation/ingress).
            labels = {"cilium.io/ingress": "true"}
            labels |= _pseudo(namespace, f"cilium-ingress-{ingress.name}")
            path = ("apps", i, "ingresses", j)
            yield Asking(path, f"Ingress {ingress.name}", ingress.address, labels)


def shared_ingress(loaded: Loaded) -> Asking | None:
    """The Service that Cilium's chart makes for its shared ingress, dedicated ones or not."""
    if not loaded.spec.cilium.ingress_controller:
        return None
    labels = {"cilium.io/ingress": "true", "app.kubernetes.io/part-of": "cilium"}
    path = ("cilium", "ingressController")
    found = labels | _pseudo("kube-system", "cilium-ingress")
    return Asking(path, "Cilium's shared ingress", None, found)


def _service(app: App, service: Service) -> dict[str, str]:
    """Labels of a Service as the tree writes them, and Flux' own."""
    return {
        "app.kubernetes.io/name": service.workload,
        "app.kubernetes.io/part-of": app.name,
        "kustomize.toolkit.fluxcd.io/name": app.name,
        "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
        **service.labels,
    }


def _pseudo(namespace: str, name: str) -> dict[str, str]:
    """Labels that LB-IPAM adds for selectors (operator/pkg/lbipam)."""
    return {
        "io.kubernetes.service.namespace": namespace,
        "io.kubernetes.service.name": name,
    }


def node_labels(node: Node) -> dict[str, str]:
    """Labels of a Node that the spec knows: its own, its name's and its role's."""
    role = {"node-role.kubernetes.io/control-plane": ""} if node.role == "controlplane" else {}
    return {"kubernetes.io/hostname": node.name, "kubernetes.io/os": "linux", **role, **node.labels}


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


def selectors(loaded: Loaded) -> Iterator[tuple[Path, LabelSelector]]:
    """Every label selector of the spec with its path."""
    cilium = loaded.spec.cilium
    places: list[tuple[Path, LabelSelector | None]] = []
    for i, pool in enumerate(cilium.pools):
        places.append((("cilium", "pools", i, "serviceSelector"), pool.service_selector))
    for i, policy in enumerate(cilium.l2):
        places.append((("cilium", "l2", i, "serviceSelector"), policy.service_selector))
        places.append((("cilium", "l2", i, "nodeSelector"), policy.node_selector))
    if cilium.bgp:
        places.append((("cilium", "bgp", "nodeSelector"), cilium.bgp.node_selector))
        for i, advertisement in enumerate(cilium.bgp.advertisements):
            path = ("cilium", "bgp", "advertisements", i, "serviceSelector")
            places.append((path, advertisement.service_selector))
    yield from ((path, selector) for path, selector in places if selector is not None)
