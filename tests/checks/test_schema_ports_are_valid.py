"""schema-ports-are-valid: containers, Services, Ingresses and policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.checks.schema_ports_are_valid import CHECK
from tests.support import repositories
from tests.support.objects import Path as Field
from tests.support.objects import changed, valid

POD: Field = ("spec", "containers", 0)
PORTS: Field = ("spec", "ports")
POLICY: Field = ("spec", "ingress", 0, "ports")
BACKEND: Field = ("spec", "defaultBackend", "service", "port")


@pytest.mark.parametrize(
    ("kind", "path", "value", "said"),
    [
        ("Pod", (*POD, "ports", 0, "containerPort"), 65536, "65536 is no port"),
        ("Pod", (*POD, "ports", 0, "hostPort"), 0, None),
        ("Pod", (*POD, "ports", 0, "hostPort"), -1, "-1 is no port"),
        ("Pod", (*POD, "ports", 0, "name"), "a" * 16, f'"{"a" * 16}" is no name of a port'),
        ("Pod", (*POD, "ports", 0, "name"), "dns", "two ports are called dns"),
        ("Pod", (*POD, "ports", 0, "protocol"), "udp", 'udp is no protocol (did you mean "UDP"?)'),
        ("Pod", (*POD, "livenessProbe", "httpGet", "port"), "80", '"80" is no name of a port'),
        ("Pod", (*POD, "lifecycle", "preStop", "httpGet", "port"), 0, "0 is no port"),
        ("Service", (*PORTS, 0, "targetPort"), "8080", '"8080" is no name of a port'),
        ("Service", (*PORTS, 0, "targetPort"), "${PORT}", None),
        ("Service", (*PORTS, 0, "name"), "A", '"A" is no name of a port'),
        ("Service", (*PORTS, 0, "name"), "", "the Service has several ports, and this one has"),
        ("Service", (*PORTS, 0, "name"), "dns", "two ports are called dns"),
        ("Service", (*PORTS, 1), {"name": "x", "port": 80}, "two ports of the Service are 80/TCP"),
        ("Service", (*PORTS, 1, "nodePort"), 30080, None),
        ("Service", (*PORTS, 0, "nodePort"), 80, "80 is not in the range of node ports"),
        ("Service", ("spec", "type"), "ClusterIP", "a Service of the type ClusterIP has no node"),
        ("Ingress", BACKEND, {}, "the port of the Service is missing"),
        ("Ingress", BACKEND, {"name": "a", "number": 1}, "a port has a name or a number, not both"),
        ("Ingress", BACKEND, {"number": 70000}, "70000 is no port"),
        ("Ingress", BACKEND, {"name": "80"}, '"80" is no name of a port'),
        ("NetworkPolicy", (*POLICY, 0, "endPort"), 80, "80 is no end of a range from 8080"),
        ("NetworkPolicy", (*POLICY, 1, "endPort"), 80, "a range of ports begins with a number"),
        ("NetworkPolicy", (*POLICY, 1, "port"), "A", '"A" is no name of a port'),
    ],
)
def test_one_place(tmp_path: Path, kind: str, path: Field, value: Any, said: str | None) -> None:
    text = json.dumps(changed(valid()[kind], path, value), indent=1)
    found = repositories.findings(CHECK, tmp_path, {"a.yaml": text})
    assert [one.message.startswith(said or "-") for one in found] == [True] * (said is not None)
    for one in found:
        assert one.severity == ("warning" if "range of node" in one.message else "error")
        assert one.fix
        assert one.line > 5
