"""The secrets bundle of a cluster, in talosctl's own format: made once, checked at each reading."""

from __future__ import annotations

import binascii
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from gitops_gen.talos import bundle, pki
from gitops_gen.talos.asn1 import Malformed

# Talos: generate/secrets, genToken. The second of each pair is what must hold in a bundle from elsewhere.
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_BOOTSTRAP_TOKEN = re.compile(r"[a-z0-9]{6}\.[a-z0-9]{16}", re.ASCII)


def new(clock: pki.Clock = pki.now) -> dict[str, Any]:
    """A fresh bundle, in clear, keys in talosctl's order; its RSA key takes 0.1 to 2 seconds.

    `clock` (seconds since 1970) is the moment from which the CAs are valid.
    """
    return {
        "cluster": {
            # URL-safe, as talosctl up to 1.13 writes it; never decoded by Talos.
            "id": _random_base64().translate(str.maketrans("+/", "-_")),
            "secret": _random_base64(),
        },
        "secrets": {
            "bootstraptoken": _token(),
            "secretboxencryptionsecret": _random_base64(),
        },
        "trustdinfo": {"token": _token()},
        "certs": {
            "etcd": _ca("etcd", pki.new_p256(), clock),
            "k8s": _ca("kubernetes", pki.new_p256(), clock),
            "k8saggregator": _ca("", pki.new_p256(), clock),
            "k8sserviceaccount": {"key": pki.new_rsa().text()},
            "os": _ca("talos", pki.new_ed25519(), clock),
        },
    }


def _ca(organization: str, key: pki.Key, clock: pki.Clock) -> dict[str, str]:
    return {"crt": pki.authority(organization, key, clock), "key": key.text()}


def _random_base64() -> str:
    return binascii.b2a_base64(os.urandom(32), newline=False).decode()


def _token() -> str:
    return f"{_letters(6)}.{_letters(16)}"


def _letters(count: int) -> str:
    """Characters drawn evenly: a byte of 252 and more would favour the first four."""
    drawn: list[str] = []
    while len(drawn) < count:
        byte = os.urandom(1)[0]
        if byte < 252:
            drawn.append(_ALPHABET[byte % 36])
    return "".join(drawn)


def check(of: Mapping[str, Any]) -> list[str]:
    """Every problem of a bundle in clear, one sentence each, naming leaves and never quoting a value."""
    found = dict(bundle.leaves(of))
    problems = bundle.problems(of)
    usable: dict[tuple[str, ...], str] = {}
    for path in bundle.LEAVES:
        value = found.get(path)
        if isinstance(value, str) and value:
            usable[path] = value
        elif value is not None:
            problems.append(f"{bundle.dotted(path)} {_not_text(value)}")
    problems += _check_texts(usable)
    for ca in bundle.CAS:
        problems += _check_ca(
            ca, usable.get(("certs", ca, "crt")), usable.get(("certs", ca, "key"))
        )
    problems += _check_key("certs.k8sserviceaccount.key", usable.get(bundle.LEAVES[-1]))
    return problems


def _not_text(value: object) -> str:
    return "is empty" if value == "" else "is not a text"


def _check_texts(usable: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    for path in (("cluster", "secret"), ("secrets", "secretboxencryptionsecret")):
        if path in usable and not _is_32_bytes(usable[path]):
            yield f"{bundle.dotted(path)} is not the base64 of 32 bytes"
    token = usable.get(("secrets", "bootstraptoken"))
    if token is not None and not _BOOTSTRAP_TOKEN.fullmatch(token):
        yield "secrets.bootstraptoken is not 6 and 16 small letters or digits with a dot between (Kubernetes' form)"


def _is_32_bytes(text: str) -> bool:
    try:
        return len(binascii.a2b_base64(text, strict_mode=True)) == 32
    except ValueError:
        return False


def _check_ca(name: str, crt: str | None, key: str | None) -> Iterator[str]:
    where = f"certs.{name}"
    read: list[bytes] = []
    if crt is not None:
        try:
            ca = pki.load_certificate(crt)
        except Malformed as error:
            yield f"{where}.crt cannot be read: {error}"
        else:
            read.append(ca.spki)
            if not ca.is_ca:
                yield f"{where}.crt is not a certificate authority"
    if key is not None:
        try:
            read.append(pki.public_half(key))
        except Malformed as error:
            yield f"{where}.key cannot be read: {error}"
    if len(read) == 2 and read[0] != read[1]:
        yield f"{where}.key does not belong to {where}.crt"


def _check_key(where: str, key: str | None) -> Iterator[str]:
    if key is None:
        return
    try:
        pki.load_key(key)
    except Malformed as error:
        yield f"{where} cannot be read: {error}"
