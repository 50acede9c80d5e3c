"""A certificate authority of a company, and TLS servers on loopback with its certificates."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

if TYPE_CHECKING:
    from pathlib import Path

_NOW = dt.datetime.now(dt.UTC)
_AUTHORITY = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Acme Authority")])
_SERVER = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])


class Authority:
    """An authority whose certificate is in the file `certificate`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = directory / "authority.pem"
        issued = (
            self._builder(_AUTHORITY, self._key, dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, SHA256())
        )
        self.certificate.write_bytes(issued.public_bytes(Encoding.PEM))

    def server(self, *, days: int = 1) -> ssl.SSLContext:
        """TLS of a server at 127.0.0.1 and stitch.acme.example; its certificate is valid for so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = (x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("stitch.acme.example"))
        issued = (
            self._builder(_SERVER, key, dt.timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self._key, SHA256())
        )
        file = self._directory / "server.pem"
        file.write_bytes(
            issued.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, valid: dt.timedelta
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_AUTHORITY)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(_NOW - dt.timedelta(days=9))
            .not_valid_after(_NOW + valid)
        )
