"""infrastructure/<name>/: Cilium's release and its configuration."""

from __future__ import annotations

from typing import Any

from gitops_gen.render import infrastructure
from gitops_gen.render.files import File, Ring
from tests.render import expected_infrastructure as expected
from tests.support import specs

BASE = "infrastructure/vtalos"
HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"


def _files(spec: dict[str, Any]) -> dict[str, File]:
    found = infrastructure.files(specs.plan_of(spec), specs.credentials)
    return {file.path.removeprefix(f"{BASE}/"): file for file in found}


def test_vtalos_whole() -> None:
    files = infrastructure.files(specs.plan_of(specs.vtalos()), specs.credentials)
    assert {file.ring for file in files} == {Ring.CLEAR}
    assert specs.texts(files) == {
        f"{BASE}/cilium/kustomization.yaml": HEAD + "  - source.yaml\n  - release.yaml\n",
        f"{BASE}/cilium/source.yaml": expected.SOURCE,
        f"{BASE}/cilium/release.yaml": expected.RELEASE,
        f"{BASE}/cilium-config/kustomization.yaml": HEAD
        + "  - pools.yaml\n  - l2.yaml\n  - bgp.yaml\n",
        f"{BASE}/cilium-config/pools.yaml": expected.POOLS,
        f"{BASE}/cilium-config/l2.yaml": expected.L2,
        f"{BASE}/cilium-config/bgp.yaml": expected.BGP,
    }


def test_a_password_is_a_secret_of_its_own_that_flux_can_open() -> None:
    files = _files(specs.everything())
    (listed,) = files["cilium-config/kustomization.yaml"].documents
    assert listed["resources"] == [
        "pools.yaml",
        "l2.yaml",
        "bgp.yaml",
        "bgp-auth-mikrotik.sops.yaml",
    ]
    file = files["cilium-config/bgp-auth-mikrotik.sops.yaml"]
    assert (file.ring, file.regex) == (Ring.FLUX, "^(data|stringData)$")
    (secret,) = file.documents
    assert secret["metadata"] == {"name": "bgp-auth-mikrotik", "namespace": "kube-system"}
    assert secret["stringData"] == {"password": specs.credentials("bgp-router")}
    kinds = [one["kind"] for one in files["cilium-config/bgp.yaml"].documents]
    assert kinds == [
        "CiliumBGPClusterConfig",
        "CiliumBGPPeerConfig",
        "CiliumBGPPeerConfig",
        "CiliumBGPAdvertisement",
    ]


def test_each_peer_has_its_own_settings() -> None:
    cluster, first, second, advertised = _files(specs.everything())[
        "cilium-config/bgp.yaml"
    ].documents
    (instance,) = cluster["spec"]["bgpInstances"]
    assert [peer["peerConfigRef"]["name"] for peer in instance["peers"]] == ["mikrotik", "uplink"]
    assert cluster["spec"]["nodeSelector"] == {
        "matchLabels": {"topology.kubernetes.io/zone": "cellar"}
    }
    assert first["spec"]["authSecretRef"] == "bgp-auth-mikrotik"
    assert "ebgpMultihop" not in first["spec"]
    assert "authSecretRef" not in second["spec"]
    assert second["spec"]["ebgpMultihop"] == 3
    (one,) = advertised["spec"]["advertisements"]
    assert one["selector"]["matchExpressions"][0]["operator"] == "NotIn"


def test_families_select_the_advertisements() -> None:
    files = _files(specs.vtalos())
    _, peer, advertisement = files["cilium-config/bgp.yaml"].documents
    (family,) = peer["spec"]["families"]
    assert family["advertisements"]["matchLabels"] == advertisement["metadata"]["labels"]


def test_a_layer_2_policy_may_select_nodes_and_leave_addresses_out() -> None:
    spec = specs.vtalos()
    spec["cilium"]["l2"][0] |= {
        "nodeSelector": {"matchLabels": {"zone": "a"}},
        "externalIPs": False,
    }
    (policy,) = _files(spec)["cilium-config/l2.yaml"].documents
    assert policy["spec"]["nodeSelector"] == {"matchLabels": {"zone": "a"}}
    assert policy["spec"]["externalIPs"] is False
    assert policy["spec"]["loadBalancerIPs"] is True


def test_without_configuration_there_is_the_release_alone() -> None:
    spec = specs.vtalos()
    for key in ("pools", "l2", "bgp"):
        del spec["cilium"][key]
    assert list(_files(spec)) == [
        "cilium/kustomization.yaml",
        "cilium/source.yaml",
        "cilium/release.yaml",
    ]


def test_each_part_alone_is_configuration() -> None:
    for keep, files in (("pools", ["pools.yaml"]), ("l2", ["l2.yaml"]), ("bgp", ["bgp.yaml"])):
        spec = specs.vtalos()
        for key in {"pools", "l2", "bgp"} - {keep}:
            del spec["cilium"][key]
        (listed,) = _files(spec)["cilium-config/kustomization.yaml"].documents
        assert listed["resources"] == files


def test_the_chart_may_come_from_a_registry() -> None:
    (source,) = _files(specs.everything())["cilium/source.yaml"].documents
    assert source["spec"]["type"] == "oci"
    assert source["spec"]["url"] == "oci://registry.example.com/charts"
