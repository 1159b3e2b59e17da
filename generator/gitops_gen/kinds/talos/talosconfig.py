"""The talosconfig: how talosctl reaches the machines and who it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def talosconfig(
    cluster: str,
    endpoints: Sequence[str],
    *,
    ca: Any,
    crt: Any,
    key: Any,
    nodes: Sequence[str] = (),
) -> dict[str, Any]:
    """One context, named as the cluster and current.

    `endpoints` are addresses of control planes, never the shared address (it is not there before the bootstrap);
    `ca`, `crt` and `key` are base64 of PEM texts, and only handed on.
    """
    context: dict[str, Any] = {"endpoints": list(endpoints)}
    if nodes:
        context["nodes"] = list(nodes)
    return {"context": cluster, "contexts": {cluster: context | {"ca": ca, "crt": crt, "key": key}}}
