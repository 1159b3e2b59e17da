"""The `cluster` half of the v1alpha1 document: what each argument does, and what is Talos' default."""

from __future__ import annotations

from typing import Any

from gitops_gen.kinds.talos import cluster
from tests.talos.secretive import marked_bundle

BUNDLE = marked_bundle()
COMMON: dict[str, Any] = {
    "name": "home",
    "endpoint": "https://10.0.0.9:6443",
    "network": cluster.network(),
    "discovery": cluster.discovery(),
}


def controlplane(**given: Any) -> dict[str, Any]:
    return cluster.controlplane(BUNDLE, images=cluster.images("1.36.3"), **COMMON, **given)


def test_images() -> None:
    assert cluster.images("v1.36.3") == {
        "kubelet": "ghcr.io/siderolabs/kubelet:v1.36.3",
        "kube-apiserver": "registry.k8s.io/kube-apiserver:v1.36.3",
        "kube-controller-manager": "registry.k8s.io/kube-controller-manager:v1.36.3",
        "kube-proxy": "registry.k8s.io/kube-proxy:v1.36.3",
        "kube-scheduler": "registry.k8s.io/kube-scheduler:v1.36.3",
    }


def test_images_from_elsewhere() -> None:
    images = cluster.images("1.36.3", kubernetes_registry="m/k8s", kubelet_registry="m/talos")
    assert images["kubelet"] == "m/talos/kubelet:v1.36.3"
    assert images["kube-proxy"] == "m/k8s/kube-proxy:v1.36.3"


def test_network() -> None:
    default = {
        "dnsDomain": "cluster.local",
        "podSubnets": ["10.244.0.0/16"],
        "serviceSubnets": ["10.96.0.0/12"],
    }
    assert cluster.network() == default
    assert list(cluster.network(cni="none")) == ["cni", "dnsDomain", "podSubnets", "serviceSubnets"]
    assert cluster.network(cni="none") == {"cni": {"name": "none"}, **default}
    custom = cluster.network(
        dns_domain="x.y", pod_subnets=["a"], service_subnets=["b"], cni="custom", cni_urls=["u"]
    )
    assert custom == {
        "cni": {"name": "custom", "urls": ["u"]},
        "dnsDomain": "x.y",
        "podSubnets": ["a"],
        "serviceSubnets": ["b"],
    }


def test_discovery() -> None:
    kubernetes = {"disabled": True}
    assert cluster.discovery() == {
        "enabled": True,
        "registries": {"kubernetes": kubernetes, "service": {}},
    }
    assert cluster.discovery(enabled=False, endpoint="https://d/") == {
        "enabled": False,
        "registries": {"kubernetes": kubernetes, "service": {"endpoint": "https://d/"}},
    }


def test_worker_holds_no_key() -> None:
    made = cluster.worker(BUNDLE, **COMMON)
    assert list(made.items()) == [
        ("id", "@cluster.id@"),
        ("secret", "@cluster.secret@"),
        ("controlPlane", {"endpoint": "https://10.0.0.9:6443"}),
        ("clusterName", "home"),
        ("network", cluster.network()),
        ("token", "@secrets.bootstraptoken@"),
        ("ca", {"crt": "@certs.k8s.crt@", "key": ""}),
        ("discovery", cluster.discovery()),
    ]


def test_controlplane_by_default() -> None:
    made = controlplane()
    assert list(made) == [
        *("id", "secret", "controlPlane", "clusterName", "network", "token"),
        *("secretboxEncryptionSecret", "ca", "aggregatorCA", "serviceAccount", "apiServer"),
        *("controllerManager", "proxy", "scheduler", "discovery", "etcd"),
    ]
    assert made["controlPlane"] == {"endpoint": "https://10.0.0.9:6443"}
    assert made["token"] == "@secrets.bootstraptoken@"
    assert made["secretboxEncryptionSecret"] == "@secrets.secretboxencryptionsecret@"
    assert made["ca"] == {"crt": "@certs.k8s.crt@", "key": "@certs.k8s.key@"}
    assert made["aggregatorCA"]["key"] == "@certs.k8saggregator.key@"
    assert made["serviceAccount"] == {"key": "@certs.k8sserviceaccount.key@"}
    assert made["etcd"] == {"ca": {"crt": "@certs.etcd.crt@", "key": "@certs.etcd.key@"}}
    assert made["proxy"] == {"image": "registry.k8s.io/kube-proxy:v1.36.3"}
    assert list(made["apiServer"]) == ["image", "admissionControl", "auditPolicy"]
    assert made["apiServer"]["image"] == "registry.k8s.io/kube-apiserver:v1.36.3"
    assert made["controllerManager"] == {"image": "registry.k8s.io/kube-controller-manager:v1.36.3"}
    assert made["scheduler"] == {"image": "registry.k8s.io/kube-scheduler:v1.36.3"}
    assert made["discovery"] == cluster.discovery()


def test_pod_security_is_talos_default() -> None:
    (plugin,) = controlplane()["apiServer"]["admissionControl"]
    assert plugin["name"] == "PodSecurity"
    assert plugin["configuration"]["defaults"]["enforce"] == "baseline"
    assert plugin["configuration"]["exemptions"]["namespaces"] == ["kube-system"]


def test_controlplane_options() -> None:
    made = controlplane(
        api_server_sans=["10.0.0.9"],
        local_api_server_port=5443,
        proxy_disabled=True,
        etcd_advertised_subnets=["10.0.0.0/8"],
        allow_scheduling=True,
    )
    assert list(made["apiServer"])[:2] == ["image", "certSANs"]
    assert made["apiServer"]["certSANs"] == ["10.0.0.9"]
    assert made["controlPlane"]["localAPIServerPort"] == 5443
    assert next(iter(made["proxy"].items())) == ("disabled", True)
    assert made["etcd"]["advertisedSubnets"] == ["10.0.0.0/8"]
    assert list(made.items())[-1] == ("allowSchedulingOnControlPlanes", True)
