"""Keys and certificates exactly as Talos makes them; the one place of this wing that draws random numbers for keys.

Everything goes in and out as Talos' files hold it: base64 of a whole PEM text. No message ever quotes a value.
"""

from __future__ import annotations

import binascii
import os
import re
from collections.abc import Callable, Sequence
from typing import Any

from gitops_gen.records import Record
from gitops_gen.talos import asn1, certificate
from gitops_gen.talos.asn1 import Malformed
from gitops_gen.talos.certificate import Certificate

Clock = Callable[[], int]

CA_HOURS = 87_600  # Talos: generate/secrets, CAValidityTime
CLIENT_HOURS = 8_760  # Talos: constants, TalosAPIDefaultCertificateValidityDuration
ADMIN = "os:admin"  # Talos: role.Admin

_ED25519 = asn1.oid("1.3.101.112")
_EC = asn1.oid("1.2.840.10045.2.1")
_P256 = asn1.oid("1.2.840.10045.3.1.7")
_RSA = asn1.sequence(asn1.oid("1.2.840.113549.1.1.1"), b"\x05\x00")
ED25519_SIGNATURE = asn1.sequence(_ED25519)
ECDSA_SIGNATURE = asn1.sequence(asn1.oid("1.2.840.10045.4.3.2"))

_PEM = re.compile(
    rb"\s*-----BEGIN ([A-Z0-9 ]+)-----\r?\n([A-Za-z0-9+/=\s]+)-----END \1-----\s*", re.ASCII
)


def now() -> int:
    """The clock: seconds since 1970."""
    import time

    return int(time.time())


class Key(Record, frozen=True):
    """A private key: its PEM label and DER, its public half as certificates hold it, and how it signs.

    `algorithm` is empty for a key that only identifies (RSA): nothing of Talos' is signed with one here.
    """

    label: str
    der: bytes
    spki: bytes
    algorithm: bytes
    sign: Callable[[bytes], bytes] | None

    def __repr__(self) -> str:
        return f"Key({self.label})"

    def text(self) -> str:
        """The key as Talos' files hold it."""
        return encode(self.label, self.der)


def encode(label: str, der: bytes) -> str:
    """Base64 of a PEM text, as Go writes it (64 columns, one newline at the end)."""
    body = binascii.b2a_base64(der, newline=False)
    lines = b"\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    name = label.encode()
    pem = b"-----BEGIN %b-----\n%b\n-----END %b-----\n" % (name, lines, name)
    return binascii.b2a_base64(pem, newline=False).decode()


def decode(text: str) -> tuple[str, bytes]:
    """The label and DER of one PEM block in base64; raises `Malformed`."""
    try:
        pem = binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError):
        raise Malformed("it is not base64") from None
    match = _PEM.fullmatch(pem)
    if not match:
        raise Malformed("it is not the base64 of one PEM block")
    try:
        return match[1].decode(), binascii.a2b_base64(match[2])
    except binascii.Error:
        raise Malformed("its PEM block is damaged") from None


def _ed25519_key(private: Any) -> Key:
    # RFC 8410: an OCTET STRING within the OCTET STRING; the label is Talos' own.
    seed = asn1.octets(asn1.octets(private.private_bytes_raw()))
    spki = asn1.sequence(ED25519_SIGNATURE, asn1.bits(private.public_key().public_bytes_raw()))
    der = asn1.sequence(asn1.integer(0), ED25519_SIGNATURE, seed)
    return Key("ED25519 PRIVATE KEY", der, spki, ED25519_SIGNATURE, private.sign)


def _p256_key(private: Any) -> Key:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256

    numbers = private.private_numbers()
    point = numbers.public_numbers
    public = asn1.bits(b"\x04" + point.x.to_bytes(32, "big") + point.y.to_bytes(32, "big"))
    der = asn1.sequence(
        asn1.integer(1),
        asn1.octets(numbers.private_value.to_bytes(32, "big")),
        asn1.explicit(0, _P256),
        asn1.explicit(1, public),
    )
    spki = asn1.sequence(asn1.sequence(_EC, _P256), public)
    return Key(
        "EC PRIVATE KEY",
        der,
        spki,
        ECDSA_SIGNATURE,
        lambda data: bytes(private.sign(data, ec.ECDSA(SHA256()))),
    )


def new_ed25519() -> Key:
    """A fresh Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _ed25519_key(Ed25519PrivateKey.generate())


def new_p256() -> Key:
    """A fresh ECDSA key on P-256."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return _p256_key(ec.generate_private_key(ec.SECP256R1()))


def new_rsa(bits: int = 4096) -> Key:
    """A fresh RSA key, PKCS#1, for signing service-account tokens; 0.1 to 2 seconds for 4096 bits."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(public_exponent=65537, key_size=bits).private_numbers()
    public = private.public_numbers
    primes = (private.p, private.q, private.dmp1, private.dmq1, private.iqmp)
    fields = (0, public.n, public.e, private.d, *primes)
    return _rsa_key(asn1.sequence(*map(asn1.integer, fields)))


def _rsa_key(der: bytes) -> Key:
    parts = asn1.elements(asn1.only(der, asn1.SEQUENCE))
    values = [int.from_bytes(content, "big") for _, content in parts]
    if len(values) != 9 or values[1] != values[4] * values[5] or values[1] < 1 << 1023:
        raise Malformed("it is not an RSA key")
    public = asn1.sequence(asn1.integer(values[1]), asn1.integer(values[2]))
    return Key("RSA PRIVATE KEY", der, asn1.sequence(_RSA, asn1.bits(public)), b"", None)


def load_key(text: str) -> Key:
    """A private key of any kind that Talos' bundles hold; raises `Malformed`."""
    label, der = decode(text)
    readers = {
        "ED25519 PRIVATE KEY": _load_pkcs8,
        "PRIVATE KEY": _load_pkcs8,
        "EC PRIVATE KEY": _load_sec1,
        "RSA PRIVATE KEY": _rsa_key,
    }
    if label not in readers:
        raise Malformed("its PEM label is not that of a private key that Talos reads")
    return readers[label](der)


def _load_pkcs8(der: bytes) -> Key:
    parts = asn1.elements(asn1.only(der, asn1.SEQUENCE))
    if len(parts) < 3:
        raise Malformed("it is not a private key")
    algorithm, secret = asn1.tlv(*parts[1]), parts[2][1]
    if algorithm == ED25519_SIGNATURE:
        return _load_seed(asn1.only(secret, asn1.OCTET_STRING))
    return _rsa_key(secret) if algorithm == _RSA else _load_sec1(secret)


def _load_seed(seed: bytes) -> Key:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        return _ed25519_key(Ed25519PrivateKey.from_private_bytes(seed))
    except ValueError:
        raise Malformed("it is not an Ed25519 key") from None


def _load_sec1(der: bytes) -> Key:
    """An elliptic key on P-256, the only curve that Talos makes."""
    from cryptography.hazmat.primitives.asymmetric import ec

    parts = asn1.elements(asn1.only(der, asn1.SEQUENCE))
    curves = [content for tag, content in parts if tag == 0xA0]
    if len(parts) < 2 or (curves and curves[0] != _P256) or len(parts[1][1]) != 32:
        raise Malformed("it is not an elliptic key on P-256")
    try:
        return _p256_key(ec.derive_private_key(int.from_bytes(parts[1][1], "big"), ec.SECP256R1()))
    except ValueError:
        raise Malformed("it is not an elliptic key on P-256") from None


def public_half(text: str) -> bytes:
    """The public key of a private one, as a certificate holds it; raises `Malformed`.

    An elliptic key names its own public half (SEC1, as Go and OpenSSL write it): that is taken at its
    word, since whoever mixes up two keys mixes up both halves. Where it does not, it is derived.
    """
    label, der = decode(text)
    if label == "EC PRIVATE KEY":
        parts = dict(asn1.elements(asn1.only(der, asn1.SEQUENCE)))
        named = parts.get(0xA1)
        if parts.get(0xA0) == _P256 and named and len(parts.get(asn1.OCTET_STRING, b"")) == 32:
            return asn1.sequence(asn1.sequence(_EC, _P256), named)
    return load_key(text).spki


def load_certificate(text: str) -> Certificate:
    """A certificate from base64 of PEM; raises `Malformed`."""
    label, der = decode(text)
    if label != "CERTIFICATE":
        raise Malformed("its PEM label is not CERTIFICATE")
    return certificate.read(der)


def authority(organization: str, key: Key, clock: Clock = now) -> str:
    """A CA that signs itself, valid for ten years from now on; without an organisation its name is empty."""
    subject = certificate.name([organization] if organization else [])
    extensions = certificate.authority_extensions(os.urandom(20))
    return _signed(
        key,
        key,
        issuer=subject,
        subject=subject,
        hours=CA_HOURS,
        extensions=extensions,
        clock=clock,
    )


def client_certificate(
    ca_crt: str, ca_key: str, *, roles: Sequence[str] = (ADMIN,), clock: Clock = now
) -> tuple[str, str]:
    """A client of Talos' API and its new key, valid for a year: (crt, key); raises `Malformed` for a broken CA.

    The key is of the CA's family, as with talosctl: Ed25519, or ECDSA on P-256.
    """
    ca, signer = load_certificate(ca_crt), load_key(ca_key)
    if signer.spki != ca.spki:
        raise Malformed("the key does not belong to the certificate")
    key = new_ed25519() if signer.algorithm == ED25519_SIGNATURE else new_p256()
    crt = _signed(
        signer,
        key,
        issuer=ca.subject,
        subject=certificate.name(roles),
        hours=CLIENT_HOURS,
        extensions=certificate.client_extensions(ca.subject_key_id),
        clock=clock,
    )
    return crt, key.text()


def _signed(
    signer: Key,
    key: Key,
    *,
    issuer: bytes,
    subject: bytes,
    hours: int,
    extensions: bytes,
    clock: Clock,
) -> str:
    if signer.sign is None:
        raise Malformed("Talos' CAs sign with Ed25519 or ECDSA on P-256, this key is neither")
    signed = certificate.to_be_signed(
        serial=int.from_bytes(os.urandom(16), "big"),
        algorithm=signer.algorithm,
        issuer=issuer,
        subject=subject,
        spki=key.spki,
        not_before=clock(),
        hours=hours,
        extensions=extensions,
    )
    whole = asn1.sequence(signed, signer.algorithm, asn1.bits(signer.sign(signed)))
    return encode("CERTIFICATE", whole)


def expires(crt: str) -> int:
    """When a certificate ends, in seconds since 1970; raises `Malformed`."""
    return load_certificate(crt).not_after


def matches(crt: str, key: str) -> bool:
    """Whether the key is the certificate's; raises `Malformed` for one that cannot be read."""
    return load_certificate(crt).spki == load_key(key).spki


def issued_by(crt: str, ca_crt: str) -> bool:
    """Whether this CA signed the certificate: names, key identifiers and the signature; raises `Malformed`."""
    leaf, ca = load_certificate(crt), load_certificate(ca_crt)
    if leaf.issuer != ca.subject or leaf.authority_key_id not in (b"", ca.subject_key_id):
        return False
    return _verifies(ca.spki, leaf)


def _verifies(spki: bytes, leaf: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    algorithm, public = asn1.elements(asn1.only(spki, asn1.SEQUENCE))
    point = public[1][1:]
    try:
        if asn1.tlv(*algorithm) == ED25519_SIGNATURE:
            Ed25519PublicKey.from_public_bytes(point).verify(leaf.signature, leaf.signed)
        elif algorithm[1] == _EC + _P256:
            from cryptography.hazmat.primitives.asymmetric import ec
            from cryptography.hazmat.primitives.hashes import SHA256

            curve = ec.SECP256R1()
            key = ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
            key.verify(leaf.signature, leaf.signed, ec.ECDSA(SHA256()))
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True
