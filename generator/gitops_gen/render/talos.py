"""clusters/<name>/talos/: one machine config per node, and the talosconfig; all for operators only."""

from __future__ import annotations

from typing import Any

from gitops_gen.kinds.talos import cluster, machine, network, registry, talosconfig, v1alpha1
from gitops_gen.plan import Plan
from gitops_gen.plan.machines import Machine
from gitops_gen.render.files import Document, File, Ring, Sources
from gitops_gen.talos import redaction
from gitops_gen.talos.contract import Contract

BUNDLE_REGEX = (
    "^(secret|bootstraptoken|secretboxencryptionsecret|aescbcencryptionsecret|token|key)$"
)
"""The secret leaves of talosctl's secrets bundle; certificates and cluster.id stay in clear."""
TALOSCONFIG_REGEX = "^key$"


def machine_regex() -> str:
    """One anchored union of secret key names for all machine configs, whatever they hold."""
    return f"^({'|'.join(redaction.secret_names())})$"


def files(plan: Plan, sources: Sources) -> list[File]:
    folder = f"clusters/{plan.name}/talos"
    regex = machine_regex()
    made = [
        File(
            f"{folder}/{one.name}.sops.yaml",
            documents(plan, one, sources.bundle),
            Ring.OPERATORS,
            regex,
        )
        for one in plan.machines
    ]
    crt, key = sources.client
    access = talosconfig.talosconfig(
        plan.name,
        plan.talos.talosconfig_endpoints,
        ca=sources.bundle["certs"]["os"]["crt"],
        crt=crt,
        key=key,
    )
    path = f"{folder}/talosconfig.sops.yaml"
    return [*made, File(path, (access,), Ring.OPERATORS, TALOSCONFIG_REGEX)]


def documents(plan: Plan, one: Machine, bundle: Any) -> tuple[Document, ...]:
    """A node's whole config, in Talos' own order."""
    return (
        v1alpha1.config(_machine(plan, one, bundle), _cluster(plan, one, bundle)),
        *registry.registry_mirror_configs(
            {host: list(urls) for host, urls in plan.talos.registry_mirrors}
        ),
        network.hostname_config(one.name),
        network.resolver_config(list(one.nameservers)),
        network.link_config(
            one.interface,
            addresses=[one.address],
            routes=[network.route(one.gateway)],
            mtu=one.mtu,
        ),
        *([network.layer2_vip_config(one.vip, one.interface)] if one.vip else []),
        *([network.time_sync_config(plan.talos.time_servers)] if plan.talos.time_servers else []),
    )


def _machine(plan: Plan, one: Machine, bundle: Any) -> dict[str, Any]:
    talos = plan.talos
    return machine.machine(
        machine.CONTROLPLANE if one.role == "controlplane" else machine.WORKER,
        bundle,
        Contract.of(talos.version.line),
        kubelet_image=talos.kubelet,
        install=machine.install(image=talos.installer, disk=one.install_disk),
        kubeprism_port=talos.kube_prism_port,
        forward_kube_dns_to_host=talos.forward_kube_dns_to_host,
        node_labels=dict(one.labels),
    )


def _cluster(plan: Plan, one: Machine, bundle: Any) -> dict[str, Any]:
    talos = plan.talos
    # Cilium takes the place of both Flannel and kube-proxy. Talos reads this on control planes alone.
    controlplane = one.role == "controlplane"
    net = cluster.network(
        dns_domain=talos.dns_domain,
        pod_subnets=talos.pod_subnets,
        service_subnets=talos.service_subnets,
        cni="none" if controlplane else "",
    )
    discovery = cluster.discovery(
        enabled=talos.discovery is not None, endpoint=_own_discovery(talos.discovery)
    )
    if not controlplane:
        return cluster.worker(
            bundle, name=plan.name, endpoint=talos.endpoint, network=net, discovery=discovery
        )
    return cluster.controlplane(
        bundle,
        name=plan.name,
        endpoint=talos.endpoint,
        images=cluster.images(talos.kubernetes, kubernetes_registry=talos.kubernetes_registry),
        network=net,
        discovery=discovery,
        proxy_disabled=True,
        allow_scheduling=talos.allow_scheduling_on_control_planes,
    )


def _own_discovery(endpoint: str | None) -> str:
    """Talos' own service is left unsaid, as talosctl leaves it."""
    return "" if endpoint in (None, DISCOVERY) else str(endpoint)


DISCOVERY = "https://discovery.talos.dev/"
