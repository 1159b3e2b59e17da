"""Apps with every default filled, and flows as peers and ports."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen import versions
from gitops_gen.plan import apps
from gitops_gen.plan.apps import End
from tests.plan.specs import with_app
from tests.support import specs


def app(**fields: Any) -> apps.App:
    return specs.plan_of(with_app(**fields)).apps[0]


def test_every_default_of_an_app() -> None:
    assert app() == apps.App(
        name="shop",
        namespace="shop",
        psa_version=f"v{versions.parse(versions.KUBERNETES).line}",
        enforce="baseline",
        audit="restricted",
        warn="restricted",
        workloads=(
            apps.Workload(
                name="web",
                image="web:1",
                port=8000,
                replicas=1,
                args=(),
                env=(),
                credentials=(),
                user=65534,
                group=65534,
                writable=("/tmp",),
                health=None,
                requests={"cpu": "50m", "memory": "64Mi"},
                limits={"memory": "256Mi"},
            ),
        ),
        services=(),
        ingresses=(),
        flows=(),
        extra_resources=(),
    )


def test_a_workload_that_says_everything() -> None:
    found = app(
        namespace="market",
        podSecurity={"enforce": "restricted", "audit": "baseline", "warn": "privileged"},
        extraResources=["x.yaml"],
        workloads=[
            {
                "name": "web",
                "image": "web:2",
                "port": 80,
                "replicas": 0,
                "args": ["-v"],
                "env": {"A": "1", "S": {"credential": "s"}, "B": ""},
                "user": 7,
                "group": 8,
                "writable": [],
                "health": "/up",
                "resources": {"requests": {"cpu": "1"}, "limits": {}},
            }
        ],
    )
    assert (found.namespace, found.extra_resources) == ("market", ("x.yaml",))
    assert (found.enforce, found.audit, found.warn) == ("restricted", "baseline", "privileged")
    (web,) = found.workloads
    assert (web.replicas, web.args, web.writable, web.health) == (0, ("-v",), (), "/up")
    assert (web.env, web.credentials) == ((("A", "1"), ("B", "")), (("S", "s"),))
    assert (web.user, web.group) == (7, 8)
    assert (web.requests, web.limits) == ({"cpu": "1"}, {})


def test_the_group_is_the_user_s_number_unless_said() -> None:
    found = app(workloads=[{"name": "web", "image": "web:1", "port": 1, "user": 999}])
    assert found.workloads[0].group == 999


def test_services_and_ingresses_take_their_ports() -> None:
    found = app(
        services=[
            {"name": "plain", "workload": "web"},
            {
                "name": "lb",
                "workload": "web",
                "port": 80,
                "type": "LoadBalancer",
                "nodePort": 30001,
                "labels": {"a": "b"},
                "address": "10.0.0.1",
            },
        ],
        ingresses=[
            {"name": "one", "service": "lb"},
            {
                "name": "two",
                "service": "plain",
                "host": "h.io",
                "path": "/x",
                "address": "10.0.0.2",
            },
        ],
    )
    assert found.services == (
        apps.Service("plain", "web", 8000, 8000, "ClusterIP", None, (), None),
        apps.Service("lb", "web", 80, 8000, "LoadBalancer", 30001, (("a", "b"),), "10.0.0.1"),
    )
    assert found.ingresses == (
        apps.Ingress("one", "lb", 80, None, "/", None),
        apps.Ingress("two", "plain", 8000, "h.io", "/x", "10.0.0.2"),
    )


@pytest.mark.parametrize(
    ("flow", "source", "to", "ports"),
    [
        ({"from": "anyone", "to": "web"}, End("anyone"), End("workload", "web"), (("TCP", 8000),)),
        (
            {"from": "web", "to": "dns"},
            End("workload", "web"),
            End("dns"),
            (("UDP", 53), ("TCP", 53)),
        ),
        (
            {"from": "web", "to": "203.0.113.0/24", "ports": [443, 8443]},
            End("workload", "web"),
            End("cidr", "203.0.113.0/24"),
            (("TCP", 443), ("TCP", 8443)),
        ),
        (
            {"from": "198.51.100.0/24", "to": "web", "ports": [9], "protocol": "UDP"},
            End("cidr", "198.51.100.0/24"),
            End("workload", "web"),
            (("UDP", 9),),
        ),
    ],
)
def test_a_flow_is_two_ends_and_its_ports(
    flow: dict[str, Any], source: End, to: End, ports: tuple[tuple[str, int], ...]
) -> None:
    assert app(flows=[flow]).flows == (apps.Flow(source, to, ports),)
