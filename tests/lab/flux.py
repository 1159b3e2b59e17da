"""Flux as `bootstrap` will bring it, and its controllers as the tree's own Deployments want them run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.lab import kube, oci, pods
from tests.lab.authority import Authority
from tests.lab.kube import Api, Object
from tests.lab.places import (
    CLUSTER,
    CONTROLLERS,
    FIRST_METRICS_PORT,
    FLUX_NAMESPACE,
    SECONDS,
    WORK,
)
from tests.lab.processes import Processes
from tests.lab.repository import Repository
from tests.support import tools

MANAGER = "kustomize-controller"
_FOLDER = f"clusters/{CLUSTER}/flux-system"
_LABEL = "kustomize.toolkit.fluxcd.io"


def components(repository: Repository) -> tuple[Object, Object]:
    """The tree's own OCIRepository of Flux' components, and the Kustomization that patches them."""
    source, applied = repository.documents(f"{_FOLDER}/components.yaml")
    return source, applied


def address(source: Object) -> tuple[str, str, str]:
    """Host, repository and tag of an OCIRepository."""
    host, _, name = source["spec"]["url"].removeprefix("oci://").partition("/")
    return host, name, source["spec"]["ref"]["tag"]


def publish(repository: Repository, registry: Path) -> None:
    """Puts the official manifests where the tree looks for them."""
    _, name, tag = address(components(repository)[0])
    file = tools.data("schemas") / "artifact" / "gotk-components.yaml"
    oci.push(registry, name, tag, {file.name: file.read_bytes()})


def install(repository: Repository, config: Path, authority: Authority) -> list[Object]:
    """Pulls, patches and applies Flux, then the sync: everything as kustomize-controller, server-side.

    Gives what was applied.
    """
    source, applied = components(repository)
    folder = WORK / "flux"
    folder.mkdir()
    host, name, tag = address(source)
    env = tools.clean_env(WORK, SSL_CERT_FILE=str(authority.crt))
    what = ["pull", "artifact", f"oci://{host}/{name}:{tag}", f"--output={folder}"]
    tools.run(tools.tool("flux"), *what, env=env)
    pulled = sorted(file.name for file in folder.glob("*.yaml"))
    own = _build_and_apply(
        config,
        folder,
        {"resources": pulled, "patches": applied["spec"]["patches"], **_owned_by(applied)},
    )
    kinds = ["--for=condition=Established", "crd", "--all", f"--timeout={SECONDS['program']}s"]
    kube.kubectl(config, "wait", *kinds)
    sync = next(
        one
        for one in repository.documents(f"{_FOLDER}/sync.yaml")
        if one["kind"] == "Kustomization"
    )
    overlay = WORK / "sync"
    overlay.mkdir()
    copied = [
        (overlay / file.name).write_bytes(file.read_bytes()) and file.name
        for file in sorted((repository.root / _FOLDER).glob("*.yaml"))
        if file.name != "kustomization.yaml"
    ]
    return own + _build_and_apply(config, overlay, {"resources": copied, **_owned_by(sync)})


def _owned_by(applied: Object) -> Object:
    """The labels that kustomize-controller puts on what a Kustomization applies."""
    meta = applied["metadata"]
    return {
        "labels": [
            {
                "pairs": {
                    f"{_LABEL}/name": meta["name"],
                    f"{_LABEL}/namespace": meta["namespace"],
                }
            }
        ]
    }


def _build_and_apply(config: Path, folder: Path, kustomization: Object) -> list[Object]:
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(kustomization), encoding="utf-8")
    built = tools.run(tools.tool("kustomize"), "build", folder).stdout
    how = ["--server-side", f"--field-manager={MANAGER}", "-f", "-"]
    kube.kubectl(config, "apply", *how, stdin=built)
    return [one for one in yaml.safe_load_all(built) if one]


def give_key(api: Api, private: str) -> None:
    """The Secret that the tree's Kustomizations decrypt with; made here, as only `bootstrap` does."""
    api.request(
        "POST",
        kube.path("secrets", FLUX_NAMESPACE),
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "sops-age", "namespace": FLUX_NAMESPACE},
            "stringData": {"identity.agekey": private},
        },
    )


@dataclass
class Controllers:
    """Flux' controllers as processes, with the arguments and environment of their Deployments."""

    programs: Processes
    api: Api
    authority: Authority
    running: dict[str, str] = field(default_factory=dict)
    """Name to the container that it was started for, as text."""

    def follow(self) -> None:
        """Starts each controller that has a Deployment, and again when its container has changed."""
        for name in CONTROLLERS:
            found = self.api.get("deployments", name, FLUX_NAMESPACE)
            if found is None:
                continue
            (container,) = found["spec"]["template"]["spec"]["containers"]
            wanted = json.dumps([container, found["spec"].get("replicas")], sort_keys=True)
            if self.running.get(name) == wanted:
                continue
            self.programs.stop(name)
            self.running[name] = wanted
            if found["spec"].get("replicas") != 0:
                self._start(name, container)

    def _start(self, name: str, container: Object) -> None:
        pod = f"{FLUX_NAMESPACE}/{name}"
        program = tools.tool(name)
        token = pods.token(self.api, FLUX_NAMESPACE, name)
        pods.furnish(pod, program, container, token, self.authority)
        env = pods.environment(container, FLUX_NAMESPACE, self.api)
        port = FIRST_METRICS_PORT + 2 * CONTROLLERS.index(name)
        # Pods have addresses of their own, these processes share one.
        own = [f"--metrics-addr=127.0.0.1:{port}", f"--health-addr=127.0.0.1:{port + 1}"]
        args = [*pods.arguments(container, env), *own]
        self.programs.start(name, pods.command(pod, program, args), env)


def service_host(repository: Repository, name: str) -> str:
    """The name under which Flux' controllers reach one of their Services."""
    return f"{name}.{FLUX_NAMESPACE}.svc.{repository.spec().network.dns_domain}"
