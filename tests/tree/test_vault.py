"""The bundle from a command: the same configs, nothing secret in the tree, and a keyless render."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.tree.vault import COMMAND
from gitops_gen.yamlio import read, write
from tests.support.rendered import BUNDLE, SPEC, WORKER, Tree

PUBLIC = "clusters/vtalos/talos/secrets.public.yaml"


@pytest.fixture
def vault(tree: Tree, tmp_path: Path) -> Path:
    """The tree's own bundle moved into a file of the test's, as a vault would hand it out."""
    clear = tmp_path / "vault.yaml"
    clear.write_text(write.dump(tree.decrypted(BUNDLE)))
    (tree.root / BUNDLE).unlink()
    tree.edit(SPEC, "\nnetwork:\n", "\nsecrets:\n  source: command\n\nnetwork:\n")
    tree.monkeypatch.setenv(COMMAND, shlex.join(["cat", str(clear)]))
    return clear


def body(tree: Tree) -> Any:
    return read.document(tree.text(PUBLIC), PUBLIC).body


def values(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [value for below in node.values() for value in values(below)]
    return [str(node)]


def test_the_configs_stay_the_same_and_the_tree_holds_no_secret(tree: Tree, vault: Path) -> None:
    before = tree.decrypted(WORKER)
    result = tree.render()
    assert result.code == 0, result.err
    assert tree.decrypted(WORKER) == before
    clear = read.document(vault.read_text(), "x").body
    assert body(tree)["cluster"]["id"] == clear["cluster"]["id"]
    assert body(tree)["certs"]["os"]["crt"] == clear["certs"]["os"]["crt"]
    marks = [value for value in values(body(tree)) if value.startswith("mark:")]
    assert len(marks) == len(set(marks)) == 9
    secret = set(values(clear)) - set(values(body(tree)))
    assert len(secret) == 9
    for path, text in tree.files().items():
        assert not [value for value in secret if value in text], path
    assert tree.render("--check").code == 0
    assert tree.text(PUBLIC).startswith(f"# Rendered by gitops-gen from {SPEC}. Do not edit.\n")


def test_without_command_and_key_the_rest_renders(tree: Tree, vault: Path) -> None:
    assert tree.render().code == 0
    tree.monkeypatch.delenv(COMMAND)
    tree.without_key()
    assert tree.render("--check").code == 0
    tree.edit(SPEC, "192.168.42.239", "192.168.42.238")
    assert tree.render().code == 0
    (tree.root / WORKER).unlink()
    assert tree.render("--check").code == 1
    assert tree.render().code == 2


def test_another_bundle_means_other_configs(tree: Tree, vault: Path) -> None:
    assert tree.render().code == 0
    clear = read.document(vault.read_text(), "x").body
    old = clear["trustdinfo"]["token"]
    clear["trustdinfo"]["token"] = "abcdef.0123456789abcdef"
    vault.write_text(write.dump([clear]))
    marks = body(tree)
    assert tree.render().code == 0
    assert tree.decrypted(WORKER)[0]["machine"]["token"] == "abcdef.0123456789abcdef"  # type: ignore[index]
    assert body(tree)["trustdinfo"] != marks["trustdinfo"]
    assert body(tree)["certs"] == marks["certs"]
    assert old not in tree.text(WORKER)


def test_the_first_render_takes_the_command_s_bundle(tree: Tree, vault: Path) -> None:
    for path in [p for p in tree.files() if p.endswith(".sops.yaml") and not p.startswith(".")]:
        (tree.root / path).unlink()
    assert tree.render().code == 0
    assert not (tree.root / BUNDLE).exists()
    clear = read.document(vault.read_text(), "x").body
    assert tree.decrypted(WORKER)[0]["machine"]["token"] == clear["trustdinfo"]["token"]  # type: ignore[index]


def test_without_command_the_first_render_says_what_to_do(tree: Tree, vault: Path) -> None:
    tree.monkeypatch.delenv(COMMAND)
    result = tree.render()
    assert result.code == 2
    assert f"{PUBLIC}: is not there, and the secrets bundle comes from a command" in result.err
    assert f"set {COMMAND} to a command that prints it" in result.err


def test_file_and_command_together_are_refused(tree: Tree, vault: Path) -> None:
    tree.write(BUNDLE, "x: y\n")
    result = tree.render()
    assert result.code == 2
    assert f"{BUNDLE}: the spec takes the secrets bundle from a command" in result.err


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("print('cluster: {secret: s3cret}')", "is missing"),
        ("print('- s3cret')", "it is no mapping"),
        ("print('s3cret: [')", "is no YAML document"),
        ("raise SystemExit(4)", "ended with exit code 4"),
    ],
)
def test_a_bad_command_is_refused_without_its_output(
    tree: Tree, vault: Path, code: str, message: str
) -> None:
    tree.monkeypatch.setenv(COMMAND, shlex.join([sys.executable, "-c", code]))
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert message in result.err
    assert COMMAND in result.err
    assert "s3cret" not in result.err + result.out
    assert tree.files() == before


@pytest.mark.parametrize("command", ["'", "  "])
def test_a_command_that_is_none(tree: Tree, vault: Path, command: str) -> None:
    tree.monkeypatch.setenv(COMMAND, command)
    assert tree.render().code == 2


def test_a_file_in_the_way_of_the_public_half(tree: Tree, vault: Path) -> None:
    tree.write(PUBLIC, "mine: 1\n")
    result = tree.render()
    assert result.code == 2
    assert f"{PUBLIC}:1:1: this file was not rendered by gitops-gen" in result.err
    assert tree.text(PUBLIC) == "mine: 1\n"


def test_going_back_to_a_file_keeps_the_bundle(tree: Tree, vault: Path) -> None:
    assert tree.render().code == 0
    tree.edit(SPEC, "source: command", "source: file")
    result = tree.render()
    assert result.code == 2
    assert f"{BUNDLE}: is missing, but" in result.err
