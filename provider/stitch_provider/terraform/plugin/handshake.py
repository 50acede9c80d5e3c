"""The handshake: what Terraform says in the environment, and the one line that answers it (go-plugin, AutoMTLS)."""

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
    """The process cannot serve; its text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Host:
    """What the host (Terraform) wants.

    `certificate` is its client certificate as PEM. `socket_directory` and `socket_group` say where sockets have to be
    and which group may use them, if the host cares. `asks_multiplexing` says that the answer needs a seventh field.
    """

    certificate: str
    socket_directory: str | None
    socket_group: str | None
    asks_multiplexing: bool


def started_by_terraform(environment: Mapping[str, str]) -> bool:
    """Whether the host's cookie is there; without it a person started the process."""
    return environment.get(COOKIE_KEY) == COOKIE


def read_host(environment: Mapping[str, str]) -> Host:
    """What the environment says about the host; raises HandshakeError where the two cannot work together."""
    versions = environment.get("PLUGIN_PROTOCOL_VERSIONS", "")
    if str(PROTOCOL) not in (version.strip() for version in versions.split(",")):
        raise HandshakeError(
            f"this provider speaks plugin protocol {PROTOCOL}, which the program that started it does not offer "
            f"(PLUGIN_PROTOCOL_VERSIONS={versions!r}). Use Terraform 1.6 or newer."
        )
    certificate = environment.get("PLUGIN_CLIENT_CERT", "")
    if "-----BEGIN CERTIFICATE-----" not in certificate:
        raise HandshakeError(
            "the program that started this provider sent no client certificate (PLUGIN_CLIENT_CERT), and this provider "
            "talks to nobody it cannot recognise. Use Terraform 1.6 or newer."
        )
    return Host(
        certificate=certificate,
        socket_directory=environment.get("PLUGIN_UNIX_SOCKET_DIR") or None,
        socket_group=environment.get("PLUGIN_UNIX_SOCKET_GROUP") or None,
        asks_multiplexing=bool(environment.get("PLUGIN_MULTIPLEX_GRPC")),
    )


def line(host: Host, socket_path: str, certificate: bytes) -> str:
    """The answer, without its newline; `certificate` is the server's, as DER."""
    encoded = binascii.b2a_base64(certificate, newline=False).decode().rstrip("=")
    fields = [str(_HANDSHAKE), str(PROTOCOL), "unix", socket_path, "grpc", encoded]
    if host.asks_multiplexing:
        fields.append("false")
    return "|".join(fields)
