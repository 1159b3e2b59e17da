"""age keys as sops uses them: where identities lie, and the data key wrapped per recipient; never runs a command."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gitops_gen.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PRIVATE = "AGE-SECRET-KEY-1"
_OTHER_IDENTITIES = ("AGE-PLUGIN-", "AGE-SECRET-KEY-PQ-1")
_COMMANDS = ("SOPS_AGE_KEY_CMD", "SOPS_AGE_SSH_PRIVATE_KEY_CMD")
_SSH_NAMES = ("id_ed25519", "id_rsa")
_ENCRYPTED_FILE = ("age-encryption.org/", "-----BEGIN AGE ENCRYPTED FILE-----")
REAL_SOPS = "use the real sops for it"


class Identity(Record, frozen=True):
    """A key pair: `private` is one AGE-SECRET-KEY-1... line, `recipient` its public half."""

    private: str
    recipient: str

    def __repr__(self) -> str:
        return f"Identity({self.recipient})"


class Identities(Record, frozen=True):
    """What can open files here, and what was in the way (shown only when nothing opens).

    `broken` are sources that could not be used, `ignored` commands that are set and never run,
    `recipients` the public halves of the age keys, in order.
    """

    keys: tuple[Any, ...] = ()
    recipients: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.keys)

    def __repr__(self) -> str:
        return f"Identities({len(self.keys)} keys)"

    def trouble(self) -> str:
        """Why there are no (other) keys, as sentences; empty where nothing was in the way."""
        parts = list(self.broken)
        parts += (f"{name} is set, but gitops-gen never runs commands" for name in self.ignored)
        return "; ".join(parts)


class KeyFile(Record, frozen=True):
    """sops' own key file: where it belongs on this system and whether it is there."""

    path: Path
    exists: bool


class RecipientError(ValueError):
    """A recipient that cannot be used; the text says why and what to do, without quoting a private key."""


def generate() -> Identity:
    """A fresh X25519 key pair."""
    key = _pyrage().x25519.Identity.generate()
    return Identity(str(key), str(key.to_public()))


def public(private: str) -> str:
    """The recipient that belongs to one AGE-SECRET-KEY-1... line. Raises ValueError, without the key's text."""
    return str(_x25519(private).to_public())


def create_default(env: Mapping[str, str], home: Path, platform: str = sys.platform) -> KeyFile:
    """Where sops 3.13 keeps its own age keys (age/keysource.go); the caller writes it, 0600, if it is missing."""
    base = env.get("XDG_CONFIG_HOME")
    default = home / "Library/Application Support" if platform == "darwin" else home / ".config"
    path = (Path(base) if base else default) / "sops/age/keys.txt"
    return KeyFile(path, path.exists())


def key_file_text(identity: Identity) -> str:
    """What a new key file holds: age-keygen's own form. Secret."""
    return f"# public key: {identity.recipient}\n{identity.private}\n"


def of(*privates: str) -> Identities:
    """Identities from private keys at hand. Raises ValueError, without the key's text."""
    keys = tuple(_x25519(private) for private in privates)
    return Identities(keys, tuple(str(key.to_public()) for key in keys))


def identities(env: Mapping[str, str], home: Path) -> Identities:
    """Every identity that sops would find in its own places, all merged; nothing is raised, nothing is run."""
    found = _Found()
    if "SOPS_AGE_SSH_PRIVATE_KEY_FILE" in env:
        found.ssh(Path(env["SOPS_AGE_SSH_PRIVATE_KEY_FILE"]), "SOPS_AGE_SSH_PRIVATE_KEY_FILE: ")
    for name in _SSH_NAMES:
        path = home / ".ssh" / name
        if path.exists():
            found.ssh(path, "")
    if "SOPS_AGE_KEY" in env:
        found.lines(_words(env["SOPS_AGE_KEY"]), "SOPS_AGE_KEY")
    if "SOPS_AGE_KEY_FILE" in env:
        found.file(Path(env["SOPS_AGE_KEY_FILE"]), "SOPS_AGE_KEY_FILE: ")
    default = create_default(env, home)
    if default.exists:
        found.file(default.path, "")
    ignored = tuple(name for name in _COMMANDS if name in env)
    return Identities(tuple(found.keys), tuple(found.recipients), tuple(found.broken), ignored)


def check_recipient(recipient: str) -> None:
    """Raises `RecipientError` for a recipient that files cannot be encrypted for here."""
    _recipient(recipient)


def wrap(data_key: bytes, recipient: str) -> str:
    """The data key for one recipient, as the armored text that stands in `enc`. Raises `RecipientError`."""
    text: bytes = _pyrage().encrypt(data_key, [_recipient(recipient)], armored=True)
    return text.decode()


def unwrap(enc: str, identities: Identities) -> bytes | None:
    """The data key in one `enc`, or None where no identity opens it."""
    if not identities.keys:
        return None
    pyrage = _pyrage()
    try:
        data_key: bytes = pyrage.decrypt(enc.strip().encode(), list(identities.keys))
    except pyrage.DecryptError:
        return None
    return data_key


class _Found:
    """Collects keys and troubles source by source."""

    def __init__(self) -> None:
        self.keys: list[Any] = []
        self.recipients: list[str] = []
        self.broken: list[str] = []

    def file(self, path: Path, label: str) -> None:
        text = self._read(path, label)
        if text is None:
            return
        if text.startswith(_ENCRYPTED_FILE):
            self.broken.append(f"{label}{path} is protected by a passphrase: {REAL_SOPS}")
            return
        self.lines(enumerate(text.split("\n"), 1), f"{label}{path}")

    def lines(self, lines: Iterable[tuple[int, str]], label: str) -> None:
        """Like sops: one line that is no key spoils its whole source."""
        keys = []
        for number, line in lines:
            if not line or line.startswith("#"):
                continue
            if line.startswith(_OTHER_IDENTITIES):
                self.broken.append(
                    f"{label}: line {number} is a plugin or post-quantum key: {REAL_SOPS}"
                )
                continue
            try:
                keys.append(_x25519(line))
            except ValueError as error:
                self.broken.append(f"{label}: line {number} {error}")
                return
        self.keys += keys
        self.recipients += (str(key.to_public()) for key in keys)

    def ssh(self, path: Path, label: str) -> None:
        text = self._read(path, label)
        if text is None:
            return
        pyrage = _pyrage()
        try:
            self.keys.append(pyrage.ssh.Identity.from_buffer(text.encode()))
        except (pyrage.IdentityError, ValueError):
            self.broken.append(
                f"{label}{path} is not an SSH key that can be used here"
                f" (passphrase or unknown type): {REAL_SOPS}"
            )

    def _read(self, path: Path, label: str) -> str | None:
        try:
            return path.read_text("utf-8")
        except OSError as error:
            self.broken.append(f"{label}{path} cannot be read: {error.strerror}")
        except UnicodeDecodeError:
            self.broken.append(f"{label}{path} is not a text file")
        return None


def _words(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#"):
            for word in line.split():
                yield number, word


def _pyrage() -> Any:
    import pyrage  # type: ignore[import-untyped]

    return pyrage


def _x25519(private: str) -> Any:
    pyrage = _pyrage()
    if not private.startswith(_PRIVATE):
        raise ValueError("does not start with AGE-SECRET-KEY-1")
    try:
        return pyrage.x25519.Identity.from_str(private)
    except pyrage.IdentityError:
        raise ValueError("is damaged: its checksum does not hold") from None


def _recipient(text: str) -> Any:
    recipient = text.strip()
    if recipient.upper().startswith(("AGE-SECRET-KEY-", "AGE-PLUGIN-")):
        raise RecipientError(
            "a private key stands where a recipient belongs: replace it, it is no secret any more"
        )
    if recipient.startswith("age1pq1"):
        raise RecipientError(
            f"{recipient[:20]}... is a post-quantum recipient: gitops-gen encrypts for X25519 and SSH keys only"
        )
    if recipient.startswith("age1") and recipient.count("1") > 1:
        raise RecipientError(
            f"{recipient[:20]}... is a recipient of an age plugin: gitops-gen encrypts for X25519 and SSH keys only"
        )
    if not recipient.startswith(("age1", "ssh-")):
        raise RecipientError(f'"{recipient[:20]}" is not an age or SSH recipient')
    pyrage = _pyrage()
    known = pyrage.x25519.Recipient if recipient.startswith("age1") else pyrage.ssh.Recipient
    try:
        return known.from_str(recipient)
    except pyrage.RecipientError:
        raise RecipientError(
            f"{recipient[:20]}... is not a valid recipient: copy it again, its checksum does not hold"
        ) from None
