"""One repository: what is read of it, and what Flux makes of that."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from gitops_gen.repo import crds
from gitops_gen.repo.flux import Flux
from gitops_gen.repo.held import Held
from gitops_gen.repo.reading import Reading
from gitops_gen.schemas import Schema


class Repo(Reading):
    """What every check is given; `folders` hold schemas that a person named."""

    def __init__(self, root: Path, folders: Sequence[Path] = ()) -> None:
        super().__init__(root)
        self._folders = folders

    @cached_property
    def schemas(self) -> dict[crds.Key, Schema]:
        """By apiVersion and kind in lower case: those of CRDs here, and of the named folders."""
        return crds.schemas(self, self._folders)

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
