"""Random machine configs, each told twice: as Talos' own generator is asked for it, and as our functions spell it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gitops_gen.kinds.talos import cluster, machine, network, registry, v1alpha1
from gitops_gen.talos.contract import Contract

Document = dict[str, Any]

LABELS = {
    "topology.kubernetes.io/zone": "a",
    "zone2": "b",
    "zone10": "",
    "zone-x": "c",
    "zoneA": "d",
    "example.com/a0": "1",
    "example.com/a01": "2",
    "example.com/a1": "3",
    "node.kubernetes.io/exclude": "x",
    "10": "true",
    "9": "null",
}
SUBNETS = ("192.168.42.0/24", "!192.168.42.210/32", "10.0.0.0/8", "fd00::/8")
SANS = ("192.168.42.210", "talos.example.com", "10.1.2.3", "fd00::1")


@dataclass(frozen=True)
class Case:
    """One node: what is asked of both sides; a value that is not in `options` is Talos' default."""

    role: str
    contract: str
    name: str = "vtalos"
    endpoint: str = "https://192.168.42.210:6443"
    kubernetes: str = "1.36.3"
    options: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.role} {self.contract} {json.dumps(self.options, sort_keys=True)}"


def drawn(number: int) -> Case:
    """The case of that number: the same options each time."""
    dice = random.Random(number)
    role = dice.choice((machine.CONTROLPLANE, machine.WORKER))
    pool = _pool(dice, role == machine.CONTROLPLANE)
    chosen = dice.sample(sorted(pool), dice.randint(0, len(pool)))
    if not {"disk", "disk_selector"} & set(chosen):
        chosen.append("disk")  # Talos' validation wants one of them
    return Case(
        role=role,
        contract=dice.choice(("1.12", "1.13", "1.13")),
        name=dice.choice(("vtalos", "home", "a-very-long-name.of.a-cluster")),
        endpoint=dice.choice(
            ("https://192.168.42.210:6443", "https://api.example.com", "https://[fd00::1]:6443")
        ),
        kubernetes=dice.choice(("1.36.3", "1.35.4", "1.34.1")),
        options={name: pool[name] for name in sorted(chosen)},
    )


def _some(dice: random.Random, values: Any) -> list[Any]:
    return dice.sample(sorted(values), dice.randint(1, len(values)))


def _pool(dice: random.Random, controls: bool) -> dict[str, Any]:
    """Every option, each with a random value; those of control planes only for those."""
    pool: dict[str, Any] = {
        "cert_sans": _some(dice, SANS),
        "image": dice.choice(("ghcr.io/siderolabs/installer:v1.13.9", "mirror:5000/x:v1")),
        "disk": dice.choice(("/dev/sda", "/dev/disk/by-id/wwn-0x5000")),
        "disk_selector": {"wwid": "eui.1", "size": ">= 100GB", "type": "nvme", "busPath": "/p*"},
        "wipe": True,
        "sysctls": {key: str(at) for at, key in enumerate(_some(dice, LABELS))},
        "kubeprism_port": dice.choice((7445, 7446, None)),
        "forward_kube_dns_to_host": False,
        "node_labels": {key: LABELS[key] for key in _some(dice, LABELS)},
        "node_annotations": {key: LABELS[key] for key in _some(dice, LABELS)},
        "node_taints": {key: dice.choice(("NoSchedule", "v:NoExecute")) for key in ("b", "a")},
        "node_ip_subnets": _some(dice, SUBNETS),
        "dns_domain": dice.choice(("example.com", "cluster.home")),
        "pod_subnets": dice.choice((["10.42.0.0/16"], ["10.42.0.0/16", "fd42::/56"])),
        "service_subnets": ["10.43.0.0/16"],
        "cni": dice.choice(("none", "custom", "flannel")),
        "discovery": dice.choice((True, False)),
        "discovery_endpoint": "https://discovery.example.com/",
        "registries": ("mirror.example.com/k8s", "mirror.example.com/talos"),
        "mirrors": {
            host: ["https://m.example.com/v2/x", "http://[fd00::5]:5000"][: dice.randint(1, 2)]
            for host in _some(dice, ("ghcr.io", "docker.io", "*", "localhost:5000"))
        },
        "hostname": dice.choice(("talos-cp-1", "off", "1e3")),
        "documents": _some(dice, range(7)),
    }
    if controls:
        pool |= {
            "api_server_sans": _some(dice, SANS),
            "local_api_server_port": 5443,
            "proxy_disabled": True,
            "etcd_advertised_subnets": _some(dice, SUBNETS),
            "allow_scheduling": True,
        }
    return pool


def documents(numbers: list[int]) -> list[Document]:
    """Some of the documents that a node may have beside its v1alpha1 document."""
    default = network.route("192.168.42.1")
    other = network.route("192.168.42.3", destination="10.8.0.0/16", metric=100)
    all_of_them = [
        network.resolver_config(["192.168.42.2", "fd00::53"]),
        network.link_config(
            "enp0s17",
            addresses=["192.168.42.201/24", "fd00::201/64"],
            routes=[default, other],
            mtu=9000,
            up=True,
        ),
        network.layer2_vip_config("192.168.42.210", "enp0s17"),
        {**_V1, "kind": "DHCPv4Config", "name": "enp0s3", "routeMetric": 2048},
        {
            **_V1,
            "kind": "StaticHostConfig",
            "name": "192.168.42.9",
            "hostnames": ["nas", "nas.example.com"],
        },
        network.time_sync_config(["time.example.com", "192.168.42.1"], boot_timeout="2m0s"),
        network.link_config("enp0s8", addresses=["10.0.0.1/8"]),
    ]
    return [all_of_them[number] for number in numbers]


_V1 = {"apiVersion": "v1alpha1"}
_STABLE = {**_V1, "kind": "HostnameConfig", "auto": "stable"}
"""What `gen config` writes where no name is given."""


def ours(case: Case, bundle: Mapping[str, Any]) -> list[Document]:
    """The documents of the case as our functions spell them, in the order in which Talos has them."""
    given = dict(case.options)
    registries = given.pop("registries", ("registry.k8s.io", "ghcr.io/siderolabs"))
    images = cluster.images(
        case.kubernetes, kubernetes_registry=registries[0], kubelet_registry=registries[1]
    )
    mirrors = registry.registry_mirror_configs(given.pop("mirrors", {}))
    hostname = given.pop("hostname", None)
    name = network.hostname_config(hostname) if hostname else _STABLE
    extra = documents(given.pop("documents", []))
    install = machine.install(**_take(given, ("image", "disk", "disk_selector", "wipe")))
    nets = _take(given, ("dns_domain", "pod_subnets", "service_subnets", "cni"))
    if nets.get("cni") == "custom":
        nets["cni_urls"] = ["https://example.com/cni.yaml"]
    half: dict[str, Any] = {
        "name": case.name,
        "endpoint": case.endpoint,
        "network": cluster.network(**nets),
        "discovery": cluster.discovery(
            enabled=given.pop("discovery", True), endpoint=given.pop("discovery_endpoint", "")
        ),
    }
    if case.role == machine.CONTROLPLANE:
        only = (
            "api_server_sans",
            "local_api_server_port",
            "proxy_disabled",
            "etcd_advertised_subnets",
            "allow_scheduling",
        )
        clustered = cluster.controlplane(bundle, images=images, **half, **_take(given, only))
    else:
        clustered = cluster.worker(bundle, **half)
    node = machine.machine(
        case.role,
        bundle,
        Contract.of(case.contract),
        kubelet_image=images["kubelet"],
        install=install,
        **given,
    )
    return [v1alpha1.config(node, clustered), *mirrors, name, *extra]


def _take(given: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given.pop(name) for name in names if name in given}


def question(case: Case, bundle: str) -> dict[str, Any]:
    """The case for the oracle's `gen`: what the generator has an option for, and patches for all else."""
    given = case.options
    custom = {"cniUrls": ["https://example.com/cni.yaml"]} if given.get("cni") == "custom" else {}
    port = given.get("kubeprism_port", 7445)
    return {
        "op": "gen",
        "name": case.name,
        "endpoint": case.endpoint,
        "role": case.role,
        "bundle": bundle,
        "contract": case.contract,
        "kubernetes": case.kubernetes,
        "options": {
            "dnsDomain": given.get("dns_domain", ""),
            "installDisk": given.get("disk", ""),
            "installImage": given.get("image", ""),
            "sysctls": given.get("sysctls"),
            "apiServerPort": given.get("local_api_server_port", 0),
            "discovery": given.get("discovery", True),
            "kubePrismPort": 0 if port is None else port,
            "mirrors": [
                {"host": host, "endpoints": urls} for host, urls in given.get("mirrors", {}).items()
            ],
            "allowScheduling": given.get("allow_scheduling", False),
            "cni": given.get("cni", ""),
            **custom,
            "podSubnets": given.get("pod_subnets"),
            "serviceSubnets": given.get("service_subnets"),
        },
        "patches": _patches(case),
    }


# Where a patch puts an option that Talos' generator does not have.
_PLACES = {
    "cert_sans": ("machine", "certSANs"),
    "disk_selector": ("machine", "install", "diskSelector"),
    "wipe": ("machine", "install", "wipe"),
    "forward_kube_dns_to_host": ("machine", "features", "hostDNS", "forwardKubeDNSToHost"),
    "node_labels": ("machine", "nodeLabels"),
    "node_annotations": ("machine", "nodeAnnotations"),
    "node_taints": ("machine", "nodeTaints"),
    "node_ip_subnets": ("machine", "kubelet", "nodeIP", "validSubnets"),
    "discovery_endpoint": ("cluster", "discovery", "registries", "service", "endpoint"),
    "api_server_sans": ("cluster", "apiServer", "certSANs"),
    "proxy_disabled": ("cluster", "proxy", "disabled"),
    "etcd_advertised_subnets": ("cluster", "etcd", "advertisedSubnets"),
}


def _patches(case: Case) -> list[str]:
    patches: list[Document] = []
    for name, value in case.options.items():
        if name in _PLACES:
            patches.append(_nested(_PLACES[name], value))
    if "registries" in case.options:
        patches += _image_patches(case)
    if "hostname" in case.options:
        patches.append(network.hostname_config(case.options["hostname"]))
    patches += documents(case.options.get("documents", []))
    return [json.dumps(patch, ensure_ascii=False) for patch in patches]


def _image_patches(case: Case) -> list[Document]:
    kubernetes, kubelet = case.options["registries"]
    images = cluster.images(
        case.kubernetes, kubernetes_registry=kubernetes, kubelet_registry=kubelet
    )
    places = {("machine", "kubelet", "image"): "kubelet"}
    if case.role == machine.CONTROLPLANE:
        places |= {
            ("cluster", "apiServer", "image"): "kube-apiserver",
            ("cluster", "controllerManager", "image"): "kube-controller-manager",
            ("cluster", "proxy", "image"): "kube-proxy",
            ("cluster", "scheduler", "image"): "kube-scheduler",
        }
    return [_nested(place, images[part]) for place, part in places.items()]


def _nested(path: tuple[str, ...], value: Any) -> Document:
    for key in reversed(path):
        value = {key: value}
    return dict(value)


def text_of(documents: list[Document]) -> str:
    """Documents for Talos' loader, as JSON (which is YAML), so that no emitter of ours is judged here."""
    return "\n---\n".join(json.dumps(document, ensure_ascii=False) for document in documents)


def key_sets(count: int) -> list[list[str]]:
    """Keys of free maps that are hard to order: digits, zeros, letters of both cases, punctuation."""
    dice = random.Random(7)
    return [
        sorted({"".join(dice.choices("abAZ00199-./_", k=dice.randint(1, 5))) for _ in range(10)})
        for _ in range(count)
    ]


def order_questions(sets: list[list[str]], bundle: str) -> list[dict[str, Any]]:
    """The oracle's `gen` with each set of keys as kernel parameters of a worker."""
    case = Case(machine.WORKER, "1.13", options={"disk": "/dev/sda"})
    asked = []
    for keys in sets:
        told = question(case, bundle)
        told["options"]["sysctls"] = dict.fromkeys(keys, "x")
        asked.append(told)
    return asked


def order_answer(answer: Mapping[str, Any]) -> list[str]:
    """The keys in the order in which Talos wrote them."""
    return list(answer["documents"][0]["machine"]["sysctls"])
