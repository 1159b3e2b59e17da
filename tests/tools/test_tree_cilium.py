"""Cilium's chart with our values, rendered by Helm: it takes them, and what comes out is what we meant."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import specs, trees
from tests.support.ledger import proved
from tests.support.tools import clean_env, data, run, tool, version

JUDGE = f"helm {version('helm')}"
Path_ = tuple[str, ...]


def _values(spec: dict[str, Any]) -> dict[str, Any]:
    (file,) = [f for f in trees.files(spec) if f.path.endswith("/cilium/release.yaml")]
    return dict(file.documents[0]["spec"]["values"])


def _rendered(values: dict[str, Any], home: Path, ok: tuple[int, ...] = (0,)) -> str:
    """The chart with values, as text; what Helm said where it refuses them."""
    asked = ("template", "cilium", data("schemas") / "cilium", "--namespace", "kube-system")
    flags = ("--values", "-", "--kube-version", "1.36.3")
    done = run(tool("helm"), *asked, *flags, stdin=json.dumps(values), env=clean_env(home), ok=ok)
    return done.stdout or done.stderr


def _objects(spec: dict[str, Any], home: Path) -> dict[tuple[str, str], dict[str, Any]]:
    found = trees.documents(_rendered(_values(spec), home))
    return {(one["kind"], one["metadata"]["name"]): one for one in found}


def _container(owner: dict[str, Any], name: str, where: str = "containers") -> dict[str, Any]:
    (found,) = [c for c in owner["spec"]["template"]["spec"][where] if c["name"] == name]
    return dict(found)


def test_the_seed_is_in_the_agents_configuration(tmp_path: Path) -> None:
    config = _objects(specs.vtalos(), tmp_path)["ConfigMap", "cilium-config"]["data"]
    wanted = {
        "cluster-name": "vtalos",
        "ipam": "kubernetes",
        "kube-proxy-replacement": "true",
        "cgroup-root": "/sys/fs/cgroup",
        "enable-ingress-controller": "true",
        "ingress-default-lb-mode": "dedicated",
        "enable-l2-announcements": "true",
        "enable-bgp-control-plane": "true",
        "enable-bgp-control-plane-status-report": "true",
        "bgp-secrets-namespace": "kube-system",
        "k8s-client-qps": "100",
        "k8s-client-burst": "120",
        "enable-hubble": "true",
    }
    assert {key: config.get(key) for key in wanted} == wanted
    proved("cilium-chart", len(wanted), judge=JUDGE)


def test_the_agent_fits_talos(tmp_path: Path) -> None:
    """No module is loaded from a pod, cgroups are Talos' own, and the API is reached through KubePrism."""
    objects = _objects(specs.vtalos(), tmp_path)
    agent = objects["DaemonSet", "cilium"]
    given = _values(specs.vtalos())["securityContext"]["capabilities"]
    added = _container(agent, "cilium-agent")["securityContext"]["capabilities"]
    assert added == {"add": given["ciliumAgent"], "drop": ["ALL"]}
    assert "SYSLOG" in added["add"]
    cleaner = _container(agent, "clean-cilium-state", "initContainers")
    assert cleaner["securityContext"]["capabilities"]["add"] == given["cleanCiliumState"]
    assert "SYS_MODULE" not in json.dumps(list(objects.values()))
    names = [one["name"] for one in agent["spec"]["template"]["spec"]["initContainers"]]
    assert "mount-cgroup" not in names
    for owner, name in ((agent, "cilium-agent"), (objects["Deployment", "cilium-operator"], "")):
        container = _container(owner, name or "cilium-operator")
        env = {one["name"]: one.get("value") for one in container["env"]}
        assert env["KUBERNETES_SERVICE_HOST"] == "localhost"
        assert env["KUBERNETES_SERVICE_PORT"] == "7445"
    proved("cilium-chart", 7, judge=JUDGE)


def test_no_private_key_is_rendered_and_changes_restart_the_pods(tmp_path: Path) -> None:
    objects = _objects(specs.vtalos(), tmp_path)
    assert not [name for kind, name in objects if kind == "Secret"]
    assert ("CronJob", "hubble-generate-certs") in objects
    changed = specs.vtalos()
    changed["cilium"]["values"] = {"debug": {"enabled": True}}
    again = _objects(changed, tmp_path)
    for key in (("DaemonSet", "cilium"), ("Deployment", "cilium-operator")):
        assert objects[key]["spec"]["template"] != again[key]["spec"]["template"]
    proved("cilium-chart", 4, judge=JUDGE)


def test_two_operators_and_hubble_where_there_is_room_and_one_on_a_single_node(
    tmp_path: Path,
) -> None:
    objects = _objects(specs.vtalos(), tmp_path)
    assert objects["Deployment", "cilium-operator"]["spec"]["replicas"] == 2
    assert {("Deployment", "hubble-relay"), ("Deployment", "hubble-ui")} <= set(objects)
    single = specs.vtalos()
    single["nodes"] = single["nodes"][:1]
    single["cilium"] = {"hubble": {"relay": False, "ui": False}, "ingressController": False}
    objects = _objects(single, tmp_path)
    assert objects["Deployment", "cilium-operator"]["spec"]["replicas"] == 1
    kinds = {("Deployment", "hubble-relay"), ("Deployment", "hubble-ui")}
    kinds |= {("IngressClass", "cilium"), ("Service", "cilium-ingress")}
    assert not kinds & set(objects)
    config = objects["ConfigMap", "cilium-config"]["data"]
    assert config.get("enable-l2-announcements", "false") == "false"
    assert config.get("enable-bgp-control-plane", "false") == "false"
    proved("cilium-chart", 8, judge=JUDGE)


def _leaves(values: dict[str, Any], path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def _other(path: Path_, value: Any) -> Any:
    """Another value that the chart accepts at that place."""
    told = {
        ("ipam", "mode"): "cluster-pool",
        ("hubble", "tls", "auto", "method"): "helm",
        ("hubble", "relay", "enabled"): False,
        ("ingressController", "loadbalancerMode"): "shared",
    }
    if path in told:
        return told[path]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return value[1:]
    return f"{value}x"


def test_the_chart_reads_every_value_that_we_set(tmp_path: Path) -> None:
    """Changed one by one, each changes the outcome; a misspelt one would not."""
    values = _values(specs.vtalos())
    before = _rendered(values, tmp_path)
    leaves = list(_leaves(values))
    for path, value in leaves:
        changed = copy.deepcopy(values)
        place = changed
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = _other(path, value)
        if path == ("hubble", "relay", "enabled"):
            changed["hubble"]["ui"]["enabled"] = False
        assert _rendered(changed, tmp_path) != before, path
    values["cgroup"]["automount"] = {"enabled": True}
    assert _rendered(values, tmp_path) == before
    proved("cilium-values-live", len(leaves), judge=JUDGE)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("k8sClientRateLimit", "qps"), "100", "qps"),
        (("hubble", "relay", "enabled"), "true", "enabled"),
        (("kubeProxyReplacement",), "strict", "kubeProxyReplacement"),
        (("hubble", "relay", "enabled"), False, "hubble"),
        (("cluster", "name"), "x" * 33, "cluster name is invalid"),
    ],
)
def test_the_chart_refuses_what_its_schema_or_its_checks_refuse(
    path: Path_, value: Any, said: str, tmp_path: Path
) -> None:
    """So that its acceptance of our values says something."""
    values = copy.deepcopy(_values(specs.vtalos()))
    place = values
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    assert said in _rendered(values, tmp_path, ok=(1,))
