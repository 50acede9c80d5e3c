"""How a service is reached: with which certificates, and through which proxy. All servers are on loopback."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import certifi
import httpx
import pytest
import socksio

from fakes.authority import Authority
from fakes.loopback import OK, listening, served, tunnel
from fakes.waiting import SECONDS
from stitch_provider.connect import wire
from stitch_provider.connect.exchange import Delivery, ExchangeError
from stitch_provider.connect.proxies import Proxy

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path

HEADERS = {"Authorization": "Bearer ac_token"}


def calling(url: str, **options: str) -> contextlib.aclosing[wire.Wire]:
    return contextlib.aclosing(wire.Wire(url, HEADERS, None, **options))  # type: ignore[arg-type]


async def get(url: str, **options: str) -> int:
    """The status of an answer."""
    async with calling(url, **options) as client:
        return (await client.exchange("GET", "/v4/sources", None, SECONDS)).status


async def reason(url: str, **options: str) -> ExchangeError:
    """Why there is no answer."""
    with pytest.raises(ExchangeError) as caught:
        await get(url, **options)
    return caught.value


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def test_the_environment_and_the_configuration_can_name_the_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    async with served(OK, authority.server()) as (address, _):
        assert await get(f"https://{address}", ca_bundle=str(authority.certificate)) == 200
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate))
        assert await get(f"https://{address}") == 200


async def test_a_refusal_names_the_places_of_the_trusted_certificates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    monkeypatch.setenv("SSL_CERT_DIR", "/nonexistent/certs")
    async with served(OK, Authority(tmp_path).server()) as (address, _):
        refused = await reason(f"https://{address}", ca_bundle=certifi.where())
    assert (refused.delivery, refused.setting) == (Delivery.IMPOSSIBLE, "certificates")
    for part in (
        "unable to get local issuer certificate",
        f"SSL_CERT_FILE={certifi.where()}",
        "SSL_CERT_DIR=/nonexistent/certs, which has none",
        f"ca_bundle ({certifi.where()})",
    ):
        assert part in refused.reason


async def test_for_an_expired_certificate_no_trusted_certificates_are_named(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with served(OK, authority.server(days=-1)) as (address, _):
        refused = await reason(f"https://{address}", ca_bundle=str(authority.certificate))
    assert refused.reason == "its TLS certificate is not accepted: certificate has expired"
    assert (refused.delivery, refused.setting) == (Delivery.IMPOSSIBLE, None)


async def test_certificates_that_cannot_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = str(tmp_path / "gone.pem")
    assert gone in (await reason("https://127.0.0.1:9", ca_bundle=gone)).reason
    monkeypatch.setenv("SSL_CERT_FILE", gone)
    assert f"SSL_CERT_FILE={gone}" in (await reason("https://127.0.0.1:9")).reason


ELSEWHERE = "https://stitch.acme.example"


@pytest.mark.parametrize("odd", ["127.0.0.1,fd00::/8", "[::1]", "[", "*.", "10.0.0.0/99"])
async def test_odd_settings_that_are_not_needed_break_no_call(odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", odd)
    for name in ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "socks5://proxy.acme.example:1")
    async with served(OK) as (address, _):
        assert await get(f"http://{address}") == 200


async def test_a_plain_request_is_made_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(OK) as (address, heads):
        monkeypatch.setenv("HTTP_PROXY", f"ada:s3cret@{address}")
        assert await get("http://stitch.acme.example") == 200
    assert heads[0].startswith(b"GET http://stitch.acme.example/v4/sources HTTP/1.1\r\n")
    assert b"proxy-authorization: basic ywrhonmzy3jlda==" in heads[0].lower()


async def test_a_request_with_tls_is_made_through_a_tunnel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority(tmp_path)
    async with served(OK, authority.server()) as (target, heads), tunnel(target) as (proxy, opened):
        monkeypatch.setenv("HTTPS_PROXY", f"http://ada:s3cret@{proxy}")
        assert await get(ELSEWHERE, ca_bundle=str(authority.certificate)) == 200
    assert opened[0].startswith(b"CONNECT stitch.acme.example:443 HTTP/1.1\r\n")
    assert b"Basic YWRhOnMzY3JldA==" in opened[0]
    assert b"YWRhOnMzY3JldA==" not in heads[0]


async def test_a_proxy_with_tls_is_trusted_like_the_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority(tmp_path)
    async with served(OK, authority.server()) as (proxy, heads):
        monkeypatch.setenv("HTTP_PROXY", f"https://{proxy}")
        assert await get("http://stitch.acme.example", ca_bundle=str(authority.certificate)) == 200
    assert heads[0].startswith(b"GET http://stitch.acme.example/v4/sources HTTP/1.1\r\n")


async def test_a_proxy_that_replaces_certificates_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(OK, Authority(tmp_path).server()) as (target, _), tunnel(target) as (proxy, _):
        monkeypatch.setenv("HTTPS_PROXY", f"http://ada:s3cret@{proxy}")
        refused = await reason(ELSEWHERE)
    assert "unable to get local issuer certificate" in refused.reason
    assert refused.reason.endswith(f"through the proxy http://{proxy} of the environment variable HTTPS_PROXY")
    assert refused.setting == "certificates"


SOCKS_HELLO, SOCKS_SUCCESS = b"\x05\x00", b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
async def test_a_socks_proxy_is_asked_for_the_host(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(3)
        writer.write(SOCKS_HELLO)
        asked.append(await reader.readexactly(5 + len("stitch.acme.example") + 2))
        writer.write(SOCKS_SUCCESS)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)

    async with listening(handle) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"{scheme}://{proxy}")
        assert await get("http://stitch.acme.example") == 200
    assert asked == [b"\x05\x01\x00\x03\x13stitch.acme.example\x00\x50"]


SOCKS = wire.Route(proxy=Proxy("HTTPS_PROXY", "socks5://127.0.0.1:1080"))


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (httpx.ProxyError("Proxy Server could not connect: Host unreachable."), "Host unreachable"),
        (socksio.ProtocolError("Malformed reply"), "its answer is not that of a SOCKS proxy"),
    ],
)
def test_a_failure_of_a_socks_proxy_names_it_and_sends_nothing(failure: Exception, said: str) -> None:
    failed = wire.explain(failure, SOCKS)
    assert failed.reason.startswith("the proxy socks5://127.0.0.1:1080 of the environment variable HTTPS_PROXY failed")
    assert said in failed.reason
    assert (failed.delivery, failed.setting) == (Delivery.NOT_DELIVERED, "proxy")


@pytest.mark.parametrize(
    ("answer", "delivery"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", Delivery.IMPOSSIBLE),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", Delivery.IMPOSSIBLE),
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", Delivery.NOT_DELIVERED),
    ],
)
async def test_a_refusal_names_the_variable_and_the_proxy_without_its_password(
    answer: bytes, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(answer) as (address, _):
        monkeypatch.setenv("HTTPS_PROXY", f"http://ada:s3cret@{address}")
        refused = await reason(ELSEWHERE)
    said = answer.split(b"\r\n")[0].removeprefix(b"HTTP/1.1 ").decode()
    proxy = f"the proxy http://{address} of the environment variable HTTPS_PROXY"
    assert refused.reason == f"{proxy} failed: it refuses to connect: {said}"
    assert (refused.delivery, refused.setting) == (delivery, "proxy")


async def test_a_plain_request_that_the_proxy_refuses_is_not_the_answer_of_the_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with served(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n") as (address, _):
        monkeypatch.setenv("HTTP_PROXY", f"http://{address}")
        refused = await reason("http://stitch.acme.example")
    assert "407 Proxy Authentication Required" in refused.reason
    assert (refused.delivery, refused.setting) == (Delivery.IMPOSSIBLE, "proxy")


async def test_a_proxy_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://ada:s3cret@127.0.0.1:9")
    failed = await reason(ELSEWHERE)
    assert failed.reason.startswith("the proxy http://127.0.0.1:9 of the environment variable HTTPS_PROXY failed: ")
    assert (failed.delivery, failed.setting) == (Delivery.NOT_DELIVERED, "proxy")


async def test_an_answer_that_is_lost_behind_a_proxy_stays_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[")

    async with listening(handle) as address:
        monkeypatch.setenv("HTTP_PROXY", f"http://{address}")
        lost = await reason("http://stitch.acme.example")
    assert (lost.delivery, lost.setting) == (Delivery.UNKNOWN, None)
    assert f"through the proxy http://{address}" in lost.reason


async def test_a_proxy_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://ada:s3cret@proxy.acme.example")
    failed = await reason(ELSEWHERE)
    assert "gopher://proxy.acme.example of the environment variable HTTPS_PROXY" in failed.reason
    assert (failed.delivery, failed.setting) == (Delivery.IMPOSSIBLE, "proxy")
    monkeypatch.setenv("NO_PROXY", "acme.example")
    assert (await reason(ELSEWHERE)).setting is None
