"""What stands in the cluster, so that two moments can be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.lab.kube import Api, Object, kubectl

Snapshot = Mapping[str, Any]
"""`Kind namespace/name` to what its owner wants of it."""

_COUNTERS = ("reconcile.fluxcd.io/", "deployment.kubernetes.io/")
"""Annotations by which the lab (or a webhook) asks Flux to look again, and which Kubernetes counts with."""


def inventory(api: Api) -> list[Object]:
    """A stub of every object that Flux' Kustomizations own, the Kustomizations' own records read."""
    found = []
    for one in api.all("kustomizations"):
        for entry in (one.get("status", {}).get("inventory") or {}).get("entries", ()):
            # Names may hold underscores: a colon is written as two.
            namespace, _, rest = entry["id"].partition("_")
            name, group, kind = rest.rsplit("_", 2)
            version = f"{group}/{entry['v']}" if group else entry["v"]
            found.append(stub(version, kind, namespace, name.replace("__", ":")))
    return found


def stub(version: str, kind: str, namespace: str, name: str) -> Object:
    """Enough of an object to ask for it."""
    meta = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": version, "kind": kind, "metadata": meta}


def snapshot(config: Path, stubs: Iterable[Object]) -> Snapshot:
    """Those objects as their owners want them: no status, counters or finalizers; who applied what stays, and when."""
    asked = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(stubs)})
    how = ["-f", "-", "-o", "json", "--show-managed-fields", "--ignore-not-found"]
    said = kubectl(config, "get", *how, stdin=asked).stdout
    items = json.loads(said)["items"] if said.strip() else []
    return {_id(one): _wanted(one) for one in items}


def stubs(held: Snapshot) -> Iterator[Object]:
    """A stub of every object of a snapshot."""
    for key, one in held.items():
        namespace, _, name = key.partition(" ")[2].partition("/")
        yield stub(one["apiVersion"], one["kind"], namespace, name)


def _id(one: Object) -> str:
    meta = one["metadata"]
    return f"{one['kind']} {meta.get('namespace', '')}/{meta['name']}"


def _wanted(one: Object) -> Object:
    meta = one["metadata"]
    applied = [
        (field["manager"], field.get("time"), field.get("fieldsV1"))
        for field in meta.get("managedFields", ())
        if field["operation"] == "Apply" and field.get("subresource") is None
    ]
    notes = {k: v for k, v in meta.get("annotations", {}).items() if not k.startswith(_COUNTERS)}
    rest = {key: value for key, value in one.items() if key not in ("metadata", "status")}
    kept = {key: meta.get(key) for key in ("uid", "labels", "ownerReferences")}
    return {**rest, "metadata": {**kept, "annotations": notes}, "applied": applied}


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """What came, went or changed, by name."""
    found = [f"{name} is gone" for name in before if name not in after]
    found += [f"{name} is new" for name in after if name not in before]
    found += [
        f"{name} changed: {', '.join(_parts(before[name], after[name]))}"
        for name in before
        if name in after and before[name] != after[name]
    ]
    return found


def _parts(before: Object, after: Object) -> list[str]:
    """Which fields differ, one level down in the metadata; never their values."""
    flat = [
        {**one, **{f"metadata.{key}": value for key, value in one["metadata"].items()}}
        for one in (before, after)
    ]
    keys = {*flat[0], *flat[1]} - {"metadata"}
    return sorted(key for key in keys if flat[0].get(key) != flat[1].get(key))
