"""Named faults, each of which must turn a proof red; each mends what it broke."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.lab import kube, processes, state
from tests.lab.kube import Object
from tests.lab.lab import Lab
from tests.lab.places import FLUX_NAMESPACE, SECONDS

Sabotage = Callable[[Lab], AbstractContextManager[None]]


@contextmanager
def deployment_deleted(lab: Lab) -> Iterator[None]:
    """Somebody deletes redis."""
    lab.api.request("DELETE", f"{kube.path('deployments', 'rello')}/redis")
    yield
    lab.reconcile()
    lab.until_ready()


@contextmanager
def label_removed(lab: Lab) -> Iterator[None]:
    """Somebody takes a label of ours from a Service."""
    gone = {"metadata": {"labels": {"app.kubernetes.io/part-of": None}}}
    lab.api.merge("services", "rello", "rello", gone)
    yield
    lab.reconcile()


@contextmanager
def release_edited(lab: Lab) -> Iterator[None]:
    """Somebody edits what Helm installed."""
    lab.api.merge("deployments", "hubble-ui", "kube-system", {"spec": {"replicas": 2}})
    yield
    lab.reconcile()
    lab.until_ready()


@contextmanager
def flux_edited(lab: Lab) -> Iterator[None]:
    """Somebody edits Flux' own policy."""
    edited = {"metadata": {"labels": {"app.kubernetes.io/version": "v0"}}}
    lab.api.merge("networkpolicies", "allow-egress", FLUX_NAMESPACE, edited)
    yield
    lab.reconcile()
    lab.installed = state.snapshot(lab.kubeconfig, state.stubs(lab.installed))


@contextmanager
def password_changed(lab: Lab) -> Iterator[None]:
    """Somebody changes the Secret in the cluster."""
    lab.api.merge("secrets", "bgp-auth-mikrotik", "kube-system", {"stringData": {"password": "x"}})
    yield
    lab.reconcile()


@contextmanager
def key_of_an_operator(lab: Lab) -> Iterator[None]:
    """The cluster gets an operator's key."""
    text = (lab.repository.home / ".config/sops/age/keys.txt").read_text(encoding="utf-8")
    private = next(line for line in text.splitlines() if not line.startswith("#"))
    with key_in_cluster(lab, private):
        yield


@contextmanager
def key_in_cluster(lab: Lab, private: str) -> Iterator[None]:
    """Another key stands in the Secret that Flux decrypts with."""
    before = lab.repository.flux_key()
    where = ("secrets", "sops-age", FLUX_NAMESPACE)
    lab.api.merge(*where, {"stringData": {"identity.agekey": private}})
    try:
        yield
    finally:
        lab.api.merge(*where, {"stringData": {"identity.agekey": before}})


@contextmanager
def nothing_ignored(lab: Lab) -> Iterator[None]:
    """The source serves what `.sourceignore` alone lets through."""
    where = ("gitrepositories", "flux-system", FLUX_NAMESPACE)
    lab.api.merge(*where, {"spec": {"ignore": None}})
    _fetched(lab)
    yield
    lab.reconcile()
    _fetched(lab)


def _fetched(lab: Lab) -> None:
    def probe() -> str | None:
        one = lab.api.get("gitrepositories", "flux-system", FLUX_NAMESPACE)
        return (
            None
            if one and one["status"].get("observedIgnore") == one["spec"].get("ignore")
            else "-"
        )

    lab.wait("the source with its new ignore", probe, SECONDS["change"])


@contextmanager
def secret_logged(lab: Lab) -> Iterator[None]:
    """A program logs the password."""
    file = processes.LOGS / "careless.log"
    file.write_text(f"connecting with {lab.password}\n", encoding="utf-8")
    yield
    file.unlink()


@contextmanager
def pool_overlaps(lab: Lab) -> Iterator[None]:
    """A second pool with the addresses of the first."""
    pool = {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumLoadBalancerIPPool",
        "metadata": {"name": "arp-again"},
        "spec": {"blocks": [{"start": "192.168.42.235", "stop": "192.168.42.240"}]},
    }
    lab.api.request("POST", kube.path("ciliumloadbalancerippools"), pool)
    yield
    lab.api.request("DELETE", f"{kube.path('ciliumloadbalancerippools')}/arp-again")


@contextmanager
def service_relabelled(lab: Lab) -> Iterator[None]:
    """rello-lb is recreated without the label that the arp pool selects."""
    held = lab.api.get("services", "rello-lb", "rello")
    assert held is not None
    labels = {k: v for k, v in held["metadata"]["labels"].items() if k != "announcement"}
    where = kube.path("services", "rello")
    lab.api.request("DELETE", f"{where}/rello-lb")
    spec = {key: held["spec"][key] for key in ("type", "selector", "ports")}
    again: Object = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "rello-lb", "labels": labels},
        "spec": spec,
    }
    lab.api.request("POST", where, again)
    lab.wait("an address", lambda: _address(lab), SECONDS["change"])
    yield
    lab.api.request("DELETE", f"{where}/rello-lb")
    lab.reconcile()
    lab.wait("an address", lambda: _address(lab), SECONDS["change"])


def _address(lab: Lab) -> str | None:
    held = lab.api.get("services", "rello-lb", "rello")
    given = ((held or {}).get("status") or {}).get("loadBalancer", {}).get("ingress")
    return None if given else "rello-lb has no address"


@contextmanager
def node_without_agent(lab: Lab) -> Iterator[None]:
    """One node's agent has not registered it."""
    name = "talos-wo-1"
    held = lab.api.get("ciliumnodes", name)
    assert held is not None
    lab.api.request("DELETE", f"{kube.path('ciliumnodes')}/{name}")
    lab.wait("the node config's end", lambda: _config(lab, name, there=False), SECONDS["change"])
    yield
    meta = {key: held["metadata"][key] for key in ("name", "labels")}
    lab.api.request("POST", kube.path("ciliumnodes"), {**held, "metadata": meta})
    lab.wait("the node config", lambda: _config(lab, name, there=True), SECONDS["change"])


def _config(lab: Lab, name: str, *, there: bool) -> str | None:
    found = lab.api.get("ciliumbgpnodeconfigs", name) is not None
    return None if found == there else f"{name} is {'not ' if there else ''}there"


@contextmanager
def path_changed(lab: Lab) -> Iterator[None]:
    """Somebody changes the Ingress in the cluster."""
    (held,) = lab.api.all("ingresses", "rello")
    rules = held["spec"]["rules"]
    rules[0]["http"]["paths"][0]["path"] = "/elsewhere"
    before = lab.api.all("ciliumenvoyconfigs", "rello")[0]["metadata"]["generation"]
    lab.api.merge("ingresses", "rello", "rello", {"spec": {"rules": rules}})
    lab.wait("other routes", lambda: _routed(lab, before), SECONDS["change"])
    yield
    before = lab.api.all("ciliumenvoyconfigs", "rello")[0]["metadata"]["generation"]
    lab.reconcile()
    lab.wait("the routes", lambda: _routed(lab, before), SECONDS["change"])


def _routed(lab: Lab, before: int) -> str | None:
    now = lab.api.all("ciliumenvoyconfigs", "rello")[0]["metadata"]["generation"]
    return "the same as before" if now == before else None


@contextmanager
def namespace_privileged(lab: Lab) -> Iterator[None]:
    """Somebody opens rello's namespace."""
    opened = {"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}}
    lab.api.request("PATCH", f"{kube.path('namespaces')}/rello", opened, "merge-patch+json")
    yield
    lab.reconcile()


@contextmanager
def argument_added(lab: Lab) -> Iterator[None]:
    """Somebody gives a controller an argument more, and the lab has not looked yet."""
    where = ("deployments", "helm-controller", FLUX_NAMESPACE)
    held = lab.api.get(*where)
    assert held is not None
    (container,) = held["spec"]["template"]["spec"]["containers"]
    before = lab.programs.running["helm-controller"].process.pid
    other = {**container, "args": [*container["args"], "--concurrent=3"]}
    lab.api.merge(*where, {"spec": {"template": {"spec": {"containers": [other]}}}})
    yield
    lab.controllers.follow()
    assert lab.programs.running["helm-controller"].process.pid != before
    lab.reconcile()
    lab.controllers.follow()
    lab.until_ready()


@contextmanager
def way_out(lab: Lab) -> Iterator[None]:
    """A device and a route that lead somewhere."""
    _ip("link", "add", "out", "type", "veth", "peer", "name", "further")
    _ip("link", "set", "out", "up")
    _ip("route", "add", "198.51.100.0/24", "dev", "out")
    yield
    _ip("link", "delete", "out")


def _ip(*args: str) -> None:
    subprocess.run(["ip", *args], check=True, capture_output=True)
