"""etcd, API server, controller manager, scheduler, and KWOK in the place of every kubelet."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from gitops_gen.spec.cluster import Cluster
from tests.lab import kube
from tests.lab.authority import Authority
from tests.lab.kube import Api, Object
from tests.lab.places import (
    API_PORT,
    CONTROLLER_MANAGER_PORT,
    ETCD,
    ETCD_PEER_PORT,
    KWOK_PORT,
    SCHEDULER_PORT,
    SECONDS,
    WORK,
)
from tests.lab.processes import Processes, until
from tests.support import tools

_LOCAL = "127.0.0.1"


def start(
    programs: Processes, authority: Authority, spec: Cluster, admission: Sequence[Object]
) -> tuple[Api, Path]:
    """An API server at the spec's VIP with its controllers; its admin, and a kubeconfig for that.

    `admission` is what the machine configs of the control planes have in cluster.apiServer.admissionControl.
    """
    vip = spec.network.vip
    env = tools.clean_env(WORK)
    _etcd(programs, env)
    api = Api(vip, API_PORT, authority.crt, secrets.token_urlsafe(24))
    config = kube.kubeconfig(WORK / "kubeconfig", api)
    _api_server(programs, authority, spec, api, env, admission=_admission(admission))
    until("kube-apiserver", _watched(programs, api), SECONDS["program"], blame=["kube-apiserver"])
    common = ["--kubeconfig", str(config), "--leader-elect=false", f"--bind-address={_LOCAL}"]
    programs.start(
        "kube-controller-manager",
        [
            tools.tool("kube-controller-manager"),
            *common,
            f"--secure-port={CONTROLLER_MANAGER_PORT}",
            f"--service-account-private-key-file={authority.folder / 'service-accounts.key'}",
            f"--root-ca-file={authority.crt}",
            "--use-service-account-credentials",
            "--allocate-node-cidrs",
            f"--cluster-cidr={','.join(spec.network.pod_subnets)}",
        ],
        env,
    )
    programs.start(
        "kube-scheduler",
        [tools.tool("kube-scheduler"), *common, f"--secure-port={SCHEDULER_PORT}"],
        env,
    )
    return api, config


def _etcd(programs: Processes, env: dict[str, str]) -> None:
    peer = f"http://{_LOCAL}:{ETCD_PEER_PORT}"
    programs.start(
        "etcd",
        [
            tools.tool("etcd"),
            f"--data-dir={WORK / 'etcd'}",
            f"--listen-client-urls={ETCD}",
            f"--advertise-client-urls={ETCD}",
            f"--listen-peer-urls={peer}",
            f"--initial-advertise-peer-urls={peer}",
            f"--initial-cluster=default={peer}",
            "--unsafe-no-fsync",
        ],
        env,
    )


def _admission(plugins: Sequence[Object]) -> Path:
    """The file that Talos makes of them for its API server."""
    file = WORK / "admission.json"
    config = {
        "apiVersion": "apiserver.config.k8s.io/v1",
        "kind": "AdmissionConfiguration",
        "plugins": list(plugins),
    }
    file.write_text(json.dumps(config), encoding="utf-8")
    return file


def _api_server(
    programs: Processes,
    authority: Authority,
    spec: Cluster,
    api: Api,
    env: dict[str, str],
    *,
    admission: Path,
) -> None:
    served = authority.server("kube-apiserver", [api.host, _LOCAL, "localhost", "kubernetes"])
    accounts = authority.service_account_key()
    tokens = WORK / "tokens.csv"
    tokens.touch(mode=0o600)
    tokens.write_text(f'{api.token},lab,lab,"system:masters"\n', encoding="utf-8")
    programs.start(
        "kube-apiserver",
        [
            tools.tool("kube-apiserver"),
            f"--etcd-servers={ETCD}",
            f"--cert-dir={WORK / 'apiserver'}",
            f"--tls-cert-file={served.crt}",
            f"--tls-private-key-file={served.key}",
            f"--secure-port={API_PORT}",
            f"--bind-address={api.host}",
            f"--service-cluster-ip-range={','.join(spec.network.service_subnets)}",
            "--authorization-mode=Node,RBAC",
            f"--service-account-issuer=https://{api.host}:{api.port}",
            f"--service-account-key-file={accounts}",
            f"--service-account-signing-key-file={accounts}",
            f"--token-auth-file={tokens}",
            "--allow-privileged=true",
            f"--admission-control-config-file={admission}",
            "--endpoint-reconciler-type=none",
        ],
        env,
    )


def _watched(programs: Processes, api: Api) -> Callable[[], str | None]:
    def probe() -> str | None:
        programs.check()
        return api.ready()

    return probe


def join(programs: Processes, api: Api, config: Path, spec: Cluster) -> None:
    """One Node object per machine of the spec, and KWOK, which keeps them and their pods alive."""
    for node in node_objects(spec):
        api.request("POST", "/api/v1/nodes", node)
    programs.start(
        "kwok",
        [
            tools.tool("kwok"),
            f"--kubeconfig={config}",
            f"--config={tools.data('kwok-stages') / 'stages.yaml'}",
            "--manage-all-nodes=true",
            "--node-lease-duration-seconds=40",
            f"--node-ip={_LOCAL}",
            f"--server-address={_LOCAL}:{KWOK_PORT}",
        ],
        tools.clean_env(WORK),
    )


def node_objects(spec: Cluster) -> list[Object]:
    """The nodes as Talos' kubelets would register them: name, address, roles and labels of the spec."""
    found = []
    for node in spec.nodes:
        labels = {
            "kubernetes.io/hostname": node.name,
            "kubernetes.io/os": "linux",
            "kubernetes.io/arch": "amd64",
            **node.labels,
        }
        taints = []
        if node.role == "controlplane":
            labels["node-role.kubernetes.io/control-plane"] = ""
            if not spec.talos.allow_scheduling_on_control_planes:
                taints.append(
                    {"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"}
                )
        room = {"cpu": "4", "memory": "8Gi", "pods": "110"}
        found.append(
            {
                "apiVersion": "v1",
                "kind": "Node",
                "metadata": {"name": node.name, "labels": labels},
                "spec": {"taints": taints},
                "status": {
                    "allocatable": room,
                    "capacity": room,
                    "addresses": [
                        {"type": "InternalIP", "address": node.address},
                        {"type": "Hostname", "address": node.name},
                    ],
                },
            }
        )
    return found
