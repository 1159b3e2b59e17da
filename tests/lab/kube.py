"""A small client of the API server: JSON over TLS with a token, and kubectl for what it does better."""

from __future__ import annotations

import http.client
import json
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import tools

Object = dict[str, Any]
"""An API object as JSON has it."""

GROUPS = {
    "namespaces": "/api/v1",
    "nodes": "/api/v1",
    "services": "/api/v1",
    "secrets": "/api/v1",
    "pods": "/api/v1",
    "configmaps": "/api/v1",
    "events": "/api/v1",
    "deployments": "/apis/apps/v1",
    "daemonsets": "/apis/apps/v1",
    "ingresses": "/apis/networking.k8s.io/v1",
    "networkpolicies": "/apis/networking.k8s.io/v1",
    "customresourcedefinitions": "/apis/apiextensions.k8s.io/v1",
    "gitrepositories": "/apis/source.toolkit.fluxcd.io/v1",
    "ocirepositories": "/apis/source.toolkit.fluxcd.io/v1",
    "helmrepositories": "/apis/source.toolkit.fluxcd.io/v1",
    "helmcharts": "/apis/source.toolkit.fluxcd.io/v1",
    "kustomizations": "/apis/kustomize.toolkit.fluxcd.io/v1",
    "helmreleases": "/apis/helm.toolkit.fluxcd.io/v2",
    "ciliumnodes": "/apis/cilium.io/v2",
    "ciliumloadbalancerippools": "/apis/cilium.io/v2",
    "ciliumbgpclusterconfigs": "/apis/cilium.io/v2",
    "ciliumbgppeerconfigs": "/apis/cilium.io/v2",
    "ciliumbgpnodeconfigs": "/apis/cilium.io/v2",
    "ciliumenvoyconfigs": "/apis/cilium.io/v2",
    "ciliuml2announcementpolicies": "/apis/cilium.io/v2alpha1",
}
"""Where each resource is served that the lab reads."""

_SECONDS = 15  # for one answer


class Answer(Exception):
    """What the API server said instead of yes: the status code and its message."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


@dataclass
class Api:
    """The API server as one of its users."""

    host: str
    port: int
    ca: Path
    token: str

    def __repr__(self) -> str:
        return f"Api({self.host}:{self.port})"

    def request(self, method: str, path: str, body: object = None, kind: str = "json") -> Object:
        """One request; raises `Answer` for a refusal and OSError where nobody answers."""
        context = ssl.create_default_context(cafile=str(self.ca))
        line = http.client.HTTPSConnection(self.host, self.port, context=context, timeout=_SECONDS)
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = f"application/{kind}"
        try:
            line.request(method, path, None if body is None else json.dumps(body), headers)
            reply = line.getresponse()
            text = reply.read().decode("utf-8", "replace")
        finally:
            line.close()
        try:
            said: Object = json.loads(text)
        except ValueError:
            said = {"message": text}
        if reply.status >= 400:
            raise Answer(reply.status, str(said.get("message", text)))
        return said

    def get(self, resource: str, name: str, namespace: str = "") -> Object | None:
        """One object, or None where it or its kind is not there."""
        try:
            return self.request("GET", f"{path(resource, namespace)}/{name}")
        except Answer as answer:
            if answer.code == 404:
                return None
            raise

    def all(self, resource: str, namespace: str = "", selector: str = "") -> list[Object]:
        """Every object of a kind; none where the kind is not there."""
        query = f"?labelSelector={selector}" if selector else ""
        try:
            items: list[Object] = self.request("GET", path(resource, namespace) + query)["items"]
        except Answer as answer:
            if answer.code == 404:
                return []
            raise
        return items

    def merge(self, resource: str, name: str, namespace: str, patch: object) -> Object:
        """A merge patch (RFC 7386)."""
        where = f"{path(resource, namespace)}/{name}"
        return self.request("PATCH", where, patch, "merge-patch+json")

    def ready(self) -> str | None:
        """What keeps the API server from being ready, for `until`."""
        try:
            self.request("GET", "/readyz")
        except Answer as answer:
            return str(answer) if "ok" not in str(answer) else None
        except OSError as error:
            return f"no answer: {error}"
        return None


def path(resource: str, namespace: str = "") -> str:
    """Where a resource is served."""
    inside = f"/namespaces/{namespace}" if namespace else ""
    return f"{GROUPS[resource]}{inside}/{resource}"


def condition(thing: Mapping[str, Any] | None, kind: str = "Ready") -> Mapping[str, Any]:
    """A condition of an object; {} where it has none of the kind."""
    found = ((thing or {}).get("status") or {}).get("conditions") or []
    return next((one for one in found if one["type"] == kind), {})


def kubeconfig(file: Path, api: Api) -> Path:
    """Writes what kubectl and every client of Kubernetes' libraries read; 0600, on the lab's tmpfs."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "lab",
        "contexts": [{"name": "lab", "context": {"cluster": "lab", "user": "lab"}}],
        "clusters": [
            {
                "name": "lab",
                "cluster": {
                    "server": f"https://{api.host}:{api.port}",
                    "certificate-authority": str(api.ca),
                },
            }
        ],
        "users": [{"name": "lab", "user": {"token": api.token}}],
    }
    file.touch(mode=0o600)
    file.write_text(json.dumps(config, indent=1), encoding="utf-8")
    return file


def kubectl(
    config: Path, *args: str, stdin: str = "", ok: Sequence[int] | None = (0,)
) -> subprocess.CompletedProcess[str]:
    """The real kubectl with the lab's kubeconfig; an exit code outside `ok` fails the test."""
    env = tools.clean_env(config.parent, KUBECONFIG=str(config))
    return tools.run(tools.tool("kubectl"), *args, stdin=stdin, env=env, ok=ok)
