"""Keys and certificates, read by another library than the one of ours that wrote them."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gitops_gen.talos import asn1, pki
from gitops_gen.talos.asn1 import Malformed

AT = 1_800_000_000
KEYS = {"ed25519": pki.new_ed25519(), "p256": pki.new_p256()}


def at() -> int:
    return AT


def parsed(crt: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(base64.b64decode(crt))


def spki(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def pem(label: str, der: bytes) -> str:
    body = base64.encodebytes(der).decode()
    text = f"-----BEGIN {label}-----\n{body}-----END {label}-----\n"
    return base64.b64encode(text.encode()).decode()


@pytest.fixture(params=sorted(KEYS))
def signer(request: pytest.FixtureRequest) -> pki.Key:
    return KEYS[request.param]


@pytest.fixture
def ca(signer: pki.Key) -> str:
    return pki.authority("talos", signer, at)


def test_clock_is_the_machines() -> None:
    before = int(time.time())
    assert before <= pki.now() <= before + 60


def test_pem_is_as_go_writes_it() -> None:
    text = base64.b64decode(pki.encode("X Y", bytes(range(60)))).decode()
    lines = text.split("\n")
    assert lines[0] == "-----BEGIN X Y-----"
    assert [len(line) for line in lines[1:-2]] == [64, 16]
    assert lines[-2:] == ["-----END X Y-----", ""]
    assert pki.decode(pki.encode("X Y", bytes(range(60)))) == ("X Y", bytes(range(60)))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("******", "it is not base64"),
        ("ä", "it is not base64"),
        ("YWJj", "it is not the base64 of one PEM block"),
        (pem("A", b"x")[:-8], "it is not the base64 of one PEM block"),
        (
            base64.b64encode(b"-----BEGIN A-----\nYWJ\n-----END A-----\n").decode(),
            "its PEM block is damaged",
        ),
    ],
)
def test_no_pem(text: str, problem: str) -> None:
    with pytest.raises(Malformed, match=f"^{problem}$"):
        pki.decode(text)


def test_two_blocks_are_not_one() -> None:
    both = base64.b64decode(pem("A", b"x")) + base64.b64decode(pem("A", b"y"))
    with pytest.raises(Malformed, match="one PEM block"):
        pki.decode(base64.b64encode(both).decode())


def test_space_around_a_block_is_read_over() -> None:
    text = b"\n" + base64.b64decode(pem("A", b"x")).replace(b"\n", b"\r\n") + b"\n\n"
    assert pki.decode(base64.b64encode(text).decode()) == ("A", b"x")


def test_ed25519_key_is_pkcs8_under_talos_label() -> None:
    key = pki.new_ed25519()
    label, der = pki.decode(key.text())
    assert label == "ED25519 PRIVATE KEY"
    loaded = serialization.load_der_private_key(der, None)
    assert isinstance(loaded, ed25519.Ed25519PrivateKey)
    assert der == loaded.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def test_p256_key_is_sec1() -> None:
    key = pki.new_p256()
    label, der = pki.decode(key.text())
    assert label == "EC PRIVATE KEY"
    loaded = serialization.load_der_private_key(der, None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    assert isinstance(loaded.curve, ec.SECP256R1)
    assert der == loaded.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


def test_rsa_key_is_pkcs1() -> None:
    assert pki.new_rsa.__defaults__ == (4096,)  # as long as Talos' own
    key = pki.new_rsa(1024)
    label, der = pki.decode(key.text())
    assert label == "RSA PRIVATE KEY"
    loaded = serialization.load_der_private_key(der, None)
    assert isinstance(loaded, rsa.RSAPrivateKey)
    assert (loaded.key_size, loaded.public_key().public_numbers().e) == (1024, 65537)
    assert der == loaded.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    assert pki.load_key(key.text()).spki == loaded.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def test_fresh_keys_differ() -> None:
    assert (
        len({pki.new_ed25519().der for _ in range(3)} | {pki.new_p256().der for _ in range(3)}) == 6
    )


def test_keys_never_show_themselves(signer: pki.Key) -> None:
    assert signer.text() not in repr(signer)
    assert repr(signer.der) not in repr(signer)


def test_key_read_back(signer: pki.Key) -> None:
    read = pki.load_key(signer.text())
    assert (read.label, read.der, read.spki) == (signer.label, signer.der, signer.spki)
    assert read.algorithm == signer.algorithm


@pytest.mark.parametrize("made", [pki.new_p256(), pki.new_ed25519(), pki.new_rsa(1024)])
def test_pkcs8_under_the_general_label(made: pki.Key) -> None:
    loaded = serialization.load_der_private_key(made.der, None)
    der = loaded.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    assert pki.load_key(pem("PRIVATE KEY", der)).spki == made.spki


def sec1(key: ec.EllipticCurvePrivateKey) -> str:
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return pem("EC PRIVATE KEY", der)


def short_rsa() -> str:
    # p * q is right, but no key of today is so short.
    fields = (0, 15, 3, 3, 3, 5, 1, 1, 1)
    return pem("RSA PRIVATE KEY", asn1.sequence(*map(asn1.integer, fields)))


def wrong_rsa(key: pki.Key) -> str:
    parts = asn1.elements(asn1.only(key.der, asn1.SEQUENCE))
    parts[4], parts[5] = parts[5], parts[6]
    return pem("RSA PRIVATE KEY", asn1.sequence(*(asn1.tlv(*part) for part in parts)))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (pem("CERTIFICATE", b"x"), "its PEM label is not that of a private key that Talos reads"),
        (pem("RSA PRIVATE KEY", asn1.sequence(asn1.integer(0))), "it is not an RSA key"),
        (short_rsa(), "it is not an RSA key"),
        (wrong_rsa(pki.new_rsa(1024)), "it is not an RSA key"),
        (sec1(ec.generate_private_key(ec.SECP384R1())), "it is not an elliptic key on P-256"),
        (
            pem("EC PRIVATE KEY", asn1.sequence(asn1.integer(1), asn1.octets(bytes(32)))),
            "it is not an elliptic key on P-256",
        ),
        (
            pem("EC PRIVATE KEY", asn1.sequence(asn1.integer(1), asn1.octets(b"\x01" * 31))),
            "it is not an elliptic key on P-256",
        ),
        (
            pem("EC PRIVATE KEY", asn1.sequence(asn1.integer(1))),
            "it is not an elliptic key on P-256",
        ),
        (
            pem(
                "PRIVATE KEY",
                asn1.sequence(
                    asn1.integer(0), pki.ED25519_SIGNATURE, asn1.octets(asn1.octets(b"short"))
                ),
            ),
            "it is not an Ed25519 key",
        ),
        (pem("ED25519 PRIVATE KEY", asn1.sequence(asn1.integer(0))), "it is not a private key"),
        (pem("ED25519 PRIVATE KEY", b"\x05\x00"), "it is not what its label says"),
    ],
)
def test_no_key(text: str, problem: str) -> None:
    with pytest.raises(Malformed, match=f"^{problem}$"):
        pki.load_key(text)


def test_authority(signer: pki.Key, ca: str) -> None:
    read = parsed(ca)
    assert read.version is x509.Version.v3
    assert read.subject == read.issuer
    assert [(a.oid, a.value) for a in read.subject] == [(NameOID.ORGANIZATION_NAME, "talos")]
    assert int(read.not_valid_before_utc.timestamp()) == AT
    assert int(read.not_valid_after_utc.timestamp()) == AT + 3650 * 24 * 3600
    assert 0 < read.serial_number < 1 << 128
    assert spki(read) == signer.spki
    assert [(e.oid.dotted_string, e.critical) for e in read.extensions] == [
        ("2.5.29.15", True),
        ("2.5.29.37", False),
        ("2.5.29.19", True),
        ("2.5.29.14", False),
    ]
    usage = read.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.key_cert_sign, usage.crl_sign) == (True, True, False)
    basic = read.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (basic.ca, basic.path_length) == (True, None)
    extended = read.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(extended) == [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    read.verify_directly_issued_by(read)


def test_authority_without_a_name() -> None:
    assert list(parsed(pki.authority("", KEYS["p256"])).subject) == []


def test_authorities_are_told_apart(signer: pki.Key) -> None:
    first, second = (parsed(pki.authority("talos", signer, at)) for _ in range(2))
    assert first.serial_number != second.serial_number
    ids = [
        c.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        for c in (first, second)
    ]
    assert [len(number) for number in ids] == [20, 20]
    assert ids[0] != ids[1]


def test_client(signer: pki.Key, ca: str) -> None:
    crt, key = pki.client_certificate(ca, signer.text(), clock=at)
    read, issuer = parsed(crt), parsed(ca)
    assert [(a.oid, a.value) for a in read.subject] == [(NameOID.ORGANIZATION_NAME, "os:admin")]
    assert read.issuer.public_bytes() == issuer.subject.public_bytes()
    assert int(read.not_valid_before_utc.timestamp()) == AT
    assert int(read.not_valid_after_utc.timestamp()) == AT + 365 * 24 * 3600
    assert pki.expires(crt) == AT + 365 * 24 * 3600
    assert [(e.oid.dotted_string, e.critical) for e in read.extensions] == [
        ("2.5.29.15", True),
        ("2.5.29.37", False),
        ("2.5.29.35", False),
    ]
    usage = read.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.key_cert_sign) == (True, False)
    extended = read.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(extended) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    authority = read.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    subject = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    assert authority.key_identifier == subject.digest
    read.verify_directly_issued_by(issuer)
    assert pki.load_key(key).spki == spki(read)
    assert pki.load_key(key).algorithm == signer.algorithm


def test_client_of_several_roles(ca: str, signer: pki.Key) -> None:
    crt, _ = pki.client_certificate(ca, signer.text(), roles=("os:reader", "os:operator"))
    assert [a.value for a in parsed(crt).subject] == ["os:reader", "os:operator"]


def test_times_without_a_clock_are_now(ca: str, signer: pki.Key) -> None:
    crt, _ = pki.client_certificate(ca, signer.text())
    assert abs(pki.load_certificate(crt).not_before - time.time()) < 60
    made = pki.authority("talos", signer)
    assert abs(pki.load_certificate(made).not_before - time.time()) < 60


def test_client_needs_the_key_of_its_authority(ca: str) -> None:
    with pytest.raises(Malformed, match=r"^the key does not belong to the certificate$"):
        pki.client_certificate(ca, pki.new_ed25519().text())


def test_rsa_does_not_sign() -> None:
    with pytest.raises(Malformed, match=r"this key is neither$"):
        pki.authority("talos", pki.new_rsa(1024))


def test_matches(signer: pki.Key, ca: str) -> None:
    assert pki.matches(ca, signer.text())
    assert not pki.matches(ca, pki.new_ed25519().text())


def test_issued_by(signer: pki.Key, ca: str) -> None:
    crt, _ = pki.client_certificate(ca, signer.text())
    assert pki.issued_by(crt, ca)
    assert pki.issued_by(ca, ca)
    assert not pki.issued_by(ca, crt)


def test_issued_by_another_of_the_same_name(signer: pki.Key, ca: str) -> None:
    crt, _ = pki.client_certificate(ca, signer.text())
    assert not pki.issued_by(crt, pki.authority("talos", signer))  # same key, another identifier
    assert not pki.issued_by(crt, pki.authority("other", signer))
    for other in KEYS.values():
        assert not pki.issued_by(crt, pki.authority("talos", other))


def test_same_names_with_another_signature(signer: pki.Key) -> None:
    # Names and identifiers alone must not do.
    certificates = [pki.load_certificate(pki.authority("talos", signer, at)) for _ in range(2)]
    label, der = pki.decode(pki.authority("talos", signer, at))
    assert label == "CERTIFICATE"
    whole = asn1.elements(asn1.only(der, asn1.SEQUENCE))
    forged = asn1.sequence(
        asn1.tlv(*whole[0]), asn1.tlv(*whole[1]), asn1.bits(certificates[0].signature)
    )
    text = pki.encode("CERTIFICATE", forged)
    assert not pki.issued_by(text, text)
    assert pki.issued_by(pki.encode("CERTIFICATE", der), pki.encode("CERTIFICATE", der))


def test_rsa_authority_is_not_ours_to_judge() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    from datetime import UTC, datetime

    from cryptography.hazmat.primitives import hashes

    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "old")])
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), 5)
        .not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2060, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    text = base64.b64encode(built.public_bytes(serialization.Encoding.PEM)).decode()
    assert not pki.issued_by(text, text)
    assert pki.expires(text) == int(datetime(2060, 1, 1, tzinfo=UTC).timestamp())
    assert not pki.load_certificate(text).is_ca


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (pem("PRIVATE KEY", b"x"), "its PEM label is not CERTIFICATE"),
        (pem("CERTIFICATE", asn1.sequence(asn1.integer(1))), "it is not a certificate"),
    ],
)
def test_no_certificate(text: str, problem: str) -> None:
    with pytest.raises(Malformed, match=f"^{problem}$"):
        pki.load_certificate(text)


@pytest.mark.parametrize("make", [pki.new_p256, pki.new_ed25519])
def test_the_public_half_is_the_one_that_certificates_hold(make: Callable[[], pki.Key]) -> None:
    key = make()
    assert pki.public_half(key.text()) == key.spki
    assert pki.load_certificate(pki.authority("x", key)).spki == pki.public_half(key.text())


def test_an_elliptic_key_that_does_not_name_its_public_half_is_derived() -> None:
    key = pki.new_p256()
    parts = asn1.elements(asn1.only(key.der, asn1.SEQUENCE))
    bare = asn1.sequence(*(asn1.tlv(tag, content) for tag, content in parts if tag != 0xA1))
    assert pki.public_half(pki.encode("EC PRIVATE KEY", bare)) == key.spki


def test_an_elliptic_key_is_taken_at_its_word() -> None:
    """Which is why it costs nothing: the named half is not derived again."""
    key, other = pki.new_p256(), pki.new_p256()
    named = dict(asn1.elements(asn1.only(other.der, asn1.SEQUENCE)))[0xA1]
    parts = asn1.elements(asn1.only(key.der, asn1.SEQUENCE))
    mixed = asn1.sequence(
        *(asn1.tlv(tag, named if tag == 0xA1 else content) for tag, content in parts)
    )
    assert pki.public_half(pki.encode("EC PRIVATE KEY", mixed)) == other.spki


def test_what_is_no_elliptic_key_has_no_public_half() -> None:
    key = pki.new_p256()
    parts = asn1.elements(asn1.only(key.der, asn1.SEQUENCE))
    short = asn1.sequence(
        *(asn1.tlv(tag, b"x" if tag == asn1.OCTET_STRING else content) for tag, content in parts)
    )
    with pytest.raises(Malformed, match="it is not an elliptic key on P-256"):
        pki.public_half(pki.encode("EC PRIVATE KEY", short))
