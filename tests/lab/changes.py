"""Changes through Git: what a commit changes is reconciled, what it does not stays; each is taken back.

Each function makes one change, gives the number of things that it looked at, and raises AssertionError.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.lab import proofs, sabotage, state
from tests.lab.kube import condition
from tests.lab.lab import NAMES, Lab, ready, shown
from tests.lab.places import CLUSTER, SECONDS
from tests.lab.repository import SPEC

CONFIG = f"infrastructure/{CLUSTER}/cilium-config"
RELEASE = f"infrastructure/{CLUSTER}/cilium/release.yaml"
APP = f"apps/{CLUSTER}/rello"


@contextmanager
def changed(lab: Lab, message: str, after: Sequence[str] = NAMES) -> Iterator[None]:
    """A commit of what the working copy now holds; in the end it is taken back, and all is Ready that was before."""
    lab.push(message)
    commit = lab.repository.git("rev-parse", "HEAD")
    try:
        yield
    finally:
        lab.repository.git("revert", "--no-commit", commit)
        lab.push("Take it back")
        lab.until_ready(after)


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


def a_pool_moves(lab: Lab) -> int:
    """Another range in the spec: the pool alone changes, and the Service gets an address of it."""
    before = everything(lab)
    wrote = render(lab, "192.168.42.230-192.168.42.239", "192.168.42.220-192.168.42.229")
    assert wrote == [SPEC, f"{CONFIG}/pools.yaml"]
    with changed(lab, "Move the pool"):
        lab.until_ready()
        assert moved(lab, before) == ["CiliumLoadBalancerIPPool /arp changed: applied, spec"]

        def given() -> str | None:
            one = lab.api.get("services", "rello-lb", "rello")
            ingress = (one or {})["status"]["loadBalancer"].get("ingress")
            return None if ingress == [{"ip": "192.168.42.220", "ipMode": "VIP"}] else str(ingress)

        lab.wait("the new address", given, SECONDS["change"])
    lab.wait("the old address", lambda: _old_address(lab), SECONDS["change"])
    return 3


def _old_address(lab: Lab) -> str | None:
    try:
        proofs.addresses_are_given(lab)
    except AssertionError as error:
        return str(error)
    return None


def bgp_is_for_the_selected_nodes(lab: Lab) -> int:
    """A selector in the spec, and the operator's node configs are of exactly that node."""
    chosen = "    nodeSelector:\n      matchLabels:\n        kubernetes.io/hostname: talos-cp-2\n"
    wrote = render(lab, "    localASN: 64542\n", f"    localASN: 64542\n{chosen}")
    assert wrote == [SPEC, f"{CONFIG}/bgp.yaml"]

    def configs() -> list[str]:
        return sorted(one["metadata"]["name"] for one in lab.api.all("ciliumbgpnodeconfigs"))

    def number(wanted: int) -> str | None:
        return None if len(configs()) == wanted else f"node configs of {configs()}"

    with changed(lab, "Choose a node for BGP"):
        lab.until_ready()
        lab.wait("one node config", lambda: number(1), SECONDS["change"])
        assert configs() == ["talos-cp-2"]
    nodes = sorted(node.name for node in lab.repository.spec().nodes)
    lab.wait("every node config", lambda: number(len(nodes)), SECONDS["change"])
    assert configs() == nodes
    return 2


def an_image_is_bumped(lab: Lab) -> int:
    """Another tag in the spec: the Deployment alone changes, and its pods run it."""
    before = everything(lab)
    wrote = render(lab, "docker.io/shtouff/rello:0.2", "docker.io/shtouff/rello:0.3")
    assert wrote == [f"{APP}/deployments.yaml", SPEC]
    with changed(lab, "Bump rello"):
        lab.until_ready()
        assert moved(lab, before) == ["Deployment rello/rello changed: applied, spec"]
        pods = lab.api.all("pods", "rello", "app.kubernetes.io/name=rello")
        images = {one["spec"]["containers"][0]["image"] for one in pods}
        assert "docker.io/shtouff/rello:0.3" in images
    return 3


def a_node_is_added(lab: Lab) -> int:
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
    return 2


def the_app_is_removed(lab: Lab) -> int:
    """Everything of it is pruned, nothing else is touched."""
    before = everything(lab)
    spec = (lab.repository.root / SPEC).read_text(encoding="utf-8")
    render(lab, spec[spec.index("\napps:\n") :], "\n")
    with changed(lab, "Remove rello"):
        lab.until_ready([name for name in NAMES if name != "rello"])

        def dropped() -> str | None:
            return "it is there" if "rello" in lab.kustomizations() else None

        def gone() -> str | None:
            return None if lab.api.get("namespaces", "rello") is None else "it is there"

        lab.wait("the end of rello's Kustomization", dropped, SECONDS["change"])
        left = lab.api.get("namespaces", "rello")
        assert left is None or "deletionTimestamp" in left["metadata"], "rello was left behind"
        lab.wait("rello's end", gone, SECONDS["change"])
        assert [one for one in moved(lab, before) if "rello" not in one] == []
    return 2


def cilium_is_upgraded(lab: Lab) -> int:
    """To the patch release before, and from there (taking it back) up again: one release, upgraded in place."""
    lab.repository.edit(SPEC, "  cilium: 1.20.2\n", "  cilium: 1.20.1\n")
    said = lab.repository.command("render", "--diff", code=1).splitlines()
    lines = [line for line in said if line.startswith(("-", "+"))]
    assert lines == [
        f"--- a/{RELEASE}",
        f"+++ b/{RELEASE}",
        "-      version: 1.20.2",
        "+      version: 1.20.1",
    ]
    assert render(lab, "  cilium: 1.20.1\n", "  cilium: 1.20.1\n") == [SPEC, RELEASE]
    agents = lab.api.get("daemonsets", "cilium", "kube-system")
    assert agents is not None
    with changed(lab, "Use Cilium 1.20.1"):
        lab.until_ready()
        assert _running(lab) == ("1.20.1", "deployed", ["v1.20.1"])
    assert _running(lab) == ("1.20.2", "deployed", ["v1.20.2"])
    now = lab.api.get("daemonsets", "cilium", "kube-system")
    assert now is not None
    assert now["metadata"]["uid"] == agents["metadata"]["uid"]
    return 4 + proofs.addresses_are_given(lab)


def _running(lab: Lab) -> tuple[str, str, list[str]]:
    """Which release the HelmRelease is at, how it went, and which tags the agents have."""
    release = lab.api.get("helmreleases", "cilium", "kube-system")
    last = ((release or {}).get("status", {}).get("history") or [{}])[0]
    agents = lab.api.get("daemonsets", "cilium", "kube-system") or {}
    images = [one["image"] for one in agents["spec"]["template"]["spec"]["containers"]]
    tags = sorted({image.partition("@")[0].rpartition(":")[2] for image in images})
    return str(last.get("chartVersion")), str(last.get("status")), tags


def a_bad_commit_leaves_what_runs_alone(lab: Lab) -> int:
    """A Service that the API server refuses: nothing of the app moves, and Flux says what is wrong."""
    before = everything(lab)
    lab.repository.edit(f"{APP}/services.yaml", "targetPort: main", "targetPort: [main]")
    with changed(lab, "Break a Service"):
        assert "Service/rello/rello dry-run failed" in _failure(lab, "rello")
        assert moved(lab, before) == []
        told = [one for one in lab.events() if one["severity"] == "error"]
        assert told[-1]["involvedObject"]["name"] == "rello"
    return 3


def a_bad_bgp_object_does_not_stop_rello(lab: Lab) -> int:
    """A BGP object that the API server refuses, and a change of the app: the app gets it."""
    lab.repository.edit(f"{CONFIG}/bgp.yaml", "localASN: 64542", "localASN: 0")
    lab.repository.edit(f"{APP}/deployments.yaml", "replicas: 2", "replicas: 3")
    with changed(lab, "Break BGP, scale rello"):
        assert "localASN" in _failure(lab, "cilium-config")

        def scaled() -> str | None:
            assert "cilium-config" not in shown(lab.kustomizations()["rello"]), "rello waits for it"
            one = lab.api.get("deployments", "rello", "rello")
            pods = (one or {})["status"].get("availableReplicas")
            return None if pods == 3 else f"{pods} pods of rello"

        lab.wait("rello with three pods", scaled, SECONDS["change"])
    return 2


def _failure(lab: Lab, name: str) -> str:
    """Waits until a Kustomization has failed at the head, and gives what it says."""
    revision = lab.head()
    lab.settle()

    def probe() -> str | None:
        one = lab.kustomizations().get(name)
        status = (one or {}).get("status", {})
        tried = status.get("lastAttemptedRevision") == revision
        applied = status.get("lastAppliedRevision") == revision
        assert not (applied and ready(one)), f"{name} is fine"
        failed = condition(one).get("status") == "False" and tried
        return None if failed else shown(one)

    lab.wait(f"{name}'s failure", probe, SECONDS["change"])
    return str(condition(lab.kustomizations()[name]).get("message"))


def a_wrong_key_is_said(lab: Lab, key: str = "") -> int:
    """The Kustomization that decrypts fails, by name, and says why; the others stay Ready."""
    with sabotage.key_in_cluster(lab, key or lab.repository.other_key()):
        token = lab.ask("kustomizations", "cilium-config")

        def looked() -> str | None:
            one = lab.kustomizations()["cilium-config"]
            done = one["status"].get("lastHandledReconcileAt") == token
            return None if done else shown(one)

        lab.wait("cilium-config to look again", looked, SECONDS["change"])
        found = condition(lab.kustomizations()["cilium-config"])
        others = {name: ready(one) for name, one in lab.kustomizations().items()}
    lab.reconcile()
    lab.until_ready()
    assert found["status"] == "False"
    assert "decrypt" in found["message"]
    assert "bgp-auth-mikrotik" in found["message"]
    assert [name for name in NAMES if not others[name]] == ["cilium-config"]
    return 3


def flux_loses_its_own_kustomization(lab: Lab) -> int:
    """Taking Flux' components out of Git deletes nothing of Flux."""
    folder = f"clusters/{CLUSTER}/flux-system"
    before = {name: one for name, one in lab.installed.items() if "flux-components" not in name}
    lab.repository.edit(f"{folder}/kustomization.yaml", "  - components.yaml\n", "")
    with changed(lab, "Remove Flux' own Kustomization"):

        def gone() -> str | None:
            return "it is there" if "flux-components" in lab.kustomizations() else None

        lab.wait("the Kustomization's end", gone, SECONDS["change"])
        assert [one for one in moved(lab, before) if "is gone" in one] == []
        lab.until_ready([name for name in NAMES if name != "flux-components"])
    return len(before)
