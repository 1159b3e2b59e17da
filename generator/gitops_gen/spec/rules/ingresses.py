"""How apps are reached: Ingresses that Kubernetes takes and Cilium serves, flows that let callers in."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.findings import Finding, Severity
from gitops_gen.grammar.names import is_subdomain
from gitops_gen.spec.apps import App
from gitops_gen.spec.load import Loaded

_NO_SEQUENCES = ("//", "/./", "/../", "%2f", "%2F")
_NO_ENDS = ("/..", "/.")
"""What the API server refuses in a path (pkg/apis/networking/validation)."""


def ingresses_are_served(loaded: Loaded) -> Iterator[Finding]:
    if loaded.spec.cilium.ingress_controller:
        return
    for i, app in enumerate(loaded.spec.apps):
        for j, ingress in enumerate(app.ingresses):
            yield Finding(
                loaded.at("apps", i, "ingresses", j),
                f"nobody serves Ingress {ingress.name}: cilium.ingressController is off",
                "set cilium.ingressController to true, or remove the Ingress",
                (loaded.at("cilium", "ingressController"),),
            )


def hosts_and_paths_are_valid(loaded: Loaded) -> Iterator[Finding]:
    for i, app in enumerate(loaded.spec.apps):
        for j, ingress in enumerate(app.ingresses):
            path = ("apps", i, "ingresses", j)
            if ingress.host is not None and not is_host(ingress.host):
                yield Finding(
                    loaded.at(*path, "host"),
                    f'"{ingress.host}" is no host name',
                    "write a DNS name in lower case, without scheme and port; only its first label "
                    "may be *",
                )
            wrong = any(part in ingress.path for part in _NO_SEQUENCES)
            if wrong or ingress.path.endswith(_NO_ENDS):
                yield Finding(
                    loaded.at(*path, "path"),
                    f'the API server refuses the path "{ingress.path}"',
                    "write it without //, /./, /../ and %2f",
                )


def is_host(text: str) -> bool:
    """Whether an Ingress takes a host: a DNS name, `*` as its first label, never an address."""
    name = text.removeprefix("*.")
    last = name.rpartition(".")[2]
    return is_subdomain(name) and len(text) <= 253 and not (last.isdigit() and name == text)


def ingress_services_are_free(loaded: Loaded) -> Iterator[Finding]:
    """Cilium makes a Service for each Ingress, in the app's namespace."""
    for i, app in enumerate(loaded.spec.apps):
        names = {service.name: j for j, service in enumerate(app.services)}
        for j, ingress in enumerate(app.ingresses):
            taken = names.get(f"cilium-ingress-{ingress.name}")
            if taken is not None:
                yield Finding(
                    loaded.at("apps", i, "services", taken, "name"),
                    f"Cilium makes a Service of this name for Ingress {ingress.name}",
                    "call the Service something else",
                    (loaded.at("apps", i, "ingresses", j, "name"),),
                )


def callers_are_let_in(loaded: Loaded) -> Iterator[Finding]:
    """What is published has a flow from outside; Cilium's ingress is no CIDR, so only `anyone` is it."""
    for i, app in enumerate(loaded.spec.apps):
        if app.extra_resources:  # policies may be written by hand as well
            continue
        behind = {service.name: service.workload for service in app.services}
        for j, ingress in enumerate(app.ingresses):
            workload = behind.get(ingress.service)
            if workload and not _open(app, workload, ("anyone",)):
                yield Finding(
                    loaded.at("apps", i, "ingresses", j),
                    f"no flow lets Ingress {ingress.name} reach {workload}: every request is denied",
                    f"add the flow from: anyone, to: {workload}",
                    severity=Severity.WARNING,
                )
        for j, service in enumerate(app.services):
            if service.type != "ClusterIP" and not _open(app, service.workload, ("anyone", "/")):
                yield Finding(
                    loaded.at("apps", i, "services", j),
                    f"no flow lets anybody outside reach {service.workload} through Service "
                    f"{service.name}",
                    f"add a flow to: {service.workload}, from: anyone or a CIDR",
                    severity=Severity.WARNING,
                )


def _open(app: App, workload: str, sources: tuple[str, ...]) -> bool:
    """Whether a flow from one of `sources` (`/`: any CIDR) reaches the workload's own port."""
    port = {w.name: w.port for w in app.workloads}.get(workload)
    reaching = [flow for flow in app.flows if flow.to == workload and flow.protocol == "TCP"]
    return any(
        ("/" if "/" in flow.source else flow.source) in sources
        and (not flow.ports or port in flow.ports)
        for flow in reaching
    )
