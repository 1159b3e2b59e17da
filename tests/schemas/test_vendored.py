"""The vendored schemas: true to their lock, small, whole, and read only as far as they are needed."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

import gitops_gen
from gitops_gen import schemas, versions
from gitops_gen.schemas import vendored
from gitops_gen.yamlio import write
from tests.support import specs, trees

DATA = Path(gitops_gen.__file__).parent / "data"
LOCK: dict[str, dict[str, str]] = json.loads((DATA / "lock.json").read_text())
KEYS = {"what", "origin", "version", "licence", "made_by", "sha256"}
MINORS = ("1.34", "1.35", "1.36", "1.37")


def test_the_lock_names_every_file_and_its_hash() -> None:
    held = {path for path in DATA.rglob("*") if path.is_file() and path.name != "lock.json"}
    assert {DATA / name for name in LOCK} == held
    for name, row in LOCK.items():
        assert row["sha256"] == hashlib.sha256((DATA / name).read_bytes()).hexdigest(), name
        assert set(row) == KEYS
        assert all(row.values()), name


def test_it_is_small() -> None:
    """As a wheel holds it."""
    sizes = [len(zlib.compress(path.read_bytes())) for path in DATA.rglob("*.txt")]
    assert sum(sizes) < 150_000


RELEASES = [
    ("kubernetes", "kubernetes", MINORS),
    ("cilium", "cilium", ("1.19", "1.20")),
    ("flux", "flux", ("2.9",)),
    ("gateway", "", ("1.6",)),
    ("talos", "talos", ("1.12", "1.13", "1.14")),
    ("kustomize", "", ("5.8",)),
    ("helm", "", ("4.3",)),
    ("sops", "", ("3.13",)),
]
LEAST = {"kubernetes": 700, "cilium": 45, "flux": 15, "gateway": 20, "talos": 170}


@pytest.mark.parametrize(("source", "option", "releases"), RELEASES)
def test_every_kind_compiles(source: str, option: str, releases: tuple[str, ...]) -> None:
    count = 0
    for api_version, kind in schemas.known_kinds():
        known = [one for one in schemas.served(api_version, kind) if one.source == source]
        for release in releases if known else ():
            asked: dict[str, Any] = {option: release} if option else {}
            schema = schemas.schema_for(api_version, kind, **asked)
            assert (schema is not None) == any(one.at(release) for one in known)
            if schema is not None:
                jsonschema_rs.validator_for(schema.body)
                count += 1
    assert count >= LEAST.get(source, 1)


def judged(api_version: str, kind: str, body: dict[str, Any], **asked: Any) -> list[str]:
    """`path: message` of everything refused."""
    schema = schemas.schema_for(api_version, kind, **asked)
    assert schema is not None
    document = {"apiVersion": api_version, "kind": kind, **body}
    found = schemas.violations(schema, document)
    return [f"{'.'.join(map(str, one.path))}: {one.message}" for one in found]


POD = {"containers": [{"name": "a", "image": "b"}]}
NAMED = {"metadata": {"name": "a"}}
FLUX_KUSTOMIZATION = {
    "interval": "1h",
    "prune": True,
    "sourceRef": {"kind": "GitRepository", "name": "a"},
}


@pytest.mark.parametrize(
    ("api_version", "kind", "body", "said"),
    [
        ("v1", "ConfigMap", {**NAMED, "data": {"a": "b"}}, []),
        ("v1", "ConfigMap", {"data": {"a": 1}}, ["data.a: must be a string"]),
        ("v1", "ConfigMap", {"dta": {}}, ["dta: unknown field"]),
        ("v1", "ConfigMap", {"metadata": {"lables": {}}}, ["metadata.lables: unknown field"]),
        ("v1", "Pod", {"spec": POD}, []),
        (
            "v1",
            "Pod",
            {"spec": {"containers": [{"image": "b"}]}},
            ['spec.containers.0: field "name" is missing'],
        ),
        (
            "v1",
            "Pod",
            {"spec": {"containers": [{"name": "a", "resources": {"limits": {"cpu": True}}}]}},
            ["spec.containers.0.resources.limits.cpu: must be a number or a string"],
        ),
        (
            "v1",
            "Pod",
            {"spec": {"containers": [{"name": "a", "resources": {"limits": {"cpu": 0.5}}}]}},
            [],
        ),
        ("v1", "Service", {"spec": {"ports": [{"port": 1, "targetPort": "http"}]}}, []),
        (
            "v1",
            "Service",
            {"spec": {"ports": [{"port": 1, "targetPort": 1.5}]}},
            ["spec.ports.0.targetPort: must be a whole number or a string"],
        ),
        ("kustomize.toolkit.fluxcd.io/v1", "Kustomization", {"spec": FLUX_KUSTOMIZATION}, []),
        (
            "kustomize.toolkit.fluxcd.io/v1",
            "Kustomization",
            {"spec": {**FLUX_KUSTOMIZATION, "intervall": "1h"}},
            ["spec.intervall: unknown field"],
        ),
        (
            "helm.toolkit.fluxcd.io/v2",
            "HelmRelease",
            {"metadata": {"labels": {"a": True}}, "spec": {"interval": "1h", "values": {"a": []}}},
            ["metadata.labels.a: must be a string"],
        ),
        (
            "cilium.io/v2",
            "CiliumLoadBalancerIPPool",
            {**NAMED, "spec": {"blocks": [{"cidr": "10.0.0.0/8"}], "cidrs": []}},
            ["spec.cidrs: unknown field"],
        ),
        (
            "kustomize.config.k8s.io/v1beta1",
            "Kustomization",
            {"resources": ["a.yaml"], "patches": [{"path": "b.yaml", "patch": None}]},
            [],
        ),
        (
            "kustomize.config.k8s.io/v1beta1",
            "Kustomization",
            {"resource": [], "images": [{"name": "a", "newtag": "1"}], "namespace": 1},
            [
                "images.0.newtag: unknown field",
                "namespace: must be a string",
                "resource: unknown field",
            ],
        ),
        ("kustomize.config.k8s.io/v1alpha1", "Component", {"components": ["a"]}, []),
    ],
)
def test_what_is_taken_and_what_is_refused(
    api_version: str, kind: str, body: dict[str, Any], said: list[str]
) -> None:
    assert sorted(judged(api_version, kind, body)) == said


@pytest.mark.parametrize(
    ("program", "name", "body", "said"),
    [
        ("helm", "Chart.yaml", {"apiVersion": "v2", "name": "a", "version": "1.0.0"}, []),
        ("helm", "Chart.yaml", {"apiVersion": "v2", "name": "a"}, ['field "version" is missing']),
        ("sops", ".sops.yaml", {"creation_rules": [{"age": "age1", "path_regex": "a"}]}, []),
        ("sops", ".sops.yaml", {"creation_rules": [{"age": ["age1"]}]}, []),
        ("sops", ".sops.yaml", {"creation_rules": [{"path_regexp": "a"}]}, ["unknown field"]),
    ],
)
def test_files_that_are_no_objects(
    program: str, name: str, body: dict[str, Any], said: list[str]
) -> None:
    schema = schemas.schema_for(program, name)
    assert schema is not None
    assert [one.message for one in schemas.violations(schema, body)] == said


def test_everything_that_we_render_is_taken() -> None:
    count = 0
    for file in trees.files(specs.everything()):
        shown = write.dump([specs.shown(document) for document in file.documents])
        for document in trees.documents(shown):
            schema = schemas.schema_for(document["apiVersion"], document["kind"])
            assert schema is not None, document["kind"]
            assert schemas.violations(schema, document) == []
            count += 1
    assert count > 30


def test_a_release_decides() -> None:
    policy = ("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy")
    assert schemas.schema_for(*policy, kubernetes="1.35.9") is None
    assert schemas.schema_for(*policy, kubernetes="1.36") is not None
    assert schemas.schema_for("cilium.io/v2alpha1", "CiliumCIDRGroup", cilium="1.19") is not None
    assert schemas.schema_for("apps/v1", "Deployment", kubernetes="1.33") is None
    assert schemas.schema_for("apps/v1", "Deploymnet") is None


def test_our_pins_are_what_is_meant() -> None:
    for source in ("kubernetes", "cilium", "flux"):
        assert versions.parse(vendored.NEWEST[source])
    pinned = schemas.schema_for("v1", "Pod", kubernetes=versions.KUBERNETES)
    assert schemas.schema_for("v1", "Pod") is pinned
    assert schemas.schema_for("v1", "Pod", kubernetes="1.36") is pinned


def test_served_says_since_when_and_until_when() -> None:
    (autoscaler,) = schemas.served("autoscaling/v2beta2", "HorizontalPodAutoscaler")
    assert (autoscaler.source, autoscaler.first, autoscaler.last) == ("kubernetes", "1.25", "1.25")
    assert not autoscaler.at("1.26")
    (deployment,) = schemas.served("apps/v1", "Deployment")
    assert deployment.at("1.37")
    assert not deployment.deprecated
    pools = schemas.served("cilium.io/v2alpha1", "CiliumLoadBalancerIPPool")
    assert [one.deprecated for one in pools if one.at("1.20")] == [True]
    assert schemas.served("extensions/v1beta1", "Ingress") == ()


def test_talos_documents_are_those_of_our_table() -> None:
    table = (DATA / "talos" / "secret_paths.txt").read_text().splitlines()
    ours = {
        kind
        for api_version, kind in schemas.known_kinds()
        for one in schemas.served(api_version, kind)
        if one.source == "talos" and one.at("1.13")
    }
    assert ours == {line.split(" ")[0] for line in table}


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("v1alpha1", {"version": "v1alpha1", "persist": True, "debug": "yes"}, []),
        ("v1alpha1", {"machine": {"network": {"hostname": "a", "nameservers": [8]}}}, []),
        ("v1alpha1", {"machine": {"ca": {"crt": "LS0=", "key": ""}, "type": "worker"}}, []),
        ("v1alpha1", {"machine": {"kubelt": {}}}, ["machine.kubelt: unknown field"]),
        ("v1alpha1", {"cluster": {"etcd": []}}, ["cluster.etcd: must be a mapping"]),
        ("HostnameConfig", {"apiVersion": "v1alpha1", "kind": "HostnameConfig", "auto": "off"}, []),
        ("HostnameConfig", {"hostnam": "a"}, ["hostnam: unknown field"]),
    ],
)
def test_talos_documents(kind: str, body: dict[str, Any], said: list[str]) -> None:
    schema = schemas.schema_for("v1alpha1", kind)
    assert schema is not None
    found = schemas.violations(schema, body)
    assert [f"{'.'.join(map(str, one.path))}: {one.message}" for one in found] == said


def test_only_what_a_kind_needs_is_parsed() -> None:
    config_map = schemas.schema_for("v1", "ConfigMap")
    assert config_map is not None
    assert len(config_map.body["$defs"]) == 6
    deployment = schemas.schema_for("apps/v1", "Deployment")
    assert deployment is not None
    assert len(deployment.body["$defs"]) < 150


def test_only_the_files_that_a_kind_needs_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    lines = vendored._lines

    def counted(name: str) -> list[str]:
        read.append(name)
        return lines(name)

    monkeypatch.setattr(vendored, "_lines", counted)
    for function in (vendored._kinds, vendored._definitions, vendored._schema):
        function.cache_clear()
    assert schemas.schema_for("helm.toolkit.fluxcd.io/v2", "HelmRelease") is not None
    assert sorted(read) == ["flux.txt", "kinds.txt", "meta.txt"]
    assert schemas.schema_for("source.toolkit.fluxcd.io/v1", "GitRepository") is not None
    assert len(read) == 3
