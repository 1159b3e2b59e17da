"""From a plan to the files of the tree; mirrors the tree that it writes. Pure: no disk, no key, no clock."""

from __future__ import annotations

from gitops_gen.plan import Plan
from gitops_gen.render import apps, clusters, infrastructure, root, talos
from gitops_gen.render.files import Block, File, Sources


def files(plan: Plan, sources: Sources, *, flux_system: bool) -> list[File]:
    """Every derived file; `flux_system` says whether the user's own `flux bootstrap` has been there."""
    return [
        *talos.files(plan, sources),
        *clusters.files(plan, flux_bootstrapped=flux_system),
        *infrastructure.files(plan, sources.credential),
        *apps.files(plan, sources.credential),
    ]


def blocks(plan: Plan, flux_recipient: str) -> list[Block]:
    """Our lines in the files of the root that others write to as well; no recipient before the first render."""
    regexes = root.Regexes(
        bundle=talos.BUNDLE_REGEX,
        machine_config=talos.machine_regex(),
        talosconfig=talos.TALOSCONFIG_REGEX,
        flux_key=root.FLUX_KEY_REGEX,
    )
    return root.blocks(plan, flux_recipient, regexes)
