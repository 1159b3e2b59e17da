"""Cilium: its values that a cluster chooses, address pools, layer 2 and BGP announcements."""

from typing import Annotated, Any, Literal

import msgspec

from gitops_gen.spec.base import Credential, Name, Strict, doc


class MatchExpression(Strict, frozen=True):
    """One requirement of a label selector, in Kubernetes' own words."""

    key: Annotated[str, doc("The label's key.", "announcement", min_length=1)]
    operator: Annotated[
        Literal["In", "NotIn", "Exists", "DoesNotExist"],
        doc("How the label is compared; NotIn also selects what lacks the label.", "NotIn"),
    ]
    values: Annotated[
        tuple[str, ...],
        doc(
            "The values for In and NotIn; none for the other two.",
            ["arp"],
            source="Kubernetes: LabelSelectorRequirement.values is optional",
        ),
    ] = ()


class LabelSelector(Strict, frozen=True):
    """A label selector, in Kubernetes' own words; all of it must hold."""

    match_labels: Annotated[
        dict[str, str],
        doc(
            "Labels that must be there with these values.",
            {"announcement": "arp"},
            source="Kubernetes: LabelSelector.matchLabels is optional",
        ),
    ] = {}
    match_expressions: Annotated[
        tuple[MatchExpression, ...],
        doc(
            "Further requirements.",
            [{"key": "announcement", "operator": "NotIn", "values": ["arp"]}],
            source="Kubernetes: LabelSelector.matchExpressions is optional",
        ),
    ] = ()


_SERVICES = "Which Services it is for, by their labels."
_ALL = "Cilium: an absent serviceSelector selects every Service"


class Pool(Strict, frozen=True):
    """Addresses that Cilium's LB-IPAM gives to Services of type LoadBalancer."""

    name: Annotated[Name, doc("Name of the pool.", "arp")]
    ranges: Annotated[
        tuple[str, ...],
        doc(
            "The addresses, as `first-last` or in CIDR form.",
            ["192.168.42.230-192.168.42.239"],
            min_length=1,
        ),
    ]
    service_selector: Annotated[
        LabelSelector | None,
        doc(_SERVICES, {"matchLabels": {"announcement": "arp"}}, source=_ALL),
    ] = None


class L2Policy(Strict, frozen=True):
    """Answer ARP for the addresses of Services, one node at a time per Service."""

    name: Annotated[Name, doc("Name of the policy.", "arp")]
    interfaces: Annotated[
        tuple[str, ...],
        doc(
            "Regular expressions (RE2) for the interfaces to answer on, anchored at both ends: "
            "Cilium searches, it does not match whole names.",
            ["^eth[0-9]+$", "^enp0s[0-9]+$"],
            source="Cilium: an absent list means every interface",
        ),
    ] = ()
    service_selector: Annotated[
        LabelSelector | None,
        doc(_SERVICES, {"matchLabels": {"announcement": "arp"}}, source=_ALL),
    ] = None
    node_selector: Annotated[
        LabelSelector | None,
        doc(
            "Which nodes may answer.",
            {"matchLabels": {"topology.kubernetes.io/zone": "cellar"}},
            source="Cilium: an absent nodeSelector selects every node",
        ),
    ] = None
    external_ips: Annotated[
        bool,
        doc(
            "Announce spec.externalIPs.",
            True,
            source="ours: on; a policy that announces nothing is useless, and Cilium's default is off",
        ),
    ] = msgspec.field(default=True, name="externalIPs")
    load_balancer_ips: Annotated[
        bool,
        doc(
            "Announce the addresses that a pool gave.",
            True,
            source="ours: on; a policy that announces nothing is useless, and Cilium's default is off",
        ),
    ] = msgspec.field(default=True, name="loadBalancerIPs")


class BGPPeer(Strict, frozen=True):
    """A router to peer with."""

    name: Annotated[Name, doc("Name of the peer.", "mikrotik")]
    address: Annotated[str, doc("The router's address.", "192.168.42.1")]
    asn: Annotated[int, doc("The router's autonomous system number.", 64513, ge=1, le=4294967295)]
    password: Annotated[
        Credential | None,
        doc(
            "The TCP MD5 password of the session, by credential.",
            {"credential": "bgp-router"},
            source="Cilium: no authSecretRef, no password",
        ),
    ] = None
    multihop: Annotated[
        int,
        doc(
            "How many hops away the router may be (eBGP); 1 is the same subnet.",
            1,
            unit="hops",
            source="Cilium: CiliumBGPPeerConfig.ebgpMultihop",
            ge=1,
            le=255,
        ),
    ] = 1


class BGPAdvertisement(Strict, frozen=True):
    """Which Services' addresses the routers learn."""

    name: Annotated[Name, doc("Name of the advertisement.", "services")]
    service_selector: Annotated[
        LabelSelector | None,
        doc(
            "Which Services it is for; Cilium advertises nothing without a selector, so an absent one "
            "is written as one that holds for all.",
            {"matchExpressions": [{"key": "announcement", "operator": "NotIn", "values": ["arp"]}]},
            source="ours: every Service; Cilium's own default selects none, which nobody means",
        ),
    ] = None
    addresses: Annotated[
        tuple[Literal["LoadBalancerIP", "ExternalIP", "ClusterIP"], ...],
        doc(
            "Which of a Service's addresses.",
            ["LoadBalancerIP", "ExternalIP"],
            source="ours: what is meant for the outside; Cilium has no default",
            min_length=1,
        ),
    ] = ("LoadBalancerIP", "ExternalIP")


class BGP(Strict, frozen=True):
    """BGP sessions from every node (or the selected ones) to the routers."""

    local_asn: Annotated[
        int,
        doc(
            "The cluster's autonomous system number.",
            64542,
            ge=1,
            le=4294967295,
        ),
    ] = msgspec.field(name="localASN")
    peers: Annotated[
        tuple[BGPPeer, ...],
        doc(
            "The routers.",
            [{"name": "mikrotik", "address": "192.168.42.1", "asn": 64513}],
            min_length=1,
        ),
    ]
    advertisements: Annotated[
        tuple[BGPAdvertisement, ...],
        doc(
            "What is advertised to all peers.",
            [{"name": "services"}],
            source="ours: one that covers every Service; a session that advertises nothing is useless",
            min_length=1,
        ),
    ] = (BGPAdvertisement(name="services"),)
    graceful_restart_seconds: Annotated[
        int,
        doc(
            "How long routers keep the routes of a node whose agent restarts; it must exceed an agent's "
            "restart time.",
            120,
            unit="seconds",
            source="Cilium: CiliumBGPPeerConfig.gracefulRestart.restartTimeSeconds",
            ge=1,
            le=4095,
        ),
    ] = 120
    node_selector: Annotated[
        LabelSelector | None,
        doc(
            "Which nodes peer.",
            {"matchLabels": {"topology.kubernetes.io/zone": "cellar"}},
            source="Cilium: an absent nodeSelector selects every node",
        ),
    ] = None


class RateLimit(Strict, frozen=True):
    """How fast an agent may talk to the API server; layer 2 leases cost one renewal per Service and 5 s."""

    qps: Annotated[
        int,
        doc(
            "Sustained requests.",
            100,
            unit="requests per second",
            source="ours: 100 carries about 500 layer 2 Services; Cilium's 10 carries about 50",
            ge=1,
            le=100000,
        ),
    ] = 100
    burst: Annotated[
        int,
        doc(
            "Short bursts.",
            120,
            unit="requests",
            source="ours: slightly above qps, as Cilium's own 20 is above 10",
            ge=1,
            le=100000,
        ),
    ] = 120


class Hubble(Strict, frozen=True):
    """Hubble's observability."""

    relay: Annotated[
        bool,
        doc("Run hubble-relay.", True, source="ours: on; the cluster should be observable"),
    ] = True
    ui: Annotated[
        bool,
        doc("Run the UI; needs relay.", True, source="ours: on; the cluster should be observable"),
    ] = True


class Cilium(Strict, frozen=True):
    """Cilium, without kube-proxy, as the cluster's CNI, load balancer and ingress."""

    ingress_controller: Annotated[
        bool,
        doc(
            "Run Cilium's ingress controller (class `cilium`, one load balancer per Ingress).",
            True,
            source="ours: on; Ingress is part of what the tree serves, Cilium's default is off",
        ),
    ] = True
    hubble: Annotated[
        Hubble,
        doc("Observability.", {"relay": True, "ui": True}, source="ours: see its fields"),
    ] = Hubble()
    client_rate_limit: Annotated[
        RateLimit,
        doc(
            "Agents against the API server.",
            {"qps": 100, "burst": 120},
            source="ours: see its fields",
        ),
    ] = RateLimit()
    pools: Annotated[
        tuple[Pool, ...],
        doc(
            "Pools of load-balancer addresses.",
            [{"name": "arp", "ranges": ["192.168.42.230-192.168.42.239"]}],
            source="Cilium: none",
        ),
    ] = ()
    l2: Annotated[
        tuple[L2Policy, ...],
        doc("Layer 2 announcements.", [{"name": "arp"}], source="Cilium: none"),
    ] = ()
    bgp: Annotated[
        BGP | None,
        doc(
            "BGP announcements.",
            {
                "localASN": 64542,
                "peers": [{"name": "mikrotik", "address": "192.168.42.1", "asn": 64513}],
            },
            source="Cilium: none",
        ),
    ] = None
    values: Annotated[
        dict[str, Any],
        doc(
            "Further Helm values of the chart, merged over ours key by key (a list replaces).",
            {"operator": {"prometheus": {"enabled": True}}},
            source="Cilium: the chart's values.yaml",
        ),
    ] = {}
