"""The start of a worker: a process that a spare has forked takes the place of the launcher that has connected."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin import handshake
from stitch_provider.terraform.plugin.spare import client, likeness, orphans
from stitch_provider.terraform.plugin.started import Started

if TYPE_CHECKING:
    from stitch_provider.terraform.plugin.spare.likeness import Origin

_DESCRIPTORS = 4
"""The three standard streams and the working directory."""

_LONGEST = 1 << 24
"""Of a request, in bytes. The kernel limits environments to less."""


class RefusedError(Exception):
    """The launcher has to start the provider itself."""


@dataclass(frozen=True, slots=True)
class _Request:
    identity: tuple[bytes, ...]
    environment: Mapping[bytes, bytes]
    descriptors: Sequence[int]


def take_over(connection: socket.socket, origin: Origin) -> Started:
    """Become like the process at the other end. Returns it when it is certain that it does not serve itself.

    The launcher can take any time, for example if somebody has stopped it: the spare kills this process with it. Raises
    RefusedError and OSError, and has written nothing to the streams of the launcher then.
    """
    launcher = client.peer(connection)
    started = Started(launcher, client.parent_of(launcher))
    connection.sendall(client.HELLO)
    can_serve = _is_like(launcher) and origin.is_current()  # while the launcher composes its request
    request = _receive(connection)
    if not (can_serve and _fits(request, origin, started)):
        raise RefusedError
    for stream, descriptor in enumerate(request.descriptors[:-1]):
        os.dup2(descriptor, stream)
    os.fchdir(request.descriptors[-1])
    for descriptor in request.descriptors:
        os.close(descriptor)
    os.environb.update(request.environment)  # that of the spare is empty
    os.setpgid(0, os.getpgid(launcher))
    orphans.name_like(launcher)
    _wait_for_start(connection)
    return started


def _receive(connection: socket.socket) -> _Request:
    length, descriptors, flags, _ = socket.recv_fds(connection, client.LENGTH, _DESCRIPTORS)
    if len(descriptors) != _DESCRIPTORS or len(length) != client.LENGTH or flags & socket.MSG_CTRUNC:
        raise RefusedError
    missing = client.value(length)
    if not 0 < missing <= _LONGEST:
        raise RefusedError
    content = bytearray()
    while len(content) < missing:
        part = connection.recv(missing - len(content))
        if not part:
            raise RefusedError
        content += part
    identity, _, variables = bytes(content).partition(b"\0\0")
    entries = (each.partition(b"=") for each in variables.split(b"\0"))
    return _Request(tuple(identity.split(b"\0")), {name: value for name, _, value in entries}, descriptors)


def _fits(request: _Request, origin: Origin, started: Started) -> bool:
    return (
        request.identity == origin.identity
        and origin.parent in {None, started.parent}
        and likeness.digest(request.environment) == origin.variables
        and handshake.started_by_terraform({os.fsdecode(k): os.fsdecode(v) for k, v in request.environment.items()})
    )


def _is_like(launcher: int) -> bool:
    return likeness.traits(launcher) == likeness.traits(os.getpid())


def _wait_for_start(connection: socket.socket) -> None:
    """Report that this process is ready."""
    itself = os.pidfd_open(os.getpid())
    socket.send_fds(connection, [client.READY], [itself])
    os.close(itself)
    if connection.recv(len(client.START)) != client.START:
        raise RefusedError
