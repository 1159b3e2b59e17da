"""The list of resources of a build: its order is kustomize's, and no two have one identity."""

from __future__ import annotations

from collections.abc import Iterable

from gitops_gen.kustomize import nodes
from gitops_gen.kustomize.ids import Gvk
from gitops_gen.kustomize.outcome import Refused
from gitops_gen.kustomize.resource import Resource


class Resources:
    """What was accumulated so far."""

    def __init__(self) -> None:
        self.all: list[Resource] = []

    def append(self, one: Resource) -> None:
        """Fails where an object of the same identity is there."""
        self.extend([one])

    def extend(self, more: Iterable[Resource]) -> None:
        """The same for several."""
        taken = {_key(known): known for known in self.all}
        for one in more:
            key = _key(one)
            if key in taken:
                found = (one, taken[key])
                raise Refused(
                    f"{one.id()} is there twice", *(nodes.place_of(two.origin) for two in found)
                )
            taken[key] = one
            self.all.append(one)

    def drop_empties(self) -> None:
        self.all = [one for one in self.all if not one.empty]


def _key(one: Resource) -> tuple[Gvk, str, str]:
    own = one.id()
    return own.gvk, own.name, own.effective
