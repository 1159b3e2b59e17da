"""An app's parts fit together: namespaces, references, flows."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding
from gitops_gen.net import ranges
from gitops_gen.spec.apps import App, Flow
from gitops_gen.spec.load import Loaded

Path = tuple[str | int, ...]

_TAKEN = (
    "default",
    "kube-system",
    "kube-public",
    "kube-node-lease",
    "flux-system",
    "cilium-secrets",
)
_WORDS = ("anyone", "dns")
_FLUX = ("flux-system", "flux-components", "cilium", "cilium-config")


def namespaces_are_their_own(loaded: Loaded) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for i, app in enumerate(loaded.spec.apps):
        field = "namespace" if app.namespace else "name"
        namespace = app.namespace or app.name
        if namespace in _TAKEN:
            yield Finding(
                loaded.at("apps", i, field),
                f"the namespace {namespace} is not an app's to own",
                "take another",
            )
        if app.name in _FLUX:
            yield Finding(
                loaded.at("apps", i, "name"),
                f"a Flux Kustomization of this tree is already called {app.name}",
                "give the app another name",
            )
        first = seen.setdefault(namespace, i)
        if first != i:
            other = loaded.spec.apps[first]
            yield Finding(
                loaded.at("apps", i, field),
                f"two apps own the namespace {namespace}",
                "one app, one namespace",
                (loaded.at("apps", first, "namespace" if other.namespace else "name"),),
            )


def references_resolve(loaded: Loaded) -> Iterator[Finding]:
    """A Service's workload and an Ingress' Service are of the same app."""
    for i, app in enumerate(loaded.spec.apps):
        workloads = [w.name for w in app.workloads]
        services = [s.name for s in app.services]
        for j, service in enumerate(app.services):
            if service.workload not in workloads:
                yield _unresolved(
                    loaded, ("apps", i, "services", j, "workload"), service.workload, workloads
                )
        for j, ingress in enumerate(app.ingresses):
            if ingress.service not in services:
                yield _unresolved(
                    loaded, ("apps", i, "ingresses", j, "service"), ingress.service, services
                )


def _unresolved(loaded: Loaded, path: Path, name: str, known: list[str]) -> Finding:
    kind = path[-1]
    return Finding(
        loaded.at(*path),
        f'this app has no {kind} "{name}"{did_you_mean(name, known)}',
        f"it has {', '.join(known)}" if known else f"declare the {kind}",
    )


def flows_resolve(loaded: Loaded) -> Iterator[Finding]:
    for i, app in enumerate(loaded.spec.apps):
        for j, flow in enumerate(app.flows):
            path = ("apps", i, "flows", j)
            yield from _end(loaded, (*path, "from"), flow.source, app, "anyone")
            yield from _end(loaded, (*path, "to"), flow.to, app, "dns")
            yield from _shape(loaded, path, flow, app)
        taken = [w.name for w in app.workloads]
        for j, name in enumerate(taken):
            if name in _WORDS:
                yield Finding(
                    loaded.at("apps", i, "workloads", j, "name"),
                    f'"{name}" has a meaning of its own in flows',
                    "call the workload something else",
                )


def _end(loaded: Loaded, path: Path, name: str, app: App, word: str) -> Iterator[Finding]:
    workloads = [w.name for w in app.workloads]
    if name in workloads or name == word:
        return
    if "/" in name:
        try:
            ranges.network(name)
        except ValueError as error:
            message = f'"{name}" {error}'
            yield Finding(loaded.at(*path), message, "write a network, as 203.0.113.0/24")
        return
    if name in _WORDS:
        message = f'"{name}" cannot stand in `{path[-1]}` of a flow'
        yield Finding(loaded.at(*path), message, f"a workload, {word}, or a CIDR")
        return
    yield Finding(
        loaded.at(*path),
        f'"{name}" is no workload of this app{did_you_mean(name, [*workloads, word])}',
        f"a workload, {word}, or a CIDR",
    )


def _outside(name: str, word: str) -> bool:
    return name == word or "/" in name


def _shape(loaded: Loaded, path: Path, flow: Flow, app: App) -> Iterator[Finding]:
    workloads = {w.name for w in app.workloads}
    if _outside(flow.source, "anyone") and _outside(flow.to, "dns"):
        yield Finding(
            loaded.at(*path),
            "neither end of the flow is a workload of this app: it allows nothing",
            "name a workload in from or in to",
        )
    if "/" in flow.to and not flow.ports:
        yield Finding(loaded.at(*path), f"a flow to {flow.to} needs its ports", "add ports: [443]")
    if flow.to == "dns" and (flow.ports or flow.protocol != "TCP"):
        yield Finding(
            loaded.at(*path, "ports" if flow.ports else "protocol"),
            "a flow to dns has its ports: udp and tcp 53",
            "leave ports and protocol out",
        )
    if flow.to in workloads and flow.protocol != "TCP" and not flow.ports:
        yield Finding(
            loaded.at(*path, "protocol"),
            f"{flow.to} listens on TCP: a flow over {flow.protocol} needs its ports",
            "add ports, or leave protocol out",
        )
