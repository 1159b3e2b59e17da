"""The spelling of Kubernetes' core kinds, and of pods that satisfy Pod Security `restricted`."""

from __future__ import annotations

from typing import Any

from gitops_gen.kinds import core

TCP = {"tcpSocket": {"port": "main"}}
LOCKED = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}


def test_a_namespace_carries_its_labels() -> None:
    assert core.namespace("rello", {"a": "b"}) == {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": "rello", "labels": {"a": "b"}},
    }


def test_pod_security_labels_name_level_and_version_of_every_mode() -> None:
    labels = core.pod_security_labels(
        enforce="baseline", audit="restricted", warn="privileged", version="v1.36"
    )
    prefix = "pod-security.kubernetes.io"
    assert labels == {
        f"{prefix}/enforce": "baseline",
        f"{prefix}/enforce-version": "v1.36",
        f"{prefix}/audit": "restricted",
        f"{prefix}/audit-version": "v1.36",
        f"{prefix}/warn": "privileged",
        f"{prefix}/warn-version": "v1.36",
    }


def test_a_secret_holds_text() -> None:
    assert core.secret("s", "ns", {"password": "x"}) == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "s", "namespace": "ns"},
        "type": "Opaque",
        "stringData": {"password": "x"},
    }


def test_a_plain_service() -> None:
    made = core.service("web", "ns", selector={"app": "web"}, port=80, target_port="main")
    assert made == {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web", "namespace": "ns"},
        "spec": {
            "type": "ClusterIP",
            "selector": {"app": "web"},
            "ports": [{"name": "main", "port": 80, "protocol": "TCP", "targetPort": "main"}],
        },
    }


def test_a_service_with_everything() -> None:
    made = core.service(
        "web",
        "ns",
        selector={"app": "web"},
        port=80,
        target_port=8080,
        type="NodePort",
        node_port=30080,
        labels={"l": "1"},
        annotations={"a": "2"},
    )
    assert made["metadata"] == {
        "name": "web",
        "namespace": "ns",
        "labels": {"l": "1"},
        "annotations": {"a": "2"},
    }
    assert made["spec"]["type"] == "NodePort"
    assert made["spec"]["ports"] == [
        {"name": "main", "port": 80, "protocol": "TCP", "targetPort": 8080, "nodePort": 30080}
    ]


def test_a_plain_container_is_probed_on_its_port_and_locked_down() -> None:
    made = core.container("web", "web:1", port=8080)
    assert made == {
        "name": "web",
        "image": "web:1",
        "ports": [{"name": "main", "containerPort": 8080, "protocol": "TCP"}],
        "startupProbe": {**TCP, "periodSeconds": 2, "failureThreshold": 90},
        "readinessProbe": {**TCP, "periodSeconds": 10, "timeoutSeconds": 3},
        "livenessProbe": {**TCP, "periodSeconds": 20, "timeoutSeconds": 3},
        "securityContext": LOCKED,
    }


def test_a_container_with_everything_in_the_usual_order() -> None:
    made = core.container(
        "web",
        "web:1",
        port=8080,
        args=("--verbose",),
        env=[core.env_value("A", "1"), core.env_secret("B", "web-env", "key")],
        requests={"cpu": "50m"},
        limits={"memory": "64Mi"},
        health="/healthz",
        mounts=[("writable-0", "/tmp")],
    )
    assert list(made) == [
        "name",
        "image",
        "args",
        "ports",
        "env",
        "resources",
        "startupProbe",
        "readinessProbe",
        "livenessProbe",
        "volumeMounts",
        "securityContext",
    ]
    assert made["args"] == ["--verbose"]
    assert made["env"] == [
        {"name": "A", "value": "1"},
        {"name": "B", "valueFrom": {"secretKeyRef": {"name": "web-env", "key": "key"}}},
    ]
    assert made["resources"] == {"requests": {"cpu": "50m"}, "limits": {"memory": "64Mi"}}
    assert made["volumeMounts"] == [{"name": "writable-0", "mountPath": "/tmp"}]


def test_health_decides_readiness_and_never_a_restart() -> None:
    made = core.container("web", "web:1", port=8080, health="/healthz")
    http = {"httpGet": {"path": "/healthz", "port": "main"}}
    assert made["readinessProbe"] == {**http, "periodSeconds": 10, "timeoutSeconds": 3}
    assert made["livenessProbe"] == {**TCP, "periodSeconds": 20, "timeoutSeconds": 3}
    assert made["startupProbe"]["tcpSocket"] == {"port": "main"}


def test_resources_without_limits_name_requests_alone() -> None:
    made = core.container("web", "web:1", port=1, requests={"cpu": "1"}, limits={})
    assert made["resources"] == {"requests": {"cpu": "1"}}


def _pod(**more: Any) -> dict[str, Any]:
    return core.pod_spec({"name": "web"}, user=1000, group=2000, **more)


def test_a_plain_pod_runs_as_a_numbered_user_without_a_token() -> None:
    assert _pod() == {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 1000,
            "runAsGroup": 2000,
            "fsGroup": 2000,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [{"name": "web"}],
    }


def test_a_pod_has_empty_folders_and_is_spread() -> None:
    made = _pod(empty_dirs=["a", "b"], spread={"app": "web"})
    assert made["volumes"] == [{"name": "a", "emptyDir": {}}, {"name": "b", "emptyDir": {}}]
    assert made["topologySpreadConstraints"] == [
        {
            "maxSkew": 1,
            "topologyKey": "kubernetes.io/hostname",
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": {"app": "web"}},
        }
    ]
