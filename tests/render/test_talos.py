"""clusters/<name>/talos/: what of the plan stands where in a node's documents, and who may open them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gitops_gen.render import talos
from gitops_gen.render.files import File, Ring, Sources
from gitops_gen.sops.secret import Secret
from gitops_gen.talos import bundle as shape
from tests.support import specs


def marked() -> dict[str, Any]:
    """A bundle whose leaves say what they are."""
    made: dict[str, Any] = {}
    for path in shape.LEAVES:
        place = made
        for part in path[:-1]:
            place = place.setdefault(part, {})
        place[path[-1]] = f"@{shape.dotted(path)}@"
    return made


KEY = Secret("talos/secrets.sops.yaml#certs.os.key", "ENC[...]", "@key@")


def sources() -> Sources:
    return Sources(marked(), specs.FLUX_KEY, ("@crt@", KEY), specs.credentials)


def files(**changes: Any) -> dict[str, File]:
    plan = specs.plan_of({**specs.vtalos(), **changes})
    return {file.path.rpartition("/")[2]: file for file in talos.files(plan, sources())}


def by_kind(file: File) -> dict[str, Any]:
    return {str(body.get("kind", "")): body for body in file.documents}


def worker(**changes: Any) -> dict[str, Any]:
    return by_kind(files(**changes)["talos-wo-1.sops.yaml"])


def test_one_file_for_each_node_and_the_talosconfig_for_operators_alone() -> None:
    made = files()
    assert list(made) == [
        "talos-cp-1.sops.yaml",
        "talos-cp-2.sops.yaml",
        "talos-cp-3.sops.yaml",
        "talos-wo-1.sops.yaml",
        "talosconfig.sops.yaml",
    ]
    assert {file.ring for file in made.values()} == {Ring.OPERATORS}
    assert {file.path.rpartition("/")[0] for file in made.values()} == {"clusters/vtalos/talos"}


def test_all_machine_configs_select_by_one_anchored_union_of_names() -> None:
    made = files()
    config = made.pop("talosconfig.sops.yaml")
    assert config.regex == "^key$"
    (regex,) = {file.regex for file in made.values()}
    assert regex == talos.machine_regex()
    for name in ("token", "key", "secret", "secretboxEncryptionSecret", "privateKey"):
        assert re.fullmatch(regex, name)
    for name in ("tokens", "crt", "id", "a|b", "tokenkey", ""):
        assert not re.search(regex, name)


def test_the_talosconfig_names_the_control_planes_and_never_the_vip() -> None:
    (config,) = files()["talosconfig.sops.yaml"].documents
    context = config["contexts"]["vtalos"]
    assert config["context"] == "vtalos"
    assert context["endpoints"] == ["192.168.42.201", "192.168.42.202", "192.168.42.203"]
    assert (context["ca"], context["crt"], context["key"]) == ("@certs.os.crt@", "@crt@", KEY)


def test_control_planes_carry_the_vip_and_the_authorities_workers_do_not() -> None:
    plane = by_kind(files()["talos-cp-1.sops.yaml"])
    assert plane["Layer2VIPConfig"] == {
        "apiVersion": "v1alpha1",
        "kind": "Layer2VIPConfig",
        "name": "192.168.42.210",
        "link": "enp0s17",
    }
    assert plane[""]["machine"]["type"] == "controlplane"
    assert plane[""]["cluster"]["network"]["cni"] == {"name": "none"}
    assert plane[""]["cluster"]["proxy"]["disabled"] is True
    assert plane[""]["machine"]["ca"]["key"] == "@certs.os.key@"
    work = worker()
    assert "Layer2VIPConfig" not in work
    assert work[""]["machine"]["type"] == "worker"
    assert work[""]["machine"]["ca"]["key"] == ""
    assert "etcd" not in work[""]["cluster"]


def test_a_node_s_network_is_static() -> None:
    work = worker()
    assert work["HostnameConfig"]["hostname"] == "talos-wo-1"
    assert work["ResolverConfig"]["nameservers"] == [{"address": "192.168.42.2"}]
    assert work["LinkConfig"]["name"] == "enp0s3"
    assert work["LinkConfig"]["addresses"] == [{"address": "192.168.42.204/24"}]
    assert work["LinkConfig"]["routes"] == [{"gateway": "192.168.42.1"}]
    assert "mtu" not in work["LinkConfig"]
    network = {**specs.vtalos()["network"], "mtu": 9000}
    assert worker(network=network)["LinkConfig"]["mtu"] == 9000


@pytest.mark.parametrize(
    ("talos_", "upstreams", "discovery"),
    [
        ({}, {}, {"enabled": True, "service": {}}),
        ({"discovery": False}, {}, {"enabled": False, "service": {}}),
        ({}, {"discovery": talos.DISCOVERY}, {"enabled": True, "service": {}}),
        (
            {},
            {"discovery": "https://disc.example.com/"},
            {"enabled": True, "service": {"endpoint": "https://disc.example.com/"}},
        ),
    ],
)
def test_discovery(talos_: Any, upstreams: Any, discovery: Any) -> None:
    found = worker(talos=talos_, upstreams=upstreams)[""]["cluster"]["discovery"]
    assert found["enabled"] is discovery["enabled"]
    assert found["registries"] == {
        "kubernetes": {"disabled": True},
        "service": discovery["service"],
    }


def test_hosts_outside_come_from_one_place() -> None:
    upstreams = {
        "registries": {
            "ghcr.io": ["https://m.example.com"],
            "docker.io": ["https://d.example.com"],
        },
        "installer": "r.example.com/installer",
        "kubelet": "r.example.com/kubelet",
        "kubernetes": "k.example.com",
        "timeServers": ["time.example.com"],
    }
    made = files(upstreams=upstreams)["talos-cp-1.sops.yaml"]
    mirrors = [
        body["name"] for body in made.documents if body.get("kind") == "RegistryMirrorConfig"
    ]
    assert mirrors == ["docker.io", "ghcr.io"]
    plane = by_kind(made)
    machine, cluster = plane[""]["machine"], plane[""]["cluster"]
    assert machine["install"]["image"] == "r.example.com/installer:v1.13.9"
    assert machine["kubelet"]["image"] == "r.example.com/kubelet:v1.36.3"
    assert cluster["apiServer"]["image"] == "k.example.com/kube-apiserver:v1.36.3"
    assert plane["TimeSyncConfig"]["ntp"] == {"servers": ["time.example.com"]}
    assert "TimeSyncConfig" not in worker()


def test_settings_of_the_whole_cluster() -> None:
    changed = {
        "installDisk": "/dev/vda",
        "kubePrismPort": 7446,
        "allowSchedulingOnControlPlanes": False,
    }
    plane = by_kind(files(talos=changed)["talos-cp-1.sops.yaml"])
    assert plane[""]["machine"]["install"]["disk"] == "/dev/vda"
    assert plane[""]["machine"]["features"]["kubePrism"] == {"enabled": True, "port": 7446}
    assert "allowSchedulingOnControlPlanes" not in plane[""]["cluster"]
    plane = by_kind(files(talos={"allowSchedulingOnControlPlanes": True})["talos-cp-1.sops.yaml"])
    assert plane[""]["cluster"]["allowSchedulingOnControlPlanes"] is True


def test_host_dns_is_not_forwarded_where_masquerading_would_lose_the_answers() -> None:
    cilium = {**specs.vtalos()["cilium"], "values": {"bpf": {"masquerade": True}}}
    assert worker(cilium=cilium)[""]["machine"]["features"]["hostDNS"] == {
        "enabled": True,
        "forwardKubeDNSToHost": False,
    }
