"""Specs for tests, made in code: vtalos whole, and the plan of any of them."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

import msgspec

from gitops_gen import plan as plans
from gitops_gen.render.files import File
from gitops_gen.sops.secret import Secret
from gitops_gen.spec.cluster import Cluster
from gitops_gen.yamlio import write

OPERATOR = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
FLUX_KEY = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"
"""Recipients from age's own documentation; nobody here holds their private halves."""

_ARP = {"matchLabels": {"announcement": "arp"}}
_NOT_ARP = {"matchExpressions": [{"key": "announcement", "operator": "NotIn", "values": ["arp"]}]}

_VTALOS: dict[str, Any] = {
    "name": "vtalos",
    "recipients": {"operators": [OPERATOR]},
    "network": {
        "subnet": "192.168.42.0/24",
        "gateway": "192.168.42.1",
        "nameservers": ["192.168.42.2"],
        "vip": "192.168.42.210",
        "dhcp": ["192.168.42.100-192.168.42.199"],
    },
    "nodes": [
        {
            "name": f"talos-cp-{n}",
            "role": "controlplane",
            "address": f"192.168.42.20{n}",
            "interface": "enp0s17",
        }
        for n in (1, 2, 3)
    ]
    + [
        {
            "name": "talos-wo-1",
            "role": "worker",
            "address": "192.168.42.204",
            "interface": "enp0s3",
        }
    ],
    "talos": {"allowSchedulingOnControlPlanes": True},
    "flux": {"source": {"url": "https://git.example.com/home/clusters.git"}},
    "cilium": {
        "pools": [
            {
                "name": "arp",
                "ranges": ["192.168.42.230-192.168.42.239"],
                "serviceSelector": _ARP,
            },
            {
                "name": "bgp",
                "ranges": ["42.42.42.42-42.42.42.50"],
                "serviceSelector": _NOT_ARP,
            },
        ],
        "l2": [
            {
                "name": "arp",
                "interfaces": ["^eth[0-9]+$", "^enp0s[0-9]+$"],
                "serviceSelector": _ARP,
            }
        ],
        "bgp": {
            "localASN": 64542,
            "peers": [{"name": "mikrotik", "address": "192.168.42.1", "asn": 64513}],
            "advertisements": [{"name": "services", "serviceSelector": _NOT_ARP}],
        },
    },
    "apps": [
        {
            "name": "rello",
            "podSecurity": {"enforce": "baseline", "audit": "baseline", "warn": "baseline"},
            "workloads": [
                {
                    "name": "rello",
                    "image": "docker.io/shtouff/rello:0.2",
                    "port": 8000,
                    "replicas": 2,
                    "env": {
                        "RELLO_REDIS_HOST": "redis",
                        "RELLO_REDIS_PORT": "6379",
                        "RELLO_REDIS_DB": "0",
                    },
                },
                {
                    "name": "redis",
                    "image": "docker.io/library/redis:8.0.3",
                    "port": 6379,
                    "user": 999,
                    "writable": ["/data"],
                },
            ],
            "services": [
                {"name": "rello", "workload": "rello"},
                {
                    "name": "rello-lb",
                    "workload": "rello",
                    "type": "LoadBalancer",
                    "labels": {"announcement": "arp"},
                },
                {"name": "rello-np", "workload": "rello", "type": "NodePort"},
                {"name": "redis", "workload": "redis"},
            ],
            "ingresses": [{"name": "rello", "service": "rello", "address": "42.42.42.43"}],
            "flows": [
                {"from": "anyone", "to": "rello"},
                {"from": "rello", "to": "dns"},
                {"from": "rello", "to": "redis"},
            ],
        }
    ],
}


def vtalos() -> dict[str, Any]:
    """The spec of the cluster that the walk-through builds, as a fresh dict to change."""
    return copy.deepcopy(_VTALOS)


def everything() -> dict[str, Any]:
    """vtalos with what it leaves out: credentials, an OCI chart, a second peer, hand-written files."""
    spec = vtalos()
    spec["flux"]["source"] |= {"credential": {"credential": "git"}, "include": ["apps/base"]}
    spec["upstreams"] = {"ciliumChart": "oci://registry.example.com/charts"}
    spec["extraResources"] = ["my-apps.yaml"]
    bgp = spec["cilium"]["bgp"]
    bgp["nodeSelector"] = {"matchLabels": {"topology.kubernetes.io/zone": "cellar"}}
    bgp["peers"][0]["password"] = {"credential": "bgp-router"}
    bgp["peers"].append({"name": "uplink", "address": "10.9.8.7", "asn": 64514, "multihop": 3})
    del bgp["advertisements"]
    rello = spec["apps"][0]
    rello["extraResources"] = ["configmap.yaml"]
    rello["workloads"][0] |= {
        "args": ["--verbose"],
        "health": "/healthz",
        "group": 1234,
        "writable": ["/tmp", "/var/cache/rello"],
    }
    rello["workloads"][0]["env"]["RELLO_TOKEN"] = {"credential": "rello.token"}
    rello["services"][1]["address"] = "192.168.42.231"
    rello["services"][2]["nodePort"] = 30080
    rello["ingresses"][0]["host"] = "rello.example.com"
    rello["flows"] += [
        {"from": "rello", "to": "203.0.113.0/24", "ports": [443, 8443]},
        {"from": "198.51.100.0/24", "to": "redis"},
    ]
    return spec


def plan_of(spec: dict[str, Any]) -> plans.Plan:
    """The plan of a spec that is known to have no problems."""
    return plans.plan(msgspec.convert(spec, Cluster))


def credentials(name: str) -> Secret:
    """A stand-in for credentials.sops.yaml: every name is there, its value says which it is."""
    source = f"clusters/vtalos/credentials.sops.yaml#{name}"
    return Secret(source, f"ENC[{name}]", f"value of {name}")


def texts(files: Iterable[File]) -> dict[str, str]:
    """Rendered files as YAML before encryption, without headers; a secret shows its source."""
    return {file.path: write.dump([shown(one) for one in file.documents]) for file in files}


def shown(value: Any) -> Any:
    """A document with secrets replaced by the names of their sources."""
    if isinstance(value, dict):
        return {key: shown(one) for key, one in value.items()}
    return f"<{value.source}>" if isinstance(value, Secret) else value
