"""The v1alpha1 document: the one without a kind, whose two halves are made by `machine` and `cluster`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def config(machine: Mapping[str, Any], cluster: Mapping[str, Any]) -> dict[str, Any]:
    """One node's v1alpha1 document; it stands first in the file, before every document with a kind."""
    return {
        "version": "v1alpha1",
        "debug": False,
        "persist": True,
        "machine": dict(machine),
        "cluster": dict(cluster),
    }
