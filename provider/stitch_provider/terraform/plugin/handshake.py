"""The handshake of go-plugin: variables of the environment, and one line on stdout in response.

A host that requires mutual TLS sets its client certificate. Other hosts connect without TLS, for example those that
attach to a process and the tests of terraform-plugin-testing. The process always offers protocol 6. A host that does
not support it reports that itself, as the go-plugin library does.

A process that cannot serve prints another line, which says why. Terraform shows a line that is no handshake line as
part of its error, while it shows nothing of what is printed to stderr.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COOKIE_KEY = "TF_PLUGIN_MAGIC_COOKIE"
COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"

PROTOCOL = 6
_HANDSHAKE = 1


class HandshakeError(Exception):
    """The process cannot serve. The text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Host:
    """The requirements of the host, such as Terraform or OpenTofu.

    `certificate` is its client certificate as PEM, `socket_directory` the directory for sockets, and `socket_group`
    the group that can use them; each is None if the host has no requirement. `requests_multiplexing` is true if the
    handshake line needs a seventh field.
    """

    certificate: str | None
    socket_directory: str | None
    socket_group: str | None
    requests_multiplexing: bool


def started_by_terraform(environment: Mapping[str, str]) -> bool:
    """Whether the host's cookie is in the environment. Without it, somebody started the process by hand."""
    return environment.get(COOKIE_KEY) == COOKIE


def read_host(environment: Mapping[str, str]) -> Host:
    """The host according to the environment."""
    return Host(
        certificate=environment.get("PLUGIN_CLIENT_CERT") or None,
        socket_directory=environment.get("PLUGIN_UNIX_SOCKET_DIR") or None,
        socket_group=environment.get("PLUGIN_UNIX_SOCKET_GROUP") or None,
        requests_multiplexing=bool(environment.get("PLUGIN_MULTIPLEX_GRPC")),
    )


def refusal(error: HandshakeError) -> str:
    """The line that says why there is no handshake line. It has no field separators, so it cannot be taken for one."""
    return "terraform-provider-stitch cannot start: " + " ".join(str(error).replace("|", "/").split())


def line(host: Host, socket_path: str, certificate: bytes) -> str:
    """The handshake line, without its newline. `certificate` is that of the server, as DER; empty without TLS."""
    encoded = binascii.b2a_base64(certificate, newline=False).decode().rstrip("=")
    fields = [str(_HANDSHAKE), str(PROTOCOL), "unix", socket_path, "grpc", encoded]
    if host.requests_multiplexing:
        fields.append("false")
    return "|".join(fields)
