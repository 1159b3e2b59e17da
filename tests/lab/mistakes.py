"""Gives every mistake to the real controllers, all of them at once, and says what they did.

python -m tests.lab.mistakes FILE writes it as JSON; inside the lab's namespaces.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.lab import kube, processes
from tests.lab.kube import Answer, Object, condition
from tests.lab.lab import Lab, ready, say
from tests.lab.places import BRANCH, CONTROLLERS, FLUX_NAMESPACE, WORK
from tests.mistakes.mistake import SAME, Mistake
from tests.mistakes.table import MISTAKES
from tests.mistakes.tree import GIT, SYNC, Tree
from tests.support import tools

SECONDS = 50  # from a commit until what is not Ready is taken to stay so
VALID_SECONDS = 180  # until every valid tree is Ready
_KINDS = ("gitrepositories", "helmrepositories", "helmcharts", "helmreleases", "kustomizations")
"""In the order of blame: what comes first is the reason for what comes later."""
_WAITING = {"DependencyNotReady", "Progressing", "ProgressingWithRetry", "SourceNotReady"}
_SOON = "Source artifact not found"
"""What is said of a source that has not been looked at yet; one that fails says so itself."""
_SCRUBBED = (
    (r"@sha1:[0-9a-f]+", ""),
    (r"\b[0-9a-f]{40,64}\b", "..."),
    (r"/tmp/[a-z]+-[^/ '\"]*", "/tmp/..."),
    (r"\bafter [0-9][0-9.hms]*s\b", "after ..."),
    (r"https?://source-controller[^ \"']*", "..."),
    (r"\.v[0-9]+ ", " "),
)


def run() -> dict[str, Any]:
    """What the controllers do about each mistake, by its id; raises `Failed` where the lab itself fails."""
    lab = Lab.up()
    try:
        _alone(lab)
        done: dict[str, Any] = {}
        for turn in sorted({one.turn for one in MISTAKES}):
            trials = [Trial(lab, one) for one in MISTAKES if one.turn == turn]
            _turn(lab, trials)
            done.update({one.mistake.id: one.truth() for one in trials})
            if turn == 1:
                _next_turn(lab, trials)
        return done
    finally:
        lab.down()


def _alone(lab: Lab) -> None:
    """The example's own tree stays out; Flux works on many trees at once, and looks again soon."""
    for name in ("flux-components", "flux-system"):
        lab.api.request("DELETE", f"{kube.path('kustomizations', FLUX_NAMESPACE)}/{name}")
    _arguments(lab, "--concurrent=40", "--requeue-dependency=3s")


def _arguments(lab: Lab, *more: str, names: Iterable[str] = CONTROLLERS[1:]) -> None:
    """Adds arguments to the controllers' Deployments, which the lab follows."""
    for name in names:
        found = lab.api.get("deployments", name, FLUX_NAMESPACE)
        assert found is not None
        containers = found["spec"]["template"]["spec"]["containers"]
        containers[0]["args"] += more
        patch = {"spec": {"template": {"spec": {"containers": containers}}}}
        lab.api.merge("deployments", name, FLUX_NAMESPACE, patch)


def _next_turn(lab: Lab, trials: list[Trial]) -> None:
    """Cilium leaves, so that another can come; then substitution is no longer strict, as it is by itself."""
    for kind in ("kustomizations", "helmreleases"):
        for trial in trials:
            for one in trial.things(kind):
                meta = one["metadata"]
                place = f"{kube.path(kind, meta['namespace'])}/{meta['name']}"
                with suppress(Answer):  # it went with the root that owned it
                    lab.api.request("DELETE", place)

    def gone() -> str | None:
        held = lab.api.all("helmreleases")
        return ", ".join(one["metadata"]["name"] for one in held) or None

    _wait(lab, "the end of the releases", gone, VALID_SECONDS)
    _arguments(
        lab, "--feature-gates=StrictPostBuildSubstitutions=false", names=["kustomize-controller"]
    )


def _tick(lab: Lab) -> None:
    """Flux' controllers alone: Cilium's operator has nothing to do here."""
    lab.programs.check()
    lab.controllers.follow()


def _wait(lab: Lab, what: str, probe: Any, seconds: float) -> None:
    def followed() -> str | None:
        _tick(lab)
        found: str | None = probe()
        time.sleep(0.5)
        return found

    processes.until(what, followed, seconds, blame=CONTROLLERS)


def _turn(lab: Lab, trials: list[Trial]) -> None:
    """Every tree of a turn, from its first commit until it is clear what becomes of it."""
    changes = [one for one in trials if one.mistake.after_valid]
    for one in trials:
        one.begin()
    begun = time.monotonic()
    say(f"{len(trials)} trees are there, {len(changes)} of them valid yet")
    _wait(lab, "the valid trees", lambda: _look(trials, changes), VALID_SECONDS)
    for step in ("the mistakes", "what comes after them"):
        if step == "the mistakes":
            chosen = changes
            for one in chosen:
                one.forget()
                one.push(one.wrong)
        else:
            chosen = [one for one in changes if one.mistake.later]
            for one in chosen:
                assert one.mistake.later
                one.mistake.later(one.wrong)
                one.push(one.wrong)
        start = time.monotonic()
        _wait(lab, step, lambda c=chosen, s=start: _over(trials, c, s), 2 * SECONDS)
    _wait(lab, "the rest", lambda: _over(trials, trials, begun), 2 * SECONDS)
    say(f"clear after {time.monotonic() - begun:.0f} s")


def _look(trials: list[Trial], wanted: list[Trial]) -> str | None:
    """Looks at all; those of `wanted` that are not Ready."""
    held = Held(trials[0].lab)
    for one in trials:
        one.look(held)
    return ", ".join(one.mistake.id for one in wanted if not one.whole(held)) or None


def _over(trials: list[Trial], wanted: list[Trial], begun: float) -> str | None:
    missing = _look(trials, wanted)
    return missing if time.monotonic() - begun < SECONDS else None


class Held:
    """Every object of Flux at one moment."""

    def __init__(self, lab: Lab) -> None:
        self.by_kind = {kind: lab.api.all(kind) for kind in _KINDS}

    def of(self, name: str, kind: str) -> Iterator[Object]:
        """Those of one tree."""
        for one in self.by_kind[kind]:
            meta = one["metadata"]
            own = meta["name"] == name or re.fullmatch(
                f"{name}-(first|infra|app|more)", meta["name"]
            )
            if meta["namespace"] == name or (meta["namespace"] == FLUX_NAMESPACE and own):
                yield one


@dataclass
class Trial:
    """A mistake in the cluster."""

    lab: Lab
    mistake: Mistake
    wrong: Tree = field(init=False)
    failures: dict[tuple[int, str], Mapping[str, Any]] = field(default_factory=dict)
    """What has failed, by the order of blame and name; the last time."""
    last: Held | None = None
    uid: str = ""
    """Of the object of the effect, before the mistake."""

    def __post_init__(self) -> None:
        self.wrong, _ = self.mistake.tree()

    @property
    def folder(self) -> Path:
        """The working copy."""
        return WORK / "mistakes" / self.mistake.id

    @property
    def _bare(self) -> Path:
        return WORK / "served" / "git" / urlsplit(GIT).path.strip("/") / f"{self.mistake.id}.git"

    def begin(self) -> None:
        """Makes the repository and tells Flux of it, as `flux bootstrap` does."""
        tree = self.mistake.base(self.mistake.id) if self.mistake.after_valid else self.wrong
        self.folder.mkdir(parents=True)
        self._bare.mkdir(parents=True)
        self._git("init", "--quiet", f"--initial-branch={BRANCH}")
        self._git("init", "--quiet", "--bare", f"--initial-branch={BRANCH}", str(self._bare))
        self._commit(tree)
        kube.kubectl(self.lab.kubeconfig, "apply", "-f", "-", stdin=tree.files[SYNC])

    def push(self, tree: Tree) -> None:
        """A further commit, which Flux fetches at once."""
        self._commit(tree)
        self.lab.ask("gitrepositories", self.mistake.id)

    def _commit(self, tree: Tree) -> None:
        for old in self.folder.rglob("*.yaml"):
            old.unlink()
        for path, text in tree.files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text, encoding="utf-8")
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", "A change")
        self._git("push", "--quiet", str(self._bare), f"HEAD:{BRANCH}")

    def _git(self, *args: str) -> str:
        who = {
            f"GIT_{role}_{part}": value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in (("NAME", "lab"), ("EMAIL", "lab@example.com"))
        }
        env = tools.clean_env(self.folder, **who)
        command = ["git", *args]
        done = subprocess.run(
            command, cwd=self.folder, env=env, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def things(self, kind: str, held: Held | None = None) -> list[Object]:
        """The tree's objects of a kind of Flux."""
        return list((held or Held(self.lab)).of(self.mistake.id, kind))

    def forget(self) -> None:
        """What failed until now was not the mistake's fault; what is there now may have to stay."""
        if self.mistake.effect:
            found = self._object(self.mistake.effect.path)
            self.uid = str(found["metadata"]["uid"]) if found else ""
        self.failures.clear()

    def look(self, held: Held) -> None:
        """Remembers what fails now."""
        self.last = held
        for order, kind in enumerate(_KINDS):
            for one in held.of(self.mistake.id, kind):
                found = condition(one)
                if found.get("status") == "False" and _fails(found):
                    key = (order, f"{one['kind']} {one['metadata']['name']}")
                    self.failures[key] = found

    def whole(self, held: Held) -> bool:
        """Whether all of it is Ready at the newest commit."""
        revision = f"{BRANCH}@sha1:{self._git('rev-parse', 'HEAD')}"
        things = [one for kind in _KINDS for one in held.of(self.mistake.id, kind)]
        names = {one["metadata"]["name"] for one in things if one["kind"] == "Kustomization"}
        applied = {
            one["status"].get("lastAppliedRevision")
            for one in things
            if one["kind"] == "Kustomization" and one.get("status")
        }
        return bool(names) and all(map(ready, things)) and applied == {revision}

    def truth(self) -> dict[str, Any]:
        """The verdict, in the controllers' own words."""
        assert self.last is not None
        healed = all(ready(one) for kind in _KINDS for one in self.things(kind, self.last))
        if failures := self._failures():
            (_, name), found = min(failures.items(), key=lambda item: item[0])
            message = scrubbed(found["message"])
            late = found["reason"] == "HealthCheckFailed" or "timeout" in message
            said = {"object": name, "reason": found["reason"], "message": message}
            when = "at the timeout" if late else "at once"
            return {"verdict": "error", "when": when, "heals": healed, **said}
        if not healed:
            name, found = self._waiting()
            said = {"object": name, "reason": found.get("reason", ""), "message": ""}
            said["message"] = scrubbed(found.get("message", ""))
            return {"verdict": "waits", **said}
        if self.mistake.effect is None:
            return {"verdict": "fine"}
        thing = self._object(self.mistake.effect.path)
        if thing:
            thing["metadata"]["uid"] = SAME if thing["metadata"]["uid"] == self.uid else "another"
        verdict, there = self.mistake.effect.verdict(thing)
        return {"verdict": verdict, "found": there}

    def _failures(self) -> dict[tuple[int, str], Mapping[str, Any]]:
        """Those that last, else those that went by."""
        assert self.last is not None
        things = [one for kind in _KINDS for one in self.things(kind, self.last)]
        broken = {f"{one['kind']} {one['metadata']['name']}" for one in things if not ready(one)}
        lasting = {key: found for key, found in self.failures.items() if key[1] in broken}
        return lasting if broken else self.failures

    def _waiting(self) -> tuple[str, Mapping[str, Any]]:
        assert self.last is not None
        waiting = [one for kind in _KINDS for one in self.things(kind, self.last) if not ready(one)]
        waiting.sort(
            key=lambda one: (condition(one).get("reason") == "Progressing", one["metadata"]["name"])
        )
        return f"{waiting[0]['kind']} {waiting[0]['metadata']['name']}", condition(waiting[0])

    def _object(self, path: str) -> Object | None:
        try:
            return self.lab.api.request("GET", "/" + path.format(name=self.mistake.id))
        except Answer as answer:
            if answer.code == 404:
                return None
            raise


def _fails(found: Mapping[str, Any]) -> bool:
    """Whether a condition that is not true says more than that something is awaited."""
    return found["reason"] not in _WAITING and _SOON not in found["message"]


def scrubbed(message: str) -> str:
    """A message without what is another each time."""
    for pattern, instead in _SCRUBBED:
        message = re.sub(pattern, instead, message)
    return " ".join(message.split())


def main(file: str) -> int:
    """1 where the lab failed."""
    try:
        text = json.dumps(run())
    except processes.Failed as error:
        print(error, file=sys.stderr)
        return 1
    Path(file).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
