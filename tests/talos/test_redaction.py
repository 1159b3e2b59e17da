"""What is secret: the vendored table, the extras, and the shapes of values."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import string
from pathlib import Path

import pytest

import gitops_gen
from gitops_gen.talos import pki, redaction
from tests.talos import secretive

DATA = Path(gitops_gen.__file__).parent / "data"
TALOS = "Talos itself redacts it"


def test_lock_names_what_is_vendored() -> None:
    lock = json.loads((DATA / "lock.json").read_text())
    row = lock["talos/secret_paths.txt"]
    held = (DATA / "talos" / "secret_paths.txt").read_bytes()
    assert row["sha256"] == hashlib.sha256(held).hexdigest()
    assert (row["version"], row["licence"]) == ("v1.13.9", "MPL-2.0")


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (None, ("machine", "token")),
        (None, ("machine", "ca", "key")),
        (None, ("cluster", "secret")),
        (None, ("cluster", "serviceAccount", "key")),
        (None, ("machine", "network", "interfaces", 3, "wireguard", "privateKey")),
        (None, ("machine", "registries", "config", "ghcr.io", "auth", "password")),
        ("WireguardConfig", ("peers", 0, "presharedKey")),
        ("HCloudVIPConfig", ("apiToken",)),
        ("SideroLinkConfig", ("apiUrl",)),
        ("VolumeConfig", ("encryption", "keys", 1, "static", "passphrase")),
        ("RegistryAuthConfig", ("password",)),
    ],
)
def test_talos_own(kind: str | None, path: tuple[str | int, ...]) -> None:
    document = {"apiVersion": "v1alpha1", "kind": kind} if kind else {"version": "v1alpha1"}
    assert redaction.why_secret(document, path) == TALOS


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (None, ("cluster", "id")),
        (None, ("machine", "ca", "crt")),
        (None, ("machine", "ca")),
        (None, ()),
        (None, ("machine", "token2")),
        (None, ("machine", "nodeLabels", "token")),
        ("RegistryAuthConfig", ("username",)),
        ("LinkConfig", ("machine", "token")),
        ("Deployment", ("token",)),
    ],
)
def test_clear(kind: str | None, path: tuple[str | int, ...]) -> None:
    document = {"kind": kind} if kind else {}
    assert redaction.why_secret(document, path) is None


@pytest.mark.parametrize("extra", redaction.EXTRAS, ids=lambda extra: f"{extra.kind} {extra.path}")
def test_extras(extra: redaction.Extra) -> None:
    document = {} if extra.kind == redaction.V1ALPHA1 else {"kind": extra.kind}
    path = extra.path.replace("*", "any").split(".")
    assert redaction.why_secret(document, path) == extra.reason
    assert len(extra.reason) > 20
    rows = (DATA / "talos" / "secret_paths.txt").read_text().splitlines()
    talos = {kind: paths for kind, *paths in map(str.split, rows)}
    assert extra.path not in talos[extra.kind]  # else the row is of no use any more


def test_what_lies_below_a_secret_is_secret() -> None:
    environment = {"kind": "EnvironmentConfig"}
    assert redaction.why_secret(environment, ("variables", "A"))
    assert redaction.why_secret(environment, ("variables", "A", "b", 0))
    assert redaction.why_secret(environment, ("variables",)) is None


def test_names_are_anchorable_and_cover_every_path() -> None:
    names = redaction.secret_names()
    assert list(names) == sorted(set(names))
    assert all(re.fullmatch("[A-Za-z]+", name) for name in names)
    for kind in secretive.kinds():
        for row in secretive.rows(kind):
            assert set(row.split(".")) & set(names), row


def test_names() -> None:
    assert redaction.secret_names() == (
        *("aescbcEncryptionSecret", "apiToken", "apiUrl", "auth", "content", "contents", "env"),
        *("environment", "extraKernelArgs", "extraManifestHeaders", "extraManifests"),
        *("identityToken", "key", "passphrase", "password", "presharedKey", "privateKey"),
        *("secret", "secretboxEncryptionSecret", "token", "uniqueToken", "variables"),
    )


def test_keys_look_secret() -> None:
    for key in (pki.new_ed25519(), pki.new_p256(), pki.new_rsa(1024)):
        pem = base64.b64decode(key.text()).decode()
        assert redaction.looks_secret(key.text()) == "it is a private key (base64 of PEM)"
        assert redaction.looks_secret(pem) == "it is a private key (PEM)"
        assert redaction.looks_secret("key: |\n  " + pem) == "it is a private key (PEM)"


def test_certificates_do_not() -> None:
    crt = pki.authority("talos", pki.new_ed25519())
    assert redaction.looks_secret(crt) is None
    assert redaction.looks_secret(base64.b64decode(crt).decode()) is None


# Shapes, never real: each is put together here.
LETTERS = string.ascii_lowercase
URL, JOIN = "it is a URL with a password in it", "it is a URL with a join token in it"
TOKEN = "it has the form of a bootstrap or join token"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("-----BEGIN " + "OPENSSH PRIVATE KEY-----\nx", "it is a private key (PEM)"),
        ("AGE-SECRET-" + "KEY-1" + "Q" * 58, "it is an age private key"),
        ("x AGE-SECRET-" + "KEY-PQ-1" + "Q" * 58, "it is an age private key"),
        ("abc123.0a1b2c3d4e5f6a7b", TOKEN),
        ("abc123.0a1b2c3d4e5f6a7b\n", TOKEN),
        ("http://user:pw@proxy:3128", URL),
        ("NO=1 socks5://:pw@proxy", URL),
        ("grpc://x.example.com:8081?jointoken=abc", JOIN),
        ("siderolink.api=grpc://x?a=b&jointoken=abc", JOIN),
        ("eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + ".sig", "it is a signed token (JWT)"),
    ],
)
def test_shapes(value: str, reason: str) -> None:
    assert redaction.looks_secret(value) == reason


@pytest.mark.parametrize(
    "value",
    [
        "",
        "LS0tLS1CRUdJTi",
        "LS0tLS1CRUdJTiBQVU",
        "x abc123.0a1b2c3d4e5f6a7b",
        "abc123.0a1b2c3d4e5f6a7",
        "abc123.0a1b2c3d4e5f6a7b8",
        "ABC123.0a1b2c3d4e5f6a7b",
        "talos1.kubernetes-hosts1",
        "server.internalnetworks",
        "master.kubernetesclust0",
        "123456.1234567890123456",
        "ghcr.io/siderolabs/installer:v1.13.9",
        "factory.talos.dev/installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba:v1",
        "registry.k8s.io/kube-proxy:v1.36.3@sha256:" + "0a" * 32,
        "https://192.168.42.210:6443",
        "https://[fd00::1]:6443/x@y",
        "http://user@proxy:3128",
        "http://user:@proxy:3128",
        "http://user:${PASSWORD}@proxy:3128",
        "https://x/?a=b:c@d",
        "jointoken=abc",
        "AGE-SECRET-" + "KEY-1",
        "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
        "enp0s17",
        "a" * 20000,
        5,
        None,
        ["abc123.0a1b2c3d4e5f6a7b"],
    ],
)
def test_no_shape(value: object) -> None:
    assert redaction.looks_secret(value) is None


def test_reasons_never_quote_the_value() -> None:
    assert "hunter2" not in str(redaction.looks_secret("http://u:hunter2@proxy"))
