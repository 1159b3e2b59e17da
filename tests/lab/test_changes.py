"""Changes through Git: what a commit changes is reconciled, what it does not stays; each is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.lab import proofs, sabotage, state
from tests.lab.kube import condition
from tests.lab.lab import NAMES, Lab, shown
from tests.lab.places import CLUSTER, FLUX_NAMESPACE, SECONDS
from tests.lab.repository import SPEC
from tests.lab.test_as_rendered import JUDGE
from tests.support.ledger import proved

CONFIG = f"infrastructure/{CLUSTER}/cilium-config"
APP = f"apps/{CLUSTER}/rello"


@contextmanager
def changed(lab: Lab, message: str) -> Iterator[None]:
    """A commit of what the working copy now holds; in the end everything is as before, and Ready."""
    lab.push(message)
    try:
        yield
    finally:
        lab.repository.git("revert", "--no-commit", "HEAD")
        lab.push("Take it back")
        lab.until_ready(seconds=SECONDS["tree"])


def render(lab: Lab, old: str, new: str) -> list[str]:
    """Changes the spec and renders; the paths that this wrote."""
    lab.repository.edit(SPEC, old, new)
    lab.repository.command("render")
    status = lab.repository.git("status", "--porcelain").splitlines()
    return sorted(line[2:].strip() for line in status)


def moved(lab: Lab, before: state.Snapshot) -> list[str]:
    """What of the tree is not as it was, Flux' own bookkeeping left out."""
    now = state.snapshot(lab.kubeconfig, state.stubs(before))
    return state.differences(before, now)


def everything(lab: Lab) -> state.Snapshot:
    """The tree's objects as they are."""
    return state.snapshot(lab.kubeconfig, state.inventory(lab.api))


def test_a_pool_moves(lab: Lab) -> None:
    before = everything(lab)
    assert render(lab, "192.168.42.230-192.168.42.239", "192.168.42.220-192.168.42.229") == [
        SPEC,
        f"{CONFIG}/pools.yaml",
    ]
    with changed(lab, "Move the pool"):
        lab.until_ready()
        assert moved(lab, before) == ["CiliumLoadBalancerIPPool /arp changed: applied, spec"]

        def given() -> str | None:
            one = lab.api.get("services", "rello-lb", "rello")
            ingress = (one or {})["status"]["loadBalancer"].get("ingress")
            return None if ingress == [{"ip": "192.168.42.220", "ipMode": "VIP"}] else str(ingress)

        lab.wait("the new address", given, SECONDS["change"])
    lab.wait("the old address", lambda: _failing(lab), SECONDS["change"])
    proved("lab-changes", 3, judge=JUDGE)


def _failing(lab: Lab) -> str | None:
    try:
        proofs.addresses_are_given(lab)
    except AssertionError as error:
        return str(error)
    return None


def test_bgp_is_for_the_selected_nodes(lab: Lab) -> None:
    """A selector in the spec, and the operator's node configs are of exactly that node."""
    chosen = "    nodeSelector:\n      matchLabels:\n        kubernetes.io/hostname: talos-cp-2\n"
    wrote = render(lab, "    localASN: 64542\n", f"    localASN: 64542\n{chosen}")
    assert wrote == [SPEC, f"{CONFIG}/bgp.yaml"]

    def configs() -> list[str]:
        return sorted(one["metadata"]["name"] for one in lab.api.all("ciliumbgpnodeconfigs"))

    def probe(wanted: list[str]) -> str | None:
        return None if configs() == wanted else f"node configs of {configs()}"

    with changed(lab, "Choose a node for BGP"):
        lab.until_ready()
        lab.wait("one node config", lambda: probe(["talos-cp-2"]), SECONDS["change"])
    nodes = sorted(node.name for node in lab.repository.spec().nodes)
    lab.wait("every node config", lambda: probe(nodes), SECONDS["change"])
    proved("lab-changes", 2, judge=JUDGE)


def test_an_image_is_bumped(lab: Lab) -> None:
    before = everything(lab)
    wrote = render(lab, "docker.io/shtouff/rello:0.2", "docker.io/shtouff/rello:0.3")
    assert wrote == [f"{APP}/deployments.yaml", SPEC]
    with changed(lab, "Bump rello"):
        lab.until_ready()
        assert moved(lab, before) == ["Deployment rello/rello changed: applied, spec"]
        pods = lab.api.all("pods", "rello", "app.kubernetes.io/name=rello")
        images = {one["spec"]["containers"][0]["image"] for one in pods}
        assert "docker.io/shtouff/rello:0.3" in images
    proved("lab-changes", 3, judge=JUDGE)


def test_a_node_is_added(lab: Lab) -> None:
    """Its machine config is Talos' business: Flux sees a new revision and changes nothing."""
    before = everything(lab)
    last = "  - name: talos-wo-1\n"
    node = "  - name: talos-wo-2\n    role: worker\n    address: 192.168.42.205\n    interface: enp0s3\n"
    assert render(lab, last, node + last) == [
        SPEC,
        f"clusters/{CLUSTER}/talos/talos-wo-2.sops.yaml",
    ]
    with changed(lab, "Add a node"):
        lab.until_ready()
        assert moved(lab, before) == []
        proofs.artifact_is_lean(lab)
    proved("lab-changes", 2, judge=JUDGE)


def test_the_app_is_removed(lab: Lab) -> None:
    """Everything of it is pruned, nothing else is touched."""
    before = everything(lab)
    spec = (lab.repository.root / SPEC).read_text(encoding="utf-8")
    render(lab, spec[spec.index("\napps:\n") :], "\n")
    with changed(lab, "Remove rello"):
        names = [name for name in NAMES if name != "rello"]
        lab.until_ready(names)
        gone = lab.wait("rello's end", lambda: _there(lab), SECONDS["change"])
        assert gone >= 0
        left = [one for one in moved(lab, before) if "rello" not in one]
        assert left == []
    proved("lab-changes", 2, judge=JUDGE)


def _there(lab: Lab) -> str | None:
    found = [lab.api.get("namespaces", "rello"), lab.kustomizations().get("rello")]
    return None if found == [None, None] else "rello is still there"


def test_cilium_is_upgraded(lab: Lab) -> None:
    """To the patch release before, and from there (taking it back) up again: one release, upgraded in place."""
    wrote = render(lab, "  cilium: 1.20.2\n", "  cilium: 1.20.1\n")
    assert wrote == [SPEC, f"infrastructure/{CLUSTER}/cilium/release.yaml"]
    agents = lab.api.get("daemonsets", "cilium", "kube-system")
    assert agents is not None
    with changed(lab, "Use Cilium 1.20.1"):
        lab.wait("Cilium 1.20.1", lambda: _running(lab, "v1.20.1"), SECONDS["tree"])
        lab.until_ready()
    lab.wait("Cilium 1.20.2", lambda: _running(lab, "v1.20.2"), SECONDS["tree"])
    now = lab.api.get("daemonsets", "cilium", "kube-system")
    assert now is not None
    assert now["metadata"]["uid"] == agents["metadata"]["uid"]
    proofs.addresses_are_given(lab)
    proved("lab-changes", 3, judge=JUDGE)


def _running(lab: Lab, version: str) -> str | None:
    """Which release the agents and the HelmRelease are at."""
    release = lab.api.get("helmreleases", "cilium", "kube-system")
    last = ((release or {}).get("status", {}).get("history") or [{}])[0]
    said = f"v{last.get('chartVersion')} {last.get('status')}"
    agents = lab.api.get("daemonsets", "cilium", "kube-system") or {}
    image = agents["spec"]["template"]["spec"]["containers"][0]["image"]
    return None if said == f"{version} deployed" and version in image else f"{said}, {image}"


def test_a_bad_commit_leaves_what_runs_alone(lab: Lab) -> None:
    before = everything(lab)
    lab.repository.edit(f"{APP}/services.yaml", "targetPort: main", "targetPort: [main]")
    with changed(lab, "Break a Service"):
        said = _fails(lab, "rello")
        assert "Service/rello/rello dry-run failed" in said
        assert moved(lab, before) == []
        told = [one for one in lab.events() if one["severity"] == "error"]
        assert told[-1]["involvedObject"]["name"] == "rello"
    proved("lab-bad-commits", 3, judge=JUDGE)


def test_a_bad_bgp_object_does_not_stop_rello(lab: Lab) -> None:
    lab.repository.edit(f"{CONFIG}/bgp.yaml", "localASN: 64542", "localASN: 0")
    lab.repository.edit(f"{APP}/deployments.yaml", "replicas: 2", "replicas: 3")
    with changed(lab, "Break BGP, scale rello"):
        said = _fails(lab, "cilium-config")
        assert "localASN" in said

        def scaled() -> str | None:
            one = lab.api.get("deployments", "rello", "rello")
            ready = (one or {})["status"].get("availableReplicas")
            return None if ready == 3 else f"{ready} pods of rello"

        lab.wait("rello with three pods", scaled, SECONDS["change"])
    proved("lab-bad-commits", 2, judge=JUDGE)


def _fails(lab: Lab, name: str) -> str:
    """Waits until a Kustomization has failed at the head, and gives what it says."""
    revision = lab.head()

    lab.settle()

    def probe() -> str | None:
        one = lab.kustomizations().get(name)
        tried = (one or {}).get("status", {}).get("lastAttemptedRevision")
        failed = condition(one).get("status") == "False" and tried == revision
        return None if failed else shown(one)

    lab.wait(f"{name}'s failure", probe, SECONDS["change"])
    return str(condition(lab.kustomizations()[name]).get("message"))


@pytest.mark.parametrize("right", [False, True], ids=["wrong-key", "right-key"])
def test_a_wrong_key_is_said(lab: Lab, right: bool) -> None:
    """The Kustomization that decrypts fails, by name, and says why; with the right key it does not."""
    key = lab.repository.flux_key() if right else lab.repository.other_key()
    with sabotage.key_in_cluster(lab, key):
        lab.ask("kustomizations", "cilium-config")
        if right:
            lab.until_ready()
        else:
            said = _says(lab, "cilium-config", "decrypt")
            assert "bgp-auth-mikrotik" in said
            assert condition(lab.kustomizations()["rello"]).get("status") == "True"
    lab.reconcile()
    lab.until_ready()
    proved("lab-wrong-key", 1, judge=JUDGE)


def _says(lab: Lab, name: str, word: str) -> str:
    def probe() -> str | None:
        found = condition(lab.kustomizations().get(name))
        said = str(found.get("message"))
        return None if found.get("status") == "False" and word in said else said

    lab.wait(f"{name} to say {word}", probe, SECONDS["change"])
    return str(condition(lab.kustomizations()[name]).get("message"))


def test_flux_without_its_own_kustomization(lab: Lab) -> None:
    """Taking Flux' components out of Git deletes nothing of Flux."""
    folder = f"clusters/{CLUSTER}/flux-system"
    before = {
        name: one for name, one in lab.installed.items() if not name.startswith("Kustomization ")
    }
    lab.repository.edit(f"{folder}/kustomization.yaml", "  - components.yaml\n", "")
    with changed(lab, "Remove Flux' own Kustomization"):

        def gone() -> str | None:
            return "it is there" if "flux-components" in lab.kustomizations() else None

        lab.wait("the Kustomization's end", gone, SECONDS["change"])
        lost = [one for one in moved(lab, before) if "is gone" in one]
        assert lost == ["OCIRepository flux-system/flux-components is gone"]
        lab.until_ready([name for name in NAMES if name != "flux-components"])
    proved("lab-flux-stays", len(before), judge=JUDGE)
    assert lab.api.get("ocirepositories", "flux-components", FLUX_NAMESPACE) is not None
