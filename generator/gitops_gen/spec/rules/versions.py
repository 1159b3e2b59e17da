"""Versions that exist together: Talos, Cilium and Flux each say which Kubernetes they run on."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen import versions
from gitops_gen.findings import Finding
from gitops_gen.spec.load import Loaded

_TABLES = (
    ("talos", "Talos", versions.TALOS_KUBERNETES),
    ("cilium", "Cilium", versions.CILIUM_KUBERNETES),
    ("flux", "Flux", versions.FLUX_KUBERNETES),
)


def versions_fit(loaded: Loaded) -> Iterator[Finding]:
    pins = loaded.spec.versions
    kubernetes = versions.parse(pins.kubernetes)
    for field, title, table in _TABLES:
        pin = versions.parse(getattr(pins, field))
        known = table.get(pin.line)
        if known is None:
            yield Finding(
                loaded.at("versions", field),
                f"this release of gitops-gen knows no {title} {pin.line}",
                f"take one of {', '.join(table)}",
            )
        elif not known.holds(kubernetes):
            yield Finding(
                loaded.at("versions", "kubernetes"),
                f"{title} {pin} does not run Kubernetes {kubernetes}: it takes {known} "
                f"({known.source})",
                _fitting(pins.talos, pins.cilium, pins.flux),
                (loaded.at("versions", field),),
            )


def _fitting(talos: str, cilium: str, flux: str) -> str:
    """The Kubernetes minors that all three take."""
    pinned = zip((talos, cilium, flux), _TABLES, strict=True)
    ranges = [table.get(versions.parse(pin).line) for pin, (_, _, table) in pinned]
    known = [one for one in ranges if one]
    first, last = max(r.first for r in known), min(r.last for r in known)
    if first > last:
        return "no Kubernetes fits all three pins: change one of them"
    return f"Talos, Cilium and Flux as pinned meet at Kubernetes 1.{first} to 1.{last}"
