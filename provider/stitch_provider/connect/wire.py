"""One HTTP exchange: the only module that imports httpx, and the only one that handles its exceptions.

Its import, with the reading of the trust store, takes as long as all else of a short process; `transport` imports it
with the first request and in a thread.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

from stitch_provider.connect.connections import CONNECTIONS
from stitch_provider.connect.errors import InvalidBundleError
from stitch_provider.connect.exchange import Answer, Delivery, ExchangeError
from stitch_provider.connect.limits import DEFAULT_LIMITS
from stitch_provider.connect.proxies import Proxy, ProxySettingError, proxy_for
from stitch_provider.connect.trust import TrustError, trust

# Where click and rich are installed, httpx imports its own command line, which takes twice as long as the rest of it.
# What is None here cannot be imported, and httpx does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

import httpx
from msgspec import Struct
from socksio import SOCKSError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.connect.errors import Setting

_ENCODINGS = {"", "identity", "gzip", "deflate"}
"""The values of Content-Encoding that can be read. What 64 KiB of these expand to fits in memory."""

_MEANINGS: Mapping[type[Exception], tuple[Delivery, str]] = {
    httpx.ConnectTimeout: (Delivery.NOT_DELIVERED, "it did not accept a connection in time"),
    httpx.ConnectError: (Delivery.NOT_DELIVERED, "no connection"),
    httpx.PoolTimeout: (Delivery.NOT_DELIVERED, "too many requests wait for a connection"),
    httpx.ReadTimeout: (Delivery.UNKNOWN, "it did not answer in time"),
    httpx.WriteTimeout: (Delivery.UNKNOWN, "it did not take the request in time"),
    httpx.ReadError: (Delivery.UNKNOWN, "the connection broke before the answer was complete"),
    httpx.WriteError: (Delivery.UNKNOWN, "the connection broke while the request was sent"),
    httpx.CloseError: (Delivery.UNKNOWN, "the connection broke while it was closed"),
    httpx.RemoteProtocolError: (Delivery.UNKNOWN, "it closed the connection before the answer was complete"),
    httpx.LocalProtocolError: (Delivery.IMPOSSIBLE, "the request cannot be written as HTTP"),
    httpx.UnsupportedProtocol: (Delivery.IMPOSSIBLE, "only http and https addresses can be called"),
    httpx.InvalidURL: (Delivery.IMPOSSIBLE, "its address is not valid"),
    UnicodeError: (Delivery.IMPOSSIBLE, "its address is not valid"),
    httpx.ProxyError: (Delivery.NOT_DELIVERED, "it refuses to connect"),
    SOCKSError: (Delivery.NOT_DELIVERED, "its answer is not that of a SOCKS proxy"),
    httpx.DecodingError: (Delivery.UNREADABLE, "its answer is compressed in a way that cannot be read"),
    httpx.TooManyRedirects: (Delivery.UNREADABLE, "it redirects without end"),
    httpx.CookieConflict: (Delivery.UNREADABLE, "its cookies contradict each other"),
    httpx.HTTPError: (Delivery.UNKNOWN, "the exchange failed"),
    httpx.StreamError: (Delivery.UNKNOWN, "the answer could not be read to its end"),
}
"""By the nearest class; `HTTPError`, `StreamError`, `InvalidURL` and `CookieConflict` are the roots of httpx.

SOCKSError is that of the library with which httpx speaks to SOCKS proxies, and which it lets through.
A host name that cannot be encoded, such as `xn--.example`, is a UnicodeError.
"""

_NO_HEADERS: Mapping[str, str] = {}

_AUTHENTICATE = "407 Proxy Authentication Required"
_LASTING_REFUSALS = ("403 ", "407 ")
"""Refusals of a proxy that another attempt does not change."""

_FLAWS_OF_THE_CERTIFICATE = {9, 10, 62, 64}
"""Codes of OpenSSL for a certificate that is not yet or no longer valid, or is that of another host or address."""


class Route(Struct, frozen=True, kw_only=True):
    """How a service is reached: through which proxy, and where the trusted certificates are from."""

    proxy: Proxy | None = None
    places: tuple[str, ...] = ()


_DIRECT = Route()


class Wire:
    """A client for one service. Redirects are never followed: the token goes to this host only."""

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        transport: httpx.AsyncBaseTransport | None,
        *,
        connect_within: float = DEFAULT_LIMITS.connection,
        ca_bundle: str | None = None,
    ) -> None:
        """Read the trust store; open no connection. Raises ExchangeError for settings that cannot be used."""
        self._base_url = base_url
        self._connect_within = connect_within
        self._route, context = (_DIRECT, _no_certificates()) if transport is not None else _route(base_url, ca_bundle)
        self._client = httpx.AsyncClient(
            headers={"Accept-Encoding": "gzip, deflate"} | dict(headers),
            transport=transport,
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            verify=context,
            proxy=_http_proxy(self._route.proxy, context),
            trust_env=False,
            follow_redirects=False,
            event_hooks={"response": [_hide_location]},
        )

    async def exchange(
        self,
        method: str,
        path: str,
        body: bytes | None,
        seconds: float,
        headers: Mapping[str, str] = _NO_HEADERS,
        *,
        most: int = DEFAULT_LIMITS.answer_size,
    ) -> Answer:
        """Send one request and read `most` bytes of its answer, all in so many seconds. Raises ExchangeError."""
        # Half of the time each for TCP and TLS: what ends during one of them was certainly not sent.
        timeout = httpx.Timeout(None, connect=min(seconds / 2, self._connect_within))
        try:
            async with (
                asyncio.timeout(seconds),
                self._client.stream(
                    method,
                    self._base_url + path,
                    content=body,
                    headers=dict(headers),
                    timeout=timeout,
                ) as response,
            ):
                content, cut = await _read(response, most)
                headers = _with_location(response)
        except TimeoutError:
            raise explain(httpx.ReadTimeout(""), self._route) from None
        except tuple(_MEANINGS) as error:
            raise explain(error, self._route) from error
        if response.status_code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED and self._route.proxy is not None:
            raise explain(httpx.ProxyError(_AUTHENTICATE), self._route)
        return Answer(response.status_code, headers, content, cut=cut)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _hide_location(response: httpx.Response) -> None:
    """Hide the address of a redirect from httpx, which reads it although it does not follow it.

    An address that is not valid would then look like a broken connection, or like a request that was never sent.
    """
    response.extensions["location"] = response.headers.pop("Location", None)


def _with_location(response: httpx.Response) -> httpx.Headers:
    location = response.extensions.pop("location", None)
    if location is not None:
        response.headers["Location"] = location
    return response.headers


async def _read(response: httpx.Response, most: int) -> tuple[bytes, bool]:
    """The first so many bytes of the body, decompressed, and whether there are more."""
    if response.headers.get("Content-Encoding", "").strip().lower() not in _ENCODINGS:
        raise httpx.DecodingError("")
    parts, size = [], 0
    async for part in response.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > most:
            return b"".join(parts)[:most], True
    return b"".join(parts), False


def explain(error: Exception, route: Route = _DIRECT) -> ExchangeError:
    """What an exception of httpx means. Its own text is only quoted where it comes from the network or from TLS."""
    if (refusal := _tls_refusal(error)) is not None:
        return _refused_tls(refusal, route)
    delivery, reason = next(_MEANINGS[kind] for kind in type(error).__mro__ if kind in _MEANINGS)
    if route.proxy is None:
        if isinstance(error, httpx.ConnectError) and str(error):
            reason = f"{reason}: {error}"
        return ExchangeError(delivery, reason)
    if not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError | SOCKSError):
        return ExchangeError(delivery, f"{reason}, through {route.proxy}")
    if str(error).startswith(_LASTING_REFUSALS):
        delivery = Delivery.IMPOSSIBLE
    said = f": {error}" if str(error) else ""
    return ExchangeError(delivery, f"{route.proxy} failed: {reason}{said}", "proxy")


def _refused_tls(refusal: ssl.SSLError, route: Route) -> ExchangeError:
    """TLS is not accepted. Where that may depend on the trusted certificates, the reason names where they are from."""
    setting: Setting | None = None
    if isinstance(refusal, ssl.SSLCertVerificationError):
        reason = f"its TLS certificate is not accepted: {refusal.verify_message}"
        if getattr(refusal, "verify_code", None) not in _FLAWS_OF_THE_CERTIFICATE:
            reason += f"; the trusted certificates are those of {', '.join(route.places)}"
            setting = "certificates"
    else:
        reason = f"its TLS protocol is not accepted: {getattr(refusal, 'reason', None) or 'handshake failed'}"
    if route.proxy is not None:
        reason += f"; the connection goes through {route.proxy}"
    return ExchangeError(Delivery.IMPOSSIBLE, reason, setting)


def _tls_refusal(error: BaseException) -> ssl.SSLError | None:
    """The `ssl` error that made a connection fail."""
    if not isinstance(error, httpx.ConnectError):
        return None
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return cause


def _route(base_url: str, ca_bundle: str | None) -> tuple[Route, ssl.SSLContext]:
    """How to reach the service. Plain HTTP needs no certificates and does not wait until they are read."""
    try:
        proxy = proxy_for(base_url, os.environ)
    except ProxySettingError as error:
        raise ExchangeError(Delivery.IMPOSSIBLE, str(error), "proxy") from None
    if not base_url.startswith("https:") and (proxy is None or not proxy.address.startswith("https:")):
        return Route(proxy=proxy), _no_certificates()
    try:
        trusted = trust(ca_bundle, os.environ)
    except (TrustError, InvalidBundleError) as error:
        raise ExchangeError(Delivery.IMPOSSIBLE, str(error), "certificates") from None
    return Route(proxy=proxy, places=trusted.places), trusted.context


def _no_certificates() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _http_proxy(proxy: Proxy | None, context: ssl.SSLContext) -> httpx.Proxy | None:
    if proxy is None:
        return None
    secure = context if proxy.address.startswith("https:") else None
    return httpx.Proxy(proxy.address, ssl_context=secure, auth=(proxy.user, proxy.password) if proxy.user else None)
