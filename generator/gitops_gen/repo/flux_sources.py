"""Which sources are this repository: Flux' objects name a source, and only its URL says what it is.

Each of them may leave out other files of it.
"""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from functools import cached_property
from typing import Any

from gitops_gen.repo import composed
from gitops_gen.repo.artifact import Artifact
from gitops_gen.repo.composed import Composition, Generated, generated
from gitops_gen.repo.held import Held, raw
from gitops_gen.repo.reading import Reading

GROUP = "source.toolkit.fluxcd.io"
_HOME = "flux-system"
_WHOLE = ("OCIRepository", "Bucket")
"""Kinds of sources that `flux push` or a CI job fills with a whole repository."""


class Sources:
    """The GitRepositories that a repository defines, and which of them it is itself.

    It is the one called `flux-system` (as `flux bootstrap` and the operator name it, who may also bring an
    OCIRepository or a Bucket of that name), any GitRepository that nobody defines here, and any of the same URL and
    branch. Where nobody names one so, it is the one that most Kustomizations name.
    """

    def __init__(self, repo: Reading) -> None:
        self._repo = repo
        self._artifacts: dict[str | None, Artifact] = {}
        self._known: dict[str, str] = {}
        self._ignores: dict[str, str] = {}
        self._others: set[tuple[str, str]] = set()
        used: Counter[str] = Counter()
        for one in repo.manifests:
            if (one.group, one.kind) == (GROUP, "GitRepository"):
                self._known.setdefault(one.name, _identity(one.body.get("spec")))
                ignore = _field(one.body.get("spec"), "ignore")
                if isinstance(ignore, str):
                    self._ignores.setdefault(one.name, ignore)
            elif one.group == GROUP:
                self._others.add((one.kind, one.name))
            elif one.kind == "Kustomization" and one.group.startswith("kustomize.toolkit."):
                used[_git(_field(one.body.get("spec"), "sourceRef"))] += 1
        del used[""]
        home = _HOME if _HOME in used or not used else used.most_common(1)[0][0]
        self._home = self._known.get(home, "")
        self._git_home = _HOME in used or _HOME in self._known

    def outside(self, ref: object, namespace: str) -> str:
        """`Kind namespace/name` of a source that is not this repository; "" for one that is."""
        if not isinstance(ref, dict):
            return ""
        kind, name = ref.get("kind"), str(ref.get("name"))
        if kind == "GitRepository" and self._is_home(name):
            return ""
        if (
            kind in _WHOLE
            and name == _HOME
            and not (self._git_home or (kind, name) in self._others)
        ):
            return ""
        return f"{ref.get('kind')} {ref.get('namespace') or namespace}/{ref.get('name')}"

    def artifact(self, ref: object) -> Artifact:
        """What a source that is this repository holds of it."""
        ignore = self._ignores.get(_git(ref))
        if ignore not in self._artifacts:
            self._artifacts[ignore] = Artifact(self._repo, ignore)
        return self._artifacts[ignore]

    @cached_property
    def generators(self) -> tuple[Generated, ...]:
        """The ArtifactGenerators that are written here, with what they make."""
        names = {*self._known, _HOME}
        home = [name for name in names if self._is_home(name)]
        artifact = self.artifact({"kind": "GitRepository", "name": _HOME})
        return tuple(
            generated(raw(self._repo, one), artifact, home)
            for one in self._repo.manifests
            if (one.group, one.kind) == (composed.GROUP, composed.GENERATOR)
        )

    def composition(self, ref: object, held: Held) -> Composition | None:
        """The artifact that a Kustomization names; of several of one name that which is written nearest to it."""
        if not isinstance(ref, dict) or ref.get("kind") != composed.KIND:
            return None
        space = str(ref.get("namespace") or held.namespace)
        name = str(ref.get("name"))
        near = [
            (len(posixpath.commonprefix([one.held.origin[0], held.origin[0]])), one, made)
            for one in self.generators
            if one.held.namespace == space and (made := one.named(name))
        ]
        if not near:
            return None
        _, one, made = max(near, key=lambda each: each[0])
        return Composition(one, made)

    def _is_home(self, name: str) -> bool:
        return name == _HOME or name not in self._known or self._known[name] == self._home


def _identity(spec: object) -> str:
    """What is fetched: the URL, and what of it."""
    return json.dumps([_field(spec, "url"), _field(spec, "ref")], sort_keys=True, default=str)


def _git(ref: object) -> str:
    return str(_field(ref, "name")) if _field(ref, "kind") == "GitRepository" else ""


def _field(value: object, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
