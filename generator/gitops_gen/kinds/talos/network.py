"""Talos' network documents: host name, resolver, links, shared address, hosts and time (contracts 1.12 and newer)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def _document(kind: str, **fields: Any) -> dict[str, Any]:
    """A document without its unset fields (None, or an empty list)."""
    set_fields = {key: value for key, value in fields.items() if value is not None and value != []}
    return {"apiVersion": "v1alpha1", "kind": kind, **set_fields}


def hostname_config(hostname: str) -> dict[str, Any]:
    """A fixed host name; `auto` must be off beside it, and takes the place of the generated `stable`."""
    return _document("HostnameConfig", auto="off", hostname=hostname)


def resolver_config(
    nameservers: Sequence[str],
    *,
    search_domains: Sequence[str] = (),
    disable_default_search: bool | None = None,
) -> dict[str, Any]:
    """DNS servers by address, in the order in which they are asked."""
    search: dict[str, Any] = {}
    if search_domains:
        search["domains"] = list(search_domains)
    if disable_default_search is not None:
        search["disableDefault"] = disable_default_search
    return _document(
        "ResolverConfig",
        nameservers=[{"address": address} for address in nameservers],
        searchDomains=search or None,
    )


def route(gateway: str, *, destination: str = "", metric: int | None = None) -> dict[str, Any]:
    """A route of a link; the default route has no destination (Talos refuses `0.0.0.0/0` and `::/0`)."""
    route: dict[str, Any] = {}
    if destination and destination not in ("0.0.0.0/0", "::/0"):
        route["destination"] = destination
    route["gateway"] = gateway
    if metric is not None:
        route["metric"] = metric
    return route


def link_config(
    name: str,
    *,
    addresses: Sequence[str] = (),
    routes: Iterable[Mapping[str, Any]] = (),
    mtu: int | None = None,
    up: bool | None = None,
) -> dict[str, Any]:
    """A link by its name, with addresses like `10.0.0.5/24`; one such document ends DHCP on every other link."""
    return _document(
        "LinkConfig",
        name=name,
        up=up,
        mtu=mtu,
        addresses=[{"address": address} for address in addresses],
        routes=[dict(route) for route in routes],
    )


def layer2_vip_config(address: str, link: str) -> dict[str, Any]:
    """The address that control planes share; Talos itself does not refuse it on a worker, the caller must."""
    return _document("Layer2VIPConfig", name=address, link=link)


def time_sync_config(servers: Sequence[str], *, boot_timeout: str | None = None) -> dict[str, Any]:
    """NTP servers; `boot_timeout` (`2m0s`) is how long the boot waits for the time."""
    return _document("TimeSyncConfig", bootTimeout=boot_timeout, ntp={"servers": list(servers)})
