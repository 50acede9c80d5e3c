"""TLS that accepts only one client certificate: the one that the host has put into the environment."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin.handshake import HandshakeError

if TYPE_CHECKING:
    from stitch_provider.terraform.plugin.certificate import Certificate
    from stitch_provider.terraform.plugin.sockets import PrivateDirectory


def context(certificate: Certificate, client_certificate: str, directory: PrivateDirectory) -> ssl.SSLContext:
    """The server's side of mutual TLS; raises HandshakeError if the client's certificate (PEM) is invalid.

    `ssl` can load a key only from a file. The file is in the private directory and is removed immediately.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.verify_mode = ssl.CERT_REQUIRED
    made.set_alpn_protocols(["h2"])
    try:
        made.load_verify_locations(cadata=client_certificate)
    except (ssl.SSLError, TypeError) as cause:  # a TypeError if it is not ASCII
        raise HandshakeError(
            "PLUGIN_CLIENT_CERT contains no certificate in PEM format. Set it to the client certificate of the program "
            "that starts the provider, or unset it to connect without TLS."
        ) from cause
    path = directory.file("key")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(ssl.DER_cert_to_PEM_cert(certificate.der).encode() + certificate.key)
        made.load_cert_chain(path)
    finally:
        os.unlink(path)
    return made
