"""Setups of Cilium's chart that between them reach nearly all of its templates, as values over its defaults."""

from __future__ import annotations

from typing import Any

APIS = ["monitoring.coreos.com/v1", "cert-manager.io/v1", "gateway.networking.k8s.io/v1"]
"""What the cluster serves besides Kubernetes' own: the chart asks for some of it."""

ON: dict[str, Any] = {"enabled": True}
MONITOR: dict[str, Any] = {"enabled": True, "serviceMonitor": {"enabled": True}}

CONTEXTS: dict[str, dict[str, Any]] = {
    "defaults": {},
    "observed": {
        "prometheus": {**MONITOR, "controllerGroupMetrics": ["all"], "metrics": ["+x"]},
        "operator": {"prometheus": MONITOR, "dashboards": ON, "pprof": ON, "replicas": 2},
        "envoy": {"enabled": True, "prometheus": MONITOR, "debug": {"admin": ON}},
        "dashboards": ON,
        "pprof": ON,
        "debug": {"enabled": True, "verbose": "flow"},
        "hubble": {
            "enabled": True,
            "relay": {"enabled": True, "prometheus": MONITOR, "pprof": ON, "gops": ON},
            "ui": {"enabled": True, "ingress": {"enabled": True, "hosts": ["ui.example.com"]}},
            "tls": {"auto": {"method": "cronJob"}},
            "metrics": {
                "enabled": ["dns", "drop"],
                "serviceMonitor": ON,
                "dashboards": ON,
                "tls": ON,
            },
            "export": {"static": ON, "dynamic": ON},
            "redact": {"enabled": True},
            "dropEventEmitter": ON,
        },
    },
    "mesh": {
        "cluster": {"name": "one", "id": 1},
        "clustermesh": {
            "useAPIServer": True,
            "config": {
                "enabled": True,
                "clusters": [{"name": "two", "address": "192.0.2.1", "port": 2379}],
            },
            "apiserver": {
                "kvstoremesh": ON,
                "metrics": {"serviceMonitor": ON},
                "tls": {"auto": {"enabled": True, "method": "cronJob"}},
                "service": {"type": "LoadBalancer"},
                "autoscaling": ON,
                "podDisruptionBudget": ON,
            },
            "mcsapi": {"enabled": True, "corednsAutoConfigure": ON},
        },
        "hubble": {"tls": {"auto": {"method": "cronJob"}}, "relay": ON},
        "externalWorkloads": ON,
    },
    "secure": {
        "authentication": {"enabled": True, "mutual": {"spire": ON}},
        "encryption": {"enabled": True, "type": "wireguard", "nodeEncryption": True},
        "hubble": {
            "relay": {"enabled": True, "tls": {"server": ON}},
            "tls": {"auto": {"method": "certmanager", "certManagerIssuerRef": {"name": "x"}}},
        },
        "policyAuditMode": True,
        "hostFirewall": ON,
        "tls": {"secretSync": ON, "caBundle": ON},
        "resourceQuotas": ON,
    },
    "edge": {
        "kubeProxyReplacement": True,
        "k8sServiceHost": "localhost",
        "k8sServicePort": 7445,
        "ingressController": {"enabled": True, "default": True},
        "gatewayAPI": {"enabled": True, "hostNetwork": ON},
        "l2announcements": ON,
        "bgpControlPlane": ON,
        "externalIPs": ON,
        "nodePort": {"enabled": True},
        "egressGateway": ON,
        "bpf": {"masquerade": True},
        "socketLB": ON,
        "loadBalancer": {"l7": {"backend": "envoy"}, "acceleration": "native"},
        "sctp": ON,
        "localRedirectPolicies": ON,
        "bandwidthManager": {"enabled": True, "bbr": True},
        "nodeIPAM": ON,
        "hubble": {"tls": {"auto": {"method": "cronJob"}}},
    },
    "other-networks": {
        "ipam": {"mode": "eni"},
        "eni": ON,
        "routingMode": "native",
        "ipv4NativeRoutingCIDR": "10.0.0.0/8",
        "nodeinit": ON,
        "encryption": {"enabled": True, "type": "ipsec"},
        "hubble": {"enabled": False},
        "envoy": {"enabled": False},
        "standaloneDnsProxy": ON,
        "dnsProxy": {"proxyPort": 10094},
        "etcd": {"enabled": True, "ssl": True, "endpoints": ["https://192.0.2.1:2379"]},
        "identityAllocationMode": "kvstore",
        "upgradeCompatibility": "1.17",
    },
    "preflight": {
        "preflight": {"enabled": True, "envoy": {"image": {"useDigest": False}}},
        "agent": False,
        "operator": {"enabled": False},
        "hubble": {"tls": {"auto": {"method": "cronJob"}}},
    },
}
