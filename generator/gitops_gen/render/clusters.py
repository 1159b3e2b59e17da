"""`clusters/<name>/`: where Flux begins, how it is installed, and what it reconciles in which order."""

from __future__ import annotations

from gitops_gen.kinds import flux, kustomize
from gitops_gen.plan import Plan
from gitops_gen.plan.apps import App
from gitops_gen.render import components, health
from gitops_gen.render.files import Document, File
from gitops_gen.render.infrastructure import NAMESPACE, has_config
from gitops_gen.render.root import left_out
from gitops_gen.yamlio.write import Commented

FLUX_SYSTEM = "flux-system"
FOLDERS = ("clusters", "infrastructure", "apps")


def files(plan: Plan, *, flux_bootstrapped: bool = False) -> list[File]:
    """Everything of clusters/<name>/ that Flux reads; no secret is among it.

    `flux_bootstrapped` says that flux-system/kustomization.yaml stands on the disk; it matters only with
    `install: bootstrap`, where `flux bootstrap` writes it.
    """
    base = f"clusters/{plan.name}"
    found = [File(f"{base}/infrastructure.yaml", _infrastructure(plan))]
    if plan.apps:
        found.append(File(f"{base}/apps.yaml", tuple(_app(plan, app) for app in plan.apps)))
    names = [file.path.removeprefix(f"{base}/") for file in found]
    own = plan.flux.artifact is not None
    if own or flux_bootstrapped:
        names.insert(0, FLUX_SYSTEM)
    document = kustomize.kustomization([*names, *plan.extra_resources])
    found.insert(0, File(f"{base}/kustomization.yaml", (document,)))
    return [*found, *(_flux_system(plan, f"{base}/{FLUX_SYSTEM}") if own else ())]


def _flux_system(plan: Plan, folder: str) -> list[File]:
    names = ["components.yaml", "sync.yaml"]
    return [
        File(f"{folder}/kustomization.yaml", (kustomize.kustomization(names),)),
        File(f"{folder}/components.yaml", components.documents(plan)),
        File(f"{folder}/sync.yaml", _sync(plan)),
    ]


def _sync(plan: Plan) -> tuple[Document, ...]:
    """The repository and the Kustomization that starts everything, called as `flux bootstrap` calls them."""
    repository = flux.git_repository(
        flux.SOURCE,
        url=plan.flux.url,
        branch=plan.flux.branch,
        interval=plan.flux.interval,
        secret=FLUX_SYSTEM if plan.flux.credential else None,
        ignore="".join(f"{line}\n" for line in ignored(plan)),
    )
    repository["spec"]["ignore"] = Commented(
        repository["spec"]["ignore"],
        "What stays in reach of every pod: not other clusters. A pattern with ! takes back what\n"
        ".sourceignore leaves out, so specs and secrets are left out once more.",
    )
    start = flux.kustomization(
        flux.SOURCE,
        path=f"./clusters/{plan.name}",
        source=flux.source(),
        interval="10m",
        decrypt=True,
    )
    return (repository, start)


def ignored(plan: Plan) -> list[str]:
    """Lines of `spec.ignore`, as in .gitignore: the last that matches decides."""
    return [
        *(f"/{folder}/*" for folder in FOLDERS),
        *(f"!/{path}" for path in plan.flux.keep),
        *left_out("*"),
    ]


def _infrastructure(plan: Plan) -> tuple[Document, ...]:
    base = f"./infrastructure/{plan.name}"
    cilium = flux.kustomization(
        "cilium",
        path=f"{base}/cilium",
        source=flux.source(),
        prune=False,
        keep=True,
        timeout="15m",
        health_checks=health.release(plan, NAMESPACE),
    )
    cilium["spec"]["prune"] = Commented(
        cilium["spec"]["prune"], "the cluster's network is not deleted because a file is"
    )
    cilium["spec"]["wait"] = Commented(
        cilium["spec"]["wait"], "with wait: true the list below would be ignored"
    )
    if not has_config(plan):
        return (cilium,)
    bgp = plan.cilium.bgp
    config = flux.kustomization(
        "cilium-config",
        path=f"{base}/cilium-config",
        source=flux.source(),
        depends_on=["cilium"],
        wait=True,
        retry_interval="1m",
        decrypt=bgp is not None and any(peer.password for peer in bgp.peers),
        health_check_exprs=health.config(plan),
    )
    return (cilium, config)


def _app(plan: Plan, app: App) -> Document:
    """After cilium alone: a BGP object that is not Ready must not freeze every app's deploys."""
    return flux.kustomization(
        app.name,
        path=f"./apps/{plan.name}/{app.name}",
        source=flux.source(),
        depends_on=["cilium"],
        wait=True,
        decrypt=any(w.credentials for w in app.workloads) or bool(app.extra_resources),
    )
