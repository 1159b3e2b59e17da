"""Names and labels that Kubernetes would refuse, and names that stand twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from gitops_gen import versions
from gitops_gen.findings import Finding
from gitops_gen.grammar.names import is_label_key, is_label_value, is_subdomain
from gitops_gen.spec.load import Loaded
from gitops_gen.spec.rules.selection import selectors

Path = tuple[str | int, ...]


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


def dns_domain_is_one(loaded: Loaded) -> Iterator[Finding]:
    domain = loaded.spec.network.dns_domain
    if not is_subdomain(domain):
        yield Finding(
            loaded.at("network", "dnsDomain"),
            f'"{domain}" is no DNS domain',
            "write it in lower case, without a dot at its ends, as cluster.local",
        )


def service_names_are_taken(loaded: Loaded) -> Iterator[Finding]:
    """Before 1.36 (RelaxedServiceNameValidation) a Service's name begins with a letter."""
    kubernetes = versions.parse(loaded.spec.versions.kubernetes)
    for i, app in enumerate(loaded.spec.apps):
        for j, service in enumerate(app.services):
            if service.name[0].isdigit() and kubernetes < (1, 36):
                yield Finding(
                    loaded.at("apps", i, "services", j, "name"),
                    f"Kubernetes {kubernetes} takes no Service name that begins with a digit",
                    "begin it with a letter",
                    (loaded.at("versions", "kubernetes"),),
                )


def _label(loaded: Loaded, path: Path, key: str, value: str) -> Iterator[Finding]:
    if not is_label_key(key):
        yield Finding(
            loaded.at(*path),
            f'"{key}" is no label key',
            "[prefix/]name: at most 63 letters, digits, '-', '_', '.', beginning and ending with "
            "a letter or digit; the prefix is a DNS name",
        )
    if not is_label_value(value):
        yield Finding(
            loaded.at(*path),
            f'"{value}" is no value for the label {key}',
            "at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit",
        )
