"""A container of the tree as a process: its own root, volumes, service account, arguments and environment.

What is not as in a pod: it shares the network namespace and the user of the lab, and its image is our build.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.lab.authority import Authority
from tests.lab.kube import Api, Object
from tests.lab.places import WORK

_ACCOUNT = "var/run/secrets/kubernetes.io/serviceaccount"
_UNIT = {"Gi": 1 << 30, "Mi": 1 << 20, "Ki": 1 << 10}
_BASE = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/tmp"}


def command(name: str, program: Path, args: list[str]) -> list[str]:
    """The process of a container whose root `furnish` has made."""
    chroot = shutil.which("chroot") or "chroot"
    return [chroot, str(_root(name)), f"/usr/local/bin/{program.name}", *args]


def furnish(name: str, program: Path, container: Object, token: str, authority: Authority) -> None:
    """Makes a container's root: its program, volumes, host names, CA and service account."""
    root = _root(name)
    for folder in ("usr/local/bin", "etc/ssl/certs", "tmp", _ACCOUNT):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for mount in container.get("volumeMounts", ()):
        (root / mount["mountPath"].lstrip("/")).mkdir(parents=True, exist_ok=True)
    _bind(program, root / "usr/local/bin" / program.name)
    for file in ("etc/hosts", "etc/resolv.conf"):
        _bind(Path("/") / file, root / file)
    (root / "etc/ssl/certs/ca-certificates.crt").write_bytes(authority.crt.read_bytes())
    account = root / _ACCOUNT
    (account / "ca.crt").write_bytes(authority.crt.read_bytes())
    (account / "namespace").write_text(_namespace(name), encoding="utf-8")
    (account / "token").write_text(token, encoding="utf-8")


def _root(name: str) -> Path:
    return WORK / "pods" / name


def _namespace(name: str) -> str:
    return name.partition("/")[0]


def _bind(source: Path, target: Path) -> None:
    """The same file at a second place; once."""
    if not target.exists():
        target.touch()
        subprocess.run(["mount", "--bind", str(source), str(target)], check=True)


def token(api: Api, namespace: str, account: str) -> str:
    """A token of a service account: what it may do is what the tree's RBAC says."""
    where = f"/api/v1/namespaces/{namespace}/serviceaccounts/{account}/token"
    asked = {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenRequest",
        "spec": {"expirationSeconds": 7200},
    }
    return str(api.request("POST", where, asked)["status"]["token"])


def environment(container: Object, namespace: str, api: Api) -> dict[str, str]:
    """A container's environment as the kubelet would make it; raises ValueError for what is not known here."""
    own = {one["name"]: _value(one, container, namespace) for one in container.get("env", ())}
    cluster = {"KUBERNETES_SERVICE_HOST": api.host, "KUBERNETES_SERVICE_PORT": str(api.port)}
    return {**_BASE, **cluster, **own}


def _value(one: Mapping[str, Any], container: Object, namespace: str) -> str:
    if "value" in one:
        return str(one["value"])
    asked = one.get("valueFrom", {})
    if asked.get("fieldRef", {}).get("fieldPath") == "metadata.namespace":
        return namespace
    if "resourceFieldRef" in asked:
        group, _, name = asked["resourceFieldRef"]["resource"].partition(".")
        return str(_quantity(container["resources"][group][name]))
    raise ValueError(f"the lab does not know how to fill {one['name']}: {asked}")


def _quantity(text: str) -> int:
    """Bytes, or whole cores rounded up, as the downward API gives them."""
    if text[-2:] in _UNIT:
        return int(text[:-2]) * _UNIT[text[-2:]]
    if text.endswith("m"):
        return -(-int(text[:-1]) // 1000)
    return int(text)


def arguments(container: Object, env: Mapping[str, str]) -> list[str]:
    """A container's arguments with `$(NAME)` filled in, as the kubelet does it."""

    def filled(match: re.Match[str]) -> str:
        return env.get(match[1], match[0])

    return [re.sub(r"\$\(([A-Za-z_][A-Za-z0-9_]*)\)", filled, one) for one in container["args"]]
