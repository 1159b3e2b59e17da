"""`infrastructure/<name>/`: Cilium's release, and the objects that tell it what to do."""

from __future__ import annotations

from gitops_gen.kinds import cilium, core, flux, kustomize
from gitops_gen.plan import Plan
from gitops_gen.plan.cilium import Bgp, Peer
from gitops_gen.render.files import Credentials, Document, File, Ring
from gitops_gen.render.root import SECRET_REGEX
from gitops_gen.yamlio.write import Commented

NAMESPACE = "kube-system"
BGP = "bgp"
"""Name of the CiliumBGPClusterConfig and of its one instance."""
ADVERTISED = {"advertise": "bgp"}
"""Labels by which peers find the advertisements."""


def has_config(plan: Plan) -> bool:
    """Whether there is anything in `cilium-config/`."""
    return bool(plan.cilium.pools or plan.cilium.l2 or plan.cilium.bgp)


def files(plan: Plan, credentials: Credentials) -> list[File]:
    """Everything under infrastructure/<name>/."""
    base = f"infrastructure/{plan.name}"
    found = _release(plan, f"{base}/cilium")
    if has_config(plan):
        found += _config(plan, credentials, f"{base}/cilium-config")
    return found


def _release(plan: Plan, folder: str) -> list[File]:
    source = flux.helm_repository("cilium", NAMESPACE, url=plan.cilium.chart_repository)
    release = flux.helm_release(
        "cilium",
        NAMESPACE,
        chart="cilium",
        version=plan.cilium.version,
        repository="cilium",
        values=plan.cilium.values,
        annotations={"kustomize.toolkit.fluxcd.io/prune": "disabled"},
    )
    metadata, spec = release["metadata"], release["spec"]
    metadata["annotations"] = Commented(
        metadata["annotations"], "to remove the release would take the cluster's network away"
    )
    spec["install"] = Commented(
        spec["install"],
        "Tried again, never uninstalled or rolled back: a cluster without CNI cannot heal itself.\n"
        "The chart holds no CRDs: Cilium's operator registers them.",
    )
    return [
        _list(folder, ["source.yaml", "release.yaml"]),
        File(f"{folder}/source.yaml", (source,)),
        File(f"{folder}/release.yaml", (release,)),
    ]


def _config(plan: Plan, credentials: Credentials, folder: str) -> list[File]:
    own = plan.cilium
    parts: list[tuple[str, tuple[Document, ...]]] = [
        ("pools.yaml", _pools(plan)),
        ("l2.yaml", _l2(plan)),
        ("bgp.yaml", _bgp(own.bgp) if own.bgp else ()),
    ]
    found = [File(f"{folder}/{name}", documents) for name, documents in parts if documents]
    if own.bgp:
        found += [_password(peer, credentials, folder) for peer in own.bgp.peers if peer.password]
    names = [file.path.removeprefix(f"{folder}/") for file in found]
    return [_list(folder, names), *found]


def _list(folder: str, names: list[str]) -> File:
    return File(f"{folder}/kustomization.yaml", (kustomize.kustomization(names),))


def _pools(plan: Plan) -> tuple[Document, ...]:
    return tuple(
        cilium.cilium_load_balancer_ip_pool(
            pool.name, blocks=pool.blocks, service_selector=pool.service_selector
        )
        for pool in plan.cilium.pools
    )


def _l2(plan: Plan) -> tuple[Document, ...]:
    return tuple(
        cilium.cilium_l2_announcement_policy(
            policy.name,
            interfaces=policy.interfaces,
            service_selector=policy.service_selector,
            node_selector=policy.node_selector,
            external_ips=policy.external_ips,
            load_balancer_ips=policy.load_balancer_ips,
        )
        for policy in plan.cilium.l2
    )


def _bgp(bgp: Bgp) -> tuple[Document, ...]:
    cluster = cilium.cilium_bgp_cluster_config(
        BGP,
        local_asn=bgp.local_asn,
        node_selector=bgp.node_selector,
        peers=[
            cilium.bgp_peer(peer.name, address=peer.address, asn=peer.asn, peer_config=peer.name)
            for peer in bgp.peers
        ],
    )
    peers = [
        cilium.cilium_bgp_peer_config(
            peer.name,
            graceful_restart_seconds=bgp.graceful_restart_seconds,
            advertisements=ADVERTISED,
            multihop=peer.multihop,
            auth_secret=peer.auth_secret,
        )
        for peer in bgp.peers
    ]
    advertisements = [
        cilium.cilium_bgp_advertisement(
            one.name,
            labels=ADVERTISED,
            addresses=one.addresses,
            service_selector=one.service_selector,
        )
        for one in bgp.advertisements
    ]
    return (cluster, *peers, *advertisements)


def _password(peer: Peer, credentials: Credentials, folder: str) -> File:
    """The Secret where the agents look for it; without it the session comes up without a password."""
    name = str(peer.auth_secret)
    document = core.secret(name, NAMESPACE, {"password": credentials(str(peer.password))})
    return File(f"{folder}/{name}.sops.yaml", (document,), Ring.FLUX, SECRET_REGEX)
