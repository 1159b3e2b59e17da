"""Talos' registry documents: where images are pulled from instead (contracts 1.12 and newer)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def registry_mirror_config(
    host: str,
    endpoints: Sequence[str],
    *,
    override_path: bool = False,
    skip_fallback: bool = False,
) -> dict[str, Any]:
    """Mirrors of the registry `host` (`*` for all), asked in order; `skip_fallback` never asks the registry itself.

    With `override_path` an endpoint's path is the whole API path, so `/v2` is not added to it.
    """
    extra = {"overridePath": True} if override_path else {}
    document: dict[str, Any] = {
        "apiVersion": "v1alpha1",
        "kind": "RegistryMirrorConfig",
        "name": host,
        "endpoints": [{"url": url, **extra} for url in endpoints],
    }
    if skip_fallback:
        document["skipFallback"] = True
    return document


def registry_mirror_configs(mirrors: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """One document per host, sorted as talosctl does; they stand right behind the v1alpha1 document."""
    return [registry_mirror_config(host, mirrors[host]) for host in sorted(mirrors)]
