"""The relay in front of a server that returns what it receives."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import tempfile
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from fakes.host import ClientCertificate
from stitch_provider.terraform.plugin import certificate, relay, sockets, tls

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

    def __init__(self, path: str, inner: Path, server: certificate.Certificate, relay: relay.Relay) -> None:
        self.path = path
        self.inner = inner
        self.server = server
        self.relay = relay
        self.connections = 0

    def context(self, client: ClientCertificate | None) -> ssl.SSLContext:
        context = ssl.create_default_context(cadata=self.server.der)
        if client is not None:
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(client.certificate + client.key)
                file.flush()
                context.load_cert_chain(file.name)
        return context

    async def ask(self, question: bytes, client: ClientCertificate | None) -> bytes:
        """The answer to a question, or nothing if the connection is closed instead."""
        reader, writer = await asyncio.open_unix_connection(
            self.path, ssl=self.context(client), server_hostname="localhost"
        )
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
async def front(client: ClientCertificate, directory: Path) -> AsyncIterator[Front]:
    echoes: list[asyncio.Task[None] | None] = []

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        echoes.append(asyncio.current_task())
        with contextlib.suppress(ConnectionError):
            writer.write(b"early ")
            while line := await reader.readline():
                writer.write(LARGE + b"\n" if line == b"large\n" else line)
        await closed(writer)

    made = certificate.make()
    inner = directory / "inner"
    server = await asyncio.start_unix_server(echo, inner)
    private = sockets.PrivateDirectory(str(directory))
    listener = sockets.listen(private.file("plugin"))
    running = await relay.start(listener, tls.context(made, client.certificate, private), str(inner))
    yield Front(private.file("plugin"), inner, made, running)
    running.close()
    server.close()
    for task in filter(None, echoes):
        await task


async def test_a_client_with_the_certificate_reaches_the_server(client: ClientCertificate, tmp_path: Path) -> None:
    async with front(client, tmp_path) as door:
        assert await door.ask(b"hello", client) == b"early hello\n"


async def test_large_data_is_relayed_in_order(client: ClientCertificate, tmp_path: Path) -> None:
    async with front(client, tmp_path) as door:
        reader, writer = await asyncio.open_unix_connection(
            door.path, ssl=door.context(client), server_hostname="localhost", limit=2 * len(LARGE)
        )
        writer.write(b"large\n")
        assert await reader.readline() == b"early " + LARGE + b"\n"
        await closed(writer)


@pytest.mark.parametrize(
    "stranger",
    [None, ClientCertificate.make(), ClientCertificate.make(ec.SECP256R1())],
    ids=["none", "another P-521", "a P-256"],
)
async def test_clients_without_the_certificate_get_no_answer(
    client: ClientCertificate, tmp_path: Path, stranger: ClientCertificate | None
) -> None:
    async with front(client, tmp_path) as door:
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            assert await door.ask(b"hello", stranger) == b""
        assert await door.ask(b"hello", client) == b"early hello\n"


async def test_a_client_without_tls_gets_no_answer(client: ClientCertificate, tmp_path: Path) -> None:
    async with front(client, tmp_path) as door:
        reader, writer = await asyncio.open_unix_connection(door.path)
        writer.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            assert b"early" not in await reader.read()
        await closed(writer)


async def test_the_path_of_the_inner_socket_is_removed(client: ClientCertificate, tmp_path: Path) -> None:
    async with front(client, tmp_path) as door:
        assert not door.inner.exists()


async def test_a_client_can_connect_again_a_few_times(client: ClientCertificate, tmp_path: Path) -> None:
    async with front(client, tmp_path) as door:
        answers = [await door.ask(b"hello", client) for _ in range(5)]
    assert answers == [b"early hello\n"] * 4 + [b""]


async def test_no_client_is_accepted_after_close(client: ClientCertificate, tmp_path: Path) -> None:
    async with front(client, tmp_path) as door:
        door.relay.close()
        with pytest.raises((ConnectionError, FileNotFoundError)):  # from Python 3.13 on the socket's path goes as well
            await door.ask(b"hello", client)
