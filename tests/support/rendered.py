"""Rendered trees for tests: one fresh render a session (its RSA key is slow to make), copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from gitops_gen.cli import main
from gitops_gen.sops import age, document
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.update import encrypt

CREDENTIALS = "clusters/vtalos/credentials.sops.yaml"
SPEC = "clusters/vtalos/cluster.yaml"
BUNDLE = "clusters/vtalos/talos/secrets.sops.yaml"
FLUX_KEY = "clusters/vtalos/flux-key.sops.yaml"
WORKER = "clusters/vtalos/talos/talos-wo-1.sops.yaml"
TALOSCONFIG = "clusters/vtalos/talos/talosconfig.sops.yaml"
PASSWORD = "infrastructure/vtalos/cilium-config/bgp-auth-mikrotik.sops.yaml"


@dataclass(frozen=True)
class Result:
    """What one command line came to."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Tree:
    """A repository in a folder of the test's own, with a home that holds its key."""

    root: Path
    home: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def run(self, *args: str) -> Result:
        self.capsys.readouterr()
        code = main.main([*args, "-C", str(self.root)])
        said = self.capsys.readouterr()
        return Result(code, said.out, said.err)

    def render(self, *args: str) -> Result:
        return self.run("render", *args)

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.text(path)
        assert old in text, f"{path} holds no {old!r}"
        self.write(path, text.replace(old, new, 1))

    def files(self) -> dict[str, str]:
        """Every file of the tree with its text."""
        return {
            p.relative_to(self.root).as_posix(): p.read_text(encoding="utf-8", errors="replace")
            for p in sorted(self.root.rglob("*"))
            if p.is_file()
        }

    def without_key(self) -> None:
        empty = self.root.parent / "nobody"
        empty.mkdir(exist_ok=True)
        self.monkeypatch.setenv("HOME", str(empty))

    def with_key(self) -> None:
        self.monkeypatch.setenv("HOME", str(self.home))

    def identities(self) -> age.Identities:
        return age.identities({}, self.home)

    def decrypted(self, path: str) -> list[dict[str, object]]:
        return document.decrypt(document.parse(self.text(path), path), self.identities())

    def credentials(self, values: Mapping[str, object]) -> None:
        """Writes credentials.sops.yaml as `sops edit` would, for the tree's own key."""
        rule = Rule(self.identities().recipients, ".*", mac_only_encrypted=False)
        self.write(CREDENTIALS, encrypt([dict(values)], rule, name=CREDENTIALS))


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh render of the example with a fresh key: `tree/` and `home/`."""
    base = tmp_path_factory.mktemp("rendered")
    tree, home = base / "tree", base / "home"
    tree.mkdir()
    home.mkdir()
    before = dict(os.environ)
    for name in [n for n in os.environ if n.startswith(("SOPS_", "XDG_"))]:
        del os.environ[name]
    os.environ["HOME"] = str(home)
    try:
        assert main.main(["init", "vtalos", "--example", "vtalos", "-C", str(tree)]) == 0
        assert main.main(["render", "-C", str(tree)]) == 0
    finally:
        os.environ.clear()
        os.environ.update(before)
    return base


@pytest.fixture
def tree(
    rendered: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Tree:
    """A copy of the rendered example, its key at hand."""
    shutil.copytree(rendered / "tree", tmp_path / "tree")
    shutil.copytree(rendered / "home", tmp_path / "home")
    for name in [n for n in os.environ if n.startswith(("SOPS_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return Tree(tmp_path / "tree", tmp_path / "home", monkeypatch, capsys)
