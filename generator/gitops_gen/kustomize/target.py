"""One kustomization at work: resources, generators, components, then the transformers in kustomize's order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from gitops_gen.kustomize import files, generators, kustomization, nodes, reading
from gitops_gen.kustomize.files import Reader
from gitops_gen.kustomize.kustomization import COMPONENT, Kustomization
from gitops_gen.kustomize.nodes import Source
from gitops_gen.kustomize.outcome import Refused, Unsure, Unused
from gitops_gen.kustomize.resource import Resource
from gitops_gen.kustomize.resources import Resources
from gitops_gen.kustomize.transformers import transform

_REMOTE = re.compile(r"(?i)(?:git::|[a-z0-9+]+://|[^/@]+@|github\.com[/:]|gh:)")


@contextmanager
def _at(source: Source) -> Iterator[None]:
    """Adds the place of an entry to what goes wrong in it without one."""
    try:
        yield
    except Refused as error:
        if error.places:
            raise
        raise Refused(error.message, nodes.place_of(source)) from None
    except Unsure as error:
        if error.place:
            raise
        raise Unsure(error.reason, nodes.place_of(source)) from None


class Target:
    """A folder that is built; `above` are the folders from which it was reached."""

    def __init__(
        self, reader: Reader, folder: str, unused: list[Unused], above: tuple[str, ...] = ()
    ) -> None:
        self._reader = reader
        self._folder = folder
        self._unused = unused
        self._above = (*above, folder)

    def load(self, given: Mapping[str, Any] | None = None) -> Kustomization:
        return kustomization.load(self._reader, self._folder, given)

    def accumulate(self, own: Kustomization, found: Resources) -> Resources:
        """Everything of a kustomization, transformed; `found` is what a component starts from."""
        for path, source in own.list("resources"):
            with _at(source):
                self._resource(found, path, source)
        generators.generate(self._reader, own, found)
        for path, source in own.list("components"):
            with _at(source):
                found = self._folder_of(path, found)
        transform(self._reader, own, found, self._unused)
        return found

    def _resource(self, found: Resources, path: str, source: Source) -> None:
        if re.match(r"(?i)https?:", path):
            raise Unsure(f"the remote resource {path}")
        if path.startswith("/"):
            raise Unsure(f"the absolute path {path}")
        try:
            full = files.join(self._folder, path)
            text = self._reader.text(full)
            if text is None:
                raise Refused(f"{path} is not there", nodes.place_of(source))
            found.extend(Resource(node, one) for node, one in reading.resources(text, full))
        except Refused:
            if _REMOTE.match(path):
                raise Unsure(f"the remote base {path}") from None
            if not self._is_folder(path):
                raise
            found.extend(self._folder_of(path, None).all)

    def _is_folder(self, path: str) -> bool:
        if not path or path.startswith("/"):
            return False
        return self._reader.is_dir(files.join(self._folder, path))

    def _folder_of(self, path: str, found: Resources | None) -> Resources:
        """Builds a folder: a component on what was found so far, a base on its own."""
        if _REMOTE.match(path):
            raise Unsure(f"the remote base {path}")
        if not self._is_folder(path):
            raise Refused(f"{path} is no folder")
        folder = files.join(self._folder, path)
        for visited in self._above:
            if not folder or visited == folder or visited.startswith(f"{folder}/"):
                raise Refused(f"{path} leads in a circle: it holds {visited or 'the root'}")
        below = Target(self._reader, folder, self._unused, self._above)
        own = below.load()
        if (own.kind == COMPONENT) != (found is not None):
            wanted = "a" if found is not None else "no"
            raise Refused(f"{wanted} Component is expected here", own.place("kind"))
        if found is None:
            return below.accumulate(own, Resources())
        made = Resources()
        made.extend(below.accumulate(own, found).all)
        return made
