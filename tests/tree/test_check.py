"""`render --check` and `--diff` without a key: every difference that can be seen exits 1, and shows no secret."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.support.ledger import proved
from tests.support.rendered import FLUX_KEY, SPEC, WORKER, Tree

ENC = re.compile(r"ENC\[[^\]]*\]")
POOLS = "infrastructure/vtalos/cilium-config/pools.yaml"
SECOND = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

Damage = Callable[[Tree], None]


def label_changed(tree: Tree) -> None:
    tree.edit(SPEC, "    interface: enp0s3\n", "    interface: enp0s3\n    labels: {zone: b}\n")


def clear_leaf_edited(tree: Tree) -> None:
    tree.edit(WORKER, "/dev/sda", "/dev/sdb")


def clear_file_edited(tree: Tree) -> None:
    tree.edit(POOLS, "192.168.42.239", "192.168.42.240")


def header_edited(tree: Tree) -> None:
    tree.edit(WORKER, "provenance ", "provenance 0")


def plain_instead_of_enc(tree: Tree) -> None:
    tree.edit(WORKER, ENC.findall(tree.text(WORKER))[0], "a-secret-in-clear")


def plain_behind_enc(tree: Tree) -> None:
    first = ENC.findall(tree.text(WORKER))[0]
    tree.edit(WORKER, first, f"{first}a-secret-in-clear")


def enc_deleted(tree: Tree) -> None:
    line = next(x for x in tree.text(WORKER).splitlines(True) if "    token: ENC" in x)
    tree.edit(WORKER, line, "")


def enc_moved(tree: Tree) -> None:
    line = next(x for x in tree.text(WORKER).splitlines(True) if "    token: ENC" in x)
    tree.edit(WORKER, line, "")
    tree.edit(WORKER, "    kubelet:\n", f"    kubelet:\n    {line}")


def node_missing(tree: Tree) -> None:
    (tree.root / WORKER).unlink()


def node_surplus(tree: Tree) -> None:
    tree.write(WORKER.replace("wo-1", "wo-9"), tree.text(WORKER))


def recipients_stale(tree: Tree) -> None:
    tree.edit(WORKER, "recipient: age1", f"recipient: {SECOND}\n          was: age1")


def recipients_of_the_spec(tree: Tree) -> None:
    tree.edit(SPEC, "    - age1", f"    - {SECOND}\n    - age1")


def unparsable(tree: Tree) -> None:
    tree.write(WORKER, tree.text(WORKER) + "  - {")


def rules_edited(tree: Tree) -> None:
    tree.edit(".sops.yaml", "mac_only_encrypted: true", "mac_only_encrypted: false")


def ignore_edited(tree: Tree) -> None:
    tree.edit(".sourceignore", "talos/", "tales/")


def regex_edited(tree: Tree) -> None:
    tree.edit(WORKER, "encrypted_regex: ^(", "encrypted_regex: ^(x|")


EVERY = [
    label_changed,
    clear_leaf_edited,
    clear_file_edited,
    header_edited,
    plain_instead_of_enc,
    plain_behind_enc,
    enc_deleted,
    enc_moved,
    node_missing,
    node_surplus,
    recipients_stale,
    recipients_of_the_spec,
    unparsable,
    rules_edited,
    ignore_edited,
    regex_edited,
]


@pytest.mark.parametrize("damage", EVERY)
@pytest.mark.parametrize("key", [False, True])
def test_check_sees_it_and_writes_nothing(tree: Tree, damage: Damage, key: bool) -> None:
    damage(tree)
    if not key:
        tree.without_key()
    before = tree.files()
    result = tree.render("--check")
    assert result.code == 1, result.err
    assert result.out == ""
    assert tree.files() == before
    assert tree.render("--diff").code == 1
    assert tree.files() == before
    if not key:
        proved("check-sees-damage", 1, judge="a tree damaged on purpose")


@pytest.mark.parametrize("damage", EVERY)
def test_with_the_key_it_heals(tree: Tree, damage: Damage) -> None:
    damage(tree)
    assert tree.render().code == 0
    result = tree.render("--check")
    assert (result.code, result.out) == (0, "")


@pytest.mark.parametrize("key", [False, True])
def test_an_unchanged_tree_is_clean(tree: Tree, key: bool) -> None:
    if not key:
        tree.without_key()
    assert tree.render("--check").code == 0
    result = tree.render("--diff")
    assert (result.code, result.out) == (0, "")


def test_missing_and_surplus_files_are_named(tree: Tree) -> None:
    node_surplus(tree)
    (tree.root / POOLS).unlink()
    clear_leaf_edited(tree)
    result = tree.render("--check")
    assert result.err == (
        f"differs: {WORKER}\nmissing: {POOLS}\nsurplus: {WORKER.replace('wo-1', 'wo-9')}\n"
    )


def test_a_diff_shows_clear_changes(tree: Tree) -> None:
    clear_file_edited(tree)
    out = tree.render("--diff").out
    assert out.startswith(f"--- a/{POOLS}\n+++ b/{POOLS}\n")
    assert "\n-      stop: 192.168.42.240\n" in out
    assert "\n+      stop: 192.168.42.239\n" in out


def test_a_diff_masks_what_stands_in_clear_where_a_secret_belongs(tree: Tree) -> None:
    plain_instead_of_enc(tree)
    result = tree.render("--diff")
    assert "a-secret-in-clear" not in result.out + result.err
    assert "-    token: '*** (in clear!)'" in result.out
    assert "+    token: '*** (encrypted)'" in result.out
    assert "ENC[" not in result.out


def test_a_diff_of_an_unreadable_file_does_not_show_it(tree: Tree) -> None:
    tree.write(WORKER, tree.text(WORKER) + "  - {hidden")
    out = tree.render("--diff").out
    assert "-(this file cannot be read as one that sops wrote; its text is not shown)" in out
    assert "hidden" not in out


def test_a_diff_shows_new_and_gone_files(tree: Tree) -> None:
    (tree.root / POOLS).unlink()
    node_surplus(tree)
    out = tree.render("--diff").out
    assert f"--- /dev/null\n+++ b/{POOLS}\n" in out
    assert f"--- a/{WORKER.replace('wo-1', 'wo-9')}\n+++ /dev/null\n" in out


def test_a_diff_shows_who_can_open_a_file(tree: Tree) -> None:
    recipients_of_the_spec(tree)
    out = tree.render("--diff").out
    assert f"+# for {SECOND}" in out


def test_a_private_key_in_a_clear_file_is_masked(tree: Tree) -> None:
    private = tree.decrypted(FLUX_KEY)[0]["privateKey"]
    tree.edit(POOLS, "spec:", f"# {private}\nspec:")
    result = tree.render("--diff")
    assert str(private) not in result.out
    assert "-***" in result.out


def test_what_check_cannot_see_is_in_its_help(tree: Tree) -> None:
    from gitops_gen.cli import main

    main.main(["render", "--help"])
    out = tree.capsys.readouterr().out
    assert "What --check without a key cannot see:" in out
