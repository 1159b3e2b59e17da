"""The lab as a whole: brings the components up in order, follows what they change, waits, looks, tears down."""

from __future__ import annotations

import functools
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from tests.lab import control_plane, flux, processes, state, world
from tests.lab.authority import Authority
from tests.lab.cilium import NAME as CILIUM_OPERATOR
from tests.lab.cilium import Operator, is_ready
from tests.lab.flux import Controllers
from tests.lab.kube import Answer, Api, Object, condition
from tests.lab.places import (
    BRANCH,
    CHARTS,
    CLUSTER,
    CONTROLLERS,
    FLUX_NAMESPACE,
    GIT,
    REGISTRY,
    SECONDS,
    STORAGE_PORT,
    WEB_PORT,
    WORK,
)
from tests.lab.processes import Processes
from tests.lab.repository import Repository
from tests.support import tools

_FOLLOW = 1.0  # seconds between two looks at what the Deployments say
EVENTS = WORK / "events.jsonl"
NAMES = ("flux-system", "flux-components", "cilium", "cilium-config", "rello")
"""The Kustomizations of vtalos."""
_KINDS = (
    "gitrepositories",
    "ocirepositories",
    "helmrepositories",
    "kustomizations",
    "helmreleases",
)
RELEASE = f"infrastructure/{CLUSTER}/cilium"


@dataclass
class Lab:
    """A running lab. Its own process is the first of its PID namespace."""

    programs: Processes
    authority: Authority
    repository: Repository
    api: Api
    kubeconfig: Path
    controllers: Controllers
    operator: Operator
    password: str
    followed: float = 0.0
    installed: state.Snapshot = field(default_factory=dict)
    """Flux as it was installed, before its controllers ran."""
    meanwhile: list[Callable[[], object]] = field(default_factory=list)
    """What happens besides when somebody commits; `beside` fills it."""

    @classmethod
    def up(cls) -> Lab:
        """From empty namespaces to Flux' controllers at work; raises `Failed` with logs."""
        world.furnish()
        password = secrets.token_urlsafe(18)
        repository = Repository.new(WORK / "repository", password)
        spec = repository.spec()
        authority = Authority.new(WORK / "authority")
        programs = Processes()
        try:
            nodes = [node.address for node in spec.nodes]
            routers = [peer.address for peer in (spec.cilium.bgp.peers if spec.cilium.bgp else ())]
            world.own([*nodes, spec.network.vip, *routers, GIT, CHARTS, REGISTRY])
            say("etcd, API server, controller manager, scheduler")
            api, config = control_plane.start(programs, authority, spec, repository.admission())
            say("KWOK in the place of the kubelets, a node per node of the spec")
            control_plane.join(programs, api, config, spec)
            lab = cls(
                programs,
                authority,
                repository,
                api,
                config,
                Controllers(programs, api, authority),
                Operator(programs, api),
                password,
            )
            say("Git, charts and registry over TLS")
            lab._outside()
            say("Flux: pulled, patched and applied as kustomize-controller")
            applied = flux.install(repository, config, authority)
            lab.installed = state.snapshot(config, applied)
            flux.give_key(api, repository.flux_key())
            lab._services()
            return lab
        except BaseException:
            programs.stop_all()
            raise

    def _outside(self) -> None:
        """The web under the hosts that the tree names."""
        sync = self.repository.documents(f"clusters/{CLUSTER}/flux-system/sync.yaml")
        git = urlsplit(next(one for one in sync if one["kind"] == "GitRepository")["spec"]["url"])
        (charts,) = self.repository.documents(f"{RELEASE}/source.yaml")
        chart_host = urlsplit(charts["spec"]["url"]).hostname or ""
        registry = flux.address(flux.components(self.repository)[0])[0]
        served = WORK / "served"
        for name in ("charts", "registry"):
            (served / name).mkdir(parents=True)
        place = served / "git" / git.path.lstrip("/")
        place.parent.mkdir(parents=True)
        place.symlink_to(self.repository.bare)
        self._charts(served / "charts", f"https://{chart_host}")
        flux.publish(self.repository, served / "registry")
        hosts = {git.hostname or "": GIT, chart_host: CHARTS, registry: REGISTRY}
        pair = self.authority.server("web", list(hosts))
        world.name(hosts)
        self._web = {
            "listen": [(address, WEB_PORT) for address in hosts.values()],
            "crt": str(pair.crt),
            "key": str(pair.key),
            "hosts": {
                git.hostname: ("git", str(served / "git")),
                chart_host: ("static", str(served / "charts")),
                registry: ("registry", str(served / "registry")),
            },
            "forwards": [],
        }
        self._serve("web", self._web)

    def _charts(self, folder: Path, url: str) -> None:
        helm = tools.tool("helm")
        env = tools.clean_env(WORK)
        for chart in ("cilium", "before"):
            source = tools.data("schemas") / chart
            tools.run(helm, "package", source, "--destination", folder, env=env)
        tools.run(helm, "repo", "index", folder, "--url", url, env=env)

    def _serve(self, name: str, config: Mapping[str, object]) -> None:
        file = WORK / f"{name}.json"
        file.write_text(json.dumps(config), encoding="utf-8")
        env = tools.clean_env(WORK, PYTHONPATH=":".join(path for path in sys.path if path))
        self.programs.start(name, [sys.executable, "-m", "tests.lab.web", file], env)

        def probe() -> str | None:
            self.programs.check()
            return None if "serving" in processes.tail(name) else "it does not serve yet"

        processes.until(name, probe, SECONDS["program"], blame=[name])

    def _services(self) -> None:
        """The two Services that Flux' controllers use: address, name, and what kube-proxy would do for them."""
        source = self._service("source-controller")
        events = self._service("notification-controller")
        self._serve(
            "services",
            {
                **self._web,
                "listen": [],
                "forwards": [(*source, "127.0.0.1", STORAGE_PORT)],
                "events": (*events, str(EVENTS)),
            },
        )

    def _service(self, name: str) -> tuple[str, int]:
        found = self.api.get("services", name, FLUX_NAMESPACE)
        assert found is not None
        address = found["spec"]["clusterIP"]
        world.own([address])
        world.name({flux.service_host(self.repository, name): address})
        return address, found["spec"]["ports"][0]["port"]

    def events(self) -> list[Object]:
        """What Flux' controllers have told notification-controller, oldest first."""
        lines = EVENTS.read_text("utf-8").splitlines() if EVENTS.exists() else []
        return [json.loads(line) for line in lines]

    def down(self) -> None:
        """Ends every program; the namespaces' end would do it too."""
        self.programs.stop_all()

    def tick(self) -> None:
        """What the cluster's own machinery would do: run what the Deployments say. Raises `Failed`."""
        with self._all_alive():
            self.programs.check()
            if time.monotonic() - self.followed >= _FOLLOW:
                self.controllers.follow()
                self.operator.follow()
                self.followed = time.monotonic()

    @contextmanager
    def _all_alive(self) -> Iterator[None]:
        """Where the API server does not answer, a program that has died is the reason: `Failed` names it."""
        try:
            yield
        except (OSError, HTTPException, Answer):
            self.programs.check()
            raise

    def wait(self, what: str, probe: Callable[[], str | None], seconds: float) -> float:
        """`processes.until`, following the Deployments meanwhile; those at work here are to blame."""

        def followed() -> str | None:
            self.tick()
            with self._all_alive():
                return probe()

        blame = [name for name in (*CONTROLLERS, CILIUM_OPERATOR) if name in self.programs.running]
        return processes.until(what, followed, seconds, blame=blame)

    def reconcile(self) -> None:
        """Has Flux look at everything again, in the order of the dependencies, and waits until it has."""
        things = [(kind, one) for kind in _KINDS for one in self.api.all(kind)]
        for stage in range(3):
            chosen = [
                (kind, one["metadata"], self.ask(kind, **_where(one)))
                for kind, one in things
                if _stage(kind, one) == stage
            ]
            probe = functools.partial(self._handled, chosen)
            self.wait("a reconciliation", probe, SECONDS["change"])

    def _handled(self, chosen: Sequence[tuple[str, Object, str]]) -> str | None:
        for kind, meta, token in chosen:
            one = self.api.get(kind, meta["name"], meta["namespace"])
            status = (one or {}).get("status", {})
            if status.get("lastHandledReconcileAt") != token:
                return f"{kind} {meta['name']} has not looked yet: {shown(one)}"
            if not ready(one):
                return f"{kind} {meta['name']}: {shown(one)}"
        return None

    def head(self) -> str:
        """The repository's revision as Flux names it."""
        return f"{BRANCH}@sha1:{self.repository.git('rev-parse', 'HEAD')}"

    def settle(self) -> None:
        """Waits until what depends on nothing is Ready at the head, then has the rest look at once.

        Flux itself looks again after 30 s (`--requeue-dependency`).
        """
        revision = self.head()
        for name in ("flux-system", "cilium"):  # the first brings the second
            first = [one for one in self.kustomizations() if one == name]
            probe = functools.partial(self.unready, revision, first)
            self.wait("the source", probe, SECONDS["tree"])
        for one, thing in self.kustomizations().items():
            if thing["spec"].get("dependsOn"):
                self.ask("kustomizations", one)

    def until_ready(self, names: Sequence[str] = NAMES, seconds: float = SECONDS["tree"]) -> float:
        """Waits until the whole tree is Ready at the repository's head; gives the seconds."""
        revision = self.head()
        if self.kustomizations():
            self.settle()
        return self.wait("the tree", lambda: self.unready(revision, names), seconds)

    def push(self, message: str) -> None:
        """Commits what was changed in the working copy and has Flux fetch it, as a webhook would."""
        for also in self.meanwhile:
            also()
        self.meanwhile.clear()
        self.repository.commit(message)
        self.ask("gitrepositories", "flux-system")

    @contextmanager
    def beside(self, also: Callable[[], object]) -> Iterator[None]:
        """Has something happen just before the next commit."""
        self.meanwhile.append(also)
        try:
            yield
        finally:
            self.meanwhile.clear()

    def ask(self, kind: str, name: str, namespace: str = FLUX_NAMESPACE) -> str:
        """Has Flux look at an object again, if it is still there; gives what it will say when it has."""
        token = secrets.token_hex(8)
        asked = {"metadata": {"annotations": {"reconcile.fluxcd.io/requestedAt": token}}}
        try:
            self.api.merge(kind, name, namespace, asked)
        except Answer as answer:
            if answer.code != 404:
                raise
        return token

    def kustomizations(self) -> dict[str, Object]:
        """Flux' Kustomizations by name."""
        found = self.api.all("kustomizations", FLUX_NAMESPACE)
        return {one["metadata"]["name"]: one for one in found}

    def unready(self, revision: str, names: Sequence[str]) -> str | None:
        """What of the tree is not Ready at a revision of the repository, for `wait`."""
        source = self.api.get("gitrepositories", "flux-system", FLUX_NAMESPACE)
        artifact = ((source or {}).get("status") or {}).get("artifact") or {}
        if artifact.get("revision") != revision:
            return f"GitRepository: {shown(source)}"
        held = self.kustomizations()
        for name in names:
            one = held.get(name)
            if not ready(one):
                return f"Kustomization {name}: {shown(one)}"
            applied = (one or {})["status"].get("lastAppliedRevision")
            if applied != revision and name != "flux-components":
                return f"Kustomization {name} is at {applied}"
        release = self.api.get("helmreleases", "cilium", "kube-system")
        return None if ready(release) else f"HelmRelease: {shown(release)}"

    def table(self) -> list[str]:
        """What is Ready, a line each, and the room that the lab takes."""
        things = [one for kind in _KINDS for one in self.api.all(kind)]
        lines = [
            f"{one['kind']:<16} {name(one):<36} {'Ready' if ready(one) else shown(one)}"
            for one in things
        ]
        lines += [
            f"{'Workload':<16} {which:<36} {'Ready' if whole else 'not whole'}"
            for which, whole in self.workloads()
        ]
        used = world.memory()
        return [*lines, f"{len(self.programs.running)} programs, {used // 1_000_000} MB in all"]

    def workloads(self) -> list[tuple[str, bool]]:
        """Every Deployment and DaemonSet, and whether all its pods are there."""
        found = [(name(one), is_ready(one)) for one in self.api.all("deployments")]
        for one in self.api.all("daemonsets"):
            status = one["status"]
            whole = status["numberReady"] == status["desiredNumberScheduled"] > 0
            found.append((name(one), whole))
        return found


def _stage(kind: str, one: Object) -> int:
    """When it is asked to look again: sources, then what depends on nothing, then the rest."""
    if kind not in ("kustomizations", "helmreleases"):
        return 0
    return 2 if one["spec"].get("dependsOn") else 1


def _where(one: Object) -> dict[str, str]:
    return {key: one["metadata"][key] for key in ("name", "namespace")}


def name(thing: Object) -> str:
    """namespace/name of an object."""
    meta = thing["metadata"]
    return f"{meta.get('namespace', '')}/{meta['name']}".lstrip("/")


def ready(thing: Object | None) -> bool:
    """Whether Flux calls an object Ready at its newest generation."""
    if thing is None:
        return False
    found = condition(thing)
    observed = (thing.get("status") or {}).get("observedGeneration")
    return found.get("status") == "True" and observed == thing["metadata"]["generation"]


def shown(thing: Object | None) -> str:
    """Why an object is not Ready, in Flux' words."""
    if thing is None:
        return "it is not there"
    found = condition(thing)
    return f"{found.get('reason', 'no condition yet')}: {str(found.get('message', ''))[:300]}"


def say(line: str) -> None:
    """Progress, on stderr, past pytest's capture."""
    print(f"lab: {line}", file=sys.__stderr__, flush=True)
