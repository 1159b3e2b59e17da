"""An app's parts fit together: namespaces, references, flows, images."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding
from gitops_gen.net import ranges
from gitops_gen.spec.apps import App, Flow
from gitops_gen.spec.load import Loaded

_TAKEN = ("default", "kube-system", "kube-public", "kube-node-lease", "flux-system")
_WORDS = ("anyone", "dns")
_IMAGE = re.compile(
    r"(?P<name>[a-z0-9]+(?:[._:/-]+[a-z0-9]+)*?)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?\Z"
)
_FLUX = ("flux-system", "flux-components", "cilium", "cilium-config")


def namespaces_are_their_own(loaded: Loaded) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for i, app in enumerate(loaded.spec.apps):
        field = "namespace" if app.namespace else "name"
        namespace = app.namespace or app.name
        at = loaded.at("apps", i, field)
        if namespace in _TAKEN:
            yield Finding(at, f"the namespace {namespace} is not an app's to own", "take another")
        if app.name in _FLUX:
            yield Finding(
                loaded.at("apps", i, "name"),
                f"a Flux Kustomization of this tree is already called {app.name}",
                "give the app another name",
            )
        first = seen.setdefault(namespace, i)
        if first != i:
            yield Finding(
                at,
                f"two apps own the namespace {namespace}",
                "one app, one namespace",
                (loaded.at("apps", first, "name"),),
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


def _unresolved(
    loaded: Loaded, path: tuple[str | int, ...], name: str, known: list[str]
) -> Finding:
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


def _end(
    loaded: Loaded, path: tuple[str | int, ...], name: str, app: App, word: str
) -> Iterator[Finding]:
    workloads = [w.name for w in app.workloads]
    if name in workloads or name == word:
        return
    if "/" in name:
        try:
            ranges.network(name)
        except ValueError as error:
            yield Finding(loaded.at(*path), f'"{name}" {error}')
        return
    yield Finding(
        loaded.at(*path),
        f'"{name}" is no workload of this app{did_you_mean(name, [*workloads, word])}',
        f"a workload, {word}, or a CIDR",
    )


def _shape(loaded: Loaded, path: tuple[str | int, ...], flow: Flow, app: App) -> Iterator[Finding]:
    workloads = {w.name for w in app.workloads}
    if flow.source not in workloads and flow.to not in workloads:
        yield Finding(
            loaded.at(*path), "neither end of the flow is a workload of this app: it allows nothing"
        )
    if "/" in flow.to and not flow.ports:
        yield Finding(loaded.at(*path), f"a flow to {flow.to} needs its ports", "add ports: [443]")
    if flow.to == "dns" and flow.ports:
        yield Finding(
            loaded.at(*path, "ports"),
            "a flow to dns has its ports: udp and tcp 53",
            "leave them out",
        )
    for port in flow.ports:
        if not 1 <= port <= 65535:
            yield Finding(loaded.at(*path, "ports"), f"{port} is no port", "1 to 65535")


def images_are_pinned(loaded: Loaded) -> Iterator[Finding]:
    for i, app in enumerate(loaded.spec.apps):
        for j, workload in enumerate(app.workloads):
            at = loaded.at("apps", i, "workloads", j, "image")
            match = _IMAGE.match(workload.image)
            if match is None:
                yield Finding(at, f'"{workload.image}" is no image reference')
            elif not match["digest"] and match["tag"] in (None, "latest"):
                yield Finding(
                    at,
                    f"the image {workload.image} is not pinned: what runs changes without a commit",
                    "name a tag other than latest, or a digest",
                )
