"""The user's repository: vtalos with a BGP password, rendered with a key of its own, pushed to the lab's Git."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from gitops_gen.cli import main
from gitops_gen.sops import age, document
from gitops_gen.sops.cipher import Cipher
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.update import encrypt
from gitops_gen.spec import load
from gitops_gen.spec.cluster import Cluster
from tests.lab.places import BRANCH, CLUSTER
from tests.support import tools

SPEC = f"clusters/{CLUSTER}/cluster.yaml"
CREDENTIALS = f"clusters/{CLUSTER}/credentials.sops.yaml"
FLUX_KEY = f"clusters/{CLUSTER}/flux-key.sops.yaml"
PASSWORD_NAME = "bgp-mikrotik"
_NEIGHBOUR = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n"
_PEER = "        asn: 64513\n"


@dataclass(frozen=True)
class Repository:
    """A working copy with its key, and the bare repository that the lab's Git server serves."""

    root: Path
    home: Path
    bare: Path

    @classmethod
    def new(cls, folder: Path, password: str) -> Repository:
        """A fresh `init --example vtalos` with the password, rendered and pushed."""
        made = cls(folder / "work", folder / "home", folder / "served" / "repository.git")
        for place in (made.root, made.home, made.bare):
            place.mkdir(parents=True)
        made.command("init", CLUSTER, "--example", CLUSTER)
        made.edit(SPEC, _PEER, f"{_PEER}        password:\n          credential: {PASSWORD_NAME}\n")
        rule = Rule(made.identities().recipients, ".*", mac_only_encrypted=False)
        text = encrypt([{PASSWORD_NAME: password}], rule, name=CREDENTIALS)
        (made.root / CREDENTIALS).write_text(text, encoding="utf-8")
        made.command("render")
        # A neighbour, so that there is something that this cluster must not be served.
        for path in ("clusters/other/kustomization.yaml", "apps/other/rello/kustomization.yaml"):
            (made.root / path).parent.mkdir(parents=True)
            (made.root / path).write_text(_NEIGHBOUR, encoding="utf-8")
        made.git("init", "--quiet", f"--initial-branch={BRANCH}")
        made.git("init", "--quiet", "--bare", f"--initial-branch={BRANCH}", str(made.bare))
        made.commit("Render vtalos")
        return made

    def spec(self) -> Cluster:
        """What the spec says now."""
        return load.load(self.root / SPEC, SPEC).spec

    def command(self, *args: str, code: int = 0) -> str:
        """One of our own commands in the working copy; what it says. Another exit than `code` fails."""
        before = dict(os.environ)
        for name in [n for n in os.environ if n.startswith(("SOPS_", "XDG_"))]:
            del os.environ[name]
        os.environ["HOME"] = str(self.home)
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                done = main.main([*args, "-C", str(self.root)])
        finally:
            os.environ.clear()
            os.environ.update(before)
        assert done == code, f"gitops-gen {' '.join(args)}: exit {done}\n{said.getvalue()}"
        return said.getvalue()

    def identities(self) -> age.Identities:
        """The operator's key."""
        return age.identities({}, self.home)

    def flux_key(self) -> str:
        """The private half of the cluster's Flux key; what `bootstrap` puts into the cluster."""
        text = (self.root / FLUX_KEY).read_text(encoding="utf-8")
        (held,) = document.decrypt(document.parse(text, FLUX_KEY), self.identities())
        return str(held["privateKey"])

    def other_key(self) -> str:
        """An age key that opens nothing here."""
        return age.generate().private

    def secrets(self, path: str) -> list[tuple[str, str]]:
        """Every encrypted leaf of a file, named, in clear."""
        text = (self.root / path).read_text(encoding="utf-8")
        encrypted = document.parse(text, path)
        key = document.data_key(encrypted, self.identities())
        assert key is not None
        opened = document.open_leaves(encrypted, Cipher(key))
        pairs = zip(encrypted.leaves, opened.values, strict=True)
        return [(f"{path}#{leaf.name}", str(value)) for leaf, value in pairs if leaf.selected]

    def documents(self, path: str) -> list[dict[str, Any]]:
        """The YAML documents of a rendered file."""
        text = (self.root / path).read_text(encoding="utf-8")
        return [one for one in yaml.safe_load_all(text) if one]

    def admission(self) -> list[dict[str, Any]]:
        """The admission plugins that the control planes' machine configs set up."""
        name = next(node.name for node in self.spec().nodes if node.role == "controlplane")
        config = self.documents(f"clusters/{CLUSTER}/talos/{name}.sops.yaml")[0]
        found: list[dict[str, Any]] = config["cluster"]["apiServer"]["admissionControl"]
        return found

    def edit(self, path: str, old: str, new: str) -> None:
        """Replaces a text that stands in a file."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} holds no {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def commit(self, message: str) -> None:
        """Commits everything and pushes it."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        self.git("push", "--quiet", str(self.bare), f"HEAD:{BRANCH}")

    def git(self, *args: str) -> str:
        """Git with an identity of the lab's own."""
        who: Mapping[str, str] = {
            f"GIT_{role}_{field}": value
            for role in ("AUTHOR", "COMMITTER")
            for field, value in (("NAME", "lab"), ("EMAIL", "lab@example.com"))
        }
        done = subprocess.run(
            ["git", *args],
            cwd=self.root,
            env=tools.clean_env(self.home, **who),
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()
