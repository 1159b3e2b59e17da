"""What the machine configs hold: of the whole cluster, and of each machine."""

from __future__ import annotations

from typing import Any

from gitops_gen import versions
from gitops_gen.net import ranges
from gitops_gen.records import Record
from gitops_gen.spec.cluster import Cluster
from gitops_gen.spec.machines import Node, Role

API_PORT = 6443


class Talos(Record, frozen=True):
    """The same on every machine."""

    version: versions.Version
    endpoint: str
    """URL of the Kubernetes API: the VIP's."""
    installer: str
    kubelet: str
    """Image with tag, like `installer`."""
    kubernetes_registry: str
    kubernetes: str
    """Version without a leading v."""
    pod_subnets: tuple[str, ...]
    service_subnets: tuple[str, ...]
    dns_domain: str
    discovery: str | None
    """URL of the discovery service; None switches discovery off."""
    kube_prism_port: int
    allow_scheduling_on_control_planes: bool
    forward_kube_dns_to_host: bool
    """Off where Cilium's BPF masquerading would lose CoreDNS' answers (siderolabs/talos#10002)."""
    time_servers: tuple[str, ...]
    registry_mirrors: tuple[tuple[str, tuple[str, ...]], ...]
    """(registry, mirror URLs), sorted by registry as Talos sorts them."""
    talosconfig_endpoints: tuple[str, ...]
    """The control planes' own addresses, never the VIP."""


class Machine(Record, frozen=True):
    """One machine; `address` has its prefix length, `vip` is there on control planes alone."""

    name: str
    role: Role
    address: str
    interface: str
    mtu: int | None
    gateway: str
    nameservers: tuple[str, ...]
    vip: str | None
    install_disk: str
    labels: tuple[tuple[str, str], ...]


def talos(spec: Cluster) -> Talos:
    net, up = spec.network, spec.upstreams
    version = versions.parse(spec.versions.talos)
    kubernetes = str(versions.parse(spec.versions.kubernetes))
    return Talos(
        version=version,
        endpoint=f"https://{net.vip}:{API_PORT}",
        installer=f"{up.installer}:v{version}",
        kubelet=f"{up.kubelet}:v{kubernetes}",
        kubernetes_registry=up.kubernetes,
        kubernetes=kubernetes,
        pod_subnets=net.pod_subnets,
        service_subnets=net.service_subnets,
        dns_domain=net.dns_domain,
        discovery=up.discovery if spec.talos.discovery else None,
        kube_prism_port=spec.talos.kube_prism_port,
        allow_scheduling_on_control_planes=spec.talos.allow_scheduling_on_control_planes,
        forward_kube_dns_to_host=not _loses_host_dns(spec.cilium.values.get("bpf")),
        time_servers=up.time_servers,
        registry_mirrors=tuple(sorted(up.registries.items())),
        talosconfig_endpoints=tuple(n.address for n in spec.nodes if n.role == "controlplane"),
    )


def _loses_host_dns(bpf: Any) -> bool:
    values = bpf if isinstance(bpf, dict) else {}
    return bool(values.get("masquerade")) and not values.get("hostLegacyRouting")


def machines(spec: Cluster) -> tuple[Machine, ...]:
    prefix = ranges.network(spec.network.subnet).prefixlen
    return tuple(_machine(spec, node, prefix) for node in spec.nodes)


def _machine(spec: Cluster, node: Node, prefix: int) -> Machine:
    net = spec.network
    return Machine(
        name=node.name,
        role=node.role,
        address=f"{node.address}/{prefix}",
        interface=node.interface,
        mtu=net.mtu,
        gateway=net.gateway,
        nameservers=net.nameservers,
        vip=net.vip if node.role == "controlplane" else None,
        install_disk=node.install_disk or spec.talos.install_disk,
        labels=tuple(node.labels.items()),
    )
