"""`apps/<name>/<app>/`: a namespace, what runs in it, how it is reached, and who may speak to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gitops_gen.digest import sha256
from gitops_gen.kinds import apps, core, kustomize, networking
from gitops_gen.plan import Plan
from gitops_gen.plan.apps import App, End, Flow, Ingress, Service, Workload
from gitops_gen.render.files import Credentials, Document, File, Ring
from gitops_gen.render.root import SECRET_REGEX
from gitops_gen.sops.secret import Secret

ADDRESS = "lbipam.cilium.io/ips"
"""Annotation that asks LB-IPAM for an address; from an Ingress it goes to its load balancer."""
CREDENTIALS = "gitops-gen.dev/credentials"
"""Annotation of pods: changes with their credentials, so that they restart with the new ones."""
DNS = {"k8s-app": "kube-dns"}


def files(plan: Plan, credentials: Credentials) -> list[File]:
    """Everything under apps/<name>/ that is ours; hand-written files stand beside it."""
    return [file for app in plan.apps for file in _app(plan, app, credentials)]


def _app(plan: Plan, app: App, credentials: Credentials) -> list[File]:
    folder = f"apps/{plan.name}/{app.name}"
    secrets = {workload.name: _secrets(workload, credentials) for workload in app.workloads}
    parts: list[tuple[str, tuple[Document, ...]]] = [
        ("namespace.yaml", (_namespace(app),)),
        ("networkpolicies.yaml", _policies(app)),
        ("deployments.yaml", tuple(_deployment(app, w, secrets[w.name]) for w in app.workloads)),
        ("services.yaml", tuple(_service(app, service) for service in app.services)),
        ("ingresses.yaml", tuple(_ingress(app, ingress) for ingress in app.ingresses)),
    ]
    found = [File(f"{folder}/{name}", documents) for name, documents in parts if documents]
    found += [
        File(
            f"{folder}/{_env_secret(name)}.sops.yaml",
            (core.secret(_env_secret(name), app.namespace, values),),
            Ring.FLUX,
            SECRET_REGEX,
        )
        for name, values in secrets.items()
        if values
    ]
    names = [file.path.removeprefix(f"{folder}/") for file in found]
    document = kustomize.kustomization([*names, *app.extra_resources])
    return [File(f"{folder}/kustomization.yaml", (document,)), *found]


def _namespace(app: App) -> Document:
    labels = core.pod_security_labels(
        enforce=app.enforce, audit=app.audit, warn=app.warn, version=app.psa_version
    )
    return core.namespace(app.namespace, labels)


def _secrets(workload: Workload, credentials: Credentials) -> dict[str, Secret]:
    return {variable: credentials(name) for variable, name in workload.credentials}


def _env_secret(workload: str) -> str:
    return f"{workload}-env"


def _selector(workload: str) -> dict[str, str]:
    return {"app.kubernetes.io/name": workload}


def _labels(app: App, workload: str) -> dict[str, str]:
    return {**_selector(workload), "app.kubernetes.io/part-of": app.name}


def _deployment(app: App, workload: Workload, secrets: Mapping[str, Secret]) -> Document:
    volumes = [f"writable-{number}" for number in range(len(workload.writable))]
    env = [core.env_value(key, value) for key, value in workload.env]
    env += [core.env_secret(key, _env_secret(workload.name), key) for key in secrets]
    container = core.container(
        workload.name,
        workload.image,
        port=workload.port,
        args=workload.args,
        env=env,
        requests=workload.requests,
        limits=workload.limits,
        health=workload.health,
        mounts=list(zip(volumes, workload.writable, strict=True)),
    )
    return apps.deployment(
        workload.name,
        app.namespace,
        replicas=workload.replicas,
        selector=_selector(workload.name),
        labels=_labels(app, workload.name),
        pod=core.pod_spec(
            container,
            user=workload.user,
            group=workload.group,
            empty_dirs=volumes,
            spread=_selector(workload.name) if workload.replicas > 1 else None,
        ),
        pod_annotations={CREDENTIALS: _state(secrets)} if secrets else None,
    )


def _state(secrets: Mapping[str, Secret]) -> str:
    """A short hash that changes when a credential does; of ciphertexts, so it is known without the key."""
    digest = sha256()
    for name, secret in secrets.items():
        digest.update(f"{name}\0{secret.source}\0{secret.ciphertext}\0".encode())
    return digest.hexdigest()[:16]


def _service(app: App, service: Service) -> Document:
    return core.service(
        service.name,
        app.namespace,
        selector=_selector(service.workload),
        port=service.port,
        target_port="main",
        type=service.type,
        node_port=service.node_port,
        labels={**_labels(app, service.workload), **dict(service.labels)},
        annotations={ADDRESS: service.address} if service.address else None,
    )


def _ingress(app: App, ingress: Ingress) -> Document:
    annotations = {"ingress.cilium.io/loadbalancer-mode": "dedicated"}
    if ingress.address:
        annotations[ADDRESS] = ingress.address
    return networking.ingress(
        ingress.name,
        app.namespace,
        class_name="cilium",
        service=ingress.service,
        port=ingress.port,
        host=ingress.host,
        path=ingress.path,
        annotations=annotations,
    )


def _policies(app: App) -> tuple[Document, ...]:
    """Nothing in and nothing out for the whole namespace, then what each workload's flows let through."""
    allowed = [_allowed(app, workload.name) for workload in app.workloads]
    deny = networking.network_policy("default-deny", app.namespace)
    return (deny, *(policy for policy in allowed if policy))


def _allowed(app: App, workload: str) -> Document | None:
    """The flows that begin or end at a workload; both ends need theirs, each is isolated on its own."""
    here = End("workload", workload)
    ingress = [networking.ingress_rule(_peer(f.source), f.ports) for f in app.flows if f.to == here]
    egress = [_egress(f) for f in app.flows if f.source == here]
    if not ingress and not egress:
        return None
    types = [name for name, rules in (("Ingress", ingress), ("Egress", egress)) if rules]
    return networking.network_policy(
        f"allow-{workload}",
        app.namespace,
        pods=_selector(workload),
        types=types,
        ingress=ingress,
        egress=egress,
    )


def _egress(flow: Flow) -> dict[str, Any]:
    peer = _peer(flow.to)
    if peer is None:
        raise ValueError("a flow goes to a workload, to dns or to a CIDR")
    return networking.egress_rule(peer, flow.ports)


def _peer(end: End) -> dict[str, Any] | None:
    """The peer of a rule; None for anyone."""
    if end.kind == "workload":
        return networking.pods(_selector(end.name))
    if end.kind == "dns":
        return networking.pods(DNS, namespace="kube-system")
    if end.kind == "cidr":
        return networking.addresses(end.name)
    return None
