"""What a Talos version's config looks like, as named yes/no; callers never compare version texts."""

from __future__ import annotations

import re

from gitops_gen.errors import user_error
from gitops_gen.records import Record

SUPPORTED = ((1, 12), (1, 13))

# Talos' own: config/contract.go, ParseContractFromVersion.
_VERSION = re.compile(r"v?(\d+)\.(\d+)(?:$|\.)")


class Contract(Record, frozen=True, order=True):
    """The shape of the machine configs that Talos `major.minor` generates (Talos: `VersionContract`)."""

    major: int
    minor: int

    @classmethod
    def of(cls, version: str) -> Contract:
        """The contract of `1.13`, `v1.13` or `v1.13.9`; raises `UserError` where we do not know it."""
        match = _VERSION.match(version)
        if not match:
            raise user_error(
                f'"{version}" is not a Talos version',
                fix="write it like 1.13 or v1.13.9",
            )
        contract = cls(int(match[1]), int(match[2]))
        if (contract.major, contract.minor) not in SUPPORTED:
            known = ", ".join(f"{major}.{minor}" for major, minor in SUPPORTED)
            raise user_error(
                f"no machine configs can be made for Talos {contract} (from {version})",
                fix=f"use one of {known}: newer Talos versions accept the configs of older ones",
            )
        return contract

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def empty_machine_network(self) -> bool:
        """`machine.network: {}` is written even when nothing is in it (Talos: not `KubeSpanMultidocConfig`)."""
        return (self.major, self.minor) < (1, 13)
