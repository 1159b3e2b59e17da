"""Names and labels that Kubernetes would refuse, and names that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from gitops_gen.findings import Finding
from gitops_gen.spec.cilium import LabelSelector
from gitops_gen.spec.load import Loaded

Path = tuple[str | int, ...]

_LABEL_NAME = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\Z")
_DNS = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\Z")
_ENV = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*\Z")


def cluster_name_is_its_folder(loaded: Loaded) -> Iterator[Finding]:
    folder = PurePosixPath(loaded.name).parent.name
    if folder and folder != loaded.spec.name:
        yield Finding(
            loaded.at("name"),
            f"the cluster is called {loaded.spec.name}, its folder {folder}",
            "give both the same name; files of the old name go with a full render",
        )


def names_are_unique(loaded: Loaded) -> Iterator[Finding]:
    spec = loaded.spec
    yield from _unique(loaded, "node", ("nodes",), [n.name for n in spec.nodes])
    yield from _unique(loaded, "pool", ("cilium", "pools"), [p.name for p in spec.cilium.pools])
    yield from _unique(loaded, "L2 policy", ("cilium", "l2"), [p.name for p in spec.cilium.l2])
    if bgp := spec.cilium.bgp:
        yield from _unique(loaded, "peer", ("cilium", "bgp", "peers"), [p.name for p in bgp.peers])
        yield from _unique(
            loaded,
            "advertisement",
            ("cilium", "bgp", "advertisements"),
            [a.name for a in bgp.advertisements],
        )
    yield from _unique(loaded, "app", ("apps",), [a.name for a in spec.apps])
    for i, app in enumerate(spec.apps):
        base = ("apps", i)
        yield from _unique(
            loaded, "workload", (*base, "workloads"), [w.name for w in app.workloads]
        )
        yield from _unique(loaded, "service", (*base, "services"), [s.name for s in app.services])
        yield from _unique(loaded, "ingress", (*base, "ingresses"), [x.name for x in app.ingresses])


def _unique(loaded: Loaded, what: str, base: Path, names: Iterable[str]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for i, name in enumerate(names):
        first = seen.setdefault(name, i)
        if first != i:
            yield Finding(
                loaded.at(*base, i, "name"),
                f"two {what} entries are called {name}",
                "give each its own name",
                (loaded.at(*base, first, "name"),),
            )


def labels_are_labels(loaded: Loaded) -> Iterator[Finding]:
    for path, labels in _labels(loaded):
        for key, value in labels.items():
            yield from _label(loaded, (*path, key), key, value)
    for i, app in enumerate(loaded.spec.apps):
        for j, workload in enumerate(app.workloads):
            for key in workload.env:
                if not _ENV.match(key):
                    yield Finding(
                        loaded.at("apps", i, "workloads", j, "env", key),
                        f'"{key}" is no name of an environment variable',
                        "letters, digits, '_', '-' and '.', not beginning with a digit",
                    )


def _labels(loaded: Loaded) -> Iterator[tuple[Path, dict[str, str]]]:
    spec = loaded.spec
    for i, node in enumerate(spec.nodes):
        yield ("nodes", i, "labels"), node.labels
    for i, app in enumerate(spec.apps):
        for j, service in enumerate(app.services):
            yield ("apps", i, "services", j, "labels"), service.labels
    for path, selector in selectors(loaded):
        yield (*path, "matchLabels"), selector.match_labels
        for j, expression in enumerate(selector.match_expressions):
            at = (*path, "matchExpressions", j)
            for value in expression.values or ("",):
                yield at, {expression.key: value}


def selectors(loaded: Loaded) -> Iterator[tuple[Path, LabelSelector]]:
    """Every label selector of the spec with its path."""
    cilium = loaded.spec.cilium
    places: list[tuple[Path, LabelSelector | None]] = []
    for i, pool in enumerate(cilium.pools):
        places.append((("cilium", "pools", i, "serviceSelector"), pool.service_selector))
    for i, policy in enumerate(cilium.l2):
        places.append((("cilium", "l2", i, "serviceSelector"), policy.service_selector))
        places.append((("cilium", "l2", i, "nodeSelector"), policy.node_selector))
    if cilium.bgp:
        places.append((("cilium", "bgp", "nodeSelector"), cilium.bgp.node_selector))
        for i, advertisement in enumerate(cilium.bgp.advertisements):
            path = ("cilium", "bgp", "advertisements", i, "serviceSelector")
            places.append((path, advertisement.service_selector))
    yield from ((path, selector) for path, selector in places if selector is not None)


def _label(loaded: Loaded, path: Path, key: str, value: str) -> Iterator[Finding]:
    prefix, slash, name = key.rpartition("/")
    if not _LABEL_NAME.match(name) or (slash and not (_DNS.match(prefix) and len(prefix) <= 253)):
        yield Finding(
            loaded.at(*path),
            f'"{key}" is no label key',
            "[prefix/]name: at most 63 letters, digits, '-', '_', '.', beginning and ending with "
            "a letter or digit; the prefix is a DNS name",
        )
    if value and not _LABEL_NAME.match(value):
        yield Finding(
            loaded.at(*path),
            f'"{value}" is no value for the label {key}',
            "at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit",
        )
