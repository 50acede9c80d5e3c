"""TLS that only one client passes: the owner of the certificate that Terraform put in the environment."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin.handshake import HandshakeError

if TYPE_CHECKING:
    from stitch_provider.terraform.plugin.certificate import Certificate
    from stitch_provider.terraform.plugin.sockets import PrivateDirectory


def context(certificate: Certificate, client_certificate: str, directory: PrivateDirectory) -> ssl.SSLContext:
    """The server's side of mutual TLS; raises HandshakeError if the client's certificate (PEM) cannot be read.

    `ssl` reads keys from files only, so the key is in one, in the private directory, for that moment.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.verify_mode = ssl.CERT_REQUIRED
    made.set_alpn_protocols(["h2"])
    try:
        made.load_verify_locations(cadata=client_certificate)
    except ssl.SSLError as cause:
        raise HandshakeError(
            f"the client certificate in PLUGIN_CLIENT_CERT cannot be read ({cause.reason})."
        ) from cause
    path = directory.file("key")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(certificate.pem + certificate.key)
        made.load_cert_chain(path)
    finally:
        os.unlink(path)  # noqa: PTH108 - pathlib costs start-up time
    return made
