"""The secrets bundle: what a fresh one holds, and that `check` names every problem at once."""

from __future__ import annotations

import base64
import copy
import os
import re
from collections.abc import Callable
from typing import Any

import pytest

from gitops_gen.talos import bundle as bundles
from gitops_gen.talos import certificate, pki, secrets

AT = 1_800_000_000


@pytest.fixture(scope="module")
def fresh() -> dict[str, Any]:
    """A bundle with a short RSA key: a long one takes up to two seconds (ring 2 has it)."""
    with pytest.MonkeyPatch.context() as patch:
        short = pki.new_rsa(1024)
        patch.setattr(pki, "new_rsa", lambda: short)
        return secrets.new(lambda: AT)


@pytest.fixture
def bundle(fresh: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(fresh)


def test_service_account_key_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pki.new_rsa.__defaults__ == (4096,)
    other = pki.new_p256()
    monkeypatch.setattr(pki, "new_rsa", lambda: other)  # called with its default alone
    assert secrets.new()["certs"]["k8sserviceaccount"] == {"key": other.text()}


def test_keys_stand_in_talosctls_order(bundle: dict[str, Any]) -> None:
    assert list(bundle) == ["cluster", "secrets", "trustdinfo", "certs"]
    assert list(bundle["cluster"]) == ["id", "secret"]
    assert list(bundle["secrets"]) == ["bootstraptoken", "secretboxencryptionsecret"]
    assert list(bundle["trustdinfo"]) == ["token"]
    assert list(bundle["certs"]) == ["etcd", "k8s", "k8saggregator", "k8sserviceaccount", "os"]
    for ca in bundles.CAS:
        assert list(bundle["certs"][ca]) == ["crt", "key"]
    assert list(bundle["certs"]["k8sserviceaccount"]) == ["key"]


def test_fresh_bundle_has_no_problem(bundle: dict[str, Any]) -> None:
    assert secrets.check(bundle) == []


def test_texts(bundle: dict[str, Any]) -> None:
    token = re.compile("[0-9a-z]{6}[.][0-9a-z]{16}")
    assert token.fullmatch(bundle["secrets"]["bootstraptoken"])
    assert token.fullmatch(bundle["trustdinfo"]["token"])
    assert len(base64.urlsafe_b64decode(bundle["cluster"]["id"])) == 32
    for text in (bundle["cluster"]["secret"], bundle["secrets"]["secretboxencryptionsecret"]):
        assert len(base64.b64decode(text, validate=True)) == 32


def test_identity_is_url_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pki, "new_rsa", pki.new_p256)
    monkeypatch.setattr(secrets, "_random_base64", lambda: "ab+/cd+/=")
    made = secrets.new()
    assert made["cluster"] == {"id": "ab-_cd-_=", "secret": "ab+/cd+/="}


def test_tokens_are_drawn_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = iter(range(256))
    monkeypatch.setattr(os, "urandom", lambda count: bytes([next(stream)]))
    drawn = secrets._letters(252)
    assert drawn == secrets._ALPHABET * 7
    with pytest.raises((StopIteration, RuntimeError)):
        secrets._letters(1)  # 252 to 255 are thrown away


@pytest.mark.parametrize(
    ("ca", "organization", "kind"),
    [
        ("etcd", "etcd", "EC PRIVATE KEY"),
        ("k8s", "kubernetes", "EC PRIVATE KEY"),
        ("k8saggregator", "", "EC PRIVATE KEY"),
        ("os", "talos", "ED25519 PRIVATE KEY"),
    ],
)
def test_authorities(bundle: dict[str, Any], ca: str, organization: str, kind: str) -> None:
    pair = bundle["certs"][ca]
    read = pki.load_certificate(pair["crt"])
    assert pki.load_key(pair["key"]).label == kind
    assert read.subject == certificate.name([organization] if organization else [])
    assert (read.not_before, read.not_after) == (AT, AT + 87600 * 3600)
    assert pki.issued_by(pair["crt"], pair["crt"])


def test_nothing_is_the_same_twice(bundle: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pki, "new_rsa", pki.new_p256)
    other = dict(bundles.leaves(secrets.new()))
    assert [path for path, value in bundles.leaves(bundle) if other[path] == value] == []


def drop(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(bundle: dict[str, Any]) -> None:
        node = bundle
        for key in path[:-1]:
            node = node[key]
        del node[path[-1]]

    return change


def put(value: Any, *path: str) -> Callable[[dict[str, Any]], None]:
    def change(bundle: dict[str, Any]) -> None:
        node = bundle
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value

    return change


def swap(bundle: dict[str, Any]) -> None:
    bundle["certs"]["etcd"]["key"] = bundle["certs"]["k8s"]["key"]


def client(bundle: dict[str, Any]) -> None:
    ca = bundle["certs"]["os"]
    ca["crt"], ca["key"] = pki.client_certificate(ca["crt"], ca["key"])


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (drop("cluster", "id"), ["cluster.id is missing"]),
        (drop("trustdinfo"), ["trustdinfo.token is missing"]),
        (put("", "trustdinfo", "token"), ["trustdinfo.token is empty"]),
        (put(5, "trustdinfo", "token"), ["trustdinfo.token is not a text"]),
        (drop("certs", "k8sserviceaccount"), ["certs.k8sserviceaccount.key is missing"]),
        (drop("certs", "os", "key"), ["certs.os.key is missing"]),
        (drop("certs", "os", "crt"), ["certs.os.crt is missing"]),
        (put("x", "certs", "os", "kye"), ["certs.os.kye is not known to Talos"]),
        (put("x", "sops"), ["sops is not known to Talos"]),
        (put("AAAA", "cluster", "secret"), ["cluster.secret is not the base64 of 32 bytes"]),
        (put("ä", "cluster", "secret"), ["cluster.secret is not the base64 of 32 bytes"]),
        (
            put("A" * 43, "secrets", "secretboxencryptionsecret"),
            ["secrets.secretboxencryptionsecret is not the base64 of 32 bytes"],
        ),
        (
            put("abcdef.0123456789abcdeF", "secrets", "bootstraptoken"),
            [
                "secrets.bootstraptoken is not 6 and 16 small letters or digits with a dot between"
                " (Kubernetes' form)"
            ],
        ),
        (put("******", "certs", "os", "key"), ["certs.os.key cannot be read: it is not base64"]),
        (
            put("******", "certs", "etcd", "crt"),
            ["certs.etcd.crt cannot be read: it is not base64"],
        ),
        (
            put("QUFB", "certs", "k8sserviceaccount", "key"),
            [
                "certs.k8sserviceaccount.key cannot be read: it is not the base64 of one PEM block",
            ],
        ),
        (swap, ["certs.etcd.key does not belong to certs.etcd.crt"]),
        (client, ["certs.os.crt is not a certificate authority"]),
    ],
)
def test_one_problem(
    bundle: dict[str, Any], change: Callable[[dict[str, Any]], None], problems: list[str]
) -> None:
    change(bundle)
    assert secrets.check(bundle) == problems


def test_old_encryption_is_refused(bundle: dict[str, Any]) -> None:
    bundle["secrets"]["aescbcencryptionsecret"] = "x"
    (problem,) = secrets.check(bundle)
    assert problem == (
        "secrets.aescbcencryptionsecret is of Talos 1.2 and older, whose etcd encryption is not"
        " supported: generated configs would drop it, and the cluster could not read its own Secrets"
    )


def test_other_trust_tokens_are_talos_own(bundle: dict[str, Any]) -> None:
    bundle["trustdinfo"]["token"] = "any text"
    bundle["cluster"]["id"] = "any text"
    assert secrets.check(bundle) == []


def test_every_problem_at_once_and_no_value() -> None:
    problems = secrets.check({"cluster": {"id": "i", "secret": "hush"}, "certs": "x"})
    assert problems == [
        "certs is not known to Talos",
        "secrets.bootstraptoken is missing",
        "secrets.secretboxencryptionsecret is missing",
        "trustdinfo.token is missing",
        *(f"certs.{ca}.{half} is missing" for ca in bundles.CAS for half in ("crt", "key")),
        "certs.k8sserviceaccount.key is missing",
        "cluster.secret is not the base64 of 32 bytes",
    ]
    assert "hush" not in "".join(problems)


def test_an_empty_bundle_lacks_everything() -> None:
    assert len(secrets.check({})) == 14
