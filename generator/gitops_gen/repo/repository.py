"""One repository: what is read of it, and what Flux makes of that."""

from __future__ import annotations

from functools import cached_property

from gitops_gen.repo.flux import Flux
from gitops_gen.repo.reading import Reading


class Repo(Reading):
    """What every check is given."""

    @cached_property
    def flux(self) -> Flux:
        """What Flux reaches."""
        return Flux(self)
