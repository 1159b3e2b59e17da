"""`make bench`: our speed beside the peers that do the same work, as ratios of one interleaved run.

Everything is measured on an installed wheel, each command as a process of its own. A ratio over its
bound is exit 1, but for `--smoke` (a few rounds, to see that the bench itself works).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".tools" / "bin"
TABLE = ROOT / "docs" / "bench.md"
BUNDLE = "clusters/vtalos/talos/secrets.sops.yaml"
SOURCES = ("clusters/vtalos/cluster.yaml", BUNDLE, "clusters/vtalos/flux-key.sops.yaml")
PEER_NODES = ("talos-cp-1", "talos-cp-2", "talos-cp-3", "talos-wo-1")


@dataclass
class Case:
    """A piece of work: `prepare` gives the commands of a round, which alone are measured."""

    name: str
    prepare: Callable[[], list[list[str]]]
    folder: Path
    seconds: list[float] = field(default_factory=list)
    peak: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def round(self, env: dict[str, str]) -> None:
        commands = self.prepare()
        total = 0.0
        for command in commands:
            took, peak = _measured(command, env, self.folder)
            total += took
            self.peak = max(self.peak, peak)
        self.seconds.append(total)


def _measured(command: list[str], env: dict[str, str], folder: Path) -> tuple[float, int]:
    """Seconds and peak memory (bytes) of one process; a failing one ends the bench."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        command, env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - begun
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return took, usage.ru_maxrss * 1024


@dataclass
class Place:
    """The scratch folder: a wheel installed, a key, a rendered tree, the peers' own project."""

    folder: Path
    venv: Path
    env: dict[str, str]

    @property
    def ours(self) -> str:
        return str(self.venv / "bin/gitops-gen")

    def set_up(self) -> None:
        subprocess.run([sys.executable, "-m", "venv", self.venv], check=True)
        pip = [
            str(self.venv / "bin/pip"),
            "install",
            "--quiet",
            "--disable-pip-version-check",
            str(ROOT),
        ]
        # The machine may forbid bytecode; an installed program has it.
        subprocess.run(pip, check=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""})
        (self.folder / "whole").mkdir()
        (self.folder / "tree").mkdir()
        for command in (["init", "vtalos", "--example", "vtalos"], ["render"]):
            self._run([self.ours, *command, "-C", str(self.folder / "whole")])
        self._peers()

    def _run(self, command: Sequence[str], **options: str) -> str:
        done = subprocess.run(
            command,
            env=self.env,
            check=True,
            capture_output=True,
            text=True,
            cwd=options.get("cwd"),
        )
        return done.stdout

    def recipient(self) -> str:
        keys = (self.folder / "home/.config/sops/age/keys.txt").read_text(encoding="utf-8")
        return keys.split("public key: ")[1].split()[0]

    def _peers(self) -> None:
        peers = self.folder / "peers"
        peers.mkdir()
        (peers / "talconfig.yaml").write_text(talconfig(), encoding="utf-8")
        rule = f"creation_rules:\n  - age: {self.recipient()}\n"
        (peers / ".sops.yaml").write_text(rule, encoding="utf-8")
        bundle = self.folder / "whole" / BUNDLE
        clear = self._run([str(BIN / "sops"), "--disable-version-check", "decrypt", str(bundle)])
        secret = peers / "talsecret.yaml"
        secret.write_text(clear, encoding="utf-8")
        self._run(
            [str(BIN / "sops"), "--disable-version-check", "encrypt", "-i", secret.name],
            cwd=str(peers),
        )

    def first(self) -> list[list[str]]:
        tree = self.folder / "tree"
        for entry in tree.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        for path in SOURCES:
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.folder / "whole" / path, tree / path)
        return [[self.ours, "render"]]

    def unchanged(self) -> list[list[str]]:
        return [[self.ours, "render"]]

    def talhelper(self) -> list[list[str]]:
        out = self.folder / "peers/clusterconfig"
        shutil.rmtree(out, ignore_errors=True)
        peers = self.folder / "peers"
        generate = [str(BIN / "talhelper"), "genconfig", "--offline-mode", "--no-gitignore"]
        generate += ["-c", str(peers / "talconfig.yaml"), "-s", str(peers / "talsecret.yaml")]
        return [[*generate, "-o", str(out)]]

    def talhelper_and_sops(self) -> list[list[str]]:
        out = self.folder / "peers/clusterconfig"
        files = [out / f"vtalos-{name}.yaml" for name in PEER_NODES] + [out / "talosconfig"]
        sops = [str(BIN / "sops"), "--disable-version-check"]
        sops += ["--config", str(self.folder / "peers/.sops.yaml"), "encrypt", "-i"]
        return [*self.talhelper(), *([*sops, str(file)] for file in files)]


def talconfig() -> str:
    """The same four machines for talhelper."""
    nodes = "".join(
        f"""
  - hostname: {name}
    ipAddress: 192.168.42.20{i}
    controlPlane: {str(i < 4).lower()}
    installDisk: /dev/sda
    nameservers: [192.168.42.2]
    networkInterfaces:
      - interface: enp0s17
        addresses: [192.168.42.20{i}/24]
        routes: [{{network: 0.0.0.0/0, gateway: 192.168.42.1}}]"""
        for i, name in enumerate(PEER_NODES, 1)
    )
    return f"""clusterName: vtalos
talosVersion: v1.13.9
kubernetesVersion: v1.36.3
endpoint: https://192.168.42.210:6443
allowSchedulingOnControlPlanes: true
cniConfig:
  name: none
nodes:{nodes}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="3 rounds, no verdict")
    parser.add_argument("--write", action="store_true", help="write the table to docs/bench.md")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gitops-gen-bench-"))
    # The program's thousands of files stand in memory where they can: ext4 makes files slowly for
    # minutes after many were removed, and a second bench would measure that.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    venv = Path(tempfile.mkdtemp(prefix="gitops-gen-bench-", dir=memory))
    try:
        home = folder / "home"
        home.mkdir()
        env = {"PATH": os.environ["PATH"], "HOME": str(home)}
        place = Place(folder, venv, env)
        place.set_up()
        env["SOPS_AGE_KEY_FILE"] = str(home / ".config/sops/age/keys.txt")
        return _bench(place, rounds=3 if asked.smoke else 21, smoke=asked.smoke, write=asked.write)
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(venv)


def _bench(place: Place, *, rounds: int, smoke: bool, write: bool) -> int:
    python = str(place.venv / "bin/python")
    top, peers = place.folder, place.folder / "peers"
    first = Case("render into an empty tree", place.first, top / "tree")
    unchanged = Case("render, nothing changed", place.unchanged, top / "whole")
    both = Case("talhelper genconfig + sops encrypt, five files", place.talhelper_and_sops, peers)
    alone = Case("talhelper genconfig alone", place.talhelper, peers)
    usage = Case("gitops-gen --help", lambda: [[place.ours, "--help"]], top)
    nothing = Case("python -c pass", lambda: [[python, "-c", "pass"]], top)
    cases = [first, both, unchanged, alone, usage, nothing]
    for turn in range(rounds):
        # Whoever follows another Python finds the caches warm: nobody always does.
        for case in random.Random(turn).sample(cases, len(cases)):
            case.round(place.env)
    ratios = [
        ("render / (talhelper + sops)", _ratio(first, both), 0.5),
        ("render / talhelper alone", _ratio(first, alone), None),
        ("nothing changed / render", _ratio(unchanged, first), 1.0),
        ("--help / python -c pass", _ratio(usage, nothing), 5.0),
    ]
    peak = max(first.peak, unchanged.peak) / 1e6
    text = _table(cases, ratios, peak, rounds)
    print(text)
    if write:
        TABLE.write_text(text, encoding="utf-8")
    over = [name for name, ratio, bound in ratios if bound is not None and ratio > bound]
    if peak > 80:
        over.append("peak memory")
    if over:
        print(f"over the bound: {', '.join(over)}", file=sys.stderr)
    return int(bool(over) and not smoke)


def _ratio(one: Case, other: Case) -> float:
    """The median of the rounds' own ratios: what slows the machine down slows both of a round."""
    pairs = zip(one.seconds, other.seconds, strict=True)
    return statistics.median(mine / theirs for mine, theirs in pairs)


def _table(
    cases: list[Case], ratios: list[tuple[str, float, float | None]], peak: float, rounds: int
) -> str:
    lines = [
        "# Speed",
        "",
        f"Written by `make bench BENCH=--write`: medians of {rounds} interleaved rounds, an installed "
        "wheel, processes of their own. Milliseconds are this machine's; a ratio is the median of the "
        "rounds' own.",
        "",
        "| work | median ms | best ms |",
        "|---|---|---|",
        *(f"| {c.name} | {c.median * 1000:.0f} | {min(c.seconds) * 1000:.0f} |" for c in cases),
        "",
        "| ratio | measured | bound |",
        "|---|---|---|",
        *(f"| {n} | {r:.2f} | {'-' if b is None else f'{b:g}'} |" for n, r, b in ratios),
        f"| peak memory of a render, MB | {peak:.0f} | 80 |",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
