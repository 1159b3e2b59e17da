"""Identities are found as sops finds them, wrapped keys open, and no message quotes a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.sops import age
from gitops_gen.sops.age import Identities, RecipientError

ME, OTHER = age.generate(), age.generate()
KEY = bytes(range(32))
# A well-formed line that is no key.
DAMAGED = ME.private[:-1] + ("Q" if ME.private[-1] != "Q" else "P")


def place(home: Path, name: str, text: str) -> Path:
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_generated_key_opens_what_is_wrapped_for_it() -> None:
    wrapped = age.wrap(KEY, f" {ME.recipient}\n")
    assert wrapped.startswith("-----BEGIN AGE ENCRYPTED FILE-----\n")
    assert wrapped.endswith("-----END AGE ENCRYPTED FILE-----\n")
    assert age.unwrap(wrapped, age.of(ME.private)) == KEY
    assert age.unwrap(f"\n\n{wrapped.rstrip()}", age.of(OTHER.private, ME.private)) == KEY
    assert age.unwrap(wrapped, age.of(OTHER.private)) is None
    assert age.unwrap(wrapped, Identities()) is None
    assert age.unwrap("no age file", age.of(ME.private)) is None


def test_the_public_half() -> None:
    assert ME.private.startswith("AGE-SECRET-KEY-1")
    assert ME.recipient.startswith("age1")
    assert age.public(ME.private) == ME.recipient
    assert age.of(ME.private, OTHER.private).recipients == (ME.recipient, OTHER.recipient)


def test_no_repr_shows_a_key() -> None:
    assert repr(ME) == f"Identity({ME.recipient})"
    assert repr(age.of(ME.private)) == "Identities(1 keys)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DAMAGED, "is damaged: its checksum does not hold"),
        ("junk", "does not start with AGE-SECRET-KEY-1"),
    ],
)
def test_a_bad_private_key_is_not_quoted(text: str, message: str) -> None:
    for call in (age.public, age.of):
        with pytest.raises(ValueError) as caught:  # noqa: PT011
            call(text)
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("recipient", "message"),
    [
        (
            ME.private,
            "a private key stands where a recipient belongs: replace it, it is no secret any more",
        ),
        (
            ME.private.lower(),
            "a private key stands where a recipient belongs: replace it, it is no secret any more",
        ),
        (
            "AGE-PLUGIN-YUBIKEY-1X",
            "a private key stands where a recipient belongs: replace it, it is no secret any more",
        ),
        (
            "age1pq1" + "q" * 50,
            "age1pq1qqqqqqqqqqqqq... is a post-quantum recipient: gitops-gen encrypts for X25519 and SSH keys only",
        ),
        (
            "age1yubikey1" + "q" * 30,
            "age1yubikey1qqqqqqqq... is a recipient of an age plugin: gitops-gen encrypts for X25519 and SSH keys only",
        ),
        (
            ME.recipient[:-1] + ("q" if ME.recipient[-1] != "q" else "p"),
            f"{ME.recipient[:20]}... is not a valid recipient: copy it again, its checksum does not hold",
        ),
        (
            "ssh-ed25519 AAAA me",
            "ssh-ed25519 AAAA me... is not a valid recipient: copy it again, its checksum does not hold",
        ),
        ("", '"" is not an age or SSH recipient'),
        (
            "85D77543B3D624B63CEA9E6DBC17301B491B3F21",
            '"85D77543B3D624B63CEA" is not an age or SSH recipient',
        ),
    ],
)
def test_recipients_that_cannot_be_used(recipient: str, message: str) -> None:
    with pytest.raises(RecipientError) as caught:
        age.check_recipient(recipient)
    assert str(caught.value) == message


def test_a_good_recipient_is_taken() -> None:
    age.check_recipient(ME.recipient)


@pytest.mark.parametrize(
    ("env", "platform", "expected"),
    [
        ({}, "linux", ".config/sops/age/keys.txt"),
        ({"XDG_CONFIG_HOME": ""}, "linux", ".config/sops/age/keys.txt"),
        ({"XDG_CONFIG_HOME": "{home}/x"}, "linux", "x/sops/age/keys.txt"),
        ({}, "darwin", "Library/Application Support/sops/age/keys.txt"),
        ({"XDG_CONFIG_HOME": "{home}/x"}, "darwin", "x/sops/age/keys.txt"),
    ],
)
def test_the_place_of_sops_own_key_file(
    env: dict[str, str], platform: str, expected: str, tmp_path: Path
) -> None:
    env = {name: text.format(home=tmp_path) for name, text in env.items()}
    found = age.create_default(env, tmp_path, platform)
    assert found == age.KeyFile(tmp_path / expected, exists=False)
    place(tmp_path, expected, "")
    assert age.create_default(env, tmp_path, platform).exists


def test_a_key_file_is_read_back(tmp_path: Path) -> None:
    place(tmp_path, ".config/sops/age/keys.txt", age.key_file_text(ME))
    assert age.key_file_text(ME).startswith(f"# public key: {ME.recipient}\nAGE-SECRET-KEY-1")
    found = age.identities({}, tmp_path)
    assert found.recipients == (ME.recipient,)
    assert found
    assert found.trouble() == ""


def test_all_sources_are_merged(tmp_path: Path) -> None:
    third, fourth = age.generate(), age.generate()
    place(tmp_path, ".config/sops/age/keys.txt", f"# x\n\n{third.private}\r\n{fourth.private}")
    file = place(tmp_path, "k", OTHER.private)
    env = {"SOPS_AGE_KEY": f"{ME.private}", "SOPS_AGE_KEY_FILE": str(file)}
    found = age.identities(env, tmp_path)
    assert found.recipients == tuple(one.recipient for one in (ME, OTHER, third, fourth))
    assert len(found.keys) == 4


def test_several_keys_on_a_line_only_in_the_variable(tmp_path: Path) -> None:
    line = f"# {ME.private}\n {OTHER.private}\t{ME.private} \n"
    assert age.identities({"SOPS_AGE_KEY": line}, tmp_path).recipients == (
        OTHER.recipient,
        ME.recipient,
    )
    file = place(tmp_path, "k", f"{OTHER.private} {ME.private}")
    assert not age.identities({"SOPS_AGE_KEY_FILE": str(file)}, tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{me}\nx y\n", "SOPS_AGE_KEY_FILE: {path}: line 2 does not start with AGE-SECRET-KEY-1"),
        (" {me}\n", "SOPS_AGE_KEY_FILE: {path}: line 1 does not start with AGE-SECRET-KEY-1"),
        ("{me} \n", "SOPS_AGE_KEY_FILE: {path}: line 1 is damaged: its checksum does not hold"),
        (
            "-----BEGIN AGE ENCRYPTED FILE-----\n",
            "SOPS_AGE_KEY_FILE: {path} is protected by a passphrase: use the real sops for it",
        ),
        (
            "age-encryption.org/v1\n",
            "SOPS_AGE_KEY_FILE: {path} is protected by a passphrase: use the real sops for it",
        ),
        (
            "AGE-PLUGIN-X\n",
            "SOPS_AGE_KEY_FILE: {path}: line 1 is a plugin or post-quantum key: use the real sops for it",
        ),
    ],
)
def test_a_broken_file_is_told_by_place_and_never_quoted(
    text: str, message: str, tmp_path: Path
) -> None:
    path = place(tmp_path, "k", text.format(me=ME.private))
    found = age.identities({"SOPS_AGE_KEY_FILE": str(path)}, tmp_path)
    assert not found
    assert found.broken == (message.format(path=path),)
    assert found.recipients == ()
    assert ME.private not in found.trouble()


def test_a_key_that_only_sops_knows_does_not_spoil_its_source(tmp_path: Path) -> None:
    found = age.identities({"SOPS_AGE_KEY": f"AGE-SECRET-KEY-PQ-1X {ME.private}"}, tmp_path)
    assert found.recipients == (ME.recipient,)
    assert found.trouble() == (
        "SOPS_AGE_KEY: line 1 is a plugin or post-quantum key: use the real sops for it"
    )


def test_unreadable_sources_are_told(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"\xff\xfe")
    env = {
        "SOPS_AGE_KEY_FILE": str(tmp_path / "none"),
        "SOPS_AGE_SSH_PRIVATE_KEY_FILE": str(tmp_path / "b"),
    }
    place(tmp_path, ".ssh/id_ed25519", "junk")
    assert age.identities(env, tmp_path).broken == (
        f"SOPS_AGE_SSH_PRIVATE_KEY_FILE: {tmp_path}/b is not a text file",
        f"{tmp_path}/.ssh/id_ed25519 is not an SSH key that can be used here"
        " (passphrase or unknown type): use the real sops for it",
        f"SOPS_AGE_KEY_FILE: {tmp_path}/none cannot be read: No such file or directory",
    )


def test_commands_are_never_run_and_are_told(tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    env = {
        "SOPS_AGE_KEY_CMD": f"touch {witness}",
        "SOPS_AGE_SSH_PRIVATE_KEY_CMD": f"touch {witness}",
    }
    found = age.identities(env, tmp_path)
    assert found.trouble() == (
        "SOPS_AGE_KEY_CMD is set, but gitops-gen never runs commands;"
        " SOPS_AGE_SSH_PRIVATE_KEY_CMD is set, but gitops-gen never runs commands"
    )
    assert not witness.exists()


def test_ssh_keys_are_found(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    encoding, forms = serialization.Encoding, serialization.PrivateFormat
    publics = []
    for name in (".ssh/id_ed25519", ".ssh/id_rsa", "mine"):
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(encoding.PEM, forms.OpenSSH, serialization.NoEncryption())
        place(tmp_path, name, pem.decode())
        publics.append(
            key.public_key()
            .public_bytes(encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
            .decode()
        )
    env = {"SOPS_AGE_SSH_PRIVATE_KEY_FILE": str(tmp_path / "mine")}
    found = age.identities(env, tmp_path)
    assert len(found.keys) == 3
    for public in publics:
        assert age.unwrap(age.wrap(KEY, f"{public} me@here"), found) == KEY
    assert age.unwrap(age.wrap(KEY, publics[2]), age.identities({}, tmp_path)) is None
