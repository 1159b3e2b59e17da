"""A whole rendered tree before the real programs: sops opens it, talosctl takes it, nobody holds a key to edit it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.yamlio import read, scalars
from tests.support.ledger import proved
from tests.support.rendered import SPEC, Tree, rendered, tree
from tests.support.tools import clean_env, oracle, run, tool, version

__all__ = ["rendered", "tree"]

SOPS = f"sops {version('sops')}"
TALOSCTL = f"talosctl {version('talosctl')}"
NODES = ("talos-cp-1", "talos-cp-2", "talos-cp-3", "talos-wo-1")


def config(name: str) -> str:
    return f"clusters/vtalos/talos/{name}.sops.yaml"


def opened(tree: Tree, path: str) -> str:
    """The clear text as the real sops prints it."""
    keys = tree.home / ".config/sops/age/keys.txt"
    env = clean_env(tree.home, SOPS_AGE_KEY_FILE=str(keys))
    return run(tool("sops"), "--disable-version-check", "decrypt", tree.root / path, env=env).stdout


def documents(text: str) -> list[Any]:
    return [one.body for one in read.documents(text, "x", typing=scalars.TALOS)]


def by_kind(bodies: list[Any]) -> dict[tuple[str, str], Any]:
    return {(body.get("kind", ""), body.get("name", "")): body for body in bodies}


@pytest.fixture
def clear(tree: Tree, tmp_path: Path) -> Path:
    """Every encrypted Talos file in clear, in a folder that ends with the test."""
    folder = tmp_path / "clear"
    folder.mkdir()
    for name in (*NODES, "talosconfig", "secrets"):
        (folder / f"{name}.yaml").write_text(opened(tree, config(name)), encoding="utf-8")
    return folder


def test_sops_opens_every_file_and_talosctl_takes_every_config(clear: Path) -> None:
    for name in NODES:
        file = clear / f"{name}.yaml"
        said = run(tool("talosctl"), "validate", "--mode", "metal", "--strict", "-c", file)
        assert "is valid for metal mode" in said.stdout + said.stderr
    proved("rendered-configs-valid", len(NODES), judge=TALOSCTL)


NETWORK = """
apiVersion: v1alpha1
kind: HostnameConfig
auto: "off"
hostname: {name}
---
apiVersion: v1alpha1
kind: ResolverConfig
nameservers:
  - address: 192.168.42.2
---
apiVersion: v1alpha1
kind: LinkConfig
name: {link}
addresses:
  - address: 192.168.42.20{last}/24
routes:
  - gateway: 192.168.42.1
"""
VIP = """---
apiVersion: v1alpha1
kind: Layer2VIPConfig
name: 192.168.42.210
link: {link}
"""
CONTROL_PLANES = """
cluster:
  allowSchedulingOnControlPlanes: true
  network:
    cni:
      name: none
  proxy:
    disabled: true
"""


@pytest.mark.parametrize(("last", "name"), [*enumerate(NODES, 1)])
def test_a_config_is_what_the_walk_through_makes(clear: Path, last: int, name: str) -> None:
    """The seed's own commands, with its patches in today's documents, on our bundle."""
    role = "controlplane" if last < 4 else "worker"
    link = "enp0s17" if last < 4 else "enp0s3"
    patches = clear / "patches"
    patches.mkdir()
    (patches / "cp").write_text(CONTROL_PLANES)
    (patches / "node").write_text(
        (NETWORK + (VIP if last < 4 else "")).format(name=name, link=link, last=last)
    )
    made = clear / "made.yaml"
    asked: list[str | Path] = ["gen", "config", "vtalos", "https://192.168.42.210:6443"]
    asked += ["--with-secrets", clear / "secrets.yaml", "--kubernetes-version", "1.36.3"]
    asked += ["--with-docs=false", "--with-examples=false", "-t", role, "-o", made]
    asked += ["--config-patch-control-plane", f"@{patches / 'cp'}"]
    run(tool("talosctl"), *asked)
    patched = run(
        tool("talosctl"), "machineconfig", "patch", made, "--patch", f"@{patches / 'node'}"
    ).stdout
    ours = documents((clear / f"{name}.yaml").read_text())
    assert by_kind(ours) == by_kind(documents(patched))
    proved("rendered-configs-equal", 1, judge=TALOSCTL)


def test_talosctl_uses_the_bundle_and_the_talosconfig(clear: Path) -> None:
    told: list[str | Path] = [
        "config",
        "info",
        "--talosconfig",
        clear / "talosconfig.yaml",
        "-o",
        "json",
    ]
    info = json.loads(run(tool("talosctl"), *told).stdout)
    assert info["context"] == "vtalos"
    assert info["endpoints"] == ["192.168.42.201", "192.168.42.202", "192.168.42.203"]
    assert info["roles"] == ["os:admin"]
    answer = oracle("talos").ask([{"op": "bundle", "text": (clear / "secrets.yaml").read_text()}])
    assert not answer[0].get("error")
    proved("rendered-talosconfig-used", 2, judge=TALOSCTL)


EDITS = (
    ("    interface: enp0s3\n", "    interface: enp0s{n}\n"),
    ("    - 192.168.42.2\n", "    - 192.168.42.2\n    - 9.9.9.{n}\n"),
    ("    address: 192.168.42.204\n", "    address: 192.168.42.{low}\n"),
    ("  kubernetes: 1.36.3\n", "  kubernetes: 1.36.{n}\n"),
    (
        "    interface: enp0s3\n",
        "    interface: enp0s3\n    labels:\n      example.com/{word}: {word}-{n}\n",
    ),
    ("    interface: enp0s3\n", "    interface: enp0s3\n    installDisk: /dev/vd{word}\n"),
    ("  vip: 192.168.42.210\n", "  vip: 192.168.42.{low}\n"),
    (
        "\nnodes:\n",
        "\nupstreams:\n  timeServers: [time{n}.example.com]\n  registries:\n"
        "    {word}.example.com: [https://mirror{n}.example.com]\nnodes:\n",
    ),
    ("allowSchedulingOnControlPlanes: true", "allowSchedulingOnControlPlanes: false"),
    ("  gateway: 192.168.42.1\n", "  gateway: 192.168.42.1\n  mtu: 1{n:03d}\n"),
)


def edited(spec: str, number: int) -> str:
    """One to three random edits of the spec that leave its secrets alone."""
    dice = random.Random(number)
    for old, new in dice.sample(EDITS, dice.randint(1, 3)):
        values = {
            "n": dice.randint(4, 9)
            if "1.36" in old
            else dice.randint(281, 999)
            if "mtu" in new
            else dice.randint(4, 99),
            "low": dice.randint(12, 99) if "vip" in old else 211 + dice.randint(0, 15),
            "word": "".join(dice.choices("abcdefgh", k=dice.randint(1, 8))),
        }
        spec = spec.replace(old, new.format(**values), 1)
    return spec


def keyless(tree: Tree, numbers: range) -> int:
    """Renders each edit without the key; the real sops opens every config, the real Talos takes it."""
    spec = tree.text(SPEC)
    private = next(
        line
        for line in (tree.home / ".config/sops/age/keys.txt").read_text().splitlines()
        if line.startswith("AGE-")
    )
    tree.without_key()
    texts: list[str] = []
    edits = 0
    for number in numbers:
        tree.write(SPEC, edited(spec, number))
        result = tree.render()
        assert result.code == 0, result.err
        texts += [tree.text(config(name)) for name in NODES if tree.text(config(name)) not in texts]
        edits += 1
    asked = [{"op": "decrypt", "text": text, "key": private} for text in texts]
    answers = oracle("sops").ask(asked)
    assert [a.get("error") for a in answers if a.get("error")] == []
    questions = [
        {"op": "validate", "config": a["text"], "mode": "metal", "strict": True} for a in answers
    ]
    assert [v for v in oracle("talos").ask(questions) if v.get("error")] == []
    return edits


def test_keyless_edits_are_opened_by_sops_and_taken_by_talos(tree: Tree) -> None:
    proved("keyless-edits", keyless(tree, range(200)), judge="sops 3.13.3 and Talos 1.13.9")


@pytest.mark.deep
def test_many_more_keyless_edits(tree: Tree) -> None:
    proved("keyless-edits", keyless(tree, range(1000, 2000)), judge="sops 3.13.3 and Talos 1.13.9")


def test_sops_edits_what_we_rendered_and_the_next_render_normalises(tree: Tree) -> None:
    """`sops set` puts its block into every document; the render with the key takes it back."""
    path = config("talos-wo-1")
    before = tree.text(path)
    env = clean_env(tree.home, SOPS_AGE_KEY_FILE=str(tree.home / ".config/sops/age/keys.txt"))
    asked = ["set", str(tree.root / path), '["machine"]["token"]', '"abcdef.0123456789abcdef"']
    run(tool("sops"), "--disable-version-check", *asked, env=env, cwd=tree.root)
    assert tree.text(path).count("\nsops:") > 1
    assert tree.render("--check").code == 1
    result = tree.render()
    assert f"{path}: machine.token did not hold what its source gives" in result.err
    assert tree.text(path).count("\nsops:") == 1
    assert documents(opened(tree, path)) == tree.decrypted(path)
    assert documents(before)[1:] == documents(tree.text(path))[1:]
    proved("rendered-files-edited", 1, judge=SOPS)
