"""One HTTP exchange: the only module that imports httpx, and the only one that handles its exceptions.

Its import, with the reading of the trust store, takes as long as all else of a short process; `transport` imports it
with the first request and in a thread.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from typing import TYPE_CHECKING

from stitch_provider.connect.connections import CONNECTIONS
from stitch_provider.connect.exchange import Answer, Delivery, ExchangeError
from stitch_provider.connect.limits import DEFAULT_LIMITS

# Where click and rich are installed, httpx imports its own command line, which takes twice as long as the rest of it.
# What is None here cannot be imported, and httpx does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

import httpx

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    httpx.ProxyError: (Delivery.NOT_DELIVERED, "the proxy of the environment refuses to connect"),
    httpx.DecodingError: (Delivery.UNREADABLE, "its answer is compressed in a way that cannot be read"),
    httpx.TooManyRedirects: (Delivery.UNREADABLE, "it redirects without end"),
    httpx.CookieConflict: (Delivery.UNREADABLE, "its cookies contradict each other"),
    httpx.HTTPError: (Delivery.UNKNOWN, "the exchange failed"),
    httpx.StreamError: (Delivery.UNKNOWN, "the answer could not be read to its end"),
}
"""By the nearest class; `HTTPError`, `StreamError`, `InvalidURL` and `CookieConflict` are the roots of httpx.

A host name that cannot be encoded, such as `xn--.example`, is a UnicodeError.
"""

_NO_HEADERS: Mapping[str, str] = {}


class Wire:
    """A client for one service. Redirects are never followed: the token goes to this host only."""

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        transport: httpx.AsyncBaseTransport | None,
        *,
        connect_within: float = DEFAULT_LIMITS.connection,
    ) -> None:
        """Read the trust store; open no connection. Raises ExchangeError for wrong settings of the environment."""
        self._base_url = base_url
        self._connect_within = connect_within
        try:
            self._client = httpx.AsyncClient(
                headers={"Accept-Encoding": "gzip, deflate"} | dict(headers),
                transport=transport,
                limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
                verify=_trust(base_url) if transport is None else False,
                follow_redirects=False,
                event_hooks={"response": [_hide_location]},
            )
        except ImportError:
            raise ExchangeError(
                Delivery.IMPOSSIBLE, "the environment names a SOCKS proxy, which is not supported"
            ) from None
        except (OSError, ValueError, httpx.InvalidURL):
            reason = "the proxy settings or the certificate files that the environment names cannot be used"
            raise ExchangeError(Delivery.IMPOSSIBLE, reason) from None

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
            raise explain(httpx.ReadTimeout("")) from None
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict, UnicodeError) as error:
            raise explain(error) from error
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


def explain(error: Exception) -> ExchangeError:
    """What an exception of httpx means. Its own text is only quoted where it comes from the network or from TLS."""
    if (refusal := _tls_refusal(error)) is not None:
        return ExchangeError(Delivery.IMPOSSIBLE, f"its TLS certificate or protocol is not accepted: {refusal}")
    delivery, reason = next(_MEANINGS[kind] for kind in type(error).__mro__ if kind in _MEANINGS)
    if isinstance(error, httpx.ConnectError) and str(error):
        reason = f"{reason}: {error}"
    return ExchangeError(delivery, reason)


def _tls_refusal(error: BaseException) -> str | None:
    """The reason of the `ssl` error that made a connection fail."""
    if not isinstance(error, httpx.ConnectError):
        return None
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        if isinstance(cause, ssl.SSLError):
            return getattr(cause, "reason", None) or "handshake failed"
        cause = cause.__cause__ or cause.__context__
    return None


def _trust(base_url: str) -> ssl.SSLContext:
    """The trust store; an empty one for plain HTTP, which uses none and should not wait for it to be read."""
    if base_url.startswith("https:"):
        return httpx.create_ssl_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
