"""Which certificates are trusted: a server on loopback has a certificate of an authority that no machine trusts."""

from __future__ import annotations

import hashlib
import os
import shutil
import ssl
from typing import TYPE_CHECKING

import certifi
import pytest
from cryptography import x509

from fakes.authority import Authority
from stitch_provider.connect.errors import InvalidBundleError
from stitch_provider.connect.trust import MACHINE, Machine, Trust, TrustError, check_bundle, trust

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NOTHING = Machine(bundles=("/nonexistent/ca.pem",), directories=("/nonexistent/certs",))


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def directory(tmp_path: Path, authority: Authority) -> Path:
    """A directory with the certificate under a name of its own, and a file that is none."""
    made = tmp_path / "certs"
    made.mkdir()
    shutil.copy(authority.certificate, made / "acme.crt")
    (made / "README").write_text("Company certificates")
    return made


def accepts(trusted: Trust, authority: Authority) -> bool:
    """Whether a handshake with a server of the authority succeeds."""
    return connects(trusted, authority.server())


def connects(trusted: Trust, at_server: ssl.SSLContext) -> bool:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusted.context.wrap_bio(to_client, to_server, server_hostname="127.0.0.1")
    server = at_server.wrap_bio(to_server, to_client, server_side=True)
    for side in (client, server, client):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
        except ssl.SSLCertVerificationError:
            return False
    return True


def environment(**values: Path | str) -> Mapping[str, str]:
    return {name: str(value) for name, value in values.items()}


def test_an_unknown_authority_is_not_trusted(authority: Authority) -> None:
    assert not accepts(trust(None, {}), authority)


def test_the_file_of_ssl_cert_file_is_trusted(authority: Authority) -> None:
    trusted = trust(None, environment(SSL_CERT_FILE=authority.certificate))
    assert accepts(trusted, authority)
    assert trusted.places == (f"SSL_CERT_FILE={authority.certificate}",)


def test_every_file_of_ssl_cert_dir_is_trusted(authority: Authority, directory: Path) -> None:
    assert accepts(trust(None, environment(SSL_CERT_DIR=directory)), authority)


def test_the_hashed_names_of_ssl_cert_dir_are_looked_up(authority: Authority, directory: Path) -> None:
    (directory / "acme.crt").rename(directory / hashed_name(authority.certificate))
    assert accepts(trust(None, environment(SSL_CERT_DIR=directory)), authority)


def hashed_name(certificate: Path) -> str:
    """The name of the file in a directory of certificates, like that of `openssl rehash`.

    It is a hash of the subject in lower case. The header of the sequence around it, of two bytes, is left out.
    """
    subject = x509.load_pem_x509_certificate(certificate.read_bytes()).subject
    lower = x509.Name([x509.NameAttribute(each.oid, str(each.value).lower()) for each in subject])
    digest = hashlib.sha1(lower.public_bytes()[2:], usedforsecurity=False).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}.0"


def test_ssl_cert_dir_can_name_several_directories(authority: Authority, directory: Path, tmp_path: Path) -> None:
    several = os.pathsep.join(["/nonexistent/certs", str(directory), str(tmp_path / "none")])
    assert accepts(trust(None, environment(SSL_CERT_DIR=several)), authority)


@pytest.mark.parametrize("known", ["file", "directory"])
def test_both_variables_apply_together(known: str, authority: Authority, directory: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    trusted = trust(
        None,
        environment(SSL_CERT_FILE=authority.certificate, SSL_CERT_DIR=empty)
        if known == "file"
        else environment(SSL_CERT_FILE=certifi.where(), SSL_CERT_DIR=directory),
    )
    assert accepts(trusted, authority)


def test_a_variable_that_names_nothing_does_not_disable_the_other(authority: Authority) -> None:
    trusted = trust(None, environment(SSL_CERT_FILE=authority.certificate, SSL_CERT_DIR="/nonexistent/certs"))
    assert accepts(trusted, authority)
    assert "SSL_CERT_DIR=/nonexistent/certs, which has none that can be read" in trusted.places


def test_variables_without_any_certificate_are_an_error_that_names_them(tmp_path: Path) -> None:
    with pytest.raises(TrustError) as caught:
        trust(None, environment(SSL_CERT_FILE="/nonexistent/ca.pem", SSL_CERT_DIR=tmp_path))
    assert "SSL_CERT_FILE=/nonexistent/ca.pem" in str(caught.value)
    assert f"SSL_CERT_DIR={tmp_path}" in str(caught.value)


@pytest.mark.parametrize("empty", [{}, {"SSL_CERT_FILE": "", "SSL_CERT_DIR": ""}])
def test_without_the_variables_the_bundle_of_the_machine_is_trusted(
    empty: Mapping[str, str], authority: Authority
) -> None:
    machine = Machine(bundles=("/nonexistent/ca.pem", str(authority.certificate)), directories=())
    trusted = trust(None, empty, machine)
    assert accepts(trusted, authority)
    assert trusted.places == (str(authority.certificate),)


def test_without_the_variables_the_directories_of_the_machine_are_trusted(
    authority: Authority, directory: Path
) -> None:
    machine = Machine(bundles=(certifi.where(),), directories=("/nonexistent/certs", str(directory)))
    assert accepts(trust(None, {}, machine), authority)


def test_the_variables_replace_the_certificates_of_the_machine(authority: Authority) -> None:
    machine = Machine(bundles=(str(authority.certificate),), directories=())
    assert not accepts(trust(None, environment(SSL_CERT_FILE=certifi.where()), machine), authority)


def test_certifi_is_used_only_where_the_machine_has_no_certificates(authority: Authority) -> None:
    trusted = trust(None, {}, NOTHING)
    assert trusted.places == ("the Python package certifi",)
    assert trusted.context.cert_store_stats()["x509_ca"] > 50
    known = Machine(bundles=(str(authority.certificate),), directories=())
    assert trust(None, {}, known).context.cert_store_stats()["x509_ca"] == 1


@pytest.mark.parametrize("variables", [{}, {"SSL_CERT_FILE": certifi.where()}])
def test_the_bundle_of_the_configuration_is_added_to_the_others(
    variables: Mapping[str, str], authority: Authority
) -> None:
    trusted = trust(str(authority.certificate), variables, NOTHING)
    assert accepts(trusted, authority)
    assert trusted.context.cert_store_stats()["x509_ca"] > 50
    assert trusted.places[-1] == f"ca_bundle ({authority.certificate})"


def test_a_certificate_that_is_no_authority_can_be_trusted_as_in_go(authority: Authority, tmp_path: Path) -> None:
    server = authority.server()
    assert connects(trust(str(tmp_path / "server.pem"), {}, NOTHING), server)
    assert not connects(trust(str(tmp_path / "server.pem"), {}, NOTHING), authority.server())


def test_a_file_that_both_variables_lead_to_is_read_once(directory: Path) -> None:
    file = directory / "acme.crt"
    context = trust(None, environment(SSL_CERT_FILE=file, SSL_CERT_DIR=directory)).context
    assert context.cert_store_stats()["x509"] == 1


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "cannot be read: No such file or directory"), ("no PEM", "no certificate in PEM")]
)
def test_a_bundle_that_cannot_be_used_is_named_with_the_reason(
    content: str | None, reason: str, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_text(content)
    with pytest.raises(InvalidBundleError, match=reason) as caught:
        check_bundle(str(bundle))
    assert str(bundle) in str(caught.value)


def test_the_usual_places_of_linux_are_looked_at() -> None:
    assert "/etc/ssl/certs/ca-certificates.crt" in MACHINE.bundles
    assert "/etc/pki/tls/certs/ca-bundle.crt" in MACHINE.bundles
    assert "/etc/ssl/certs" in MACHINE.directories
