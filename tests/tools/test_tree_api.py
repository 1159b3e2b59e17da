"""What the API server itself would say of our custom resources: defaults, schemas, CEL rules, list keys."""

from __future__ import annotations

from typing import Any

from gitops_gen.yamlio import write
from scripts.tools import required_version
from tests.support import specs, trees
from tests.support.ledger import ROOT, proved
from tests.support.tools import data, oracle

API = "k8s.io/apiextensions-apiserver"
GROUPS = ("cilium.io/", "toolkit.fluxcd.io/")


def _judge() -> str:
    text = (ROOT / "tests" / "oracles" / "crds" / "go.mod").read_text()
    return f"apiextensions-apiserver {required_version(text, API).removeprefix('v')}"


def _errors(objects: list[dict[str, Any]]) -> list[list[str]]:
    schemas = data("schemas")
    crds = (schemas / "cilium.yaml", schemas / "artifact" / "gotk-components.yaml")
    cases: list[dict[str, Any]] = [{"crds": path.read_text()} for path in crds]
    answers = oracle("crds").ask([*cases, *({"object": one} for one in objects)])
    for loaded in answers[: len(crds)]:
        assert loaded["errors"] == []
        assert loaded["loaded"] > 10
    return [answer["errors"] for answer in answers[len(crds) :]]


def _objects(spec: dict[str, Any]) -> list[dict[str, Any]]:
    found = [
        document
        for file in trees.files(spec)
        for document in trees.documents(write.dump([specs.shown(one) for one in file.documents]))
    ]
    return [one for one in found if any(group in one["apiVersion"] for group in GROUPS)]


def test_the_api_server_takes_every_custom_resource() -> None:
    objects = _objects(specs.vtalos()) + _objects(specs.everything())
    for document, errors in zip(objects, _errors(objects), strict=True):
        assert errors == [], document
    kinds = {one["kind"] for one in objects}
    assert len(kinds) == 10, kinds
    proved("tree-api", len(objects), judge=_judge())


SABOTAGE: tuple[tuple[str, tuple[Any, ...], Any, str], ...] = (
    ("HelmRelease", ("spec", "chartRef"), {"kind": "OCIRepository", "name": "x"}, "chart or chart"),
    ("HelmRelease", ("spec", "install", "strategy", "name"), "RemediateOnFailure", "retryInterval"),
    ("HelmRelease", ("spec", "timeout"), "1d", "spec.timeout"),
    ("HelmRelease", ("spec", "install", "crd"), "Skip", "unknown field spec.install.crd"),
    ("Kustomization", ("spec", "deletionPolicy"), "Keep", "spec.deletionPolicy"),
    ("Kustomization", ("spec", "path"), 1, "spec.path"),
    ("GitRepository", ("spec", "url"), "git@example.com:x", "spec.url"),
    ("GitRepository", ("spec", "timeout"), "1h", "spec.timeout"),
    ("OCIRepository", ("spec", "url"), "https://example.com", "spec.url"),
    ("HelmRepository", ("spec", "type"), "git", "spec.type"),
    ("CiliumLoadBalancerIPPool", ("spec", "blocks", 0, "cidr"), "10.0.0.0", "cidr"),
    ("CiliumL2AnnouncementPolicy", ("spec", "externalIPs"), "yes", "spec.externalIPs"),
    ("CiliumBGPPeerConfig", ("spec", "gracefulRestart", "restartTimeSeconds"), 4096, "restartTime"),
    ("CiliumBGPPeerConfig", ("spec", "ebgpMultihop"), 256, "spec.ebgpMultihop"),
    ("CiliumBGPAdvertisement", ("spec", "advertisements", 0, "service"), None, "service"),
    ("CiliumBGPClusterConfig", ("spec", "bgpInstances", 0, "localASN"), 4294967296, "localASN"),
    ("CiliumBGPClusterConfig", ("spec", "bgpInstances", 0, "peers", 0, "peerAddress"), "x", "peer"),
    ("CiliumBGPClusterConfig", ("spec", "bgpInstances", 0, "peers", 1, "name"), "mikrotik", "Dup"),
)


def _broken(kind: str, path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """An object of ours with one field changed; None takes the field away."""
    made = next(one for one in _objects(specs.everything()) if one["kind"] == kind)
    place = made
    for part in path[:-1]:
        place = place[part]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return made


def test_the_api_server_refuses_one_thing_changed() -> None:
    """Otherwise its acceptance would say nothing."""
    broken = [_broken(kind, path, value) for kind, path, value, _ in SABOTAGE]
    for (kind, path, _, said), errors in zip(SABOTAGE, _errors(broken), strict=True):
        assert said in " ".join(errors), (kind, path, errors)
    proved("tree-api-refusals", len(SABOTAGE), judge=_judge())
