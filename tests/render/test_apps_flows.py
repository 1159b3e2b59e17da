"""Who may speak to whom: rendered policies, judged by a small evaluator of NetworkPolicy, against the flows.

The evaluator follows Kubernetes' own words: a pod that no policy selects for a direction is open in it; else
one matching rule of any policy lets traffic through; both ends must agree. Under Cilium an ipBlock is the
world alone, a podSelector pods alone, and a rule without peers everyone (facts of Cilium's reserved identities).
"""

from __future__ import annotations

import ipaddress
from itertools import product
from typing import Any, NamedTuple

import pytest

from gitops_gen.render import apps
from tests.support import specs


class Party(NamedTuple):
    """A pod (labels and namespace), an address of the world, or one of Cilium's identities."""

    name: str
    namespace: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    address: str = ""


def _pod(name: str, namespace: str = "rello", label: str = "app.kubernetes.io/name") -> Party:
    return Party(name, namespace, ((label, name),))


RELLO, REDIS = _pod("rello"), _pod("redis")
DNS = _pod("kube-dns", "kube-system", "k8s-app")
FALSE_DNS = _pod("kube-dns", "rello", "k8s-app")
OTHER = _pod("rello", "shop")
HAND_WRITTEN = Party("job", "rello")
NODE, INGRESS = Party("host"), Party("ingress")
WORLD = Party("world", address="203.0.113.9")
FAR = Party("far", address="198.51.100.7")
PARTIES = (RELLO, REDIS, DNS, FALSE_DNS, OTHER, HAND_WRITTEN, NODE, INGRESS, WORLD, FAR)
PORTS = (("TCP", 8000), ("TCP", 6379), ("TCP", 53), ("UDP", 53), ("TCP", 443), ("UDP", 8000))


def _selected(selector: dict[str, Any], labels: tuple[tuple[str, str], ...]) -> bool:
    assert set(selector) <= {"matchLabels"}
    return set(selector.get("matchLabels", {}).items()) <= set(labels)


def _is_peer(peer: dict[str, Any], party: Party, own: str) -> bool:
    if "ipBlock" in peer:
        block = ipaddress.ip_network(peer["ipBlock"]["cidr"])
        return bool(party.address) and ipaddress.ip_address(party.address) in block
    if not party.namespace or not _selected(peer.get("podSelector", {}), party.labels):
        return False
    if "namespaceSelector" in peer:
        name = (("kubernetes.io/metadata.name", party.namespace),)
        return _selected(peer["namespaceSelector"], name)
    return party.namespace == own


def _open(policies: Any, here: Party, there: Party, port: tuple[str, int], way: str) -> bool:
    peers, rules = ("from", "ingress") if way == "Ingress" else ("to", "egress")
    mine = [
        p
        for p in policies
        if p["metadata"]["namespace"] == here.namespace
        and way in p["spec"]["policyTypes"]
        and _selected(p["spec"]["podSelector"], here.labels)
    ]
    if not mine:
        return True
    return any(
        {"protocol": port[0], "port": port[1]} in rule["ports"]
        and (peers not in rule or any(_is_peer(p, there, here.namespace) for p in rule[peers]))
        for policy in mine
        for rule in policy["spec"].get(rules, ())
    )


def _reach(spec: dict[str, Any]) -> set[tuple[str, str, str, int]]:
    """Every (from, to, protocol, port) that the rendered policies let through."""
    files = apps.files(specs.plan_of(spec), specs.credentials)
    (file,) = [one for one in files if one.path.endswith("/networkpolicies.yaml")]
    found = set()
    for source, to, port in product(PARTIES, PARTIES, PORTS):
        ours = {source.namespace, to.namespace} & {"rello"}
        if (
            ours
            and source != to
            and _open(file.documents, source, to, port, "Egress")
            and _open(file.documents, to, source, port, "Ingress")
        ):
            found.add((f"{source.namespace}/{source.name}", f"{to.namespace}/{to.name}", *port))
    return found


OUTSIDE = ("kube-system/kube-dns", "shop/rello", "/host", "/ingress", "/world", "/far")
VTALOS = {(party, "rello/rello", "TCP", 8000) for party in OUTSIDE} | {
    ("rello/rello", "kube-system/kube-dns", "UDP", 53),
    ("rello/rello", "kube-system/kube-dns", "TCP", 53),
    ("rello/rello", "rello/redis", "TCP", 6379),
}


def test_vtalos_lets_through_what_its_flows_say_and_nothing_else() -> None:
    """Pods of the namespace itself reach rello only with a flow of their own: their egress is closed."""
    assert _reach(specs.vtalos()) == VTALOS


@pytest.mark.parametrize("place", range(3))
def test_each_flow_is_needed(place: int) -> None:
    spec = specs.vtalos()
    flow = spec["apps"][0]["flows"].pop(place)
    gone = {
        0: {one for one in VTALOS if one[1] == "rello/rello"},
        1: {one for one in VTALOS if one[1] == "kube-system/kube-dns"},
        2: {one for one in VTALOS if one[1] == "rello/redis"},
    }[place]
    assert _reach(spec) == VTALOS - gone, flow


def test_without_flows_the_namespace_is_closed() -> None:
    spec = specs.vtalos()
    del spec["apps"][0]["flows"]
    assert _reach(spec) == set()


def test_a_cidr_is_a_part_of_the_world() -> None:
    spec = specs.vtalos()
    spec["apps"][0]["flows"] = [
        {"from": "rello", "to": "203.0.113.0/24", "ports": [443]},
        {"from": "198.51.100.0/24", "to": "redis"},
        {"from": "198.51.100.0/24", "to": "rello", "protocol": "UDP"},
    ]
    assert _reach(spec) == {
        ("rello/rello", "/world", "TCP", 443),
        ("/far", "rello/redis", "TCP", 6379),
        ("/far", "rello/rello", "UDP", 8000),
    }


def test_one_direction_is_policed_by_the_default_alone_where_no_flow_needs_it() -> None:
    files = apps.files(specs.plan_of(specs.vtalos()), specs.credentials)
    (file,) = [one for one in files if one.path.endswith("/networkpolicies.yaml")]
    types = {one["metadata"]["name"]: one["spec"]["policyTypes"] for one in file.documents}
    assert types == {
        "default-deny": ["Ingress", "Egress"],
        "allow-rello": ["Ingress", "Egress"],
        "allow-redis": ["Ingress"],
    }
    spec = specs.vtalos()
    spec["apps"][0]["flows"] = [{"from": "redis", "to": "dns"}]
    files = apps.files(specs.plan_of(spec), specs.credentials)
    (file,) = [one for one in files if one.path.endswith("/networkpolicies.yaml")]
    types = {one["metadata"]["name"]: one["spec"]["policyTypes"] for one in file.documents}
    assert types == {"default-deny": ["Ingress", "Egress"], "allow-redis": ["Egress"]}


def test_a_workload_without_flows_has_no_policy_of_its_own() -> None:
    spec = specs.vtalos()
    del spec["apps"][0]["flows"]
    files = apps.files(specs.plan_of(spec), specs.credentials)
    (file,) = [one for one in files if one.path.endswith("/networkpolicies.yaml")]
    assert [one["metadata"]["name"] for one in file.documents] == ["default-deny"]
