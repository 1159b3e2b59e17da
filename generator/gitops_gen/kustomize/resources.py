"""The list of resources of a build: its order is kustomize's, and no two have one identity."""

from __future__ import annotations

from collections.abc import Iterable

from gitops_gen.kustomize import nodes
from gitops_gen.kustomize.ids import Gvk
from gitops_gen.kustomize.outcome import Refused
from gitops_gen.kustomize.resource import Resource


class Resources:
    """What was accumulated so far; whoever changes identities, or `all` itself, says so with `changed`."""

    def __init__(self) -> None:
        self.all: list[Resource] = []
        self._taken: dict[tuple[Gvk, str, str], Resource] | None = {}

    def changed(self) -> None:
        self._taken = None

    def append(self, one: Resource) -> None:
        """Fails where an object of the same identity is there."""
        self.extend([one])

    def extend(self, more: Iterable[Resource]) -> None:
        """The same for several."""
        if self._taken is None:
            self._taken = {_key(known): known for known in self.all}
        for one in more:
            key = _key(one)
            if key in self._taken:
                both = one, self._taken[key]
                places = (nodes.place_of(each.origin) for each in both)
                raise Refused(f"{one.id()} is there twice", *places)
            self._taken[key] = one
            self.all.append(one)

    def reset(self, wanted: Iterable[Resource]) -> None:
        """These instead; fails where two have one identity."""
        self.all, self._taken = [], {}
        self.extend(wanted)

    def drop_empties(self) -> None:
        self.all = [one for one in self.all if not one.empty]
        self.changed()


def _key(one: Resource) -> tuple[Gvk, str, str]:
    own = one.id()
    return own.gvk, own.name, own.effective
