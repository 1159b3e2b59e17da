"""The shape of talosctl's secrets bundle: which leaves it has; reads no value, so a bundle may be opaque."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

CAS = ("etcd", "k8s", "k8saggregator", "os")

# In talosctl's order.
LEAVES = (
    ("cluster", "id"),
    ("cluster", "secret"),
    ("secrets", "bootstraptoken"),
    ("secrets", "secretboxencryptionsecret"),
    ("trustdinfo", "token"),
    *(("certs", ca, half) for ca in CAS for half in ("crt", "key")),
    ("certs", "k8sserviceaccount", "key"),
)
_KNOWN = {*LEAVES, ("secrets", "aescbcencryptionsecret")}


def problems(bundle: Mapping[str, Any]) -> list[str]:
    """What is missing and what nobody knows, one sentence each."""
    found = dict(leaves(bundle))
    said = [f"{dotted(path)} is not known to Talos" for path in found if path not in _KNOWN]
    if found.get(("secrets", "aescbcencryptionsecret")):
        said.append(
            "secrets.aescbcencryptionsecret is of Talos 1.2 and older, whose etcd encryption is not supported:"
            " generated configs would drop it, and the cluster could not read its own Secrets"
        )
    said += (f"{dotted(path)} is missing" for path in LEAVES if found.get(path) is None)
    return said


def dotted(path: tuple[str, ...]) -> str:
    """`certs.os.key`."""
    return ".".join(path)


def leaves(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every leaf with its path; what is no mapping is a leaf."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from leaves(value, (*path, str(key)))
    else:
        yield path, node
