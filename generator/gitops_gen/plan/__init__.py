"""Every default filled, every address computed: decisions end here, and what follows only spells.

It reads the spec and nothing else: no disk, no clock, no secret (credentials go by name).
"""

from __future__ import annotations

from gitops_gen import versions
from gitops_gen.plan import apps, cilium, flux, machines
from gitops_gen.plan.machines import Machine
from gitops_gen.records import Record
from gitops_gen.spec.cluster import Cluster


class Plan(Record, frozen=True):
    """One cluster, decided."""

    name: str
    operators: tuple[str, ...]
    """Recipients of what only people may open."""
    bundle_from_command: bool
    """Whether the secrets bundle comes from a command of the user's; else it is a file of the tree."""
    kubernetes: versions.Version
    talos: machines.Talos
    machines: tuple[Machine, ...]
    cilium: cilium.Cilium
    flux: flux.Flux
    apps: tuple[apps.App, ...]
    extra_resources: tuple[str, ...]

    @property
    def spec_path(self) -> str:
        """The spec's path in the repository; every header names it."""
        return f"clusters/{self.name}/cluster.yaml"


def plan(spec: Cluster) -> Plan:
    """The plan of a spec that has no problems (`spec.rules.problems`)."""
    kubernetes = versions.parse(spec.versions.kubernetes)
    return Plan(
        name=spec.name,
        operators=spec.recipients.operators,
        bundle_from_command=spec.secrets.source == "command",
        kubernetes=kubernetes,
        talos=machines.talos(spec),
        machines=machines.machines(spec),
        cilium=cilium.cilium(spec),
        flux=flux.flux(spec),
        apps=tuple(apps.app(app, kubernetes) for app in spec.apps),
        extra_resources=spec.extra_resources,
    )
