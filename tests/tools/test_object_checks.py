"""The checks of objects against the API server's own code: a refusal there is an error here, and only then."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path as File
from typing import Any

import pytest

from gitops_gen.checks import (
    schema_labels_are_valid,
    schema_names_are_valid,
    schema_ports_are_valid,
    schema_quantities_are_valid,
    schema_selector_matches_template,
)
from gitops_gen.checks.objects import objects as stored
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo
from scripts.tools import required_version
from tests.support import repositories
from tests.support.ledger import ROOT, proved
from tests.support.objects import TEMPLATES, Object, Path, changed, text, valid
from tests.support.tools import oracle

CHECKS = (
    schema_labels_are_valid.CHECK,
    schema_names_are_valid.CHECK,
    schema_ports_are_valid.CHECK,
    schema_quantities_are_valid.CHECK,
    schema_selector_matches_template.CHECK,
)
EACH = 12
"""Random values for each field, besides all the chosen ones."""

LABELS = ("a", "A", "1", "a.b", "a_b", "a-", "-a", "a b", "a/b", "", "a" * 63, "a" * 64, "é", "a\n")
ODD: tuple[Any, ...] = (True, False, 1, 1.5, ["a"], {"a": "b"}, None)
KEYS = (
    *LABELS[:-1],
    *("x.y/a", "X.y/a", "x/y/a", "/a", "x/", "a" * 64, "b" * 253 + "/a", "b" * 254 + "/a"),
)
NAMES = (
    *(
        "a",
        "A",
        "1a",
        "a_b",
        "a.b",
        "a..b",
        "a-",
        "-a",
        "a-b",
        ".",
        "..",
        ".a",
        "a/b",
        "a%b",
        "a:b",
    ),
    *("a b", "é", "a" * 52, "a" * 53, "a" * 63, "a" * 64, "a" * 253, "a" * 254, "view:all"),
)
AMOUNTS: tuple[Any, ...] = (
    *("1", "0", "-1", "+1", "100m", "0.5", ".5", "5.", "1.5Gi", "1Gi", "1gi", "1GB", "1 Gi", "1e3"),
    *(
        "1E3",
        "1E",
        "1e",
        "1e-3",
        "1k",
        "1K",
        "1Ki",
        "1mi",
        "1Mi",
        "1n",
        "1u",
        "0,5",
        "",
        "abc",
        "1x",
    ),
    *("1.2.3", "--1", "1P", "1Pi", "1Ei", "12E", "1000000000000000000000", "Gi", ".", "-", "1e400"),
    *(0.5, 1, 0, -1, 1.5, 1e3, True, False, None, ["1"], "0.0001", "999n", "1m1"),
)
PORT_NAMES = (
    *(
        "http",
        "HTTP",
        "80",
        "a80",
        "a--b",
        "a-",
        "-a",
        "a" * 15,
        "a" * 16,
        "a_b",
        "a.b",
        "1-1",
        "é",
    ),
    "dns",
)
NUMBERS = (1, 80, 65535, 65536, -1, 30000, 70000, 8080, 5353, 53)


def _labels_at(kind: str) -> Iterator[Path]:
    """Mappings of labels."""
    yield ("metadata", "labels")
    if (base := TEMPLATES.get(kind)) is not None:
        yield (*base, "spec", "nodeSelector")
        term = ("requiredDuringSchedulingIgnoredDuringExecution", 0, "labelSelector", "matchLabels")
        yield (*base, "spec", "affinity", "podAntiAffinity", *term)
        yield (*base, "spec", "topologySpreadConstraints", 0, "labelSelector", "matchLabels")
        if base:
            yield (*base, "metadata", "labels")
    if kind == "CronJob":
        yield ("spec", "jobTemplate", "metadata", "labels")
    if kind == "Service":
        yield ("spec", "selector")
    if kind in ("PodDisruptionBudget", "PersistentVolumeClaim"):
        yield ("spec", "selector", "matchLabels")
    if kind == "NetworkPolicy":
        yield ("spec", "podSelector", "matchLabels")
        yield ("spec", "ingress", 0, "from", 0, "namespaceSelector", "matchLabels")


def _some(draw: random.Random, chosen: Sequence[Any], alphabet: str, most: int) -> list[Any]:
    return [*chosen, *(text(draw, alphabet, most) for _ in range(EACH))]


def _label_cases(draw: random.Random) -> Iterator[Object]:
    for kind, one in valid().items():
        for path in _labels_at(kind):
            values = _some(draw, (*LABELS, *ODD), "aB1-_. /", 5)
            for value in draw.sample(values, 9):
                yield changed(one, (*path, "zz"), value)
            for key in draw.sample(_some(draw, KEYS, "aB1-_./", 6), 6):
                yield changed(one, (*path, key), "v")
        notes: list[tuple[str | int, ...]] = [("metadata", "annotations")]
        if base := TEMPLATES.get(kind):
            notes.append((*base, "metadata", "annotations"))
        for path in notes:
            for value in draw.sample((*ODD, "any text\n", ""), 5):
                yield changed(one, (*path, "note"), value)
            for key in draw.sample(_some(draw, KEYS, "aB1-_./", 6), 6):
                yield changed(one, (*path, key), "v")
    config = valid()["ConfigMap"]
    for size in (262_143 - 3, 262_144 - 3, 262_144 - 2, 262_144):
        yield changed(config, ("metadata", "annotations", "big"), "a" * size)
    yield changed(config, ("metadata", "annotations", "big"), "é" * 140_000)
    yield from _expression_cases()


def _expression_cases() -> Iterator[Object]:
    kinds = valid()
    node = ("spec", "affinity", "nodeAffinity")
    must, may = (
        f"{word}DuringSchedulingIgnoredDuringExecution" for word in ("required", "preferred")
    )
    places: list[tuple[str, Path]] = [
        ("PodDisruptionBudget", ("spec", "selector", "matchExpressions", 0)),
        ("NetworkPolicy", ("spec", "podSelector", "matchExpressions", 0)),
        ("Pod", ("spec", "topologySpreadConstraints", 0, "labelSelector", "matchExpressions", 0)),
        ("Pod", (*node, must, "nodeSelectorTerms", 0, "matchExpressions", 0)),
        ("Pod", (*node, may, 0, "preference", "matchExpressions", 0)),
    ]
    for kind, path in places:
        for key in KEYS[:-1]:
            yield changed(kinds[kind], (*path, "key"), key)
        for value in (*LABELS, *ODD):
            yield changed(kinds[kind], (*path, "values"), [value])
        for operator in ("In", "NotIn", "Exists", "DoesNotExist", "in", "Equals"):
            for values in ([], ["a"]):
                expression = {"key": "k", "operator": operator, "values": values}
                yield changed(kinds[kind], path, expression)


def _name_cases(draw: random.Random) -> Iterator[Object]:
    for kind, one in valid().items():
        for name in _some(draw, NAMES, "ab1-._", 6):
            yield changed(one, ("metadata", "name"), name)
        for name in draw.sample(NAMES, 8):
            yield changed({**one, "metadata": {}}, ("metadata", "generateName"), name)
            if kind not in CLUSTER_WIDE:
                yield changed(one, ("metadata", "namespace"), name)
        if (base := TEMPLATES.get(kind)) is None:
            continue
        for place in (("containers", 0), ("initContainers", 0), ("volumes", 1)):
            for name in (*draw.sample(NAMES, 8), "rello", "sidecar", "init", "scratch", "config"):
                yield changed(one, (*base, "spec", *place, "name"), name)


CLUSTER_WIDE = {
    *("Namespace", "PersistentVolume", "IngressClass", "StorageClass", "PriorityClass"),
    *("ClusterRole", "ClusterRoleBinding"),
}


def _amount_cases(draw: random.Random) -> Iterator[Object]:
    kinds = valid()
    places: list[tuple[str, Path]] = [
        ("PersistentVolumeClaim", ("spec", "resources", "requests", "storage")),
        ("PersistentVolume", ("spec", "capacity", "storage")),
        ("ResourceQuota", ("spec", "hard", "pods")),
        ("ResourceQuota", ("spec", "hard", "requests.cpu")),
        (
            "StatefulSet",
            ("spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"),
        ),
        ("LimitRange", ("spec", "limits", 0, "defaultRequest", "memory")),
    ]
    for kind, base in TEMPLATES.items():
        held = (*base, "spec", "containers", 0, "resources")
        places.append((kind, (*base, "spec", "volumes", 0, "emptyDir", "sizeLimit")))
        for which in ("requests", "limits"):
            for name in ("cpu", "memory", "ephemeral-storage", "example.org/gpu"):
                places.append((kind, (*held, which, name)))
        for name in ("cpus", "memroy", "gpu", "hugepages-2Mi", "a/b", "A b", "kubernetes.io/x"):
            yield changed(kinds[kind], (*held, "limits", name), "2Mi")
    for kind, path in places:
        values = [
            *AMOUNTS,
            *(text(draw, "0123.", 3) + text(draw, "kMGimneE1", 2) for _ in range(EACH)),
        ]
        for value in draw.sample(values, 26):
            yield changed(kinds[kind], path, value)


def _port_cases(draw: random.Random) -> Iterator[Object]:
    kinds = valid()
    for kind, base in TEMPLATES.items():
        held = (*base, "spec", "containers", 0)
        for value in _some(draw, PORT_NAMES, "aZ1-", 4):
            yield changed(kinds[kind], (*held, "ports", 0, "name"), value)
            yield changed(kinds[kind], (*held, "livenessProbe", "httpGet", "port"), value)
        for number in (*NUMBERS, 0):
            yield changed(kinds[kind], (*held, "livenessProbe", "httpGet", "port"), number)
            yield changed(kinds[kind], (*held, "lifecycle", "preStop", "httpGet", "port"), number)
            yield changed(kinds[kind], (*held, "ports", 0, "hostPort"), number)
            yield changed(kinds[kind], (*held, "ports", 0, "containerPort"), number)
        for protocol in ("TCP", "UDP", "SCTP", "tcp", "HTTP", "ICMP"):
            yield changed(kinds[kind], (*held, "ports", 0, "protocol"), protocol)
    yield from _service_cases(draw)
    ingress, policy = kinds["Ingress"], kinds["NetworkPolicy"]
    for value in (*PORT_NAMES, *NUMBERS, 0):
        where = "number" if isinstance(value, int) else "name"
        yield changed(ingress, ("spec", "defaultBackend", "service", "port"), {where: value})
        yield changed(policy, ("spec", "ingress", 0, "ports", 1, "port"), value)
        yield changed(policy, ("spec", "ingress", 0, "ports", 0, "port"), value)
    both = {"name": "http", "number": 80}
    yield changed(ingress, ("spec", "defaultBackend", "service", "port"), both)
    for number in NUMBERS:
        yield changed(policy, ("spec", "ingress", 0, "ports", 0, "endPort"), number)


def _service_cases(draw: random.Random) -> Iterator[Object]:
    service = valid()["Service"]
    ports = ("spec", "ports")
    for kind in ("ClusterIP", "NodePort", "LoadBalancer"):
        one = changed(service, ("spec", "type"), kind)
        yield one
        for value in _some(draw, (*PORT_NAMES, "", None), "aZ1-", 4):
            yield changed(one, (*ports, 0, "name"), value)
            if value:
                yield changed(one, (*ports, 0, "targetPort"), value)
        for number in (*NUMBERS, 0):
            yield changed(one, (*ports, 1, "port"), number)
        for number in (*NUMBERS, 0)[:-1]:
            yield changed(one, (*ports, 1, "targetPort"), number)
        for protocol in ("TCP", "UDP", "SCTP", "udp", "HTTP"):
            yield changed(one, (*ports, 1, "protocol"), protocol)
        for extra in (
            {"name": "third", "port": 80},
            {"name": "third", "port": 53},
            {"name": "http", "port": 81},
            {"port": 81},
            {"name": "third", "port": 81, "nodePort": 30080},
            {"name": "third", "port": 81, "nodePort": 30080, "protocol": "UDP"},
        ):
            yield changed(one, (*ports, 2), extra)


def _selector_cases(draw: random.Random) -> Iterator[Object]:
    kinds = valid()
    for kind in ("Deployment", "DaemonSet", "ReplicaSet", "StatefulSet", "Job"):
        one = kinds[kind]
        selectors: tuple[Object, ...] = (
            {},
            {"matchLabels": {}},
            {"matchLabels": {"app": "rello"}},
            {"matchLabels": {"app": "relo"}},
            {"matchLabels": {"ap": "rello"}},
            {"matchLabels": {"app": "rello", "tier": "db"}},
            {"matchLabels": {"app": "rello", "other": ""}},
        )
        for selector in selectors:
            yield changed(one, ("spec", "selector"), selector)
        for _ in range(16):
            key = draw.choice(["app", "tier", "other"])
            operator = draw.choice(["In", "NotIn", "Exists", "DoesNotExist"])
            values = draw.sample(["web", "rello", "x"], 2) if operator.endswith("In") else []
            listed = [{"key": key, "operator": operator, "values": values}]
            yield changed(one, ("spec", "selector"), {"matchExpressions": listed})
        for labels in (
            {},
            {"app": "rello"},
            {"app": "x", "tier": "web"},
            {"tier": "db", "app": "rello"},
        ):
            yield changed(one, ("spec", "template", "metadata", "labels"), labels)


CASES = {
    "labels": _label_cases,
    "names": _name_cases,
    "quantities": _amount_cases,
    "ports": _port_cases,
    "selectors": _selector_cases,
}


def _judge() -> str:
    text = (ROOT / "tests" / "oracles" / "apiserver" / "go.mod").read_text()
    return f"Kubernetes {required_version(text, 'k8s.io/kubernetes').removeprefix('v')}"


def _differs(verdict: dict[str, Any]) -> bool:
    """Whole numbers above 2**63 / 1000: the API server's own arithmetic overflows, and calls them no integer."""
    return [(e["field"], e["message"]) for e in verdict["errors"]] == [
        ("spec.hard[pods]", 'Invalid value: "1Ei": must be an integer')
    ]


def _errors(repo: Repo) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for check in CHECKS:
        for one in check.find(repo):
            if isinstance(one, Finding) and one.severity is Severity.ERROR and one.location:
                found.setdefault(one.location.file, []).append(f"{check.id}: {one.message}")
    return found


@pytest.mark.parametrize("family", CASES)
def test_one_field_changed(tmp_path: File, capsys: pytest.CaptureFixture[str], family: str) -> None:
    def case_seed() -> random.Random:
        return random.Random(f"objects {family}")

    def named(at: int) -> str:
        return f"{at:05}.yaml"

    cases: list[Object] = list(CASES[family](case_seed()))
    files = {named(at): json.dumps(one, indent=1) for at, one in enumerate(cases)}
    found = _errors(repositories.repo(tmp_path, files))
    said = oracle("apiserver").ask([{"object": one} for one in cases])
    missed, loud, count = [], [], Counter[str]()
    for at, (one, verdict) in enumerate(zip(cases, said, strict=True)):
        ours = found.get(named(at), [])
        if _differs(verdict):
            continue
        count["refused"] += not verdict["accepted"]
        count["missed"] += not verdict["accepted"] and not ours
        count["loud"] += verdict["accepted"] and bool(ours)
        if verdict["accepted"] and ours:
            loud.append((one["kind"], ours))
        elif not verdict["accepted"] and not ours:
            missed.append((one["kind"], verdict["errors"]))
    with capsys.disabled():
        print(f"\n{family}: {len(cases)} cases, {dict(count)}")
        if os.environ.get("SHOW"):
            for line in [*missed, *loud]:
                print(str(line)[:400])
    assert not missed, missed[:5]
    assert not loud, loud[:5]
    assert count["refused"] > len(cases) // 5
    proved("object-checks", len(cases), judge=_judge())


def test_our_own_tree() -> None:
    """Every object that we render, as the API server and as the checks see it."""
    held = Repo(ROOT)
    ours = [
        one
        for one in stored(held)
        if one.origin[0].startswith(("apps/", "clusters/", "infrastructure/"))
    ]
    said = oracle("apiserver").ask([{"object": one.body} for one in ours if not _encrypted(one)])
    assert [one for one in said if not one["accepted"]] == []
    assert _errors(held) == {}
    proved("object-checks", len(said), judge=_judge())


def _encrypted(one: Held) -> bool:
    return "sops" in one.body


def test_valid_objects_are_accepted() -> None:
    """Otherwise a refusal would say nothing of the field that was changed."""
    for one, verdict in zip(
        valid().values(),
        oracle("apiserver").ask([{"object": x} for x in valid().values()]),
        strict=True,
    ):
        assert verdict["accepted"], (one["kind"], verdict)
