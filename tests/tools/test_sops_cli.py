"""The sops program itself on our files: keys where it looks for them, edit, updatekeys, rotate."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from gitops_gen.errors import UserError
from gitops_gen.sops import age, document
from gitops_gen.sops.rewrap import rewrap
from gitops_gen.sops.rules import Rule, creation_rules, match
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.update import encrypt, update
from tests.support.ledger import proved
from tests.support.tools import clean_env, run, tool, version

JUDGE = f"sops {version('sops')}"
ME, OTHER = age.generate(), age.generate()
NOBODY = age.Identities()
RULE = Rule((ME.recipient,), "^(token|password)$")
BODY = {"token": Secret("s#t", "ENC[t]", "a secret of a good length"), "label": "a"}
DOCUMENTS = [BODY, {"kind": "Clear"}, {"kind": "More", "password": ["x", 1, ""]}]
CLEAR = [
    {"token": "a secret of a good length", "label": "a"},
    {"kind": "Clear"},
    {"kind": "More", "password": ["x", 1, ""]},
]


def sops(
    folder: Path, *args: str, key: str = ME.private, ok: tuple[int, ...] = (0,), **env: str
) -> str:
    program = tool("sops")
    done = run(
        program,
        "--disable-version-check",
        *args,
        cwd=folder,
        env=clean_env(folder, SOPS_AGE_KEY=key, **env),
        ok=ok,
    )
    return done.stdout + done.stderr


def derived(folder: Path) -> Path:
    path = folder / "cp1.sops.yaml"
    path.write_text(update(None, DOCUMENTS, RULE, "Header.", NOBODY, name="x").text)
    return path


def clear(path: Path, *keys: str) -> list[dict[str, object]]:
    parsed = document.parse(path.read_text(), path.name)
    return document.decrypt(parsed, age.of(*(keys or (ME.private,))))


def test_sops_decrypts_our_file_and_calls_it_encrypted(tmp_path: Path) -> None:
    path = derived(tmp_path)
    assert "token: a secret of a good length\n" in sops(tmp_path, "decrypt", path.name)
    assert json.loads(sops(tmp_path, "filestatus", path.name)) == {"encrypted": True}
    proved("sops-program", 2, judge=JUDGE)


def test_a_file_that_sops_encrypts_by_its_rules_is_read_by_ours(tmp_path: Path) -> None:
    config = (
        "creation_rules:\n"
        "    - path_regex: ^clusters/lab/credentials\\.sops\\.yaml$\n"
        f"      age: {ME.recipient},{OTHER.recipient}\n"
        "      encrypted_regex: .*\n"
        f"    - age: {OTHER.recipient}\n"
    )
    (tmp_path / ".sops.yaml").write_text(config)
    rules = creation_rules(config, ".sops.yaml")
    (tmp_path / "clusters/lab").mkdir(parents=True)
    for name in ("clusters/lab/credentials.sops.yaml", "clusters/lab/other.yaml"):
        path = tmp_path / name
        path.write_text("# note\nbgp: geheim  # why\nlist:\n    # item\n    - a\n    - 5\n")
        sops(tmp_path, "encrypt", "-i", name)
        rule = match(rules, name)
        assert rule is not None
        parsed = document.parse(path.read_text(), name)
        assert document.recipients(parsed) == rule.recipients
        assert parsed.metadata.selection == rule.selection
        assert clear(path, OTHER.private) == [{"bgp": "geheim", "list": ["a", 5]}]
    proved("sops-program", 2, judge=JUDGE)


def edit(folder: Path, path: Path, command: str) -> None:
    script = folder / "editor.sh"
    script.write_text(f'#!/bin/sh\n{command} "$1"\n')
    script.chmod(0o700)
    sops(folder, "edit", path.name, EDITOR=str(script))


def test_sops_edit_on_our_file_comes_back_with_one_changed_line(tmp_path: Path) -> None:
    path = derived(tmp_path)
    before = path.read_text()
    edit(tmp_path, path, "sed -i 's/label: a/label: b/'")
    saved = path.read_text()
    assert saved != before
    assert clear(path)[0]["label"] == "b"
    result = update(saved, DOCUMENTS, RULE, "Header.", NOBODY, name="x")
    assert result.why == ""
    differing = set(result.text.split("\n")) ^ set(before.split("\n"))
    assert {line.strip().split(":")[0] for line in differing} <= {"lastmodified", "mac"}
    proved("sops-program", 1, judge=JUDGE)


def test_a_secret_changed_with_sops_edit_heals_with_the_key(tmp_path: Path) -> None:
    path = derived(tmp_path)
    edit(tmp_path, path, "sed -i 's/a secret of/another secret of/'")
    assert clear(path)[0]["token"] == "another secret of a good length"
    result = update(path.read_text(), DOCUMENTS, RULE, "Header.", age.of(ME.private), name="x")
    assert result.healed == ("token",)
    path.write_text(result.text)
    assert clear(path) == CLEAR
    assert "token: a secret of a good length\n" in sops(tmp_path, "decrypt", path.name)
    proved("sops-program", 1, judge=JUDGE)


def test_updatekeys_finds_our_rewrapped_file_up_to_date(tmp_path: Path) -> None:
    source = tmp_path / "credentials.sops.yaml"
    wide = Rule((ME.recipient, OTHER.recipient), ".*")
    source.write_text("# note\nbgp: geheim\n")
    (tmp_path / ".sops.yaml").write_text(f"creation_rules:\n    - age: {ME.recipient}\n")
    sops(tmp_path, "encrypt", "-i", source.name)
    for rule in (wide, Rule((OTHER.recipient,), ".*")):
        keys = age.of(ME.private)
        source.write_text(rewrap(source.read_text(), rule, keys, name=source.name).text)
        recipients = ",".join(rule.recipients)
        (tmp_path / ".sops.yaml").write_text(f"creation_rules:\n    - age: {recipients}\n")
        said = sops(tmp_path, "updatekeys", "-y", source.name, key=OTHER.private)
        assert "already up to date" in said
        assert clear(source, OTHER.private) == [{"bgp": "geheim"}]
        assert sops(tmp_path, "decrypt", source.name, key=OTHER.private).startswith("# note\n")
    sops(tmp_path, "decrypt", source.name, ok=(128,))
    proved("sops-program", 4, judge=JUDGE)


def test_our_update_for_a_new_recipient_is_up_to_date_too(tmp_path: Path) -> None:
    path = derived(tmp_path)
    wide = Rule((OTHER.recipient, ME.recipient), RULE.encrypted_regex)
    result = update(path.read_text(), DOCUMENTS, wide, "Header.", age.of(ME.private), name="x")
    path.write_text(result.text)
    (tmp_path / ".sops.yaml").write_text(
        f"creation_rules:\n    - age: {ME.recipient},{OTHER.recipient}\n"
    )
    assert "already up to date" in sops(tmp_path, "updatekeys", "-y", path.name)
    assert clear(path, OTHER.private) == CLEAR
    proved("sops-program", 1, judge=JUDGE)


def test_a_file_that_sops_rotated_is_read_and_normalised(tmp_path: Path) -> None:
    path = derived(tmp_path)
    before = path.read_text()
    sops(tmp_path, "rotate", "-i", path.name)
    assert clear(path) == CLEAR
    for keys in (NOBODY, age.of(ME.private)):
        result = update(path.read_text(), DOCUMENTS, RULE, "Header.", keys, name="x")
        assert (result.why, result.healed) == ("", ())
        assert result.text.count("\nsops:\n") == 1
        assert result.text.split("\n")[0] == before.split("\n")[0]
    proved("sops-program", 1, judge=JUDGE)


def test_sops_set_on_our_file_is_seen_with_the_key(tmp_path: Path) -> None:
    path = derived(tmp_path)
    sops(tmp_path, "set", path.name, '["token"]', '"set by hand"')
    assert clear(path)[0]["token"] == "set by hand"
    result = update(path.read_text(), DOCUMENTS, RULE, "Header.", age.of(ME.private), name="x")
    assert result.healed == ("token",)
    proved("sops-program", 1, judge=JUDGE)


# Where keys are looked for: sops and we find them in the same places.

X = "AGE-SECRET-KEY-1" + "Q" * 58
PLACES: dict[str, tuple[dict[str, str], dict[str, str], bool]] = {
    "env": ({"SOPS_AGE_KEY": "{me}"}, {}, True),
    "env, two on a line": ({"SOPS_AGE_KEY": "{other} {me}"}, {}, True),
    "env, blanks and comments": ({"SOPS_AGE_KEY": "# x\n\n  {me}  \r\n"}, {}, True),
    "env, only another key": ({"SOPS_AGE_KEY": "{other}"}, {}, False),
    "env, one word is no key": ({"SOPS_AGE_KEY": "{me} junk"}, {}, False),
    "env, one is damaged": ({"SOPS_AGE_KEY": "{me} " + X}, {}, False),
    "env, empty": ({"SOPS_AGE_KEY": ""}, {}, False),
    "file": ({"SOPS_AGE_KEY_FILE": "{home}/k"}, {"k": "# created\n{me}\n"}, True),
    "file, crlf": ({"SOPS_AGE_KEY_FILE": "{home}/k"}, {"k": "# x\r\n{me}\r\n"}, True),
    "file, indented": ({"SOPS_AGE_KEY_FILE": "{home}/k"}, {"k": " {me}\n"}, False),
    "file, trailing blank": ({"SOPS_AGE_KEY_FILE": "{home}/k"}, {"k": "{me} \n"}, False),
    "file, missing": ({"SOPS_AGE_KEY_FILE": "{home}/none"}, {}, False),
    "file missing, env good": ({"SOPS_AGE_KEY_FILE": "{home}/none", "SOPS_AGE_KEY": "{me}"}, {}, True),
    "file broken, env good": (
        {"SOPS_AGE_KEY_FILE": "{home}/k", "SOPS_AGE_KEY": "{me}"}, {"k": "junk"}, True,
    ),
    "default": ({}, {".config/sops/age/keys.txt": "{me}\n"}, True),
    "default beside env": ({"SOPS_AGE_KEY": "{other}"}, {".config/sops/age/keys.txt": "{me}"}, True),
    "xdg": ({"XDG_CONFIG_HOME": "{home}/x"}, {"x/sops/age/keys.txt": "{me}\n"}, True),
    "xdg hides home": ({"XDG_CONFIG_HOME": "{home}/x"}, {".config/sops/age/keys.txt": "{me}\n"}, False),
    "xdg empty": ({"XDG_CONFIG_HOME": ""}, {".config/sops/age/keys.txt": "{me}\n"}, True),
    "nothing": ({}, {}, False),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_keys_are_found_where_sops_finds_them(place: str, tmp_path: Path) -> None:
    env, files, opens = PLACES[place]
    words = {"me": ME.private, "other": OTHER.private, "home": str(tmp_path)}
    env = {name: text.format(**words) for name, text in env.items()}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.format(**words).encode())
    file = tmp_path / "f.yaml"
    file.write_text(encrypt([{"token": "x"}], RULE, name="x"))
    done = run(
        tool("sops"), "--disable-version-check", "decrypt", file,
        env=clean_env(tmp_path, **env), ok=(0, 128),
    )  # fmt: skip
    assert (done.returncode == 0) is opens
    found = age.identities(env, tmp_path)
    assert (document.data_key(document.parse(file.read_text(), "f"), found) is not None) is opens
    for private in (ME.private, OTHER.private, X):
        assert private[17:] not in found.trouble()
    proved("sops-key-places", 1, judge=JUDGE)


def ssh_key(folder: Path, kind: str) -> str:
    """A fresh SSH key in the folder's .ssh; its public line."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

    made = (
        ed25519.Ed25519PrivateKey.generate()
        if kind == "ed25519"
        else rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    private = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )
    public = made.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    path = folder / ".ssh" / f"id_{kind}"
    path.parent.mkdir()
    path.write_bytes(private)
    path.chmod(stat.S_IRUSR)
    return public.decode() + " me@here"


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_ssh_keys_open_files_both_ways(kind: str, tmp_path: Path) -> None:
    public = ssh_key(tmp_path, kind)
    (tmp_path / "ours.yaml").write_text(encrypt([{"token": "x"}], Rule((public,), ".*"), name="x"))
    shown = sops(tmp_path, "decrypt", "ours.yaml", key="")
    assert shown.endswith("token: x\n")
    (tmp_path / "theirs.yaml").write_text("token: y\n")
    sops(tmp_path, "encrypt", "-i", "--age", public, "theirs.yaml", key="")
    parsed = document.parse((tmp_path / "theirs.yaml").read_text(), "theirs.yaml")
    assert document.recipients(parsed) == (public,)
    assert document.decrypt(parsed, age.identities({}, tmp_path)) == [{"token": "y"}]
    elsewhere = {"SOPS_AGE_SSH_PRIVATE_KEY_FILE": str(tmp_path / ".ssh" / f"id_{kind}")}
    assert document.data_key(parsed, age.identities(elsewhere, tmp_path / "nobody")) is not None
    proved("sops-key-places", 2, judge=JUDGE)


def test_the_default_key_file_is_where_sops_reads_it(tmp_path: Path) -> None:
    place = age.create_default({}, tmp_path)
    assert not place.exists
    place.path.parent.mkdir(parents=True)
    place.path.write_text(age.key_file_text(ME))
    os.chmod(place.path, 0o600)  # noqa: PTH101
    (tmp_path / "f.yaml").write_text(encrypt([{"token": "x"}], RULE, name="x"))
    done = run(
        tool("sops"), "--disable-version-check", "decrypt", tmp_path / "f.yaml",
        env=clean_env(tmp_path),
    )  # fmt: skip
    assert done.stdout == "token: x\n"
    proved("sops-key-places", 1, judge=JUDGE)


def test_a_shamir_file_and_foreign_keys_are_not_guessed(tmp_path: Path) -> None:
    """Two key groups: sops opens it with both keys, we say that it is sops' affair."""
    (tmp_path / ".sops.yaml").write_text(
        f"creation_rules:\n    - key_groups:\n        - age: [{ME.recipient}]\n        - age: [{OTHER.recipient}]\n"
    )
    path = tmp_path / "f.yaml"
    path.write_text("token: x\n")
    sops(tmp_path, "encrypt", "-i", path.name)
    both = f"{ME.private} {OTHER.private}"
    assert sops(tmp_path, "decrypt", path.name, key=both).endswith("token: x\n")
    with pytest.raises(UserError, match="split over key groups: use the real sops"):
        document.parse(path.read_text(), path.name)
    proved("sops-program", 1, judge=JUDGE)
