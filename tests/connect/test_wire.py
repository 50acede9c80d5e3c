from __future__ import annotations

import asyncio
import contextlib
import gzip
import ssl
from typing import TYPE_CHECKING

import httpx
import pytest

from fakes.loopback import OK, listening, refusing
from fakes.waiting import SECONDS
from stitch_provider.connect import wire
from stitch_provider.connect.exchange import Delivery, ExchangeError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

EXCEPTIONS = [
    kind for name in httpx.__all__ if isinstance(kind := getattr(httpx, name), type) and issubclass(kind, Exception)
]


def make(kind: type[Exception]) -> Exception:
    request = httpx.Request("GET", "https://connect.acme.example")
    if kind is httpx.HTTPStatusError:
        return httpx.HTTPStatusError("s3cret", request=request, response=httpx.Response(500))
    try:
        return kind("s3cret")
    except TypeError:
        return kind()


def wire_to(transport: httpx.AsyncBaseTransport) -> wire.Wire:
    return wire.Wire("https://connect.acme.example", {"Authorization": "Bearer s3cret"}, transport)


@pytest.mark.parametrize("kind", EXCEPTIONS)
async def test_every_exception_of_httpx_becomes_a_reason(kind: type[Exception]) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise make(kind)

    with pytest.raises(ExchangeError) as caught:
        await wire_to(httpx.MockTransport(fail)).exchange("GET", "/v4/sources", None, 1)
    assert caught.value.reason
    assert "s3cret" not in caught.value.reason or issubclass(kind, httpx.ConnectError)


SURELY_UNSENT = {
    httpx.ConnectTimeout,
    httpx.ConnectError,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.LocalProtocolError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
}


@pytest.mark.parametrize("kind", EXCEPTIONS)
def test_only_what_cannot_have_arrived_counts_as_unsent(kind: type[Exception]) -> None:
    unsent = wire.explain(make(kind)).delivery in {Delivery.NOT_DELIVERED, Delivery.IMPOSSIBLE}
    assert unsent == (kind in SURELY_UNSENT)


def test_an_untrusted_certificate_is_named_and_not_tried_again() -> None:
    refusal = ssl.SSLCertVerificationError(1, "certificate verify failed")
    refusal.verify_message = "self-signed certificate"
    error = httpx.ConnectError("[SSL] ...")
    error.__cause__ = OSError()
    error.__cause__.__context__ = refusal
    explained = wire.explain(error)
    assert explained.delivery is Delivery.IMPOSSIBLE
    assert "self-signed certificate" in explained.reason


def test_other_failures_of_tls_are_told_apart_from_the_network() -> None:
    error = httpx.ConnectError("[SSL: WRONG_VERSION_NUMBER]")
    error.__cause__ = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")
    assert "TLS" in wire.explain(error).reason


HEADERS = {"Authorization": "Bearer ac_token", "Content-Type": "application/json"}


@contextlib.asynccontextmanager
async def serving(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that reads a request's head, answers, and closes: its address, and the heads that it gets."""
    heads: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()

    async with listening(handle) as address:
        yield f"http://{address}", heads


def calling(url: str) -> contextlib.aclosing[wire.Wire]:
    """A client of the server at this address."""
    return contextlib.aclosing(wire.Wire(url, HEADERS, None))


@pytest.mark.parametrize(
    ("answer", "delivery"),
    [
        (b"", Delivery.UNKNOWN),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[", Delivery.UNKNOWN),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[", Delivery.UNKNOWN),
        (b"SSH-2.0-OpenSSH_9.6\r\n", Delivery.UNKNOWN),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Encoding: gzip\r\n\r\nabc", Delivery.UNREADABLE),
    ],
)
async def test_broken_answers_of_a_real_server_are_recognized(answer: bytes, delivery: Delivery) -> None:
    async with serving(answer) as (url, _), calling(url) as client:
        with pytest.raises(ExchangeError) as caught:
            await client.exchange("GET", "/v4/sources", None, SECONDS)
        assert caught.value.delivery is delivery


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    async with serving(b"") as (elsewhere, heads):
        redirect = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere}/log\r\nContent-Length: 0\r\n\r\n"
        async with serving(redirect.encode()) as (url, own_heads), calling(url) as client:
            assert (await client.exchange("GET", "/v4/x", None, SECONDS)).status == 302
            assert b"authorization: bearer ac_token" in own_heads[0].lower()
            assert heads == []


async def test_a_port_where_nobody_listens_is_unsent() -> None:
    with refusing() as address:
        async with calling(f"http://{address}") as client:
            with pytest.raises(ExchangeError) as caught:
                await client.exchange("POST", "/v4/sources", b"{}", SECONDS)
        assert caught.value.delivery is Delivery.NOT_DELIVERED


async def test_a_server_without_tls_is_a_failed_connection() -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with listening(handle) as address, calling(f"https://{address}") as client:
        with pytest.raises(ExchangeError) as caught:
            await client.exchange("GET", "/v4/sources", None, SECONDS)
        assert caught.value.delivery is Delivery.IMPOSSIBLE


async def test_a_server_that_does_not_answer_the_handshake_is_a_failed_connection() -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with (
        listening(handle) as address,
        contextlib.aclosing(wire.Wire(f"https://{address}", HEADERS, None, connect_within=0.1)) as client,
    ):
        with pytest.raises(ExchangeError, match="did not accept a connection in time") as caught:
            await client.exchange("GET", "/v4/sources", None, SECONDS)
        assert caught.value.delivery is Delivery.NOT_DELIVERED


@contextlib.asynccontextmanager
async def answering(answer: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> AsyncIterator[wire.Wire]:
    """A client that is connected to a server, which answers its next request in this way."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        await reader.readuntil(b"\r\n\r\n")
        await answer(writer)

    async with listening(handle) as address, calling(f"http://{address}") as client:
        await client.exchange("GET", "/", None, SECONDS)
        yield client


def dripping(head: bytes, drop: bytes) -> Callable[[asyncio.StreamWriter], Awaitable[None]]:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.02)

    return drip


def endless(head: bytes, part: bytes) -> Callable[[asyncio.StreamWriter], Awaitable[None]]:
    async def pour(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(part)
            await writer.drain()

    return pour


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
UNTIL_CLOSED = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (CHUNKED + b"\r\n", b"1\r\n[\r\n"),
        (UNTIL_CLOSED + b"\r\n", b" "),
        (UNTIL_CLOSED + b"Content-Length: 99999\r\n\r\n", b" "),
    ],
    ids=["headers", "interim answers", "chunks", "until closed", "content length"],
)
async def test_an_answer_that_arrives_in_small_pieces_is_cut_off_when_its_time_is_over(
    head: bytes, drop: bytes
) -> None:
    async with answering(dripping(head, drop)) as client:
        async with asyncio.timeout(SECONDS):
            with pytest.raises(ExchangeError, match="did not answer in time") as caught:
                await client.exchange("POST", "/v4/sources", b"{}", 0.2)
        assert caught.value.delivery is Delivery.UNKNOWN


def gzipped(size: int) -> bytes:
    return gzip.compress(bytes(size), compresslevel=9)


@pytest.mark.parametrize(
    ("head", "part"),
    [
        (UNTIL_CLOSED + b"\r\n", b" " * 65536),
        (CHUNKED + b"\r\n", b"10000\r\n" + b" " * 65536 + b"\r\n"),
        (UNTIL_CLOSED + b"Content-Length: 99999999999\r\n\r\n", b" " * 65536),
        (UNTIL_CLOSED + b"Content-Encoding: gzip\r\n\r\n", gzipped(50_000_000)),
    ],
    ids=["until closed", "chunks", "content length", "gzip"],
)
async def test_of_a_huge_answer_only_the_beginning_is_read(head: bytes, part: bytes) -> None:
    async with answering(endless(head, part)) as client:
        answer = await client.exchange("GET", "/v4/sources", None, SECONDS, most=100_000)
    assert (answer.status, len(answer.body), answer.cut) == (200, 100_000, True)


async def test_an_answer_of_exactly_the_greatest_size_is_whole() -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(UNTIL_CLOSED + b"Content-Length: 1000\r\n\r\n" + b" " * 1000)

    async with answering(answer) as client:
        found = await client.exchange("GET", "/v4/sources", None, SECONDS, most=1000)
    assert (len(found.body), found.cut) == (1000, False)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "deflate, gzip"])
async def test_an_encoding_that_can_expand_without_bound_is_not_read(encoding: str) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: 2\r\n\r\n[]".encode())

    async with answering(answer) as client:
        with pytest.raises(ExchangeError, match="compressed in a way that cannot be read") as caught:
            await client.exchange("GET", "/v4/sources", None, SECONDS)
    assert caught.value.delivery is Delivery.UNREADABLE


async def test_only_encodings_that_can_be_read_are_asked_for() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    async with serving(answer) as (url, heads), calling(url) as client:
        await client.exchange("GET", "/v4/sources", None, SECONDS)
    assert b"accept-encoding: gzip, deflate\r\n" in heads[0].lower()


async def test_a_host_that_is_no_internationalized_name_is_not_valid() -> None:
    async with calling("http://xn--.example") as client:
        with pytest.raises(ExchangeError, match="its address is not valid") as caught:
            await client.exchange("GET", "/v4/sources", None, SECONDS)
    assert caught.value.delivery is Delivery.IMPOSSIBLE
