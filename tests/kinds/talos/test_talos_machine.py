"""The `machine` half of the v1alpha1 document: what each argument does, and what is Talos' default."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.kinds.talos import machine, v1alpha1
from gitops_gen.talos.contract import Contract
from tests.talos.secretive import marked_bundle

BUNDLE = marked_bundle()
V13 = Contract.of("1.13")


def made(role: str = machine.WORKER, contract: Contract = V13, **given: Any) -> dict[str, Any]:
    install = machine.install(disk="/dev/sda")
    return machine.machine(
        role, BUNDLE, contract, kubelet_image="kubelet:v1", install=install, **given
    )


def test_roles_are_talos_words() -> None:
    assert (machine.CONTROLPLANE, machine.WORKER) == ("controlplane", "worker")


def test_worker_never_holds_the_key_of_the_authority() -> None:
    assert made()["ca"] == {"crt": "@certs.os.crt@", "key": ""}
    assert made(machine.CONTROLPLANE)["ca"] == {"crt": "@certs.os.crt@", "key": "@certs.os.key@"}


def test_worker_by_default() -> None:
    assert made() == {
        "type": "worker",
        "token": "@trustdinfo.token@",
        "ca": {"crt": "@certs.os.crt@", "key": ""},
        "certSANs": [],
        "kubelet": {
            "image": "kubelet:v1",
            "defaultRuntimeSeccompProfileEnabled": True,
            "disableManifestsDirectory": True,
        },
        "install": {"disk": "/dev/sda", "wipe": False, "grubUseUKICmdline": True},
        "features": {
            "diskQuotaSupport": True,
            "kubePrism": {"enabled": True, "port": 7445},
            "hostDNS": {"enabled": True, "forwardKubeDNSToHost": True},
        },
    }


def test_keys_stand_in_talos_order() -> None:
    everything = made(
        machine.CONTROLPLANE,
        Contract.of("1.12"),
        cert_sans=["a"],
        node_ip_subnets=["10.0.0.0/8"],
        sysctls={"x": "1"},
        node_labels={"l": ""},
        node_annotations={"a": ""},
        node_taints={"t": "NoSchedule"},
    )
    assert list(everything) == [
        *("type", "token", "ca", "certSANs", "kubelet", "network", "install", "sysctls"),
        *("features", "nodeLabels", "nodeAnnotations", "nodeTaints"),
    ]
    assert list(everything["kubelet"]) == [
        *("image", "defaultRuntimeSeccompProfileEnabled", "nodeIP", "disableManifestsDirectory")
    ]


def test_empty_network_is_of_the_old_contract() -> None:
    assert made(contract=Contract.of("1.12"))["network"] == {}
    assert "network" not in made()


def test_options_land_where_talos_has_them() -> None:
    node = made(
        cert_sans=["10.0.0.1"],
        node_ip_subnets=["10.0.0.0/8"],
        sysctls={"b": "2", "a": "1"},
        kubeprism_port=7446,
        forward_kube_dns_to_host=False,
        node_labels={"zone": "a"},
        node_annotations={"note": "b"},
        node_taints={"gpu": "true:NoSchedule"},
    )
    assert node["certSANs"] == ["10.0.0.1"]
    assert node["kubelet"]["nodeIP"] == {"validSubnets": ["10.0.0.0/8"]}
    assert list(node["sysctls"].items()) == [("a", "1"), ("b", "2")]
    assert node["features"]["kubePrism"] == {"enabled": True, "port": 7446}
    assert node["features"]["hostDNS"] == {"enabled": True, "forwardKubeDNSToHost": False}
    assert node["nodeLabels"] == {"zone": "a"}
    assert node["nodeAnnotations"] == {"note": "b"}
    assert node["nodeTaints"] == {"gpu": "true:NoSchedule"}


def test_kubeprism_can_be_off() -> None:
    assert "kubePrism" not in made(kubeprism_port=None)["features"]


def test_control_planes_are_no_targets_of_outer_load_balancers() -> None:
    label = "node.kubernetes.io/exclude-from-external-load-balancers"
    assert made(machine.CONTROLPLANE)["nodeLabels"] == {label: ""}
    assert made(machine.CONTROLPLANE, node_labels={"a": "b"})["nodeLabels"] == {"a": "b", label: ""}


def test_default_mappings_are_not_shared() -> None:
    made(machine.CONTROLPLANE)["nodeLabels"]["x"] = "y"
    assert "x" not in made(machine.CONTROLPLANE)["nodeLabels"]


def test_install_by_disk() -> None:
    made = machine.install(image="i:v1", disk="/dev/sda", wipe=True)
    assert list(made.items()) == [
        ("disk", "/dev/sda"),
        ("image", "i:v1"),
        ("wipe", True),
        ("grubUseUKICmdline", True),
    ]


def test_install_by_selector_in_talos_order() -> None:
    made = machine.install(disk_selector={"type": "nvme", "size": ">= 1TB"})
    assert list(made) == ["diskSelector", "wipe", "grubUseUKICmdline"]
    assert list(made["diskSelector"].items()) == [("size", ">= 1TB"), ("type", "nvme")]


@pytest.mark.parametrize("field", ["model", "serial", "modalias", "uuid", "wwid", "busPath"])
def test_every_selector_is_kept(field: str) -> None:
    assert machine.install(disk_selector={field: "x"})["diskSelector"] == {field: "x"}


def test_kernel_arguments_switch_the_ukis_off() -> None:
    made = machine.install(disk="/dev/sda", extra_kernel_args=["a=b"])
    assert made["extraKernelArgs"] == ["a=b"]
    assert made["grubUseUKICmdline"] is False


def test_v1alpha1_document() -> None:
    document = v1alpha1.config({"type": "worker"}, {"id": "x"})
    assert list(document.items()) == [
        ("version", "v1alpha1"),
        ("debug", False),
        ("persist", True),
        ("machine", {"type": "worker"}),
        ("cluster", {"id": "x"}),
    ]
