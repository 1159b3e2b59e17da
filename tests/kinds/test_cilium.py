"""The spelling of Cilium's own kinds: which fields appear, and which only when said."""

from __future__ import annotations

from gitops_gen.kinds import cilium

ARP = {"matchLabels": {"announcement": "arp"}}


def test_a_pool() -> None:
    made = cilium.cilium_load_balancer_ip_pool("arp", blocks=[{"cidr": "10.0.0.0/24"}])
    assert made == {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumLoadBalancerIPPool",
        "metadata": {"name": "arp"},
        "spec": {"blocks": [{"cidr": "10.0.0.0/24"}]},
    }
    with_selector = cilium.cilium_load_balancer_ip_pool("arp", blocks=[], service_selector=ARP)
    assert with_selector["spec"] == {"blocks": [], "serviceSelector": ARP}


def test_a_layer_2_policy_announces_nothing_unless_said() -> None:
    made = cilium.cilium_l2_announcement_policy("arp")
    assert made == {
        "apiVersion": "cilium.io/v2alpha1",
        "kind": "CiliumL2AnnouncementPolicy",
        "metadata": {"name": "arp"},
        "spec": {"externalIPs": False, "loadBalancerIPs": False},
    }


def test_a_layer_2_policy_with_everything() -> None:
    made = cilium.cilium_l2_announcement_policy(
        "arp",
        interfaces=("^eth0$",),
        service_selector=ARP,
        node_selector={"matchLabels": {"zone": "a"}},
        external_ips=True,
        load_balancer_ips=True,
    )
    assert made["spec"] == {
        "serviceSelector": ARP,
        "nodeSelector": {"matchLabels": {"zone": "a"}},
        "interfaces": ["^eth0$"],
        "externalIPs": True,
        "loadBalancerIPs": True,
    }


def test_a_cluster_config_has_one_instance_called_like_itself() -> None:
    peer = cilium.bgp_peer("router", address="10.0.0.1", asn=64513, peer_config="config")
    assert peer == {
        "name": "router",
        "peerAddress": "10.0.0.1",
        "peerASN": 64513,
        "peerConfigRef": {"name": "config"},
    }
    made = cilium.cilium_bgp_cluster_config("bgp", local_asn=64542, peers=[peer])
    assert made == {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumBGPClusterConfig",
        "metadata": {"name": "bgp"},
        "spec": {"bgpInstances": [{"name": "bgp", "localASN": 64542, "peers": [peer]}]},
    }
    some = cilium.cilium_bgp_cluster_config("bgp", local_asn=1, peers=[], node_selector=ARP)
    assert some["spec"]["nodeSelector"] == ARP


def test_a_peer_config() -> None:
    made = cilium.cilium_bgp_peer_config(
        "router", graceful_restart_seconds=120, advertisements={"advertise": "bgp"}
    )
    assert made == {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumBGPPeerConfig",
        "metadata": {"name": "router"},
        "spec": {
            "gracefulRestart": {"enabled": True, "restartTimeSeconds": 120},
            "families": [
                {
                    "afi": "ipv4",
                    "safi": "unicast",
                    "advertisements": {"matchLabels": {"advertise": "bgp"}},
                }
            ],
        },
    }


def test_a_peer_config_names_password_and_hops_only_when_said() -> None:
    made = cilium.cilium_bgp_peer_config(
        "router",
        graceful_restart_seconds=1,
        advertisements={},
        multihop=3,
        auth_secret="bgp-auth-router",
    )
    assert made["spec"]["authSecretRef"] == "bgp-auth-router"
    assert made["spec"]["ebgpMultihop"] == 3


def test_an_advertisement_carries_the_labels_that_peers_look_for() -> None:
    made = cilium.cilium_bgp_advertisement(
        "services",
        labels={"advertise": "bgp"},
        addresses=("LoadBalancerIP",),
        service_selector=ARP,
    )
    assert made == {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumBGPAdvertisement",
        "metadata": {"name": "services", "labels": {"advertise": "bgp"}},
        "spec": {
            "advertisements": [
                {
                    "advertisementType": "Service",
                    "service": {"addresses": ["LoadBalancerIP"]},
                    "selector": ARP,
                }
            ]
        },
    }
