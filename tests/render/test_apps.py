"""apps/<name>/<app>/: workloads, how they are reached, their secrets."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.plan.apps import End, Flow
from gitops_gen.render import apps
from gitops_gen.render.files import File, Ring
from gitops_gen.sops.secret import Secret
from tests.render import expected_apps as expected
from tests.support import specs

BASE = "apps/vtalos/rello"
HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"


def _files(spec: dict[str, Any], credentials: Any = specs.credentials) -> dict[str, File]:
    found = apps.files(specs.plan_of(spec), credentials)
    return {file.path.removeprefix(f"{BASE}/"): file for file in found}


def _rello(spec: dict[str, Any], credentials: Any = specs.credentials) -> dict[str, Any]:
    """The Deployment of rello."""
    return dict(_files(spec, credentials)["deployments.yaml"].documents[0])


def test_vtalos_whole() -> None:
    files = apps.files(specs.plan_of(specs.vtalos()), specs.credentials)
    assert {file.ring for file in files} == {Ring.CLEAR}
    names = ["namespace", "networkpolicies", "deployments", "services", "ingresses"]
    listed = "".join(f"  - {name}.yaml\n" for name in names)
    assert specs.texts(files) == {
        f"{BASE}/kustomization.yaml": HEAD + listed,
        f"{BASE}/namespace.yaml": expected.NAMESPACE,
        f"{BASE}/networkpolicies.yaml": expected.POLICIES,
        f"{BASE}/deployments.yaml": expected.DEPLOYMENTS,
        f"{BASE}/services.yaml": expected.SERVICES,
        f"{BASE}/ingresses.yaml": expected.INGRESSES,
    }


def test_an_app_of_hand_written_files_has_a_closed_namespace() -> None:
    spec = specs.vtalos()
    spec["apps"] = [{"name": "rello", "extraResources": ["mine.yaml"], "namespace": "own"}]
    files = _files(spec)
    assert list(files) == ["kustomization.yaml", "namespace.yaml", "networkpolicies.yaml"]
    (listed,) = files["kustomization.yaml"].documents
    assert listed["resources"] == ["namespace.yaml", "networkpolicies.yaml", "mine.yaml"]
    (policy,) = files["networkpolicies.yaml"].documents
    assert policy["metadata"] == {"name": "default-deny", "namespace": "own"}
    assert policy["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_credentials_become_one_secret_a_workload() -> None:
    files = _files(specs.everything())
    (listed,) = files["kustomization.yaml"].documents
    assert listed["resources"][-2:] == ["rello-env.sops.yaml", "configmap.yaml"]
    assert "redis-env.sops.yaml" not in files
    file = files["rello-env.sops.yaml"]
    assert (file.ring, file.regex) == (Ring.FLUX, "^(data|stringData)$")
    (secret,) = file.documents
    assert secret["metadata"] == {"name": "rello-env", "namespace": "rello"}
    assert secret["stringData"] == {"RELLO_TOKEN": specs.credentials("rello.token")}
    container = _rello(specs.everything())["spec"]["template"]["spec"]["containers"][0]
    assert container["env"][-1] == {
        "name": "RELLO_TOKEN",
        "valueFrom": {"secretKeyRef": {"name": "rello-env", "key": "RELLO_TOKEN"}},
    }


def test_pods_restart_when_the_source_of_a_credential_changes_known_without_its_value() -> None:
    def mark(source: str, ciphertext: str, value: str | None) -> Any:
        made = _rello(specs.everything(), lambda name: Secret(source, ciphertext, value))
        annotations = made["spec"]["template"]["metadata"]["annotations"]
        assert list(annotations) == ["gitops-gen.dev/credentials"]
        return annotations["gitops-gen.dev/credentials"]

    first = mark("s#a", "ENC[1]", "x")
    assert len(first) == 16
    assert mark("s#a", "ENC[1]", None) == first
    assert mark("s#a", "ENC[2]", "x") != first
    assert mark("s#b", "ENC[1]", "x") != first
    assert "annotations" not in _rello(specs.vtalos())["spec"]["template"]["metadata"]


def test_a_renamed_variable_restarts_the_pods_too() -> None:
    spec = specs.everything()
    env = spec["apps"][0]["workloads"][0]["env"]
    env["OTHER"] = env.pop("RELLO_TOKEN")
    path = ("spec", "template", "metadata", "annotations")
    old, new = _rello(specs.everything()), _rello(spec)
    for key in path:
        old, new = old[key], new[key]
    assert old != new


def test_what_a_workload_may_say_of_its_container() -> None:
    pod = _rello(specs.everything())["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["args"] == ["--verbose"]
    assert container["readinessProbe"]["httpGet"]["path"] == "/healthz"
    assert pod["securityContext"]["runAsUser"] == 65534
    assert pod["securityContext"]["runAsGroup"] == 1234
    assert container["volumeMounts"] == [
        {"name": "writable-0", "mountPath": "/tmp"},
        {"name": "writable-1", "mountPath": "/var/cache/rello"},
    ]
    assert [volume["name"] for volume in pod["volumes"]] == ["writable-0", "writable-1"]


def test_one_pod_is_not_spread() -> None:
    documents = _files(specs.vtalos())["deployments.yaml"].documents
    spread = ["topologySpreadConstraints" in d["spec"]["template"]["spec"] for d in documents]
    assert spread == [True, False]


def test_every_service_selects_pods_of_a_workload() -> None:
    files = _files(specs.everything())
    templates = {
        one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"]
        for one in files["deployments.yaml"].documents
    }
    for service in files["services.yaml"].documents:
        selector = service["spec"]["selector"].items()
        workload = "redis" if service["metadata"]["name"] == "redis" else "rello"
        assert [name for name, labels in templates.items() if selector <= labels.items()] == [
            workload
        ]
    for deployment in files["deployments.yaml"].documents:
        spec = deployment["spec"]
        labels = spec["template"]["metadata"]["labels"]
        assert spec["selector"]["matchLabels"].items() <= labels.items()


def test_addresses_and_ports_that_are_asked_for() -> None:
    files = _files(specs.everything())
    _, balanced, node, _ = files["services.yaml"].documents
    assert balanced["metadata"]["annotations"] == {"lbipam.cilium.io/ips": "192.168.42.231"}
    assert node["spec"]["ports"][0]["nodePort"] == 30080
    (ingress,) = files["ingresses.yaml"].documents
    assert ingress["spec"]["rules"][0]["host"] == "rello.example.com"
    spec = specs.everything()
    del spec["apps"][0]["ingresses"][0]["address"]
    (ingress,) = _files(spec)["ingresses.yaml"].documents
    assert ingress["metadata"]["annotations"] == {
        "ingress.cilium.io/loadbalancer-mode": "dedicated"
    }


def test_a_service_may_have_a_port_of_its_own() -> None:
    spec = specs.vtalos()
    spec["apps"][0]["services"][0]["port"] = 80
    files = _files(spec)
    assert files["services.yaml"].documents[0]["spec"]["ports"][0]["port"] == 80
    assert files["services.yaml"].documents[0]["spec"]["ports"][0]["targetPort"] == "main"
    (ingress,) = files["ingresses.yaml"].documents
    path = ingress["spec"]["rules"][0]["http"]["paths"][0]
    assert path["backend"] == {"service": {"name": "rello", "port": {"number": 80}}}


def test_a_flow_to_anyone_is_a_bug_of_ours() -> None:
    flow = Flow(End("workload", "rello"), End("anyone"), (("TCP", 1),))
    with pytest.raises(ValueError, match="a flow goes to a workload, to dns or to a CIDR"):
        apps._egress(flow)
