"""DER, against encodings that are written out by hand from X.690."""

from __future__ import annotations

import pytest

from gitops_gen.talos import asn1
from gitops_gen.talos.asn1 import Malformed


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, "0400"),
        (127, "047f"),
        (128, "048180"),
        (255, "0481ff"),
        (256, "04820100"),
        (65536, "0483010000"),
    ],
)
def test_lengths(size: int, head: str) -> None:
    content = b"x" * size
    made = asn1.octets(content)
    assert made == bytes.fromhex(head) + content
    assert asn1.element(made) == (asn1.OCTET_STRING, content, len(made))


@pytest.mark.parametrize(
    ("value", "der"),
    [(0, "020100"), (127, "02017f"), (128, "02020080"), (256, "02020100"), (0x8000, "0203008000")],
)
def test_integers_stay_positive(value: int, der: str) -> None:
    assert asn1.integer(value).hex() == der


@pytest.mark.parametrize(
    ("dotted", "der"),
    [
        ("1.3.101.112", "06032b6570"),
        ("2.5.29.15", "0603551d0f"),
        ("1.2.840.113549.1.1.1", "06092a864886f70d010101"),
        ("1.2.840.10045.4.3.2", "06082a8648ce3d040302"),
        ("2.999.128", "060488378100"),
    ],
)
def test_object_identifiers(dotted: str, der: str) -> None:
    assert asn1.oid(dotted).hex() == der


def test_tags() -> None:
    tags = (asn1.BOOLEAN, asn1.INTEGER, asn1.BIT_STRING, asn1.OCTET_STRING, asn1.OID)
    assert tags == (1, 2, 3, 4, 6)
    texts = (asn1.PRINTABLE_STRING, asn1.UTC_TIME, asn1.GENERALIZED_TIME)
    assert (*texts, asn1.SEQUENCE, asn1.SET) == (19, 23, 24, 48, 49)


def test_small_elements() -> None:
    assert asn1.bits(b"\x80", unused=7).hex() == "03020780"
    assert asn1.bits(b"\x01").hex() == "03020001"
    assert asn1.explicit(3, b"\x05\x00").hex() == "a3020500"
    assert asn1.sequence(asn1.integer(1), asn1.integer(2)).hex() == "3006020101020102"


@pytest.mark.parametrize(
    ("moment", "tag", "text"),
    [
        (0, asn1.UTC_TIME, b"700101000000Z"),
        (951782399, asn1.UTC_TIME, b"000228235959Z"),
        (2524607999, asn1.UTC_TIME, b"491231235959Z"),
        (2524608000, asn1.GENERALIZED_TIME, b"20500101000000Z"),
        (4102444800, asn1.GENERALIZED_TIME, b"21000101000000Z"),
    ],
)
def test_times(moment: int, tag: int, text: bytes) -> None:
    assert asn1.time(moment) == asn1.tlv(tag, text)
    assert asn1.seconds(tag, text) == moment


@pytest.mark.parametrize(
    ("text", "moment"), [(b"500101000000Z", -631152000), (b"681231235959Z", -31536001)]
)
def test_two_digits_of_the_last_century(text: bytes, moment: int) -> None:
    assert asn1.seconds(asn1.UTC_TIME, text) == moment


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        (asn1.UTC_TIME, b"7001010000Z"),
        (asn1.GENERALIZED_TIME, b"700101000000Z"),
        (asn1.OCTET_STRING, b"700101000000Z"),
        (asn1.UTC_TIME, b"701301000000Z"),
        (asn1.UTC_TIME, b"700101000000+"),
        (asn1.UTC_TIME, b"70010100000xZ"),
        (asn1.UTC_TIME, b""),
    ],
)
def test_no_time(tag: int, text: bytes) -> None:
    with pytest.raises(Malformed, match=r"^a time in it cannot be read$"):
        asn1.seconds(tag, text)


@pytest.mark.parametrize("der", ["", "04", "0402ff", "0481", "048180", "0482ff"])
def test_what_ends_too_early(der: str) -> None:
    with pytest.raises(Malformed, match=r"^it ends too early$"):
        asn1.element(bytes.fromhex(der))


def test_elements() -> None:
    assert asn1.elements(bytes.fromhex("0101ff020105")) == [(1, b"\xff"), (2, b"\x05")]
    assert asn1.elements(b"") == []


def test_only() -> None:
    assert asn1.only(bytes.fromhex("0401aa"), asn1.OCTET_STRING) == b"\xaa"
    for der in ("0301aa", "0401aa00"):
        with pytest.raises(Malformed, match=r"^it is not what its label says$"):
            asn1.only(bytes.fromhex(der), asn1.OCTET_STRING)
