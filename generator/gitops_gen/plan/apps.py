"""Apps with every default filled: ports, namespaces, groups, and flows as peers and ports."""

from __future__ import annotations

from typing import Literal

from gitops_gen import versions
from gitops_gen.records import Record
from gitops_gen.spec import apps as spec


class Workload(Record, frozen=True):
    """A Deployment of one container; `credentials` are (variable, credential name)."""

    name: str
    image: str
    port: int
    replicas: int
    args: tuple[str, ...]
    env: tuple[tuple[str, str], ...]
    credentials: tuple[tuple[str, str], ...]
    user: int
    group: int
    writable: tuple[str, ...]
    health: str | None
    requests: dict[str, str]
    limits: dict[str, str]


class Service(Record, frozen=True):
    """A Service; `target_port` is the workload's."""

    name: str
    workload: str
    port: int
    target_port: int
    type: Literal["ClusterIP", "NodePort", "LoadBalancer"]
    node_port: int | None
    labels: tuple[tuple[str, str], ...]
    address: str | None


class Ingress(Record, frozen=True):
    """An Ingress; `port` is its Service's."""

    name: str
    service: str
    port: int
    host: str | None
    path: str
    address: str | None


class End(Record, frozen=True):
    """One end of a flow: `workload` (name), `cidr` (text), `anyone` or `dns`."""

    kind: Literal["workload", "cidr", "anyone", "dns"]
    name: str = ""


class Flow(Record, frozen=True):
    """Allowed traffic with (protocol, port) pairs."""

    source: End
    to: End
    ports: tuple[tuple[str, int], ...]


class App(Record, frozen=True):
    """An app in its namespace; `psa_version` pins the Pod Security levels to the cluster's minor."""

    name: str
    namespace: str
    psa_version: str
    enforce: str
    audit: str
    warn: str
    workloads: tuple[Workload, ...]
    services: tuple[Service, ...]
    ingresses: tuple[Ingress, ...]
    flows: tuple[Flow, ...]
    extra_resources: tuple[str, ...]


def app(of: spec.App, kubernetes: versions.Version) -> App:
    ports = {workload.name: workload.port for workload in of.workloads}
    services = tuple(_service(service, ports[service.workload]) for service in of.services)
    service_ports = {service.name: service.port for service in services}
    return App(
        name=of.name,
        namespace=of.namespace or of.name,
        psa_version=f"v{kubernetes.line}",
        enforce=of.pod_security.enforce,
        audit=of.pod_security.audit,
        warn=of.pod_security.warn,
        workloads=tuple(map(_workload, of.workloads)),
        services=services,
        ingresses=tuple(
            Ingress(x.name, x.service, service_ports[x.service], x.host, x.path, x.address)
            for x in of.ingresses
        ),
        flows=tuple(_flow(flow, ports) for flow in of.flows),
        extra_resources=of.extra_resources,
    )


def _workload(of: spec.Workload) -> Workload:
    clear = tuple((key, value) for key, value in of.env.items() if isinstance(value, str))
    secret = tuple(
        (key, value.credential) for key, value in of.env.items() if not isinstance(value, str)
    )
    return Workload(
        name=of.name,
        image=of.image,
        port=of.port,
        replicas=of.replicas,
        args=of.args,
        env=clear,
        credentials=secret,
        user=of.user,
        group=of.group if of.group is not None else of.user,
        writable=of.writable,
        health=of.health,
        requests=_amounts(of.resources.requests),
        limits=_amounts(of.resources.limits),
    )


def _amounts(of: spec.Amounts) -> dict[str, str]:
    return {key: value for key, value in (("cpu", of.cpu), ("memory", of.memory)) if value}


def _service(of: spec.Service, target: int) -> Service:
    return Service(
        name=of.name,
        workload=of.workload,
        port=of.port if of.port is not None else target,
        target_port=target,
        type=of.type,
        node_port=of.node_port,
        labels=tuple(of.labels.items()),
        address=of.address,
    )


def _flow(of: spec.Flow, ports: dict[str, int]) -> Flow:
    source, to = _end(of.source, ports), _end(of.to, ports)
    if to.kind == "dns":
        return Flow(source, to, (("UDP", 53), ("TCP", 53)))
    wanted = of.ports or (ports[to.name],)
    return Flow(source, to, tuple((of.protocol, port) for port in wanted))


def _end(name: str, ports: dict[str, int]) -> End:
    if name in ports:
        return End("workload", name)
    if name == "anyone":
        return End("anyone")
    if name == "dns":
        return End("dns")
    return End("cidr", name)
