"""Ports are numbers from 1 to 65535 or names that the API server takes, and no two of a list are the same.

A Service with several ports names each of them; the same port or node port twice for one protocol is refused, and so
is a node port of a Service that is only a ClusterIP. A name of a container's port has at most 15 letters, one of
them at least from a to z: `targetPort: "8080"`, in quotes, is a name and no number, and is refused.

A node port outside of 30000 to 32767 is a warning: the API server has its range from its own command line.

Bad:

    # apps/rello/service.yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: rello
    spec:
      ports:
        - port: 80
          targetPort: "8080"

Bad:

    # apps/rello/service.yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: rello
    spec:
      ports:
        - port: 80
        - port: 443

Good:

    # apps/rello/service.yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: rello
    spec:
      ports:
        - name: http
          port: 80
          targetPort: 8080
        - name: https
          port: 443
          targetPort: https
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import (
    Path,
    containers,
    mapping,
    objects,
    open_text,
    sequence,
    template,
)
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity
from gitops_gen.grammar.names import is_label, is_port_name, nearest_label
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_Key = TypeVar("_Key")
_PROTOCOLS = ("TCP", "UDP", "SCTP")
_LAST = 65535
_NODE_PORTS = range(30000, 32768)
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS = ("postStart", "preStop")
_ACTIONS = ("httpGet", "tcpSocket", "grpc")
_NAME = "at most 15 lower case letters, digits and single '-', at least one letter"
_LABEL = "lower case letters, digits and '-', a letter or digit at both ends, at most 63"


def find(repo: Repo) -> Iterator[Finding]:
    """Ports that the API server refuses."""
    for one in objects(repo):
        if held := template(one):
            path, body = held
            spec = mapping(body.get("spec"))
            for place, container in containers(spec, (*path, "spec")):
                yield from _container(one, place, container)
        elif judge := _KINDS.get((one.group, one.kind)):
            yield from judge(one, mapping(one.body.get("spec")))


def _container(one: Held, path: Path, held: dict[str, Any]) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for at, each in enumerate(sequence(held.get("ports"))):
        port = mapping(each)
        place = (*path, "ports", at)
        yield from _number(one, (*place, "containerPort"), port.get("containerPort"))
        if port.get("hostPort") != 0:
            yield from _number(one, (*place, "hostPort"), port.get("hostPort"))
        yield from _protocol(one, place, port)
        if isinstance(name := port.get("name"), str) and name and not open_text(name):
            if not is_port_name(name):
                yield Finding(one.at(*place, "name"), f'"{name}" is no name of a port', _NAME)
            else:
                yield from _once(one, seen, name, (*place, "name"), f"ports are called {name}")
    for key in _PROBES:
        yield from _action(one, (*path, key), mapping(held.get(key)))
    hooks = mapping(held.get("lifecycle"))
    for key in _HOOKS:
        yield from _action(one, (*path, "lifecycle", key), mapping(hooks.get(key)))


def _action(one: Held, path: Path, held: dict[str, Any]) -> Iterator[Finding]:
    for key in _ACTIONS if held else ():
        port = mapping(held.get(key)).get("port")
        yield from _number_or_name(one, (*path, key, "port"), port)


def _service(one: Held, spec: dict[str, Any]) -> Iterator[Finding]:
    ports = sequence(spec.get("ports"))
    names: dict[str, Path] = {}
    numbers: dict[tuple[Any, Any], Path] = {}
    on_nodes: dict[tuple[Any, Any], Path] = {}
    for at, each in enumerate(ports):
        port, place = mapping(each), ("spec", "ports", at)
        number, protocol = port.get("port"), port.get("protocol", "TCP")
        yield from _number(one, (*place, "port"), number)
        yield from _number_or_name(one, (*place, "targetPort"), port.get("targetPort"))
        yield from _protocol(one, place, port)
        yield from _service_name(one, place, port.get("name"), names, several=len(ports) > 1)
        if isinstance(number, int):
            said = f"ports of the Service are {number}/{protocol}"
            yield from _once(one, numbers, (protocol, number), (*place, "port"), said)
        if isinstance(node := port.get("nodePort"), int) and node:
            yield from _node_port(one, (*place, "nodePort"), node, spec.get("type", "ClusterIP"))
            said = f"node ports are {node}/{protocol}"
            yield from _once(one, on_nodes, (protocol, node), (*place, "nodePort"), said)


def _service_name(
    one: Held, place: Path, name: Any, seen: dict[str, Path], *, several: bool
) -> Iterator[Finding]:
    if name in (None, ""):
        if several:
            said = "the Service has several ports, and this one has no name"
            yield Finding(one.at(*place), said, "name each of them")
    elif isinstance(name, str) and not open_text(name):
        if not is_label(name):
            near = nearest_label(name)
            fix = f'write "{near}": {_LABEL}' if near else _LABEL
            yield Finding(one.at(*place, "name"), f'"{name}" is no name of a port', fix)
        yield from _once(one, seen, name, (*place, "name"), f"ports are called {name}")


def _node_port(one: Held, place: Path, node: int, kind: Any) -> Iterator[Finding]:
    if kind == "ClusterIP":
        said = "a Service of the type ClusterIP has no node ports"
        yield Finding(one.at(*place), said, "remove it, or write type: NodePort or LoadBalancer")
    elif node not in _NODE_PORTS:
        said = (
            f"{node} is not in the range of node ports that Kubernetes has without another setting"
        )
        fix = "write 30000 to 32767, or nothing, and Kubernetes takes a free one"
        yield Finding(one.at(*place), said, fix, severity=Severity.WARNING)


def _ingress(one: Held, spec: dict[str, Any]) -> Iterator[Finding]:
    yield from _backend(one, ("spec", "defaultBackend"), spec.get("defaultBackend"))
    for at, rule in enumerate(sequence(spec.get("rules"))):
        http = mapping(mapping(rule).get("http"))
        for number, path in enumerate(sequence(http.get("paths"))):
            place = ("spec", "rules", at, "http", "paths", number, "backend")
            yield from _backend(one, place, mapping(path).get("backend"))


def _backend(one: Held, path: Path, held: Any) -> Iterator[Finding]:
    service = mapping(mapping(held).get("service"))
    port = mapping(service.get("port"))
    place = (*path, "service", "port")
    if service and not port.get("name") and not port.get("number"):
        yield Finding(one.at(*place), "the port of the Service is missing", "write name or number")
    if port.get("name") and port.get("number"):
        yield Finding(one.at(*place), "a port has a name or a number, not both", "remove one")
        return
    if port.get("number"):
        yield from _number(one, (*place, "number"), port["number"])
    if isinstance(name := port.get("name"), str) and name:
        yield from _number_or_name(one, (*place, "name"), name)


def _policy(one: Held, spec: dict[str, Any]) -> Iterator[Finding]:
    for way in ("ingress", "egress"):
        for at, rule in enumerate(sequence(spec.get(way))):
            for number, each in enumerate(sequence(mapping(rule).get("ports"))):
                port, place = mapping(each), ("spec", way, at, "ports", number)
                yield from _protocol(one, place, port)
                yield from _number_or_name(one, (*place, "port"), port.get("port"))
                yield from _end(one, (*place, "endPort"), port)


def _end(one: Held, place: Path, port: dict[str, Any]) -> Iterator[Finding]:
    first, last = port.get("port"), port.get("endPort")
    if not isinstance(last, int) or open_text(first):
        return
    if not isinstance(first, int):
        yield Finding(one.at(*place), "a range of ports begins with a number", "write port as one")
    elif last < first or last > _LAST:
        yield Finding(
            one.at(*place), f"{last} is no end of a range from {first}", f"at most {_LAST}"
        )


_Judge = Callable[[Held, dict[str, Any]], Iterator[Finding]]
_KINDS: dict[tuple[str, str], _Judge] = {
    ("", "Service"): _service,
    ("networking.k8s.io", "Ingress"): _ingress,
    ("networking.k8s.io", "NetworkPolicy"): _policy,
}


def _number(one: Held, path: Path, value: Any) -> Iterator[Finding]:
    """A number; what is no number at all is found by the schema."""
    if isinstance(value, int) and not isinstance(value, bool) and not 0 < value <= _LAST:
        yield Finding(one.at(*path), f"{value} is no port", f"write 1 to {_LAST}")


def _number_or_name(one: Held, path: Path, value: Any) -> Iterator[Finding]:
    yield from _number(one, path, value)
    if isinstance(value, str) and not open_text(value) and not is_port_name(value):
        fix = "write the number without quotes" if value.isdigit() else _NAME
        yield Finding(one.at(*path), f'"{value}" is no name of a port', fix)


def _protocol(one: Held, path: Path, port: dict[str, Any]) -> Iterator[Finding]:
    value = port.get("protocol")
    if isinstance(value, str) and value and value not in _PROTOCOLS and not open_text(value):
        said = f"{value} is no protocol{did_you_mean(value.upper(), _PROTOCOLS)}"
        yield Finding(one.at(*path, "protocol"), said, f"one of {', '.join(_PROTOCOLS)}")


def _once(
    one: Held, seen: dict[_Key, Path], key: _Key, place: Path, what: str
) -> Iterator[Finding]:
    if key in seen:
        others = (one.at(*seen[key]),)
        yield Finding(one.at(*place), f"two {what}", "keep one, or change the other", others)
    seen.setdefault(key, place)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
