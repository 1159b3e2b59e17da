"""One repository: what is read of it, and what Flux makes of that."""

from __future__ import annotations

from functools import cached_property

from gitops_gen.repo.flux import Flux
from gitops_gen.repo.held import Held
from gitops_gen.repo.reading import Reading


class Repo(Reading):
    """What every check is given."""

    @cached_property
    def flux(self) -> Flux:
        """What Flux reaches."""
        return Flux(self)

    @property
    def objects(self) -> tuple[Held, ...]:
        """Every object once, as Flux applies it; what Flux does not reach as kustomize builds it, or as it is written.

        Patches are not among them; files for programs on the way (kustomization.yaml, ...) are.
        """
        return self.flux.objects
