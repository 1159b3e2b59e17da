"""What an object is called, and which kinds kustomize holds for cluster-scoped."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_FIELDS = Path(__file__).parent.parent / "data" / "kustomize" / "fields.json"
CLUSTER_WIDE = "_non_namespaceable_"
DEFAULT = "default"


@cache
def facts() -> dict[str, Any]:
    """kustomize's default transformer configuration and cluster-scoped kinds (vendored)."""
    found: dict[str, Any] = json.loads(_FIELDS.read_bytes())
    return found


@cache
def _cluster_scoped() -> frozenset[str]:
    return frozenset(facts()["cluster_scoped"])


class Gvk(NamedTuple):
    """Group, version and kind; in a selector an empty part takes everything."""

    group: str = ""
    version: str = ""
    kind: str = ""

    def selected(self, by: Gvk) -> bool:
        return all(not wanted or wanted == own for own, wanted in zip(self, by, strict=True))

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version


def gvk(api_version: str, kind: str) -> Gvk:
    group, slash, version = api_version.partition("/")
    return Gvk(group, version, kind) if slash else Gvk("", api_version, kind)


class Id(NamedTuple):
    """An object's identity now or before; only the one of now knows whether its kind is cluster-scoped."""

    gvk: Gvk
    name: str
    namespace: str
    cluster: bool = False

    @property
    def effective(self) -> str:
        """The namespace that counts: none is `default`."""
        return CLUSTER_WIDE if self.cluster else self.namespace or DEFAULT

    def same(self, other: Id) -> bool:
        return (
            self.name == other.name and self.gvk == other.gvk and self.effective == other.effective
        )

    def __str__(self) -> str:
        where = f" in {self.namespace}" if self.namespace else ""
        return f"{self.gvk.kind} {self.name}{where}"


def current(kind: Gvk, name: str, namespace: str) -> Id:
    return Id(kind, name, namespace, f"{kind.api_version} {kind.kind}" in _cluster_scoped())
