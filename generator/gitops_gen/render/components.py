"""Flux itself: the official artifact, and the patches that make it `flux install` of the wanted controllers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gitops_gen.kinds import flux
from gitops_gen.plan import Plan
from gitops_gen.render.files import Document
from gitops_gen.yamlio import write
from gitops_gen.yamlio.write import Commented

NAME = "flux-components"
ALL = (
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "notification-controller",
    "image-reflector-controller",
    "image-automation-controller",
    "source-watcher",
)
"""What the artifact holds: flux2's release workflow, `flux install` with all of --components-extra."""
_STORES = ("source-controller", "source-watcher")
_GATED = ("kustomize-controller", "helm-controller")
_DOMAIN = "cluster.local"
_EVENTS = "--events-addr=http://notification-controller.$(RUNTIME_NAMESPACE).svc.{domain}./"
_STORAGE = "--storage-adv-addr={name}.$(RUNTIME_NAMESPACE).svc.{domain}."
_ARGS = "/spec/template/spec/containers/0/args"


def documents(plan: Plan) -> tuple[Document, ...]:
    """The OCIRepository of the artifact and the Kustomization that installs it."""
    artifact = flux.oci_repository(NAME, url=str(plan.flux.artifact), tag=f"v{plan.flux.version}")
    made = flux.kustomization(
        NAME,
        path="./",
        source=flux.source("OCIRepository", NAME),
        prune=False,
        keep=True,
        wait=True,
        patches=patches(plan.flux.components, plan.talos.dns_domain),
    )
    made["spec"]["prune"] = Commented(
        made["spec"]["prune"],
        "with Flux' CRDs would go every HelmRelease, and with them the network; nothing depends on this",
    )
    return (artifact, made)


def patches(components: Sequence[str], domain: str = _DOMAIN) -> list[dict[str, Any]]:
    """Patches from the artifact to `flux install --components=... --cluster-domain=...`.

    Arguments are replaced by their place, as flux2 itself does (pkg/manifestgen/install/templates.go); a
    `test` before it makes the build fail, and nothing change, should a release move them.
    """
    unwanted = [name for name in ALL if name not in components]
    wanted = [name for name in ALL if name in components]
    found = [_delete(unwanted)] if unwanted else []
    if "source-watcher" in unwanted:
        gate = [
            _test(5, "--feature-gates=ExternalArtifact=true"),
            {"op": "remove", "path": f"{_ARGS}/5"},
        ]
        found.append(_patch([name for name in _GATED if name in wanted], gate))
    old = _EVENTS.format(domain=_DOMAIN)
    notified = "notification-controller" in wanted
    new = _EVENTS.format(domain=domain) if notified else "--events-addr="
    if new != old:
        talkers = [name for name in wanted if name != "notification-controller"]
        found.append(_patch(talkers, _replace(0, old, new)))
    if domain != _DOMAIN:
        found += [
            _patch(
                [name],
                _replace(
                    6,
                    _STORAGE.format(name=name, domain=_DOMAIN),
                    _STORAGE.format(name=name, domain=domain),
                ),
            )
            for name in _STORES
            if name in wanted
        ]
    return found


def _delete(components: Sequence[str]) -> dict[str, Any]:
    """Deletes every object of the components: the artifact labels each with its own."""
    return {
        "patch": "$patch: delete\napiVersion: v1\nkind: Any\nmetadata:\n  name: any\n",
        "target": {"labelSelector": f"app.kubernetes.io/component in ({', '.join(components)})"},
    }


def _patch(deployments: Sequence[str], operations: Sequence[dict[str, str]]) -> dict[str, Any]:
    lines = write.dump([{"patch": list(operations)}]).splitlines()[1:]
    return {
        "patch": "".join(f"{line.removeprefix('  ')}\n" for line in lines),
        "target": {"kind": "Deployment", "name": f"({'|'.join(deployments)})"},
    }


def _replace(place: int, old: str, new: str) -> list[dict[str, str]]:
    return [_test(place, old), {"op": "replace", "path": f"{_ARGS}/{place}", "value": new}]


def _test(place: int, value: str) -> dict[str, str]:
    return {"op": "test", "path": f"{_ARGS}/{place}", "value": value}
