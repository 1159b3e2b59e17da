"""X.509 certificates as bytes: builds what Talos builds, reads what is compared; it neither signs nor verifies."""

from __future__ import annotations

from collections.abc import Sequence

from gitops_gen.records import Record
from gitops_gen.talos import asn1
from gitops_gen.talos.asn1 import Malformed

_ORGANIZATION = asn1.oid("2.5.4.10")
_KEY_USAGE = asn1.oid("2.5.29.15")
_EXTENDED_KEY_USAGE = asn1.oid("2.5.29.37")
_BASIC_CONSTRAINTS = asn1.oid("2.5.29.19")
_SUBJECT_KEY_ID = asn1.oid("2.5.29.14")
_AUTHORITY_KEY_ID = asn1.oid("2.5.29.35")

SERVER_AUTH = asn1.oid("1.3.6.1.5.5.7.3.1")
CLIENT_AUTH = asn1.oid("1.3.6.1.5.5.7.3.2")

_TRUE = asn1.tlv(asn1.BOOLEAN, b"\xff")
_DIGITAL_SIGNATURE = asn1.bits(b"\x80", unused=7)
_DIGITAL_SIGNATURE_AND_CERT_SIGN = asn1.bits(b"\x84", unused=2)


class Certificate(Record, frozen=True):
    """The parts of a certificate that are compared, as they stand in it (whole DER elements, but for the last five)."""

    signed: bytes
    algorithm: bytes
    signature: bytes
    issuer: bytes
    subject: bytes
    spki: bytes
    not_before: int
    not_after: int
    is_ca: bool
    subject_key_id: bytes
    authority_key_id: bytes


def name(organizations: Sequence[str] = ()) -> bytes:
    """A distinguished name of organisations alone, each a PrintableString as Go writes them; empty for none."""
    return asn1.sequence(
        *(
            asn1.tlv(
                asn1.SET,
                asn1.sequence(_ORGANIZATION, asn1.tlv(asn1.PRINTABLE_STRING, text.encode("ascii"))),
            )
            for text in organizations
        )
    )


def authority_extensions(subject_key_id: bytes) -> bytes:
    """The extensions of each of Talos' CAs, in Go's order."""
    return asn1.sequence(
        _extension(_KEY_USAGE, _DIGITAL_SIGNATURE_AND_CERT_SIGN, critical=True),
        _extension(_EXTENDED_KEY_USAGE, asn1.sequence(SERVER_AUTH, CLIENT_AUTH)),
        _extension(_BASIC_CONSTRAINTS, asn1.sequence(_TRUE), critical=True),
        _extension(_SUBJECT_KEY_ID, asn1.octets(subject_key_id)),
    )


def client_extensions(authority_key_id: bytes) -> bytes:
    """The extensions of a client of Talos' API: apid refuses any usage but exactly clientAuth."""
    return asn1.sequence(
        _extension(_KEY_USAGE, _DIGITAL_SIGNATURE, critical=True),
        _extension(_EXTENDED_KEY_USAGE, asn1.sequence(CLIENT_AUTH)),
        _extension(_AUTHORITY_KEY_ID, asn1.sequence(asn1.tlv(0x80, authority_key_id))),
    )


def _extension(name: bytes, value: bytes, *, critical: bool = False) -> bytes:
    return asn1.sequence(name, *([_TRUE] if critical else []), asn1.octets(value))


def to_be_signed(
    *,
    serial: int,
    algorithm: bytes,
    issuer: bytes,
    subject: bytes,
    spki: bytes,
    not_before: int,
    hours: int,
    extensions: bytes,
) -> bytes:
    """What the issuer signs (RFC 5280, TBSCertificate); times are seconds since 1970."""
    validity = asn1.sequence(asn1.time(not_before), asn1.time(not_before + hours * 3600))
    return asn1.sequence(
        asn1.explicit(0, asn1.integer(2)),  # version 3
        asn1.integer(serial),
        algorithm,
        issuer,
        validity,
        subject,
        spki,
        asn1.explicit(3, extensions),
    )


def read(der: bytes) -> Certificate:
    """A certificate's parts; raises `Malformed` for anything else."""
    outer = asn1.elements(asn1.only(der, asn1.SEQUENCE))
    if len(outer) != 3 or outer[2][0] != asn1.BIT_STRING:
        raise Malformed("it is not a certificate")
    parts = asn1.elements(outer[0][1])
    if not parts or parts[0][0] != 0xA0 or len(parts) < 7:
        raise Malformed("it is not a certificate of version 3")
    _, _, _, issuer, validity, subject, spki, *rest = parts
    times = [asn1.seconds(tag, content) for tag, content in asn1.elements(validity[1])]
    if len(times) != 2:
        raise Malformed("it is not a certificate")
    extensions = _extensions(next((content for tag, content in rest if tag == 0xA3), b""))
    return Certificate(
        signed=asn1.tlv(*outer[0]),
        algorithm=asn1.tlv(*outer[1]),
        signature=outer[2][1][1:],
        issuer=asn1.tlv(*issuer),
        subject=asn1.tlv(*subject),
        spki=asn1.tlv(*spki),
        not_before=times[0],
        not_after=times[1],
        is_ca=_is_ca(extensions.get(_BASIC_CONSTRAINTS)),
        subject_key_id=_inner(extensions.get(_SUBJECT_KEY_ID)),
        authority_key_id=_authority(extensions.get(_AUTHORITY_KEY_ID)),
    )


def _extensions(wrapped: bytes) -> dict[bytes, bytes]:
    """Each extension's value by its encoded identifier."""
    if not wrapped:
        return {}
    found: dict[bytes, bytes] = {}
    for _, extension in asn1.elements(asn1.only(wrapped, asn1.SEQUENCE)):
        parts = asn1.elements(extension)
        if len(parts) < 2:
            raise Malformed("it is not a certificate")
        found[asn1.tlv(*parts[0])] = parts[-1][1]
    return found


def _is_ca(value: bytes | None) -> bool:
    parts = asn1.elements(asn1.only(value, asn1.SEQUENCE)) if value else []
    return (asn1.BOOLEAN, b"\xff") in parts


def _inner(value: bytes | None) -> bytes:
    return asn1.only(value, asn1.OCTET_STRING) if value else b""


def _authority(value: bytes | None) -> bytes:
    """The key identifier of an AuthorityKeyIdentifier, which may hold more."""
    if not value:
        return b""
    parts = asn1.elements(asn1.only(value, asn1.SEQUENCE))
    return next((content for tag, content in parts if tag == 0x80), b"")
