"""Valid objects of Kubernetes' own kinds, for tests that change one thing, and values to change it to."""

from __future__ import annotations

import copy
import random
from typing import Any

Object = dict[str, Any]
Path = tuple[str | int, ...]


def _object(api: str, kind: str, **fields: Any) -> Object:
    return {"apiVersion": api, "kind": kind, "metadata": {"name": "rello"}, **fields}


def _selector(value: str = "rello") -> Object:
    return {
        "matchLabels": {"app": value},
        "matchExpressions": [{"key": "tier", "operator": "In", "values": ["web", "db"]}],
    }


def _pod(restart: str = "Always") -> Object:
    probe = {"httpGet": {"path": "/", "port": "http"}}
    return {
        "restartPolicy": restart,
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "volumes": [
            {"name": "scratch", "emptyDir": {"sizeLimit": "1Gi"}},
            {"name": "config", "configMap": {"name": "rello"}},
        ],
        "initContainers": [{"name": "init", "image": "example.org/init:1"}],
        "containers": [
            {
                "name": "rello",
                "image": "example.org/rello:1",
                "ports": [
                    {"name": "http", "containerPort": 8080},
                    {"name": "dns", "containerPort": 5353, "protocol": "UDP"},
                ],
                "livenessProbe": probe,
                "lifecycle": {"preStop": {"httpGet": {"path": "/", "port": 8080}}},
                "resources": {
                    "requests": {"cpu": "100m", "memory": "64Mi", "example.org/gpu": "1"},
                    "limits": {"cpu": "1", "memory": "128Mi", "example.org/gpu": 1},
                },
            },
            {"name": "sidecar", "image": "example.org/sidecar:1"},
        ],
        "affinity": {
            "podAntiAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": [
                    {"topologyKey": "kubernetes.io/hostname", "labelSelector": _selector()}
                ]
            },
            "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                    "nodeSelectorTerms": [
                        {"matchExpressions": [{"key": "z", "operator": "In", "values": ["a"]}]}
                    ]
                },
                "preferredDuringSchedulingIgnoredDuringExecution": [
                    {
                        "weight": 1,
                        "preference": {
                            "matchExpressions": [{"key": "z", "operator": "In", "values": ["a"]}]
                        },
                    }
                ],
            },
        },
        "topologySpreadConstraints": [
            {
                "maxSkew": 1,
                "topologyKey": "zone",
                "whenUnsatisfiable": "DoNotSchedule",
                "labelSelector": _selector(),
            }
        ],
    }


def _template(restart: str = "Always") -> Object:
    meta = {"labels": {"app": "rello", "tier": "web"}, "annotations": {"example.org/note": "x"}}
    return {"metadata": meta, "spec": _pod(restart)}


def _claim() -> Object:
    return {
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": "1Gi"}},
    }


def _workload(kind: str, **extra: Any) -> Object:
    spec = {"selector": _selector(), "template": _template(), **extra}
    return _object("apps/v1", kind, spec=spec)


def valid() -> dict[str, Object]:
    """An object of each kind by its kind; each call gives others."""
    policy = {
        "podSelector": _selector(),
        "ingress": [
            {
                "from": [{"namespaceSelector": _selector()}],
                "ports": [{"protocol": "TCP", "port": 8080, "endPort": 8090}, {"port": "http"}],
            }
        ],
    }
    backend = {"service": {"name": "rello", "port": {"number": 80}}}
    path = {
        "path": "/",
        "pathType": "Prefix",
        "backend": {"service": {"name": "a", "port": {"name": "http"}}},
    }
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}
    rules = [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]
    volume = {
        "capacity": {"storage": "1Gi"},
        "accessModes": ["ReadWriteOnce"],
        "hostPath": {"path": "/srv"},
    }
    limit = {
        "type": "Container",
        "max": {"cpu": "2"},
        "min": {"cpu": "10m"},
        "default": {"cpu": "1"},
    }
    scaled = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "rello"}
    rbac = "rbac.authorization.k8s.io/v1"
    listed = [
        _object("v1", "ConfigMap", data={"a": "b"}),
        _object("v1", "Secret", stringData={"a": "b"}),
        _object("v1", "Namespace"),
        _object("v1", "ServiceAccount"),
        _object("v1", "Pod", spec=_pod()),
        _object("v1", "PersistentVolumeClaim", spec={**_claim(), "selector": _selector()}),
        _object("v1", "PersistentVolume", spec=volume),
        _object("v1", "ResourceQuota", spec={"hard": {"pods": "10", "requests.cpu": "4"}}),
        _object("v1", "LimitRange", spec={"limits": [limit]}),
        _object(
            "v1",
            "Service",
            spec={
                "type": "NodePort",
                "selector": {"app": "rello"},
                "ports": [
                    {"name": "http", "port": 80, "targetPort": "http", "nodePort": 30080},
                    {"name": "dns", "port": 53, "protocol": "UDP", "targetPort": 5353},
                ],
            },
        ),
        _workload("Deployment"),
        _workload("DaemonSet"),
        _workload("ReplicaSet"),
        _workload(
            "StatefulSet",
            serviceName="rello",
            volumeClaimTemplates=[{"metadata": {"name": "data"}, "spec": _claim()}],
        ),
        _object(
            "batch/v1",
            "Job",
            spec={"manualSelector": True, "selector": _selector(), "template": _template("Never")},
        ),
        _object(
            "batch/v1",
            "CronJob",
            spec={
                "schedule": "0 * * * *",
                "jobTemplate": {
                    "metadata": {"labels": {"app": "rello"}},
                    "spec": {"template": _template("Never")},
                },
            },
        ),
        _object(
            "networking.k8s.io/v1",
            "Ingress",
            spec={
                "defaultBackend": backend,
                "rules": [{"host": "a.b", "http": {"paths": [path]}}],
            },
        ),
        _object("networking.k8s.io/v1", "IngressClass", spec={"controller": "example.org/c"}),
        _object("networking.k8s.io/v1", "NetworkPolicy", spec=policy),
        _object(
            "policy/v1", "PodDisruptionBudget", spec={"minAvailable": 1, "selector": _selector()}
        ),
        _object(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            spec={"maxReplicas": 2, "scaleTargetRef": scaled},
        ),
        _object("storage.k8s.io/v1", "StorageClass", provisioner="example.org/p"),
        _object("scheduling.k8s.io/v1", "PriorityClass", value=1),
        _object(rbac, "Role", rules=rules),
        _object(rbac, "ClusterRole", rules=rules),
        _object(rbac, "RoleBinding", roleRef=role),
        _object(rbac, "ClusterRoleBinding", roleRef=role),
        _object(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            addressType="IPv4",
            endpoints=[{"addresses": ["192.0.2.1"]}],
            ports=[{"name": "http", "port": 80}],
        ),
        _object("example.org/v1", "Widget", spec={"size": 1}),
    ]
    return {one["kind"]: copy.deepcopy(one) for one in listed}


TEMPLATES: dict[str, Path] = {
    "Pod": (),
    "Deployment": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
}


def changed(one: Object, path: Path, value: Any) -> Object:
    """A copy with one field set to a value; what is missing on the way is made."""
    made = copy.deepcopy(one)
    place: Any = made
    for part in path[:-1]:
        place = place.setdefault(part, {}) if isinstance(place, dict) else place[part]
    if isinstance(place, list) and path[-1] == len(place):
        place.append(value)
    else:
        place[path[-1]] = value
    return made


def text(draw: random.Random, alphabet: str, most: int) -> str:
    """A short text of an alphabet, never empty."""
    return "".join(draw.choice(alphabet) for _ in range(draw.randint(1, most)))
