"""The relay in front of a server that returns what it receives."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import tempfile
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from fakes.host import ClientCertificate
from fakes.waiting import SECONDS
from stitch_provider.terraform.plugin import certificate, sockets, tls
from stitch_provider.terraform.plugin.relay import ClientEnd, ServerEnd

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LARGE = b"x" * 20_000_000


async def closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        await writer.wait_closed()


class Front:
    """A running relay, as clients see it."""

    def __init__(self, path: str, server: certificate.Certificate) -> None:
        self.path = path
        self.server = server

    def context(self, client: ClientCertificate | None) -> ssl.SSLContext:
        context = ssl.create_default_context(cadata=self.server.der)
        if client is not None:
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(client.certificate + client.key)
                file.flush()
                context.load_cert_chain(file.name)
        return context

    async def connect(self, client: ClientCertificate | None) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_unix_connection(
            self.path, ssl=self.context(client), server_hostname="localhost", limit=2 * len(LARGE)
        )

    async def ask(self, question: bytes, client: ClientCertificate | None) -> bytes:
        """The answer to a question, or nothing if the connection is closed instead."""
        reader, writer = await self.connect(client)
        answer = b""
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            writer.write(question + b"\n")
            answer = await reader.readline()
        await closed(writer)
        return answer


@pytest.fixture
def client() -> ClientCertificate:
    return ClientCertificate.make()


@asynccontextmanager
async def front(
    client: ClientCertificate, directory: Path, connecting: asyncio.Event | None = None
) -> AsyncIterator[Front]:
    """A relay that connects to the server when `connecting` is set, or immediately."""
    loop, tasks = asyncio.get_running_loop(), list[asyncio.Task[Any] | None]()

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.current_task())
        with contextlib.suppress(ConnectionError):
            while (line := await reader.readline()) not in {b"", b"end\n"}:
                writer.write(line)
        await closed(writer)

    async def connect(end: ClientEnd) -> None:
        if connecting is not None:
            await connecting.wait()
        await loop.create_unix_connection(lambda: ServerEnd(end), str(inner))

    made = certificate.make()
    inner = directory / "inner"
    server = await asyncio.start_unix_server(echo, inner, limit=2 * len(LARGE))
    private = sockets.PrivateDirectory(str(directory))
    path = private.file("plugin")
    clients = await loop.create_unix_server(
        lambda: ClientEnd(lambda end: tasks.append(asyncio.create_task(connect(end)))),
        path,
        ssl=tls.context(made, client.certificate, private),
    )
    async with asyncio.timeout(SECONDS):  # what is lost must not be waited for without end
        yield Front(path, made)
    clients.close()
    server.close()
    for task in filter(None, tasks):
        await task


async def test_a_client_with_the_certificate_reaches_the_server(client: ClientCertificate, temporary: Path) -> None:
    async with front(client, temporary) as door:
        assert await door.ask(b"hello", client) == b"hello\n"


async def test_large_data_is_relayed_in_order(client: ClientCertificate, temporary: Path) -> None:
    async with front(client, temporary) as door:
        reader, writer = await door.connect(client)
        writer.write(LARGE + b"\n")
        assert await reader.readline() == LARGE + b"\n"
        await closed(writer)


@pytest.mark.parametrize(
    "stranger",
    [None, ClientCertificate.make(), ClientCertificate.make(ec.SECP256R1())],
    ids=["none", "another P-521", "a P-256"],
)
async def test_clients_without_the_certificate_get_no_answer(
    client: ClientCertificate, temporary: Path, stranger: ClientCertificate | None
) -> None:
    async with front(client, temporary) as door:
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            assert await door.ask(b"hello", stranger) == b""
        assert await door.ask(b"hello", client) == b"hello\n"


async def test_a_client_without_tls_gets_no_answer(client: ClientCertificate, temporary: Path) -> None:
    async with front(client, temporary) as door:
        reader, writer = await asyncio.open_unix_connection(door.path)
        writer.write(b"PRI * HTTP/2.0\n")
        with contextlib.suppress(ConnectionError):
            assert b"PRI" not in await reader.read()
        await closed(writer)


async def test_what_a_client_sends_before_the_server_is_connected_is_not_lost(
    client: ClientCertificate, temporary: Path
) -> None:
    connecting = asyncio.Event()
    async with front(client, temporary, connecting) as door:
        reader, writer = await door.connect(client)
        writer.write(LARGE + b"\n")
        await writer.drain()  # returns when most of it is received
        connecting.set()
        assert await reader.readline() == LARGE + b"\n"
        await closed(writer)


async def test_a_client_is_disconnected_when_the_server_disconnects(client: ClientCertificate, temporary: Path) -> None:
    async with front(client, temporary) as door:
        reader, writer = await door.connect(client)
        writer.write(b"end\n")
        assert await reader.read() == b""
        await closed(writer)
