"""What the Kustomizations of one cluster are, and what each brings."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.kustomize.build import Built, Failed, NotJudged
from gitops_gen.records import Record
from gitops_gen.repo.flux_variables import Problem
from gitops_gen.repo.held import Held

KUSTOMIZE = "kustomize.toolkit.fluxcd.io"
KIND = "Kustomization"
_SOURCE = "source.toolkit.fluxcd.io"
_OWN = ("/flux-manifests", "/flux-operator-manifests")
"""How the addresses of the artifacts end that hold Flux itself."""


class Outside(Record, frozen=True):
    """The path is in another repository, or in an artifact."""

    source: str


class Absent(Record, frozen=True):
    """There is nothing at the path, or a file."""

    path: str
    file: bool
    lacks: str = ""
    """Why Flux does not see what stands there, "" where nothing does."""
    near: str = ""
    """The folder of the source that was probably meant."""


class Unit(Record, frozen=True):
    """One Flux Kustomization, as it is in the cluster; `parent` brings it, none an entry point."""

    held: Held
    path: str
    outcome: Built | Failed | NotJudged | Outside | Absent
    parent: Unit | None = None
    objects: tuple[Held, ...] = ()
    """What it applies, as far as that is known."""
    problems: tuple[tuple[Held, Problem], ...] = ()
    """Objects whose variables Flux, or we, cannot put values in the place of."""

    @property
    def key(self) -> tuple[str, str]:
        """Namespace and name."""
        return self.held.namespace, self.held.name

    @property
    def title(self) -> str:
        """`namespace/name`."""
        return "/".join(self.key)


class Cluster(Record, frozen=True):
    """The Kustomizations that one set of entry points leads to; `objects` are applied beside the entry points."""

    folder: str
    units: tuple[Unit, ...]
    objects: tuple[Held, ...]

    @property
    def unknown(self) -> bool:
        """Whether a part of it could not be built, so that what is not found may be there; Flux itself is known."""
        unseen = [one for one in self.units if not isinstance(one.outcome, Built)]
        if not unseen:
            return False
        own = {
            f"{kind} {one.namespace}/{one.name}"
            for kind in ("OCIRepository", "GitRepository")
            for one in self.of_kind(_SOURCE, kind)
            if str(one.spec.get("url", "")).rstrip("/").endswith(_OWN)
        }
        return not all(
            isinstance(one.outcome, Outside) and one.outcome.source in own for one in unseen
        )

    def everything(self) -> Iterator[tuple[Unit | None, Held]]:
        """Every object of the cluster once for each Kustomization that applies it."""
        for one in self.objects:
            yield None, one
        for unit in self.units:
            for one in unit.objects:
                yield unit, one

    def of_kind(self, group: str, kind: str) -> list[Held]:
        """Those of one kind, an object once."""
        found = [one for _, one in self.everything() if (one.group, one.kind) == (group, kind)]
        return list({(one.namespace, one.name): one for one in found}.values())
