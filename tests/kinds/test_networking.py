"""The spelling of Ingresses and NetworkPolicies."""

from __future__ import annotations

from typing import Any

from gitops_gen.kinds import networking


def _ingress(**more: Any) -> dict[str, Any]:
    return networking.ingress("web", "ns", class_name="cilium", service="svc", port=80, **more)


def test_an_ingress_answers_for_every_name_unless_a_host_is_said() -> None:
    path = {
        "path": "/",
        "pathType": "Prefix",
        "backend": {"service": {"name": "svc", "port": {"number": 80}}},
    }
    assert _ingress() == {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "web", "namespace": "ns"},
        "spec": {"ingressClassName": "cilium", "rules": [{"http": {"paths": [path]}}]},
    }
    made = _ingress(host="web.example.com", path="/shop", annotations={"a": "b"})
    assert made["metadata"]["annotations"] == {"a": "b"}
    (rule,) = made["spec"]["rules"]
    assert rule == {"host": "web.example.com", "http": {"paths": [{**path, "path": "/shop"}]}}


def test_a_policy_without_rules_isolates_every_pod_of_the_namespace() -> None:
    assert networking.network_policy("deny", "ns") == {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "deny", "namespace": "ns"},
        "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
    }


def test_a_policy_with_rules() -> None:
    web = networking.pods({"app": "web"})
    made = networking.network_policy(
        "web",
        "ns",
        pods={"app": "web"},
        types=["Egress"],
        ingress=[networking.ingress_rule(None, [("TCP", 80)])],
        egress=[networking.egress_rule(web, [("UDP", 53), ("TCP", 53)])],
    )
    assert made["spec"] == {
        "podSelector": {"matchLabels": {"app": "web"}},
        "policyTypes": ["Egress"],
        "ingress": [{"ports": [{"protocol": "TCP", "port": 80}]}],
        "egress": [
            {
                "to": [{"podSelector": {"matchLabels": {"app": "web"}}}],
                "ports": [
                    {"protocol": "UDP", "port": 53},
                    {"protocol": "TCP", "port": 53},
                ],
            }
        ],
    }


def test_peers() -> None:
    assert networking.pods({"k8s-app": "kube-dns"}, namespace="kube-system") == {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
        "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
    }
    rule = networking.ingress_rule(networking.addresses("10.0.0.0/8"), [("TCP", 1)])
    assert rule == {
        "from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}],
        "ports": [{"protocol": "TCP", "port": 1}],
    }
