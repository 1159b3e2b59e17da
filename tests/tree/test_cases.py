"""What happens when: the cases of the secrets model, one by one, on a whole tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from gitops_gen.render.talos import BUNDLE_REGEX
from gitops_gen.sops import age, document
from gitops_gen.sops.cipher import is_encrypted
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.update import encrypt
from tests.support.rendered import (
    BUNDLE,
    CREDENTIALS,
    FLUX_KEY,
    PASSWORD,
    SPEC,
    TALOSCONFIG,
    WORKER,
    Tree,
)

ENC = re.compile(r"ENC\[[^\]]*\]")
SECOND = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
PEER = "        asn: 64513\n"


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [x for x in old if x not in new], [x for x in new if x not in old]


def with_password(tree: Tree, name: str = "bgp-router") -> None:
    tree.edit(SPEC, PEER, PEER + f"        password:\n          credential: {name}\n")


# First render


def test_the_first_render_needs_recipients_and_no_private_key(tree: Tree) -> None:
    for path in [p for p in tree.files() if p.endswith(".sops.yaml") and not p.startswith(".")]:
        (tree.root / path).unlink()
    tree.without_key()
    result = tree.render()
    assert result.code == 0, result.err
    tree.with_key()
    assert tree.decrypted(BUNDLE)[0]["cluster"]
    assert tree.render("--check").code == 0


def test_bundle_and_flux_key_are_for_operators_only(tree: Tree) -> None:
    flux = document.parse(tree.text(FLUX_KEY), FLUX_KEY)
    public = flux.documents[0]["publicKey"]
    for path in (BUNDLE, FLUX_KEY, WORKER, TALOSCONFIG):
        parsed = document.parse(tree.text(path), path)
        assert document.recipients(parsed) == tree.identities().recipients
        assert public not in document.recipients(parsed)


def test_a_render_that_changes_nothing_writes_nothing(tree: Tree) -> None:
    stamps = {p: p.stat().st_mtime_ns for p in tree.root.rglob("*") if p.is_file()}
    result = tree.render()
    assert (result.code, result.out) == (0, "")
    assert result.err == f"up to date: {len(stamps) - 7} files\n"
    assert {p: p.stat().st_mtime_ns for p in tree.root.rglob("*") if p.is_file()} == stamps


@pytest.mark.parametrize("missing", [BUNDLE, FLUX_KEY])
def test_a_missing_source_is_never_made_anew_beside_others(tree: Tree, missing: str) -> None:
    (tree.root / missing).unlink()
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert f"error: {missing}: is missing, but clusters/vtalos/" in result.err
    assert "restore it from Git" in result.err
    assert tree.files() == before


def test_credentials_may_be_there_before_the_first_render(tree: Tree) -> None:
    for path in [p for p in tree.files() if p.endswith(".sops.yaml") and not p.startswith(".")]:
        (tree.root / path).unlink()
    tree.credentials({"bgp-router": "correct horse"})
    with_password(tree)
    assert tree.render().code == 0
    assert tree.decrypted(PASSWORD)[0]["stringData"] == {"password": "correct horse"}


# Keyless


def test_without_the_key_a_changed_pool_is_exactly_that(tree: Tree) -> None:
    tree.without_key()
    before = tree.files()
    tree.edit(SPEC, "192.168.42.239", "192.168.42.238")
    assert tree.render().code == 0
    after = tree.files()
    pools = "infrastructure/vtalos/cilium-config/pools.yaml"
    assert changed(before, after) == {SPEC, pools}
    assert changed_lines(before[pools], after[pools]) == (
        ["      stop: 192.168.42.239"],
        ["      stop: 192.168.42.238"],
    )


def test_without_the_key_a_changed_label_is_one_line_of_one_file(tree: Tree) -> None:
    label = "    labels:\n      topology.kubernetes.io/zone: attic\n"
    tree.edit(SPEC, "    interface: enp0s3\n", "    interface: enp0s3\n" + label)
    assert tree.render().code == 0
    tree.without_key()
    before = tree.files()
    tree.edit(SPEC, "zone: attic", "zone: cellar")
    assert tree.render().code == 0
    after = tree.files()
    assert changed(before, after) == {SPEC, WORKER}
    assert changed_lines(before[WORKER], after[WORKER]) == (
        ["        topology.kubernetes.io/zone: attic"],
        ["        topology.kubernetes.io/zone: cellar"],
    )
    tree.with_key()
    assert tree.render("--check").code == 0


def test_a_wrong_key_is_as_good_as_none(tree: Tree) -> None:
    other = age.generate()
    tree.without_key()
    tree.monkeypatch.setenv("SOPS_AGE_KEY", other.private)
    tree.edit(SPEC, "192.168.42.239", "192.168.42.238")
    assert tree.render().code == 0
    (tree.root / WORKER).unlink()
    (tree.root / TALOSCONFIG).unlink()
    result = tree.render()
    assert result.code == 2
    assert TALOSCONFIG in result.err
    assert other.private not in result.err + result.out


# Credentials


def test_a_credential_becomes_a_secret_that_operators_and_flux_open(tree: Tree) -> None:
    tree.credentials({"bgp-router": "correct horse"})
    with_password(tree)
    assert tree.render().code == 0
    parsed = document.parse(tree.text(PASSWORD), PASSWORD)
    public = document.parse(tree.text(FLUX_KEY), FLUX_KEY).documents[0]["publicKey"]
    assert document.recipients(parsed) == (*tree.identities().recipients, public)
    private = str(tree.decrypted(FLUX_KEY)[0]["privateKey"])
    body = document.decrypt(parsed, age.of(private))[0]
    assert body["kind"] == "Secret"
    assert body["stringData"] == {"password": "correct horse"}
    assert "correct horse" not in tree.text(PASSWORD)
    assert tree.render("--check").code == 0


def test_a_changed_credential_needs_the_key(tree: Tree) -> None:
    tree.credentials({"bgp-router": "one", "other": "two"})
    with_password(tree)
    assert tree.render().code == 0
    tree.edit(SPEC, "credential: bgp-router", "credential: other")
    tree.without_key()
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert f"{PASSWORD}: stringData.password must be encrypted again" in result.err
    assert tree.identities().recipients[0] in result.err
    assert tree.files() == before
    assert tree.render("--check").code == 1
    tree.with_key()
    assert tree.render().code == 0
    assert tree.decrypted(PASSWORD)[0]["stringData"] == {"password": "two"}


def test_credentials_changed_at_the_source_need_the_key(tree: Tree) -> None:
    tree.credentials({"bgp-router": "one"})
    with_password(tree)
    assert tree.render().code == 0
    tree.credentials({"bgp-router": "changed"})
    tree.without_key()
    assert tree.render("--check").code == 1
    assert tree.render().code == 2
    tree.with_key()
    assert tree.render().code == 0
    assert tree.decrypted(PASSWORD)[0]["stringData"] == {"password": "changed"}


def test_every_unknown_credential_is_named_with_its_place(tree: Tree) -> None:
    tree.credentials({"bgp-router": "one", "rello": {"token": "x"}})
    with_password(tree, "bgp-ruoter")
    tree.edit(
        SPEC,
        "          RELLO_REDIS_DB",
        "          TOKEN: {credential: rello.tok}\n          RELLO_REDIS_DB",
    )
    result = tree.render()
    assert result.code == 2
    assert (
        f'there is no credential "bgp-ruoter" in {CREDENTIALS} (did you mean "bgp-router"?)'
        in result.err
    )
    assert (
        f'there is no credential "rello.tok" in {CREDENTIALS} (did you mean "rello.token"?)'
        in result.err
    )
    assert re.search(rf"error: {SPEC}:\d+:\d+: there is no credential", result.err)
    assert result.err.endswith("2 problems\n")


def test_without_credentials_the_error_says_how_to_make_them(tree: Tree) -> None:
    with_password(tree)
    result = tree.render()
    assert result.code == 2
    assert f"fix: sops edit {CREDENTIALS}" in result.err


def test_numbers_and_booleans_of_credentials_are_text(tree: Tree) -> None:
    tree.credentials({"a": {"pin": 1234, "on": True}})
    with_password(tree, "a.pin")
    assert tree.render().code == 0
    assert tree.decrypted(PASSWORD)[0]["stringData"] == {"password": "1234"}
    tree.edit(SPEC, "credential: a.pin", "credential: a.on")
    assert tree.render().code == 0
    assert tree.decrypted(PASSWORD)[0]["stringData"] == {"password": "true"}


# Nodes


NODE = "  - name: {name}\n    role: {role}\n    address: 192.168.42.{last}\n    interface: enp0s3\n"


def add_node(tree: Tree, name: str, role: str, last: int, extra: str = "") -> str:
    node = NODE.format(name=name, role=role, last=last) + extra
    tree.edit(SPEC, "\ncilium:\n", f"{node}\ncilium:\n")
    return f"clusters/vtalos/talos/{name}.sops.yaml"


def test_a_node_is_added_without_the_key_from_a_neighbour_of_its_role(tree: Tree) -> None:
    tree.without_key()
    path = add_node(tree, "talos-wo-2", "worker", 205)
    before = tree.files()
    assert tree.render().code == 0
    assert changed(before, tree.files()) == {path}
    assert ENC.findall(tree.text(path)) == ENC.findall(tree.text(WORKER))
    tree.with_key()
    assert tree.render("--check").code == 0
    bodies = tree.decrypted(path)
    assert bodies[0]["machine"] == tree.decrypted(WORKER)[0]["machine"]
    assert bodies[1]["hostname"] == "talos-wo-2"


def test_a_node_with_secrets_of_its_own_needs_the_key(tree: Tree) -> None:
    tree.without_key()
    path = add_node(tree, "talos-wo-2", "worker", 205, "    labels: {token: abc}\n")
    result = tree.render()
    assert result.code == 2
    assert f"{path}: " in result.err
    assert not (tree.root / path).exists()
    tree.with_key()
    result = tree.render()
    assert result.code == 0
    assert (
        f"note: {path}: machine.nodeLabels.token: not secret, but encrypted, because SOPS selects by name"
        in result.err
    )
    assert "abc" not in tree.text(path)


def test_a_removed_node_s_file_goes(tree: Tree) -> None:
    tree.without_key()
    start = tree.text(SPEC).index("  - name: talos-wo-1")
    end = tree.text(SPEC).index("\ncilium:")
    tree.write(SPEC, tree.text(SPEC)[:start] + tree.text(SPEC)[end:])
    assert tree.render("--check").code == 1
    result = tree.render()
    assert (result.code, f"removed: {WORKER}" in result.err) == (0, True)
    assert not (tree.root / WORKER).exists()


# Recipients


def test_an_added_recipient_gets_every_file_and_nothing_else_changes(tree: Tree) -> None:
    old = tree.identities().recipients[0]
    before = tree.files()
    tree.edit(SPEC, f"    - {old}\n", f"    - {old}\n    - {SECOND}\n")
    result = tree.render()
    assert result.code == 0
    assert "no longer" not in result.err
    after = tree.files()
    encrypted = {p for p in after if p.endswith(".sops.yaml") and p != ".sops.yaml"}
    assert changed(before, after) == encrypted | {SPEC, ".sops.yaml"}
    for path in encrypted:
        assert ENC.findall(before[path]) == ENC.findall(after[path])
        assert document.recipients(document.parse(after[path], path)) == (old, SECOND)
    assert tree.render("--check").code == 0


def test_a_removed_recipient_means_new_data_keys_and_a_warning(tree: Tree) -> None:
    old = tree.identities().recipients[0]
    tree.edit(SPEC, f"    - {old}\n", f"    - {old}\n    - {SECOND}\n")
    tree.credentials({"bgp-router": "one"})
    assert tree.render().code == 0
    before = tree.files()
    tree.edit(SPEC, f"    - {SECOND}\n", "")
    result = tree.render()
    assert result.code == 0
    assert f"note: the files are no longer encrypted for {SECOND}" in result.err
    assert result.err.count("history") == 1
    for path in (BUNDLE, FLUX_KEY, WORKER, TALOSCONFIG, CREDENTIALS):
        assert not set(ENC.findall(before[path])) & set(ENC.findall(tree.text(path)))
        assert SECOND not in tree.text(path)
    assert tree.render("--check").code == 0


def test_changed_recipients_need_the_key(tree: Tree) -> None:
    old = tree.identities().recipients[0]
    tree.edit(SPEC, f"    - {old}\n", f"    - {old}\n    - {SECOND}\n")
    tree.without_key()
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert f"its recipients changed ({SECOND} is new), and no key is at hand" in result.err
    assert old in result.err
    assert tree.files() == before
    assert tree.render("--check").code == 1


# Renaming


def rename(tree: Tree) -> None:
    (tree.root / "clusters/vtalos").rename(tree.root / "clusters/home")
    path = "clusters/home/cluster.yaml"
    tree.edit(path, "\nname: vtalos\n", "\nname: home\n")


def test_a_renamed_cluster_keeps_bundle_and_flux_key(tree: Tree) -> None:
    bundle, key = tree.decrypted(BUNDLE), tree.decrypted(FLUX_KEY)
    rename(tree)
    tree.without_key()
    before = tree.files()
    assert tree.render().code == 2
    assert tree.files() == before
    tree.with_key()
    result = tree.render()
    assert result.code == 0, result.err
    names = tree.files()
    assert not [p for p in names if "/vtalos/" in p]
    assert "vtalos" not in names[".sops.yaml"] + names[".sourceignore"]
    assert tree.decrypted("clusters/home/talos/secrets.sops.yaml") == bundle
    assert tree.decrypted("clusters/home/flux-key.sops.yaml") == key
    assert names["clusters/home/talos/secrets.sops.yaml"].startswith(
        "# Made once by gitops-gen for clusters/home/cluster.yaml."
    )
    assert tree.render("--check").code == 0


def test_files_of_a_gone_spec_go_only_with_a_full_render(tree: Tree) -> None:
    rename(tree)
    assert tree.render("home").code == 0
    assert (tree.root / "apps/vtalos/rello/namespace.yaml").exists()
    assert tree.render("--check").code == 1
    assert tree.render().code == 0
    assert not (tree.root / "apps/vtalos").exists()
    assert not (tree.root / "infrastructure/vtalos").exists()


def test_a_copied_cluster_may_not_share_secrets(tree: Tree) -> None:
    for path in (SPEC, BUNDLE, FLUX_KEY):
        tree.write(path.replace("vtalos/", "twin/", 1), tree.text(path))
    tree.edit("clusters/twin/cluster.yaml", "\nname: vtalos\n", "\nname: twin\n")
    result = tree.render("twin")
    assert result.code == 2
    assert f"this file was made for {SPEC}, which still exists" in result.err


# Damage


CONFLICT = "<<<<<<< ours\n{0}=======\n{0}>>>>>>> theirs\n"


def conflicted(tree: Tree, path: str) -> None:
    first, rest = tree.text(path).split("\n", 1)
    tree.write(path, CONFLICT.format(first + "\n") + rest)


def test_conflict_markers_in_a_source_are_for_people(tree: Tree) -> None:
    conflicted(tree, BUNDLE)
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert f"{BUNDLE}:1:1: the file holds merge conflict markers" in result.err
    assert tree.files() == before


def test_conflict_markers_in_a_derived_file_heal_with_the_key(tree: Tree) -> None:
    conflicted(tree, WORKER)
    tree.without_key()
    result = tree.render()
    assert (result.code, f"{WORKER}: " in result.err) == (2, True)
    tree.with_key()
    assert tree.render().code == 0
    assert "<<<<" not in tree.text(WORKER)
    assert tree.render("--check").code == 0


def test_conflict_markers_in_the_spec_are_for_people(tree: Tree) -> None:
    conflicted(tree, SPEC)
    result = tree.render()
    assert result.code == 2
    assert f"{SPEC}:" in result.err


def test_a_derived_file_whose_secret_was_changed_heals_and_names_the_leaf(tree: Tree) -> None:
    token, secret = ENC.findall(tree.text(WORKER))[:2]
    tree.write(
        WORKER, tree.text(WORKER).replace(token, "@").replace(secret, token).replace("@", secret)
    )
    result = tree.render()
    assert result.code == 0
    assert f"note: {WORKER}: machine.token did not hold what its source gives" in result.err
    assert f"note: {WORKER}: cluster.secret did not hold what its source gives" in result.err
    assert tree.render("--check").code == 0


def test_a_source_whose_mac_is_broken_is_refused(tree: Tree) -> None:
    token, secret = ENC.findall(tree.text(BUNDLE))[:2]
    tree.write(
        BUNDLE, tree.text(BUNDLE).replace(token, "@").replace(secret, token).replace("@", secret)
    )
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert f"error: {BUNDLE}: " in result.err
    assert "restore the file from Git" in result.err
    assert tree.files() == before


def test_a_clear_leaf_of_the_bundle_is_under_its_mac(tree: Tree) -> None:
    tree.edit(BUNDLE, "    id: ", "    id: A")
    result = tree.render()
    assert result.code == 2
    assert "its MAC does not hold" in result.err


def test_a_source_with_a_secret_in_clear_is_refused_without_the_key_too(tree: Tree) -> None:
    tree.without_key()
    tree.edit(BUNDLE, ENC.findall(tree.text(BUNDLE))[0], "oh-no-in-clear")
    result = tree.render()
    assert result.code == 2
    assert "cluster.secret stands in clear where only ENC[...] may stand" in result.err
    assert "oh-no" not in result.err


def test_the_flux_key_s_public_half_is_derived_and_compared(tree: Tree) -> None:
    public = document.parse(tree.text(FLUX_KEY), FLUX_KEY).documents[0]["publicKey"]
    tree.edit(FLUX_KEY, public, SECOND)
    result = tree.render()
    assert result.code == 2
    assert "publicKey does not belong to privateKey" in result.err


def test_a_certificate_edited_in_the_talosconfig_is_seen(tree: Tree) -> None:
    crt = re.search(r"crt: (\S+)", tree.text(TALOSCONFIG))
    assert crt
    tree.edit(TALOSCONFIG, crt[1], crt[1][:-8] + "AAAAAAA=")
    tree.without_key()
    assert tree.render("--check").code == 1
    tree.with_key()
    assert tree.render().code == 0
    assert tree.render("--check").code == 0


def test_secrets_are_encrypted_wherever_they_stand(tree: Tree) -> None:
    for path in (WORKER, "clusters/vtalos/talos/talos-cp-1.sops.yaml", TALOSCONFIG, BUNDLE):
        parsed = document.parse(tree.text(path), path)
        selected = [leaf for leaf in parsed.leaves if leaf.selected and leaf.value != ""]
        assert selected
        assert all(is_encrypted(leaf.value) for leaf in selected)


# A bundle that was edited


def edit_bundle(tree: Tree, change: Callable[[dict[str, Any]], None]) -> None:
    """As `sops edit` would leave it: sound for SOPS, whatever Talos thinks of it."""
    body: dict[str, Any] = tree.decrypted(BUNDLE)[0]
    change(body)
    rule = Rule(tree.identities().recipients, BUNDLE_REGEX, mac_only_encrypted=False)
    tree.write(BUNDLE, encrypt([body], rule, "Made once by gitops-gen for " + SPEC, name=BUNDLE))


@pytest.mark.parametrize("key", [True, False])
def test_a_bundle_without_a_leaf_is_refused(tree: Tree, key: bool) -> None:
    edit_bundle(tree, lambda body: body["certs"].pop("etcd"))
    if not key:
        tree.without_key()
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert f"error: {BUNDLE}: certs.etcd.crt is missing" in result.err
    assert f"error: {BUNDLE}: certs.etcd.key is missing" in result.err
    assert tree.files() == before


def test_a_bundle_with_an_unknown_leaf_is_refused(tree: Tree) -> None:
    edit_bundle(tree, lambda body: body.update(extra="x"))
    result = tree.render()
    assert result.code == 2
    assert "extra is not known to Talos\n  fix: restore the file from Git\n" in result.err


@pytest.mark.parametrize("remove", [True, False])
def test_a_bundle_whose_ca_is_broken_makes_nothing(tree: Tree, remove: bool) -> None:
    if remove:
        (tree.root / TALOSCONFIG).unlink()
    edit_bundle(tree, lambda body: body["certs"]["os"].update(key="bm8ga2V5"))
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert f"error: {BUNDLE}: certs.os.key cannot be read" in result.err
    assert "bm8ga2V5" not in result.err
    assert tree.files() == before


def test_a_changed_token_reaches_every_config(tree: Tree) -> None:
    edit_bundle(tree, lambda body: body["trustdinfo"].update(token="abcdef.0123456789abcdef"))
    tree.without_key()
    assert tree.render("--check").code == 1
    tree.with_key()
    assert tree.render().code == 0
    assert tree.decrypted(WORKER)[0]["machine"]["token"] == "abcdef.0123456789abcdef"  # type: ignore[index]
