"""Which sources are this repository: Flux' objects name a source, and only its URL says what it is."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from gitops_gen.repo.reading import Reading

GROUP = "source.toolkit.fluxcd.io"
_HOME = "flux-system"


class Sources:
    """The GitRepositories that a repository defines, and which of them it is itself.

    It is the one called `flux-system` (as `flux bootstrap` and the operator name it), any that nobody defines here,
    and any of the same URL and branch. Where nobody names one so, it is the one that most Kustomizations name.
    """

    def __init__(self, repo: Reading) -> None:
        self._known: dict[str, str] = {}
        used: Counter[str] = Counter()
        for one in repo.manifests:
            if (one.group, one.kind) == (GROUP, "GitRepository"):
                self._known.setdefault(one.name, _identity(one.body.get("spec")))
            elif one.kind == "Kustomization" and one.group.startswith("kustomize.toolkit."):
                used[_git(_field(one.body.get("spec"), "sourceRef"))] += 1
        del used[""]
        home = _HOME if _HOME in used or not used else used.most_common(1)[0][0]
        self._home = self._known.get(home, "")

    def outside(self, ref: object, namespace: str) -> str:
        """`Kind namespace/name` of a source that is not this repository; "" for one that is."""
        if not isinstance(ref, dict):
            return ""
        if ref.get("kind") == "GitRepository" and self._is_home(str(ref.get("name"))):
            return ""
        return f"{ref.get('kind')} {ref.get('namespace') or namespace}/{ref.get('name')}"

    def _is_home(self, name: str) -> bool:
        return name == _HOME or name not in self._known or self._known[name] == self._home


def _identity(spec: object) -> str:
    """What is fetched: the URL, and what of it."""
    return json.dumps([_field(spec, "url"), _field(spec, "ref")], sort_keys=True, default=str)


def _git(ref: object) -> str:
    return str(_field(ref, "name")) if _field(ref, "kind") == "GitRepository" else ""


def _field(value: object, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
