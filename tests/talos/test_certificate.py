"""Reading of certificates: what is malformed is said, whatever is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gitops_gen.talos import asn1, certificate, pki
from gitops_gen.talos.asn1 import Malformed

KEY = pki.new_ed25519()
_, DER = pki.decode(pki.authority("talos", KEY, lambda: 1_800_000_000))
OUTER = asn1.elements(asn1.only(DER, asn1.SEQUENCE))
PARTS = asn1.elements(OUTER[0][1])

Parts = list[tuple[int, bytes]]


def changed(change: Callable[[Parts], object]) -> bytes:
    """The certificate with one thing changed in what is signed; no one has signed it."""
    parts = list(PARTS)
    change(parts)
    signed = asn1.sequence(*(asn1.tlv(*part) for part in parts))
    return asn1.sequence(signed, asn1.tlv(*OUTER[1]), asn1.tlv(*OUTER[2]))


def test_parts() -> None:
    read = certificate.read(DER)
    assert read.signed == asn1.tlv(*OUTER[0])
    assert read.algorithm == pki.ED25519_SIGNATURE
    assert len(read.signature) == 64
    assert read.issuer == read.subject == certificate.name(["talos"])
    assert read.spki == KEY.spki
    assert (read.not_before, read.not_after) == (1_800_000_000, 1_800_000_000 + 87600 * 3600)
    assert read.is_ca
    assert len(read.subject_key_id) == 20
    assert read.authority_key_id == b""


def test_names() -> None:
    assert certificate.name().hex() == "3000"
    assert certificate.name(["talos"]).hex() == "3010310e300c060355040a130574616c6f73"


def test_extensions_are_gos() -> None:
    usage, extended, basic, identifier = asn1.elements(
        asn1.only(certificate.authority_extensions(b"\xaa"), asn1.SEQUENCE)
    )
    assert usage[1].hex() == "0603551d0f0101ff040403020284"
    assert extended[1].hex() == "0603551d250416301406082b0601050507030106082b06010505070302"
    assert basic[1].hex() == "0603551d130101ff040530030101ff"
    assert identifier[1].hex() == "0603551d0e04030401aa"
    usage, extended, authority = asn1.elements(
        asn1.only(certificate.client_extensions(b"\xaa"), asn1.SEQUENCE)
    )
    assert usage[1].hex() == "0603551d0f0101ff040403020780"
    assert extended[1].hex() == "0603551d25040c300a06082b06010505070302"
    assert authority[1].hex() == "0603551d23040530038001aa"


def test_signed_part_is_of_version_3() -> None:
    made = certificate.to_be_signed(
        serial=128,
        algorithm=b"\x05\x00",
        issuer=certificate.name(["a"]),
        subject=certificate.name(["b"]),
        spki=b"\x05\x00",
        not_before=0,
        hours=1,
        extensions=b"\x30\x00",
    )
    parts = asn1.elements(asn1.only(made, asn1.SEQUENCE))
    assert parts[0] == (0xA0, b"\x02\x01\x02")
    assert parts[1] == (asn1.INTEGER, b"\x00\x80")
    assert [asn1.tlv(*part) for part in parts[3:6:2]] == [certificate.name([n]) for n in "ab"]
    assert parts[4] == (asn1.SEQUENCE, asn1.time(0) + asn1.time(3600))
    assert parts[7:] == [(0xA3, b"\x30\x00")]


def test_without_extensions() -> None:
    read = certificate.read(changed(lambda parts: parts.pop()))
    assert (read.is_ca, read.subject_key_id, read.authority_key_id) == (False, b"", b"")


def test_client_is_no_authority() -> None:
    ca = pki.authority("talos", KEY)
    crt, _ = pki.client_certificate(ca, KEY.text())
    read = pki.load_certificate(crt)
    assert not read.is_ca
    assert read.subject_key_id == b""
    assert read.authority_key_id == pki.load_certificate(ca).subject_key_id


def extension(name: str, value: bytes) -> Callable[[Parts], object]:
    """Give the certificate this one extension alone."""

    def change(parts: Parts) -> None:
        inner = asn1.sequence(asn1.oid(name), asn1.octets(value))
        parts[-1] = (0xA3, asn1.sequence(inner))

    return change


def test_basic_constraints_that_deny() -> None:
    assert not certificate.read(changed(extension("2.5.29.19", asn1.sequence()))).is_ca
    denied = asn1.sequence(asn1.tlv(asn1.BOOLEAN, b"\x00"))
    assert not certificate.read(changed(extension("2.5.29.19", denied))).is_ca


def test_authority_key_without_an_identifier() -> None:
    other = asn1.sequence(asn1.tlv(0x82, b"\x01"))
    assert certificate.read(changed(extension("2.5.29.35", other))).authority_key_id == b""


def test_authority_key_with_more() -> None:
    value = asn1.sequence(asn1.tlv(0x80, b"id"), asn1.tlv(0x82, b"\x01"))
    assert certificate.read(changed(extension("2.5.29.35", value))).authority_key_id == b"id"


def short_extension(parts: Parts) -> None:
    parts[-1] = (0xA3, asn1.sequence(asn1.sequence(asn1.oid("2.5.29.19"))))


def one_time(parts: Parts) -> None:
    parts[4] = (asn1.SEQUENCE, asn1.time(0))


@pytest.mark.parametrize(
    ("der", "problem"),
    [
        (b"", "it ends too early"),
        (b"\x04\x00", "it is not what its label says"),
        (asn1.sequence(), "it is not a certificate"),
        (
            asn1.sequence(asn1.tlv(*OUTER[0]), asn1.tlv(*OUTER[1]), asn1.octets(b"")),
            "it is not a certificate",
        ),
        (changed(lambda parts: parts.clear()), "it is not a certificate of version 3"),
        (changed(lambda parts: parts.pop(0)), "it is not a certificate of version 3"),
        (
            changed(lambda parts: parts.__delitem__(slice(6, None))),
            "it is not a certificate of version 3",
        ),
        (changed(one_time), "it is not a certificate"),
        (changed(short_extension), "it is not a certificate"),
    ],
)
def test_malformed(der: bytes, problem: str) -> None:
    with pytest.raises(Malformed, match=f"^{problem}$"):
        certificate.read(der)
