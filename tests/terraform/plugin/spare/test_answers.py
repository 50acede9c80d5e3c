"""What a launcher does, whatever answers at the socket. The spare is this test."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from fakes import host, launcher
from fakes.waiting import SECONDS
from stitch_provider.terraform.plugin.spare import client, places
from terraform.plugin.spare.conftest import COMMAND, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "pidfd_open"), reason="there is no spare without pidfd"
)

GARBAGE = b"GET / HTTP/1.1\r\n"


@pytest.fixture
def listener(run: Run) -> Iterator[socket.socket]:
    """Where the launchers of this process look for a spare."""
    path = client.directory({b"TMPDIR": os.fsencode(run.directory)}, os.getpid(), launcher.CLIENT)
    place = places.claim(path)
    assert place is not None
    place.listener.settimeout(SECONDS)
    yield place.listener
    place.remove()
    place.close()


def silence(connection: socket.socket) -> None:
    """Nothing is sent until the launcher gives up."""
    assert connection.recv(1) == b""


def no_worker(connection: socket.socket) -> None:
    """The connection ends."""


def garbage(connection: socket.socket) -> None:
    connection.sendall(GARBAGE)


def no_answer(connection: socket.socket) -> None:
    request(connection)


def ready_without_descriptor(connection: socket.socket) -> None:
    request(connection)
    connection.sendall(client.READY)


def garbage_for_ready(connection: socket.socket) -> None:
    request(connection)
    connection.sendall(GARBAGE)


def request(connection: socket.socket) -> None:
    """Say that a worker runs, and read its request."""
    connection.sendall(client.HELLO)
    length, descriptors, _, _ = socket.recv_fds(connection, client.LENGTH, 4)
    for each in descriptors:
        os.close(each)
    connection.recv(client.value(length), socket.MSG_WAITALL)


@pytest.mark.parametrize(
    "answer", [silence, no_worker, garbage, no_answer, ready_without_descriptor, garbage_for_ready]
)
async def test_without_the_answer_of_a_worker_the_launcher_starts_the_provider_itself(
    run: Run, listener: socket.socket, answer: Callable[[socket.socket], None]
) -> None:
    def answered() -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):  # the launcher has ended the connection
            answer(connection)

    answering = asyncio.create_task(asyncio.to_thread(answered))
    async with run.started(TF_SECONDS_TO_ANSWER="0.5") as plugin:
        await answering
        assert run.serving(plugin) == plugin.process.pid


async def test_an_interrupt_does_not_end_a_launcher_that_waits(run: Run, listener: socket.socket) -> None:
    """Terraform receives the interrupt too, and decides how its processes end."""

    def interrupted() -> None:
        connection, _ = listener.accept()
        with connection:
            os.kill(client.peer(connection), signal.SIGINT)
            request(connection)

    answering = asyncio.create_task(asyncio.to_thread(interrupted))
    async with run.started() as plugin:
        await answering
        assert run.serving(plugin) == plugin.process.pid


async def test_a_launcher_that_has_let_a_worker_serve_never_starts_the_provider_itself(
    run: Run, listener: socket.socket
) -> None:
    """If the worker and the spare are killed, START may have been sent and not read. Then reading is an error."""

    def killed() -> None:
        connection, _ = listener.accept()
        with connection:
            request(connection)
            itself = os.pidfd_open(os.getpid())
            socket.send_fds(connection, [client.READY], [itself])
            os.close(itself)
            assert connection.recv(1, socket.MSG_PEEK) == client.START

    program = f"""
        import sys
        sys.path.insert(0, {str(host.TESTS.parent / "provider")!r})
        from stitch_provider.terraform.plugin.spare import client
        try:
            client.let_spare_serve({launcher.CLIENT!r}, {SECONDS})
        except OSError:  # as the launcher of an installation does
            pass
        sys.exit(7)
    """
    answering = asyncio.create_task(asyncio.to_thread(killed))
    variables = host.environment(host.ClientCertificate.make(), TMPDIR=str(run.directory))
    async with host.running((COMMAND[0], "-c", textwrap.dedent(program)), variables) as process:
        with contextlib.suppress(OSError):
            await answering
        assert await process.wait() == 1


async def test_a_signal_ends_a_launcher_also_between_the_answer_of_the_worker_and_the_start(
    run: Run, listener: socket.socket
) -> None:
    """Here the worker has ended, so the launcher would start the provider itself, and the signal would be lost."""

    def ended() -> None:
        connection, _ = listener.accept()
        with connection, subprocess.Popen([sys.executable, "-c", ""]) as worker:
            request(connection)
            descriptor = os.pidfd_open(worker.pid)
            worker.wait()
            socket.send_fds(connection, [client.READY], [descriptor])
            os.close(descriptor)

    program = f"""
        import linecache, os, select, signal, sys
        sys.path.insert(0, {str(host.TESTS.parent / "provider")!r})
        from stitch_provider.terraform.plugin.spare import client

        def terminate(frame, *_):
            if "sendall(START)" in linecache.getline(client.__file__, frame.f_lineno):
                hung_up = select.poll()
                hung_up.register(frame.f_locals["connection"], 0)
                hung_up.poll()
                os.kill(os.getpid(), signal.SIGTERM)
            return terminate

        sys.settrace(lambda frame, *_: terminate if frame.f_code is client.let_spare_serve.__code__ else None)
        client.let_spare_serve({launcher.CLIENT!r}, {SECONDS})
        sys.exit(7)
    """
    answering = asyncio.create_task(asyncio.to_thread(ended))
    variables = host.environment(host.ClientCertificate.make(), TMPDIR=str(run.directory))
    async with host.running((COMMAND[0], "-c", textwrap.dedent(program)), variables) as process:
        await answering
        assert await process.wait() == -signal.SIGTERM
