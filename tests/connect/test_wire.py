from __future__ import annotations

import asyncio
import contextlib
import ssl

import httpx
import pytest

from stitch_provider.connect import wire
from stitch_provider.connect.exchange import Delivery, ExchangeError

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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSL_CERT_FILE", "/nonexistent/ca.pem"),
        ("HTTPS_PROXY", "gopher://proxy.acme.example"),
        ("ALL_PROXY", "socks5://x:1"),
    ],
)
def test_wrong_settings_of_the_environment_are_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ExchangeError, match="environment") as caught:
        wire.Wire("https://connect.acme.example", {}, None)
    assert caught.value.delivery is Delivery.IMPOSSIBLE


async def serve(answer: bytes) -> tuple[asyncio.Server, str, list[bytes]]:
    """A server that reads a request's head, answers, and closes."""
    heads: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):  # somebody who looks for a free port
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heads


HEADERS = {"Authorization": "Bearer ac_token", "Content-Type": "application/json"}


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
    server, url, _ = await serve(answer)
    client = wire.Wire(url, HEADERS, None)
    with pytest.raises(ExchangeError) as caught:
        await client.exchange("GET", "/v4/sources", None, 5)
    assert caught.value.delivery is delivery
    await client.aclose()
    server.close()
    await server.wait_closed()


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    other, elsewhere, heads = await serve(b"")
    redirect = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere}/log\r\nContent-Length: 0\r\n\r\n"
    server, url, own_heads = await serve(redirect.encode())
    client = wire.Wire(url, HEADERS, None)
    assert (await client.exchange("GET", "/v4/x", None, 5)).status == 302
    assert b"authorization: bearer ac_token" in own_heads[0].lower()
    assert heads == []
    await client.aclose()
    for one in (server, other):
        one.close()
        await one.wait_closed()


async def test_a_port_where_nobody_listens_is_unsent() -> None:
    server, url, _ = await serve(b"")
    server.close()
    await server.wait_closed()
    client = wire.Wire(url, HEADERS, None)
    with pytest.raises(ExchangeError) as caught:
        await client.exchange("POST", "/v4/sources", b"{}", 5)
    assert caught.value.delivery is Delivery.NOT_DELIVERED
    await client.aclose()


async def test_a_server_without_tls_is_a_failed_connection() -> None:
    server, url, _ = await serve(b"")
    client = wire.Wire(url.replace("http:", "https:"), HEADERS, None)
    with pytest.raises(ExchangeError) as caught:
        await asyncio.wait_for(client.exchange("GET", "/v4/sources", None, 2), 5)
    assert caught.value.delivery in {Delivery.IMPOSSIBLE, Delivery.NOT_DELIVERED}
    await client.aclose()
    server.close()
