"""Which leaves of Talos' documents are secret: Talos' own table, what it misses, and the shapes of secret values."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from gitops_gen.records import Record

# Vendored: a line for each kind with the leaves that Talos' own RedactSecrets replaces in it; `*` is any list
# item or map key.
_TABLE = Path(__file__).parent.parent / "data" / "talos" / "secret_paths.txt"
_TALOS = "Talos itself redacts it"
V1ALPHA1 = "v1alpha1"

Leaf = tuple[str, ...]


class Extra(Record, frozen=True):
    """A leaf that Talos shows in clear and we hold for secret; `path` as in Talos' table."""

    kind: str
    path: str
    reason: str


_ENVIRONMENT = "environments carry passwords, and proxies' URLs theirs"

EXTRAS = (
    Extra("ExtensionServiceConfig", "environment.*", "extension services get their keys this way"),
    Extra(
        "ExtensionServiceConfig",
        "configFiles.*.content",
        "extension services get their keys this way",
    ),
    Extra("EnvironmentConfig", "variables.*", _ENVIRONMENT),
    Extra(V1ALPHA1, "machine.env.*", _ENVIRONMENT),
    Extra(V1ALPHA1, "cluster.apiServer.env.*", _ENVIRONMENT),
    Extra(V1ALPHA1, "cluster.controllerManager.env.*", _ENVIRONMENT),
    Extra(V1ALPHA1, "cluster.scheduler.env.*", _ENVIRONMENT),
    Extra(
        V1ALPHA1, "machine.files.*.content", "files carry whole configurations with their passwords"
    ),
    Extra(
        V1ALPHA1,
        "machine.install.extraKernelArgs.*",
        "siderolink.api= carries SideroLink's join token",
    ),
    Extra(V1ALPHA1, "cluster.inlineManifests.*.contents", "manifests carry Kubernetes Secrets"),
    Extra(V1ALPHA1, "cluster.extraManifests.*", "URLs of manifests carry tokens"),
    Extra(
        V1ALPHA1, "cluster.extraManifestHeaders.*", "headers carry the login of the manifests' host"
    ),
)


@cache
def _paths() -> dict[str, dict[Leaf, str]]:
    """The reason of each secret leaf, by kind and path."""
    rows = (line.split() for line in _TABLE.read_text(encoding="ascii").splitlines())
    found = {kind: {tuple(path.split(".")): _TALOS for path in paths} for kind, *paths in rows}
    for extra in EXTRAS:
        found[extra.kind].setdefault(tuple(extra.path.split(".")), extra.reason)
    return found


@cache
def secret_names() -> tuple[str, ...]:
    """The key names under which any machine config holds a secret, sorted: the same whatever a config holds.

    SOPS selects by a key's name anywhere on the path, so a rule for machine configs is the anchored union of these.
    """
    leaves = (leaf for table in _paths().values() for leaf in table)
    return tuple(sorted({next(name for name in reversed(leaf) if name != "*") for leaf in leaves}))


def why_secret(document: Mapping[str, Any], path: Sequence[str | int]) -> str | None:
    """Why the leaf at `path` of a Talos document is secret; None where it is not, or the kind is not Talos'."""
    table = _paths().get(document.get("kind", V1ALPHA1), {})
    for leaf, reason in table.items():
        if len(path) >= len(leaf) and all(
            want in ("*", at) for want, at in zip(leaf, path, strict=False)
        ):
            return reason
    return None


@cache
def _shapes() -> re.Pattern[str]:
    """Compiled only where a text may be one of them, which is hardly ever."""
    return re.compile(
        r"""
        (?P<pem>-----BEGIN\ [A-Z0-9 ]*PRIVATE\ KEY-----)
        | \A\s*(?P<base64>LS0tLS1CRUdJTi[A-Za-z0-9+/]+)
        | (?P<age>AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{20})
        | \A(?P<token>[a-z0-9]{6}\.[a-z0-9]{16})\s*\Z
        | (?P<url>[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s/?\#:@]*:(?!\$)[^\s/?\#@]+@)
        | [?&](?P<join>jointoken=[^\s&]+)
        | (?<![A-Za-z0-9_-])(?P<jwt>eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.)
        """,
        re.VERBOSE | re.ASCII,
    )


_MARKS = ("PRIVATE KEY", "LS0tLS1", "AGE-SECRET-KEY-", "jointoken=", "eyJ")
_TOKEN_LENGTH = 23
_TOKEN_DOT = 6


def _may_be(value: str) -> bool:
    """What each of the shapes has in it; cheap, because every text of a spec is asked."""
    return (
        any(mark in value for mark in _MARKS)
        or ("@" in value and "://" in value)
        or (len(token := value.strip()) == _TOKEN_LENGTH and token[_TOKEN_DOT] == ".")
    )


_REASONS = {
    "pem": "it is a private key (PEM)",
    "base64": "it is a private key (base64 of PEM)",
    "age": "it is an age private key",
    "token": "it has the form of a bootstrap or join token",
    "url": "it is a URL with a password in it",
    "join": "it is a URL with a join token in it",
    "jwt": "it is a signed token (JWT)",
}

# A token is drawn at random; a host name of the same form (`talos1.internal-of-16`) hardly has digits inside words.
_DRAWN = re.compile(r"[a-z][0-9]+[a-z]")


def looks_secret(value: object) -> str | None:
    """Why a value looks like a secret, whatever its key; None where it does not. The reason never quotes it.

    A second net below the table: certificates, public keys, image tags, digests and host names are let through.
    """
    if not isinstance(value, str) or not _may_be(value):
        return None
    match = _shapes().search(value)
    if not match or not match.lastgroup:
        return None
    shape, text = match.lastgroup, match[match.lastgroup]
    if shape == "base64" and not _is_private(text):
        return None
    if shape == "token" and not _DRAWN.search(text.partition(".")[2]):
        return None
    return _REASONS[shape]


def _is_private(text: str) -> bool:
    """Whether base64 of PEM names a private key in its first line."""
    whole = len(text[:72]) // 4 * 4
    return b"PRIVATE KEY-----" in binascii.a2b_base64(text[:whole])
