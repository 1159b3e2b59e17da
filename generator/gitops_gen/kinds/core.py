"""Kubernetes' core group: namespaces, Secrets, Services, and the pods that workloads are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def namespace(name: str, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": name, "labels": dict(labels)},
    }


def pod_security_labels(*, enforce: str, audit: str, warn: str, version: str) -> dict[str, str]:
    """Labels of a Namespace; `version` as `v1.36`, so that an upgrade of the cluster changes no verdict."""
    labels = {}
    for mode, level in (("enforce", enforce), ("audit", audit), ("warn", warn)):
        labels[f"pod-security.kubernetes.io/{mode}"] = level
        labels[f"pod-security.kubernetes.io/{mode}-version"] = version
    return labels


def secret(name: str, namespace: str, string_data: Mapping[str, Any]) -> dict[str, Any]:
    """An Opaque Secret; the values are in clear here and encrypted where the file is written."""
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": namespace},
        "type": "Opaque",
        "stringData": dict(string_data),
    }


def service(
    name: str,
    namespace: str,
    *,
    selector: Mapping[str, str],
    port: int,
    target_port: int | str,
    type: str = "ClusterIP",
    node_port: int | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A Service with one TCP port; `target_port` is a number or the name of a container's port."""
    entry: dict[str, Any] = {
        "name": "main",
        "port": port,
        "protocol": "TCP",
        "targetPort": target_port,
    }
    if node_port is not None:
        entry["nodePort"] = node_port
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": _metadata(name, namespace, labels, annotations),
        "spec": {"type": type, "selector": dict(selector), "ports": [entry]},
    }


def container(
    name: str,
    image: str,
    *,
    port: int,
    args: Sequence[str] = (),
    env: Sequence[Mapping[str, Any]] = (),
    requests: Mapping[str, str] | None = None,
    limits: Mapping[str, str] | None = None,
    health: str | None = None,
    mounts: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """A container that satisfies Pod Security `restricted`, with probes on its one port.

    `health` is the path that says "I can serve"; without it, and for "I am alive", the port must accept
    a connection. `mounts` are (volume, folder).
    """
    made: dict[str, Any] = {"name": name, "image": image}
    if args:
        made["args"] = list(args)
    made["ports"] = [{"name": "main", "containerPort": port, "protocol": "TCP"}]
    if env:
        made["env"] = [dict(one) for one in env]
    resources = {
        key: dict(amounts)
        for key, amounts in (("requests", requests), ("limits", limits))
        if amounts
    }
    if resources:
        made["resources"] = resources
    accepts = {"tcpSocket": {"port": "main"}}
    serves = {"httpGet": {"path": health, "port": "main"}} if health else accepts
    made["startupProbe"] = {**accepts, "periodSeconds": 2, "failureThreshold": 90}
    made["readinessProbe"] = {**serves, "periodSeconds": 10, "timeoutSeconds": 3}
    made["livenessProbe"] = {**accepts, "periodSeconds": 20, "timeoutSeconds": 3}
    if mounts:
        made["volumeMounts"] = [{"name": volume, "mountPath": path} for volume, path in mounts]
    made["securityContext"] = {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    return made


def env_value(name: str, value: str) -> dict[str, Any]:
    return {"name": name, "value": value}


def env_secret(name: str, secret: str, key: str) -> dict[str, Any]:
    return {"name": name, "valueFrom": {"secretKeyRef": {"name": secret, "key": key}}}


def pod_spec(
    container: Mapping[str, Any],
    *,
    user: int,
    group: int,
    empty_dirs: Sequence[str] = (),
    spread: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A pod of one container without a token for the API; `spread` are labels to spread over nodes."""
    made: dict[str, Any] = {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": user,
            "runAsGroup": group,
            "fsGroup": group,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
    }
    if spread:
        made["topologySpreadConstraints"] = [
            {
                "maxSkew": 1,
                "topologyKey": "kubernetes.io/hostname",
                "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": dict(spread)},
            }
        ]
    made["containers"] = [dict(container)]
    if empty_dirs:
        made["volumes"] = [{"name": name, "emptyDir": {}} for name in empty_dirs]
    return made


def _metadata(
    name: str,
    namespace: str,
    labels: Mapping[str, str] | None,
    annotations: Mapping[str, str] | None,
) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "namespace": namespace}
    if labels:
        made["labels"] = dict(labels)
    if annotations:
        made["annotations"] = dict(annotations)
    return made
