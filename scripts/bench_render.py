"""Rendering beside talhelper and sops, which make the same Talos files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.bench_case import Case, Measure, ratio, run, table

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".tools" / "bin"
BUNDLE = "clusters/vtalos/talos/secrets.sops.yaml"
SOURCES = ("clusters/vtalos/cluster.yaml", BUNDLE, "clusters/vtalos/flux-key.sops.yaml")
PEER_NODES = ("talos-cp-1", "talos-cp-2", "talos-cp-3", "talos-wo-1")


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


def bench(place: Place, rounds: int) -> tuple[list[str], list[Measure]]:
    """The section of the page, and its measures."""
    python = str(place.venv / "bin/python")
    top, peers = place.folder, place.folder / "peers"
    first = Case("render into an empty tree", place.first, top / "tree")
    unchanged = Case("render, nothing changed", place.unchanged, top / "whole")
    both = Case("talhelper genconfig + sops encrypt, five files", place.talhelper_and_sops, peers)
    alone = Case("talhelper genconfig alone", place.talhelper, peers)
    usage = Case("gitops-gen --help", lambda: [[place.ours, "--help"]], top)
    nothing = Case("python -c pass", lambda: [[python, "-c", "pass"]], top)
    cases = [first, both, unchanged, alone, usage, nothing]
    run(cases, rounds, place.env)
    measures = [
        Measure("render / (talhelper + sops)", ratio(first, both), 0.5),
        Measure("render / talhelper alone", ratio(first, alone)),
        Measure("nothing changed / render", ratio(unchanged, first), 1.0),
        Measure("--help / python -c pass", ratio(usage, nothing), 5.0),
        Measure("peak memory of a render, MB", max(first.peak, unchanged.peak) / 1e6, 80),
    ]
    return ["## Render", "", *table(cases, measures)], measures
