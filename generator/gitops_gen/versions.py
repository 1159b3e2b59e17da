"""Version pins, what fits with what, and version arithmetic; the one place where a pin stands."""

from __future__ import annotations

import re
from typing import NamedTuple

TALOS = "1.13.9"
KUBERNETES = "1.36.3"
CILIUM = "1.20.2"
FLUX = "2.9.5"
SOPS = "3.13.3"
"""The SOPS release whose format is written (`sops.version` of every encrypted file)."""

REDIS_IMAGE = "docker.io/library/redis:8.0.3"
RELLO_IMAGE = "docker.io/shtouff/rello:0.2"


class Version(NamedTuple):
    """A release `major.minor.patch`."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def line(self) -> str:
        """The minor release it belongs to, as `1.13`."""
        return f"{self.major}.{self.minor}"


_NUMBER = r"(0|[1-9][0-9]{0,3})"
_VERSION = re.compile(rf"v?{_NUMBER}\.{_NUMBER}\.{_NUMBER}\Z")


def parse(text: str) -> Version:
    """`1.13.9` or `v1.13.9`; raises ValueError for anything else (ranges and pre-releases are no pins)."""
    match = _VERSION.match(text)
    if match is None:
        raise ValueError(text)
    major, minor, patch = map(int, match.groups())
    return Version(major, minor, patch)


class Range(NamedTuple):
    """Minor releases of Kubernetes from `first` to `last`, both included, and where that is written."""

    first: int
    last: int
    source: str

    def holds(self, kubernetes: Version) -> bool:
        return kubernetes.major == 1 and self.first <= kubernetes.minor <= self.last

    def __str__(self) -> str:
        return f"1.{self.first} to 1.{self.last}"


TALOS_KUBERNETES = {
    "1.12": Range(30, 35, "Talos 1.12, pkg/machinery/compatibility/talos112"),
    "1.13": Range(31, 36, "Talos 1.13, pkg/machinery/compatibility/talos113"),
}
"""Talos minor -> the Kubernetes minors that its nodes accept."""

CILIUM_KUBERNETES = {
    "1.19": Range(31, 34, "Cilium 1.19, Documentation/network/kubernetes/compatibility.rst"),
    "1.20": Range(33, 36, "Cilium 1.20, Documentation/network/kubernetes/compatibility.rst"),
}
"""Cilium minor -> the Kubernetes minors that its release is tested with."""

FLUX_KUBERNETES = {"2.9": Range(33, 36, "Flux 2.9, installation prerequisites")}
"""Flux minor -> the Kubernetes minors that `flux check` accepts and its release supports."""
