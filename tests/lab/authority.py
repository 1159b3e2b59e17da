"""The lab's own CA and what it signs: the API server, and the web under the names of the real hosts."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


@dataclass(frozen=True)
class Pair:
    """A certificate and its key, as PEM files."""

    crt: Path
    key: Path


@dataclass(frozen=True)
class Authority:
    """A CA that lives as long as the lab."""

    folder: Path
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def new(cls, folder: Path) -> Authority:
        folder.mkdir(parents=True)
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gitops-gen lab")])
        built = (
            _builder(name, name, key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        (folder / "ca.crt").write_bytes(built.public_bytes(serialization.Encoding.PEM))
        return cls(folder, built, key)

    @property
    def crt(self) -> Path:
        """The CA's certificate as a PEM file."""
        return self.folder / "ca.crt"

    def server(self, name: str, hosts: Sequence[str]) -> Pair:
        """A server's pair for host names and addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        built = (
            _builder(subject, self.certificate.subject, key)
            .add_extension(x509.SubjectAlternativeName([_general(one) for one in hosts]), False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
            .sign(self.key, hashes.SHA256())
        )
        pair = Pair(self.folder / f"{name}.crt", self.folder / f"{name}.key")
        pair.crt.write_bytes(built.public_bytes(serialization.Encoding.PEM))
        pair.key.write_bytes(private(key))
        return pair

    def service_account_key(self) -> Path:
        """The key that the API server signs its tokens with."""
        path = self.folder / "service-accounts.key"
        path.write_bytes(private(ec.generate_private_key(ec.SECP256R1())))
        return path


def private(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as PEM, in clear: it never leaves the lab's tmpfs."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
    )


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
