"""The rendered tree before the programs that read it: kustomize, kubeconform, sops and Pod Security admission."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.render.files import Ring
from gitops_gen.yamlio import write
from scripts.tools import required_version
from tests.support import specs, trees
from tests.support.ledger import ROOT, proved
from tests.support.tools import clean_env, data, oracle, run, tool, version


def _single() -> dict[str, Any]:
    """One node, nothing switched on, hand-written apps alone."""
    spec = specs.vtalos()
    spec["nodes"] = spec["nodes"][:1]
    spec["cilium"] = {"hubble": {"relay": False, "ui": False}, "ingressController": False}
    spec["apps"] = [{"name": "rello", "extraResources": ["configmap.yaml"]}]
    return spec


SPECS = {"vtalos": specs.vtalos(), "everything": specs.everything(), "single": _single()}


def _module(where: str, module: str) -> str:
    """The version of a Go module that an oracle is built with."""
    text = (ROOT / "tests" / "oracles" / where / "go.mod").read_text()
    return required_version(text, module).removeprefix("v")


@pytest.fixture(scope="module", params=SPECS)
def tree(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    trees.write_tree(folder, SPECS[request.param])
    return folder


def _folders(tree: Path) -> list[Path]:
    return sorted(path.parent for path in tree.rglob("kustomization.yaml"))


def _listed(folder: Path) -> Iterator[dict[str, Any]]:
    """The documents that a folder's kustomization names, folders included."""
    (listed,) = trees.documents((folder / "kustomization.yaml").read_text())
    for name in listed["resources"]:
        place = folder / name
        if place.is_dir():
            yield from _listed(place)
        else:
            yield from trees.documents(place.read_text())


def test_kustomize_builds_every_folder_into_exactly_what_it_lists(tree: Path) -> None:
    folders = _folders(tree)
    for folder in folders:
        done = run(tool("kustomize"), "build", folder, env=clean_env(tree))
        built = {trees.identity(one): one for one in trees.documents(done.stdout)}
        assert built == {trees.identity(one): one for one in _listed(folder)}, folder
    proved("tree-kustomize", len(folders), judge=f"kustomize {version('kustomize')}")


def test_everything_on_the_disk_is_listed_somewhere(tree: Path) -> None:
    """A file that no kustomization names is read by nobody."""
    reached = {trees.identity(one) for folder in _folders(tree) for one in _listed(folder)}
    for file in tree.rglob("*.yaml"):
        if file.name in ("kustomization.yaml", ".sops.yaml"):
            continue
        own = {trees.identity(one) for one in trees.documents(file.read_text())}
        assert own <= reached, file


def _kubeconform(*files: Path | str, stdin: str = "", ok: tuple[int, ...] = (0,)) -> str:
    schemas = data("schemas")
    places = (
        schemas / "kubernetes" / "1.36" / "{{.ResourceKind}}{{.KindSuffix}}.json",
        schemas / "crds" / "{{.Group}}" / "{{.ResourceKind}}_{{.ResourceAPIVersion}}.json",
    )
    flags = [part for place in places for part in ("-schema-location", place)]
    done = run(tool("kubeconform"), "-strict", "-summary", *flags, *files, stdin=stdin, ok=ok)
    return done.stdout


def test_kubeconform_accepts_every_object_with_strict_schemas(tree: Path) -> None:
    found: list[dict[str, Any]] = []
    for file in sorted(tree.rglob("*.yaml")):
        if file.name not in ("kustomization.yaml", ".sops.yaml"):
            found += trees.documents(file.read_text())
    for document in found:
        document.pop("sops", None)
    said = _kubeconform("-", stdin=write.dump(found))
    assert f"Valid: {len(found)}, Invalid: 0, Errors: 0, Skipped: 0" in said
    proved("tree-schemas", len(found), judge=f"kubeconform {version('kubeconform')}")


def test_the_committed_example_builds_and_is_accepted() -> None:
    """As Flux begins with it: every path that one of its Kustomizations names."""
    asked = {"clusters/vtalos"}
    for file in (ROOT / "clusters" / "vtalos").glob("*.yaml"):
        if file.name in ("infrastructure.yaml", "apps.yaml"):
            asked |= {one["spec"]["path"] for one in trees.documents(file.read_text())}
    built = [run(tool("kustomize"), "build", ROOT / path).stdout for path in sorted(asked)]
    found = [document for text in built for document in trees.documents(text)]
    for document in found:
        document.pop("sops", None)
    assert len(asked) == 4
    said = _kubeconform("-", stdin=write.dump(found))
    assert f"Valid: {len(found)}, Invalid: 0, Errors: 0, Skipped: 0" in said
    proved("tree-example", len(found), judge=f"kubeconform {version('kubeconform')}")


def test_kubeconform_refuses_a_field_that_no_schema_knows() -> None:
    """Of every kind that we write; otherwise its acceptance would say nothing."""
    kinds: dict[str, dict[str, Any]] = {}
    for file in trees.files(specs.everything()):
        if file.path.endswith("kustomization.yaml") or file.ring is not Ring.CLEAR:
            continue
        for document in trees.documents(write.dump(file.documents)):
            kinds[document["kind"]] = document
    for document in kinds.values():
        document["spec"] = {**document.get("spec", {}), "notAField": 1}
    said = _kubeconform("-", stdin=write.dump(kinds.values()), ok=(1,))
    assert f"Valid: 0, Invalid: {len(kinds)}, Errors: 0, Skipped: 0" in said
    proved("tree-schemas-strict", len(kinds), judge=f"kubeconform {version('kubeconform')}")


def test_sops_opens_every_secret_with_the_flux_key_and_with_an_operators(tree: Path) -> None:
    secrets = [path for path in sorted(tree.rglob("*.sops.yaml")) if path.name[0] != "."]
    for path in secrets:
        for key in (trees.FLUX, trees.OPERATOR):
            env = clean_env(tree, SOPS_AGE_KEY=key.private)
            asked = ("--disable-version-check", "decrypt", path)
            (clear,) = trees.documents(run(tool("sops"), *asked, env=env).stdout)
            assert clear["kind"] == "Secret"
            for value in clear["stringData"].values():
                assert value in ("value of bgp-router", "value of rello.token")
    assert len(secrets) == (2 if "everything" in tree.name else 0)
    if secrets:
        proved("tree-secrets", 2 * len(secrets), judge=f"sops {version('sops')}")


def test_sops_takes_the_rule_that_is_meant_for_each_file(tmp_path: Path) -> None:
    trees.write_tree(tmp_path, specs.everything())
    text = (tmp_path / ".sops.yaml").read_text()
    operators, both = specs.OPERATOR, f"{specs.OPERATOR},{trees.FLUX.recipient}"
    regexes = trees.REGEXES
    wanted = {
        "clusters/vtalos/talos/secrets.sops.yaml": (regexes.bundle, False, operators),
        "clusters/vtalos/talos/talosconfig.sops.yaml": (regexes.talosconfig, True, operators),
        "clusters/vtalos/talos/talos-cp-1.sops.yaml": (regexes.machine_config, True, operators),
        "clusters/vtalos/credentials.sops.yaml": (".*", False, operators),
        "clusters/vtalos/flux-key.sops.yaml": (regexes.flux_key, True, operators),
        "apps/vtalos/rello/rello-env.sops.yaml": ("^(data|stringData)$", True, both),
        "apps/vtalos/rello/deep/er.sops.yaml": ("^(data|stringData)$", True, both),
        "infrastructure/vtalos/cilium-config/bgp-auth-mikrotik.sops.yaml": (
            "^(data|stringData)$",
            True,
            both,
        ),
    }
    cases = [{"op": "rule", "text": text, "path": path} for path in wanted]
    for answer, (regex, mac_only, ages) in zip(
        oracle("sops").ask(cases), wanted.values(), strict=True
    ):
        rule = answer["rule"]
        assert (rule["encrypted_regex"], rule["mac_only_encrypted"]) == (regex, mac_only)
        assert rule["recipients"] == ages.split(",")
    others = ("clusters/other/credentials.sops.yaml", "apps/other/x.sops.yaml", "x.sops.yaml")
    for answer in oracle("sops").ask([{"op": "rule", "text": text, "path": p} for p in others]):
        assert "rule" not in answer
    proved("tree-sops-rules", len(wanted) + len(others), judge=f"sops {version('sops')}")


def test_pod_security_admission_admits_every_workload_at_restricted() -> None:
    pods = [
        document["spec"]["template"]
        for spec in SPECS.values()
        for file in trees.files(spec)
        for document in file.documents
        if document["kind"] == "Deployment"
    ]
    cases = [{"level": "restricted", "version": "v1.36", "pod": pod} for pod in pods]
    for answer in oracle("podsecurity").ask(cases):
        assert answer == {"allowed": True, "reasons": []}
    judge = f"pod-security-admission {_module('podsecurity', 'k8s.io/pod-security-admission')}"
    proved("pods-restricted", len(pods), judge=judge)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("securityContext", "runAsNonRoot"), False),
        (("securityContext", "runAsUser"), 0),
        (("securityContext", "seccompProfile"), {"type": "Unconfined"}),
        (("containers", 0, "securityContext", "allowPrivilegeEscalation"), True),
        (("containers", 0, "securityContext", "capabilities"), {}),
        (("hostNetwork",), True),
    ],
)
def test_pod_security_admission_refuses_a_pod_with_one_field_less_strict(
    path: tuple[Any, ...], value: Any
) -> None:
    (file,) = [f for f in trees.files(specs.vtalos()) if f.path.endswith("deployments.yaml")]
    pod = trees.documents(write.dump(file.documents))[0]["spec"]["template"]
    place = pod["spec"]
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    case = {"level": "restricted", "version": "v1.36", "pod": pod}
    (answer,) = oracle("podsecurity").ask([case])
    assert answer["allowed"] is False
    assert len(answer["reasons"]) >= 1
