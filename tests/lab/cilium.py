"""Cilium's operator side: its own code, started only when the rendered release's operator Deployment is Ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.lab import kube, pods
from tests.lab.kube import Api, Object
from tests.lab.places import WORK
from tests.lab.processes import Failed, Processes
from tests.support import tools

NAMESPACE = "kube-system"
NAME = "cilium-operator"
_FOLDER = WORK / "cilium"


@dataclass
class Operator:
    """Registers Cilium's CRDs and runs LB-IPAM, the BGP operator and the ingress controller."""

    programs: Processes
    api: Api
    config: dict[str, str] | None = None
    """What cilium-config said when it was started."""

    def follow(self) -> None:
        """Starts with the Deployment, and again when cilium-config has changed."""
        found = self.api.get("deployments", NAME, NAMESPACE)
        if not is_ready(found):
            return
        held = self.api.get("configmaps", "cilium-config", NAMESPACE)
        config = dict((held or {}).get("data") or {})
        if config == self.config:
            return
        first = self.config is None
        early = [one for one in crds(self.api) if one.endswith(".cilium.io")] if first else []
        if early:
            raise Failed(f"there before the operator that brings them: {', '.join(early)}")
        self.programs.stop(NAME)
        self.config = config
        given = [f"--k8s-kubeconfig-path={self._account()}", f"--config-dir={_folder(config)}"]
        program = tools.tool("lab-cilium")
        env = tools.clean_env(WORK, CILIUM_K8S_NAMESPACE=NAMESPACE)
        if first:
            # What the real operator does when it starts; then what each agent does: its CiliumNode.
            tools.run(program, "crds", *given, env=env)
            for node in self.api.all("nodes"):
                self.api.request("POST", kube.path("ciliumnodes"), cilium_node(node))
        self.programs.start(NAME, [program, "run", *given], env)

    def _account(self) -> Path:
        """A kubeconfig of the operator's own service account: what it may do is what the chart says."""
        _FOLDER.mkdir(exist_ok=True)
        token = pods.token(self.api, NAMESPACE, NAME)
        api = Api(self.api.host, self.api.port, self.api.ca, token)
        return kube.kubeconfig(_FOLDER / "kubeconfig", api)


def crds(api: Api) -> list[str]:
    """The names of all CRDs."""
    return [one["metadata"]["name"] for one in api.all("customresourcedefinitions")]


def _folder(config: Mapping[str, str]) -> Path:
    """cilium-config as the operator's pod has it mounted: a file for each key."""
    folder = _FOLDER / "config"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for key, value in config.items():
        (folder / key).write_text(value, encoding="utf-8")
    return folder


def cilium_node(node: Object) -> Object:
    """What an agent tells of its node: name, labels, address."""
    inside = [one for one in node["status"]["addresses"] if one["type"] == "InternalIP"]
    return {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumNode",
        "metadata": {"name": node["metadata"]["name"], "labels": node["metadata"]["labels"]},
        "spec": {"addresses": [{"type": "InternalIP", "ip": one["address"]} for one in inside]},
    }


def is_ready(deployment: Object | None) -> bool:
    """Whether every wanted pod of a Deployment is available at its newest template."""
    if deployment is None:
        return False
    status = deployment.get("status") or {}
    wanted = deployment["spec"].get("replicas", 1)
    return bool(
        status.get("observedGeneration") == deployment["metadata"]["generation"]
        and status.get("updatedReplicas", 0) == wanted
        and status.get("availableReplicas", 0) == wanted
    )
