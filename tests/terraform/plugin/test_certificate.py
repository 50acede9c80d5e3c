from __future__ import annotations

import datetime as dt
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from fakes.host import ClientCertificate
from stitch_provider.terraform.plugin import certificate, sockets, tls
from stitch_provider.terraform.plugin.handshake import HandshakeError


def made_by_the_provider() -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.make().der)


def test_the_certificate_is_for_localhost_and_a_certificate_authority() -> None:
    made = made_by_the_provider()
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    constraints = made.extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical
    assert constraints.value == x509.BasicConstraints(ca=True, path_length=None)
    assert made.version is x509.Version.v3
    assert made.subject == made.issuer == x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])


def test_the_certificate_is_signed_with_its_own_key() -> None:
    made = certificate.make()
    parsed = x509.load_der_x509_certificate(made.der)
    key = load_pem_private_key(made.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert isinstance(key.curve, ec.SECP256R1)
    assert parsed.public_key() == key.public_key()
    parsed.verify_directly_issued_by(parsed)


def test_the_certificate_is_valid_at_any_time() -> None:
    made = made_by_the_provider()
    assert made.not_valid_before_utc == dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    assert made.not_valid_after_utc == dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)


def test_every_certificate_has_another_key() -> None:
    assert certificate.make().key != certificate.make().key


def test_the_key_is_not_in_the_repr() -> None:
    assert "PRIVATE" not in repr(certificate.make())


def test_no_key_file_remains(tmp_path: Path) -> None:
    directory = sockets.PrivateDirectory(str(tmp_path))
    context = tls.context(certificate.make(), ClientCertificate.make().certificate, directory)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert not list(Path(directory.path).iterdir())


def test_no_key_file_remains_if_the_key_is_invalid(tmp_path: Path) -> None:
    directory = sockets.PrivateDirectory(str(tmp_path))
    one, other = certificate.make(), certificate.make()
    mixed = certificate.Certificate(der=one.der, key=other.key)
    with pytest.raises(ssl.SSLError):
        tls.context(mixed, ClientCertificate.make().certificate, directory)
    assert not list(Path(directory.path).iterdir())


def test_an_invalid_client_certificate_is_an_error(tmp_path: Path) -> None:
    directory = sockets.PrivateDirectory(str(tmp_path))
    garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    with pytest.raises(HandshakeError, match="PLUGIN_CLIENT_CERT"):
        tls.context(certificate.make(), garbage, directory)
