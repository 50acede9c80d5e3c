"""What a spare and its workers do, whatever a launcher sends. The launcher is this test."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.waiting import SECONDS, until
from stitch_provider.terraform.plugin.spare import client
from terraform.plugin.spare.conftest import COMMAND, Run, has_ended, spare_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "pidfd_open"), reason="there is no spare without pidfd"
)

REQUEST = b"\0".join((*client.identity("installation"), b"", b"HOME=/"))


IDLE = 9
"""Descriptors of a spare without workers: streams, directory, socket, Terraform, uses, and two that report signals."""


def connected(directory: Path) -> socket.socket:
    """A connection to the only spare."""
    (name,) = (each.name for each in directory.iterdir() if (each / "socket").exists())
    connection, _ = client.connect(os.fsencode(directory / name))
    return socket.socket(fileno=connection.detach())


def descriptors_of(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def nothing(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_WR)


def no_descriptors(connection: socket.socket) -> None:
    connection.sendall(client.number(len(REQUEST)) + REQUEST)


def few_descriptors(connection: socket.socket) -> None:
    socket.send_fds(connection, [client.number(len(REQUEST)), REQUEST], [0, 1])


def many_descriptors(connection: socket.socket) -> None:
    socket.send_fds(connection, [client.number(len(REQUEST)), REQUEST], [0] * 200)


def half(connection: socket.socket) -> None:
    socket.send_fds(connection, [client.number(len(REQUEST)), REQUEST[:-10]], [0, 1, 2, 0])
    connection.shutdown(socket.SHUT_WR)


def length_that_is_too_large(connection: socket.socket) -> None:
    socket.send_fds(connection, [client.number((1 << 31) - 1)], [0, 1, 2, 0])


def negative_length(connection: socket.socket) -> None:
    socket.send_fds(connection, [client.number(-1)], [0, 1, 2, 0])


def another_program(connection: socket.socket) -> None:
    socket.send_fds(connection, [client.number(len(REQUEST)), REQUEST], [0, 1, 2, 0])


@pytest.mark.parametrize(
    "send",
    [
        nothing,
        no_descriptors,
        few_descriptors,
        many_descriptors,
        half,
        length_that_is_too_large,
        negative_length,
        another_program,
    ],
)
def test_a_worker_refuses_an_invalid_request_and_the_spare_continues(
    spared: Run, send: Callable[[socket.socket], None]
) -> None:
    (spare,) = spared.spares
    with connected(spared.directory) as connection:
        connection.settimeout(SECONDS)
        assert connection.recv(1) == client.HELLO
        send(connection)
        # No READY; the connection ends after the report of the spare, unless there are unread bytes.
        with contextlib.suppress(ConnectionResetError):
            assert client.READY not in connection.recv(100)
    asyncio.run(until(lambda: descriptors_of(spare) == IDLE))
    assert spared.spares == [spare]


async def test_a_request_that_is_refused_does_not_extend_the_life_of_a_spare(run: Run) -> None:
    """Otherwise a spare of an older installation could stay as long as commands are run, and no other could start."""
    await run.served(STITCH_SPARE="1s")
    async with asyncio.timeout(SECONDS):
        while list(run.directory.glob("*/socket")):
            list(run.spares)
            await asyncio.sleep(0.05)


LIMIT = """
    import os, resource, sys
    resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]),) * 2)
    os.execv(sys.argv[2], sys.argv[2:])
"""


@pytest.mark.parametrize("limit", ["32", "33"], ids=["a descriptor of a worker", "a connection"])
async def test_a_spare_that_can_open_no_more_files_ends(run: Run, limit: str) -> None:
    """Otherwise launchers would wait for it, and it would use a processor."""
    async with run.started(command=(sys.executable, "-c", textwrap.dedent(LIMIT), limit, *COMMAND)) as first:
        spare = await spare_of(first.process.pid)
        with contextlib.ExitStack() as connections:
            for _ in range(60):
                with contextlib.suppress(OSError, ValueError):  # it has ended
                    connections.enter_context(connected(run.directory))
            await until(lambda: not list(run.directory.glob("*/socket")))
        await until(lambda: has_ended(spare))
