"""Flux' own code on what we tell it: its components, what it serves in the cluster, what it calls ready."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.render import clusters, components, health, root
from gitops_gen.yamlio import write
from scripts.tools import required_version
from tests.support import specs, trees
from tests.support.ledger import ROOT, proved
from tests.support.tools import clean_env, data, oracle, run, tool

CORE = components.ALL[:3]
FOUR = components.ALL[:4]
SETS = (
    FOUR,
    CORE,
    components.ALL,
    (*FOUR, "source-watcher"),
    (*CORE, "source-watcher"),
    (*FOUR, "image-reflector-controller", "image-automation-controller"),
    (*CORE, "image-reflector-controller"),
    ("helm-controller", "kustomize-controller", "source-controller"),
)


def _judge(module: str) -> str:
    """A module of the oracle with its version."""
    text = (ROOT / "tests" / "oracles" / "flux" / "go.mod").read_text()
    found = required_version(text, f"github.com/{module}")
    return f"{module} {found.removeprefix('v')}"


def _flux_version() -> str:
    text = (ROOT / "tools" / "flux" / "go.mod").read_text()
    return required_version(text, "github.com/fluxcd/flux2/v2").removeprefix("v")


@functools.cache
def _installed(wanted: Sequence[str], domain: str, home: Path) -> dict[Any, Any]:
    asked = (f"--components={','.join(wanted)}", f"--cluster-domain={domain}", "--export")
    done = run(tool("flux"), "install", *asked, env=clean_env(home))
    return {trees.identity(one): one for one in trees.documents(done.stdout)}


def _built(folder: Path, artifact: str, patches: Any, ok: tuple[int, ...] = (0,)) -> Any:
    """What kustomize makes of the artifact, as kustomize-controller calls it."""
    (folder / "gotk-components.yaml").write_text(artifact)
    listed = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": ["gotk-components.yaml"],
        "patches": patches,
    }
    (folder / "kustomization.yaml").write_text(write.dump([listed]))
    done = run(tool("kustomize"), "build", folder, env=clean_env(folder), ok=ok)
    return {trees.identity(one): one for one in trees.documents(done.stdout)}


@pytest.mark.parametrize("domain", ["cluster.local", "home.arpa"])
@pytest.mark.parametrize("wanted", SETS, ids=lambda wanted: str(len(wanted)))
def test_the_patched_artifact_is_flux_install_object_by_object(
    wanted: tuple[str, ...], domain: str, tmp_path: Path
) -> None:
    artifact = (data("schemas") / "artifact" / "gotk-components.yaml").read_text()
    built = _built(tmp_path, artifact, components.patches(wanted, domain))
    installed = _installed(wanted, domain, tmp_path)
    assert sorted(built) == sorted(installed)
    for name, document in installed.items():
        assert built[name] == document, name
    proved("flux-components", len(built), judge=f"flux {_flux_version()}")


def test_a_moved_argument_fails_the_build_instead_of_being_lost(tmp_path: Path) -> None:
    artifact = (data("schemas") / "artifact" / "gotk-components.yaml").read_text()
    moved = artifact.replace(
        "        - --feature-gates=ExternalArtifact=true\n",
        "        - --concurrent=10\n        - --feature-gates=ExternalArtifact=true\n",
    )
    assert moved != artifact
    assert _built(tmp_path, moved, components.patches(FOUR), ok=(1,)) == {}


def test_the_artifact_of_our_pin_is_the_one_that_was_read() -> None:
    (artifact, _) = components.documents(specs.plan_of(specs.vtalos()))
    text = (data("schemas") / "artifact" / "gotk-components.yaml").read_text()
    tag = artifact["spec"]["ref"]["tag"]
    assert tag == f"v{_flux_version()}"
    assert f"# Flux Version: {tag}\n" in text
    assert f"# Components: {','.join(components.ALL)}\n" in text


SERVED = (
    "clusters/vtalos/kustomization.yaml",
    "clusters/vtalos/flux-system/sync.yaml",
    "clusters/vtalos/mine/token.sops.yaml",
    "infrastructure/vtalos/cilium/release.yaml",
    "infrastructure/vtalos/cilium-config/bgp-auth-mikrotik.sops.yaml",
    "apps/vtalos/rello/rello-env.sops.yaml",
    "apps/vtalos/rello/talos/notes.yaml",
    "apps/base/one.yaml",
    "docs/how.md",
)
NEVER = (
    "clusters/vtalos/cluster.yaml",
    "clusters/vtalos/credentials.sops.yaml",
    "clusters/vtalos/flux-key.sops.yaml",
    "clusters/vtalos/talos/secrets.sops.yaml",
    "clusters/vtalos/talos/talos-cp-1.sops.yaml",
    "clusters/vtalos/talos/talosconfig.sops.yaml",
    "clusters/vtalos/talos/deep/er.yaml",
)
OTHERS = (
    "clusters/vtalos-2/kustomization.yaml",
    "clusters/other/apps.yaml",
    "infrastructure/other/cilium/release.yaml",
    "apps/other/shop/secret.sops.yaml",
    "apps/deep/er/two.yaml",
)
SHARED = {"apps/deep/er/two.yaml", "clusters/other/apps.yaml"}


def _kept(include: list[str], *, own: bool, blocks: tuple[str, ...] = ("vtalos",)) -> set[str]:
    spec = specs.vtalos()
    spec["flux"]["source"]["include"] = include
    lines = [line for name in blocks for line in root.left_out(name)]
    files = dict.fromkeys((*SERVED, *NEVER, *OTHERS, "clusters/other/cluster.yaml"), "x")
    files["clusters/other/talos/secrets.sops.yaml"] = "x"
    files[".sourceignore"] = "".join(f"{line}\n" for line in lines)
    (sync,) = [f for f in trees.files(spec) if f.path.endswith("/sync.yaml")]
    repository = trees.documents(write.dump(sync.documents))[0]
    case = {"op": "archive", "files": files}
    if own:
        case["ignore"] = repository["spec"]["ignore"]
    (answer,) = oracle("flux").ask([case])
    assert "error" not in answer
    proved("flux-artifact-contents", len(files), judge=_judge("fluxcd/pkg/sourceignore"))
    return set(answer["files"]) - {".sourceignore"}


def test_flux_serves_this_cluster_and_no_secret_of_machines() -> None:
    assert _kept(["apps/base"], own=True) == set(SERVED)


def test_a_shared_folder_of_another_cluster_comes_without_its_secrets() -> None:
    kept = _kept(["apps/base", "apps/deep/er", "clusters/other"], own=True)
    assert kept == set(SERVED) | SHARED


def test_under_flux_bootstrap_sourceignore_alone_keeps_every_clusters_secrets_out() -> None:
    assert _kept([], own=False, blocks=("vtalos", "other")) == {*SERVED, *OTHERS}


def test_without_our_lines_everything_would_be_served() -> None:
    kept = _kept([], own=False, blocks=())
    assert set(NEVER) <= kept


def _condition(name: str, status: str, generation: int = 2) -> dict[str, Any]:
    return {"type": f"cilium.io/{name}", "status": status, "observedGeneration": generation}


SEEN = _condition("IPsTotal", "Unknown")
BGP = [
    _condition(name, "False")
    for name in ("ConflictingClusterConfig", "MissingPeerConfigs", "NoMatchingNode")
]
VERDICTS: tuple[tuple[str, Any, str], ...] = (
    ("CiliumLoadBalancerIPPool", None, ""),
    ("CiliumLoadBalancerIPPool", [], "InProgress"),
    ("CiliumLoadBalancerIPPool", [_condition("IPsTotal", "Unknown", 1)], "InProgress"),
    ("CiliumLoadBalancerIPPool", [SEEN], "Current"),
    ("CiliumLoadBalancerIPPool", [SEEN, _condition("PoolConflict", "True", 1)], "Failed"),
    ("CiliumLoadBalancerIPPool", [_condition("PoolConflict", "False"), SEEN], "Current"),
    ("CiliumBGPClusterConfig", None, ""),
    ("CiliumBGPClusterConfig", BGP, "Current"),
    ("CiliumBGPClusterConfig", BGP[:2], "InProgress"),
    ("CiliumBGPClusterConfig", BGP[1:], "InProgress"),
    ("CiliumBGPClusterConfig", [BGP[0], BGP[2]], "InProgress"),
    ("CiliumBGPClusterConfig", [*BGP[:2], _condition("NoMatchingNode", "True")], "InProgress"),
    ("CiliumBGPClusterConfig", [*BGP[:2], _condition("NoMatchingNode", "False", 1)], "InProgress"),
    (
        "CiliumBGPClusterConfig",
        [_condition("ConflictingClusterConfig", "True"), *BGP[1:]],
        "Failed",
    ),
    (
        "CiliumBGPClusterConfig",
        [BGP[0], _condition("MissingPeerConfigs", "True"), BGP[2]],
        "InProgress",
    ),
    ("CiliumBGPPeerConfig", [_condition("MissingAuthSecret", "False")], "Current"),
    ("CiliumBGPPeerConfig", [_condition("MissingAuthSecret", "True")], "InProgress"),
    ("CiliumBGPPeerConfig", [_condition("MissingAuthSecret", "False", 1)], "InProgress"),
)


def test_flux_calls_ready_what_cilium_has_accepted_and_nothing_else() -> None:
    """An error (an object without any status yet) keeps kustomize-controller waiting, like InProgress."""
    exprs = {one["kind"]: one for one in health.config(specs.plan_of(specs.vtalos()))}
    cases = []
    for kind, conditions, _ in VERDICTS:
        status = {} if conditions is None else {"status": {"conditions": conditions}}
        body = {"apiVersion": "cilium.io/v2", "kind": kind, "metadata": {"generation": 2}}
        cases.append({"op": "health", "object": {**body, **status}, "exprs": exprs[kind]})
    for case, answer, (_, _, wanted) in zip(
        cases, oracle("flux").ask(cases), VERDICTS, strict=True
    ):
        assert answer.get("status", "") == wanted, (case, answer)
        assert wanted or "no such attribute" in answer["error"]
    proved("flux-health", len(cases), judge=_judge("fluxcd/pkg/runtime"))


def test_the_ignore_lines_are_the_ones_of_the_repository() -> None:
    plan = specs.plan_of(specs.vtalos())
    (sync,) = [f for f in clusters.files(plan) if f.path.endswith("/sync.yaml")]
    repository = trees.documents(write.dump(sync.documents))[0]
    assert repository["spec"]["ignore"].splitlines() == clusters.ignored(plan)
