"""The smallest spec that there is, for what a plan fills in by itself."""

from __future__ import annotations

from typing import Any

from tests.support import specs


def smallest() -> dict[str, Any]:
    """One control plane, and nothing that has a default."""
    whole = specs.vtalos()
    spec = {key: whole[key] for key in ("name", "recipients", "network", "flux")}
    del spec["network"]["dhcp"]
    spec["nodes"] = whole["nodes"][:1]
    return spec


def with_app(**fields: Any) -> dict[str, Any]:
    """The smallest spec with one app of one workload."""
    workload = {"name": "web", "image": "web:1", "port": 8000}
    return smallest() | {"apps": [{"name": "shop", "workloads": [workload], **fields}]}
