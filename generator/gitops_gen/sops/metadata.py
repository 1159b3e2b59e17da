"""The `sops` block: what it says, and how the real sops spells it; touches no values."""

from __future__ import annotations

import re
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.findings import Finding, Location
from gitops_gen.records import Record
from gitops_gen.sops import selection
from gitops_gen.sops.age import REAL_SOPS
from gitops_gen.sops.cipher import is_encrypted, mac_aad
from gitops_gen.sops.selection import Selection

KEY = "sops"
VERSION = "3.13.3"
"""The sops whose files these are; written to new files."""

_OTHER_KEYS = ("azure_kv", "gcp_kms", "hc_vault", "hckms", "kms", "pgp")
_VERSION = re.compile(r"\d+\.\d+\.\d+\S*")


class Wrapped(Record, frozen=True):
    """The data key for one recipient: `enc` is an armored age file."""

    recipient: str
    enc: str


class Metadata(Record, frozen=True):
    """One file's block; `others` names the key types beside age that can open it too."""

    age: tuple[Wrapped, ...]
    selection: Selection
    lastmodified: str
    mac: str
    mac_only_encrypted: bool = False
    version: str = VERSION
    others: tuple[str, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        """Its age recipients, in order."""
        return tuple(one.recipient for one in self.age)


def block(metadata: Metadata) -> dict[str, Any]:
    """The block as sops 3.13 writes it: keys sorted, nothing empty."""
    fields: dict[str, Any] = {
        "age": [{"enc": one.enc, "recipient": one.recipient} for one in metadata.age],
        metadata.selection.field: metadata.selection.pattern,
        "lastmodified": metadata.lastmodified,
        "mac": metadata.mac,
    }
    if metadata.mac_only_encrypted:
        fields["mac_only_encrypted"] = True
    fields["version"] = metadata.version
    return dict(sorted(fields.items()))


def read(raw: object, name: str) -> Metadata:
    """The block of a file. Raises `UserError` with everything that keeps sops from reading it."""
    if not isinstance(raw, dict):
        raise _unreadable(name, ["the sops block is not a mapping"])
    problems = [*_problems(raw)]
    chosen = [field for field in selection.FIELDS if raw.get(field)]
    if len(chosen) > 1:
        problems.append(f"{' and '.join(chosen)} exclude each other")
    if problems:
        raise _unreadable(name, problems)
    return Metadata(
        age=tuple(_wrapped(one) for one in raw.get("age") or ()),
        selection=Selection(chosen[0], str(raw[chosen[0]])) if chosen else selection.default(),
        lastmodified=raw["lastmodified"],
        mac=raw["mac"],
        mac_only_encrypted=raw.get("mac_only_encrypted") is True,
        version=raw["version"],
        others=tuple(kind for kind in _OTHER_KEYS if raw.get(kind)),
    )


def _problems(raw: dict[str, Any]) -> list[str]:
    found = []
    if not _is_time(raw.get("lastmodified")):
        found.append("lastmodified is not a quoted RFC 3339 time")
    if not is_encrypted(raw.get("mac")):
        found.append("mac is missing or not encrypted")
    version = raw.get("version")
    if not (isinstance(version, str) and _VERSION.fullmatch(version)):
        found.append("version is missing or not like 3.13.3")
    found += (
        f"{field} is not supported: {REAL_SOPS}"
        for field in selection.COMMENT_FIELDS
        if raw.get(field)
    )
    found += _key_problems(raw)
    return found


def _key_problems(raw: dict[str, Any]) -> list[str]:
    entries = raw.get("age") or []
    flat = bool(entries) or any(raw.get(kind) for kind in _OTHER_KEYS)
    if not flat and raw.get("key_groups"):
        return [f"its data key is split over key groups: {REAL_SOPS}"]
    if not flat:
        return ["it names no key that opens it"]
    if not isinstance(entries, list) or not all(
        isinstance(one, dict) and isinstance(one.get("enc"), str) for one in entries
    ):
        return ["age is not a list of recipient and enc"]
    return []


def _is_time(value: object) -> bool:
    return type(value) is str and mac_aad(value) is not None


def _wrapped(entry: dict[str, Any]) -> Wrapped:
    return Wrapped(str(entry.get("recipient", "")).strip(), entry["enc"])


def _unreadable(name: str, problems: list[str]) -> UserError:
    return UserError(
        Finding(Location(name), f"sops cannot read this file: {problem}", "restore it from Git")
        for problem in problems
    )
