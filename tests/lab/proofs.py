"""What the lab proves, each a function that raises AssertionError where it does not hold."""

from __future__ import annotations

import base64
import errno
import io
import json
import socket
import tarfile
import urllib.request
from pathlib import Path
from typing import Any

from tests.lab import kube, pods, processes, state, world
from tests.lab.kube import Object, condition
from tests.lab.lab import NAMES, Lab
from tests.lab.places import CLUSTER, CONTROLLERS, FLUX_NAMESPACE, WORK
from tests.lab.repository import CREDENTIALS, PASSWORD_NAME
from tests.support import tools

BUNDLE = f"clusters/{CLUSTER}/talos/secrets.sops.yaml"
PASSWORD_FILE = f"infrastructure/{CLUSTER}/cilium-config/bgp-auth-mikrotik.sops.yaml"


def everything_is_ready(lab: Lab) -> int:
    """Sources, Kustomizations, the release, and every workload that the tree and the chart bring."""
    assert lab.unready(lab.head(), NAMES) is None
    found = dict(lab.workloads())
    wanted = {
        "flux-system/source-controller",
        "flux-system/kustomize-controller",
        "flux-system/helm-controller",
        "flux-system/notification-controller",
        "kube-system/cilium",
        "kube-system/cilium-envoy",
        "kube-system/cilium-operator",
        "kube-system/hubble-relay",
        "kube-system/hubble-ui",
        "rello/redis",
        "rello/rello",
    }
    assert set(found) == wanted
    assert [name for name, whole in found.items() if not whole] == []
    return len(NAMES) + len(found) + 2


def first_sync_changed_nothing(lab: Lab) -> int:
    """Flux and its sync are as they were installed, with the same owner of every field since the same second."""
    now = state.snapshot(lab.kubeconfig, state.stubs(lab.installed))
    assert state.differences(lab.installed, now) == []
    return len(now)


def nothing_changes(lab: Lab) -> int:
    """Reconciled again, no object of the tree changes, and Helm corrects nothing."""
    stubs = state.inventory(lab.api)
    before = state.snapshot(lab.kubeconfig, stubs)
    seen, version = len(lab.events()), _release_version(lab)
    lab.reconcile()
    assert state.differences(before, state.snapshot(lab.kubeconfig, stubs)) == []
    corrected = [one["message"] for one in lab.events()[seen:] if one["reason"].startswith("Drift")]
    assert corrected == []
    assert _release_version(lab) == version
    return len(before)


def _release_version(lab: Lab) -> int:
    release = lab.api.get("helmreleases", "cilium", "kube-system")
    assert release is not None
    return int(release["status"]["history"][0]["version"])


def password_arrived(lab: Lab) -> int:
    """The peer's password is in the cluster as the credentials have it."""
    found = lab.api.get("secrets", "bgp-auth-mikrotik", "kube-system")
    assert found is not None
    same = base64.b64decode(found["data"]["password"]).decode() == lab.password
    assert same, "the Secret holds another value"
    return 1


def flux_key_opens_its_own_alone(lab: Lab) -> int:
    """The key that is in the cluster opens the tree's Kubernetes Secrets and no other encrypted file."""
    files = sorted(
        path.relative_to(lab.repository.root).as_posix()
        for path in lab.repository.root.rglob("*.sops.yaml")
    )
    assert [one for one in files if _opens(lab, one)] == [PASSWORD_FILE]
    return len(files)


def _opens(lab: Lab, file: str) -> bool:
    """Whether the real sops decrypts a file with nothing but the in-cluster key."""
    held = lab.api.get("secrets", "sops-age", FLUX_NAMESPACE)
    assert held is not None
    key = base64.b64decode(held["data"]["identity.agekey"]).decode()
    env = tools.clean_env("/nonexistent", SOPS_AGE_KEY=key)
    path = lab.repository.root / file
    done = tools.run(
        tools.tool("sops"), "--disable-version-check", "decrypt", path, env=env, ok=None
    )
    return done.returncode == 0


def artifact_is_lean(lab: Lab) -> int:
    """What source-controller serves to every pod holds this cluster's manifests and no more."""
    names = _served(lab)
    own = (f"clusters/{CLUSTER}/", f"infrastructure/{CLUSTER}/", f"apps/{CLUSTER}/")
    tops = ("clusters/", "infrastructure/", "apps/")
    files = [one for one in names if not one.endswith("/")]
    assert [one for one in files if one.startswith(tops) and not one.startswith(own)] == []
    assert [one for one in files if "/talos/" in one] == []
    secret = [one for one in files if one.endswith(".sops.yaml") and one != PASSWORD_FILE]
    assert secret == []
    assert f"clusters/{CLUSTER}/cluster.yaml" not in files
    assert f"clusters/{CLUSTER}/kustomization.yaml" in files
    return len(files)


def _served(lab: Lab) -> list[str]:
    source = lab.api.get("gitrepositories", "flux-system", FLUX_NAMESPACE)
    assert source is not None
    # The C library does not look up a name with a dot at its end in /etc/hosts, Go does.
    url = source["status"]["artifact"]["url"].replace("./", "/", 1)
    with urllib.request.urlopen(url, timeout=30) as reply:
        data = reply.read()
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return sorted(member.name.lstrip("./") + ("/" if member.isdir() else "") for member in tar)


def logs_say_no_secret(lab: Lab) -> int:
    """No log, nor an event, holds a secret value in clear or in base64."""
    values = secret_values(lab)
    held = [(path.name, path.read_text("utf-8", "replace")) for path in _logs()]
    found = [(name, label) for name, text in held for label, value in values if value in text]
    assert found == []
    return len(held) * len(values)


def _logs() -> list[Any]:
    return [*sorted(processes.LOGS.glob("*.log")), processes.LOGS.parent / "events.jsonl"]


def secret_values(lab: Lab) -> list[tuple[str, str]]:
    """Every secret that the lab knows, with a label: bundle, credentials, keys; and its base64."""
    found = [("the Flux key", lab.repository.flux_key()), (PASSWORD_NAME, lab.password)]
    for file in (BUNDLE, CREDENTIALS):
        found += lab.repository.secrets(file)
    found.append(("the admin's token", lab.api.token))
    coded = [
        (f"{label} in base64", base64.b64encode(value.encode()).decode().rstrip("="))
        for label, value in found
    ]
    return found + coded


def addresses_are_given(lab: Lab) -> int:
    """LB-IPAM gives what the walk-through saw: an address of the arp pool, the asked one, one of its own."""
    wanted = {
        ("rello", "rello-lb"): ["192.168.42.230"],
        ("rello", "cilium-ingress-rello"): ["42.42.42.43"],
        ("kube-system", "cilium-ingress"): ["42.42.42.42"],
    }
    found = {
        (one["metadata"]["namespace"], one["metadata"]["name"]): [
            given["ip"] for given in one["status"]["loadBalancer"].get("ingress", ())
        ]
        for one in lab.api.all("services")
        if one["spec"]["type"] == "LoadBalancer"
    }
    assert found == wanted
    return len(wanted)


def pools_do_not_conflict(lab: Lab) -> int:
    """Every pool is usable."""
    pools = lab.api.all("ciliumloadbalancerippools")
    said = {
        one["metadata"]["name"]: condition(one, "cilium.io/PoolConflict").get("status")
        for one in pools
    }
    assert said == {"arp": "False", "bgp": "False"}
    return len(said)


def bgp_is_configured(lab: Lab) -> int:
    """The operator made a node config for exactly the nodes, with the spec's ASNs and peer."""
    spec = lab.repository.spec()
    assert spec.cilium.bgp is not None
    (peer,) = spec.cilium.bgp.peers
    (cluster,) = lab.api.all("ciliumbgpclusterconfigs")
    for kind in ("MissingPeerConfigs", "NoMatchingNode", "ConflictingClusterConfig"):
        assert condition(cluster, f"cilium.io/{kind}").get("status") == "False", kind
    (config,) = lab.api.all("ciliumbgppeerconfigs")
    assert condition(config, "cilium.io/MissingAuthSecret").get("status") == "False"
    found = {one["metadata"]["name"]: one["spec"] for one in lab.api.all("ciliumbgpnodeconfigs")}
    assert sorted(found) == sorted(node.name for node in spec.nodes)
    for own in found.values():
        (instance,) = own["bgpInstances"]
        (said,) = instance["peers"]
        assert instance["localASN"] == spec.cilium.bgp.local_asn
        assert (said["peerAddress"], said["peerASN"]) == (peer.address, peer.asn)
    return len(found) + 4


def ingress_is_routed(lab: Lab) -> int:
    """Cilium's ingress controller made rello a Service of its own and an Envoy config with its routes."""
    (ingress,) = lab.api.all("ingresses", "rello")
    wanted = {
        (path["path"], f"rello:{path['backend']['service']['name']}:8000")
        for rule in _ingress(lab)["spec"]["rules"]
        for path in rule["http"]["paths"]
    }
    (config,) = lab.api.all("ciliumenvoyconfigs", "rello")
    routes = [
        (route["match"].get("prefix") or route["match"].get("path"), route["route"]["cluster"])
        for one in config["spec"]["resources"]
        if one["@type"].endswith("RouteConfiguration")
        for host in one["virtualHosts"]
        for route in host["routes"]
    ]
    assert set(routes) == wanted
    assert [one["name"] for one in config["spec"]["services"]] == ["cilium-ingress-rello"]
    given = ingress["status"]["loadBalancer"]["ingress"]
    assert [one["ip"] for one in given] == ["42.42.42.43"]
    return len(routes) + 2


def _ingress(lab: Lab) -> Object:
    """rello's Ingress as the tree has it."""
    (found,) = lab.repository.documents(f"apps/{CLUSTER}/rello/ingresses.yaml")
    return found


def pod_security_holds(lab: Lab) -> int:
    """rello's namespace, and one without labels, refuse a pod that breaks baseline; ours come without a warning.

    kube-system is exempt by Talos' own admission configuration, which the API server here has from the tree.
    """
    bad = {"hostNetwork": True, "containers": [_container()]}
    for namespace in ("rello", "default"):
        refused = _dry_run(lab, namespace, bad)
        assert refused.returncode != 0, namespace
        assert 'violates PodSecurity "baseline:' in refused.stderr
    assert _dry_run(lab, "kube-system", bad).returncode == 0
    count = 3
    for kind in ("deployments", "daemonsets"):
        for one in lab.api.all(kind):
            template = one["spec"]["template"]["spec"]
            said = _dry_run(lab, one["metadata"]["namespace"], template)
            where = f"{one['metadata']['namespace']}/{one['metadata']['name']}"
            assert (where, said.returncode, said.stderr) == (where, 0, "")
            count += 1
    return count


def _container() -> Object:
    return {"name": "bad", "image": "example.com/bad:1"}


def _dry_run(lab: Lab, namespace: str, spec: Object) -> Any:
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"generateName": "lab-", "namespace": namespace},
        "spec": {key: value for key, value in spec.items() if key != "priorityClassName"},
    }
    how = ["create", "--dry-run=server", "-f", "-"]
    return kube.kubectl(lab.kubeconfig, *how, stdin=json.dumps(pod), ok=None)


def controllers_run_as_rendered(lab: Lab) -> int:
    """Each of Flux' controllers has the arguments and the environment of its Deployment, and its account."""
    count = 0
    for name in CONTROLLERS:
        one = lab.api.get("deployments", name, FLUX_NAMESPACE)
        assert one is not None
        (container,) = one["spec"]["template"]["spec"]["containers"]
        env = pods.environment(container, FLUX_NAMESPACE, lab.api)
        wanted = pods.arguments(container, env)
        process = Path("/proc") / str(lab.programs.running[name].process.pid)
        words = (process / "cmdline").read_text(encoding="utf-8").split("\0")[1:-1]
        own = [word for word in words if not word.startswith(("--metrics-addr=", "--health-addr="))]
        assert own == wanted, name
        held = (process / "environ").read_text(encoding="utf-8").split("\0")[:-1]
        assert dict(line.split("=", 1) for line in held) == env, name
        count += len(wanted) + len(env)
    return count


def nothing_leads_out(lab: Lab) -> int:
    """The lab has no way out of its machine, no file on its disk, and takes less than 2 GB."""
    assert world.devices() == ["lo"]
    assert world.routes() == []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        assert line.connect_ex(("198.51.100.1", 9)) == errno.ENETUNREACH
    assert processes.LOGS.stat().st_dev == WORK.stat().st_dev != Path("/usr").stat().st_dev
    assert world.memory() < 2_000_000_000
    return 5
