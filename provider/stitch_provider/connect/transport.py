"""Sends a request, repeats it if that is safe, and raises its failure as an error of this package.

What may be sent again:

- a request that can be repeated (GET, PUT, DELETE): after failed connections, timeouts and the statuses in
  `TRANSIENT`;
- a create: only if it certainly did not reach the service, or was refused with 429 and its object cannot be looked
  up. Any other failure leaves open whether the object exists, and `recovery` searches for it.

A request that was sent is never broken off here: a caller of a read may stop waiting for it (`Deadline.run`), and a
write ends by itself. Terraform's request to stop ends pauses and prevents the next attempt.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from stitch_provider.connect.connections import Connections
from stitch_provider.connect.errors import EndedError, UnauthorizedError
from stitch_provider.connect.exchange import Answer, Delivery, ExchangeError
from stitch_provider.connect.failures import failure
from stitch_provider.connect.log import log_exchange
from stitch_provider.connect.request import Request
from stitch_provider.connect.retry import RETRIES, next_pause, parse_retry_after
from stitch_provider.connect.shared_calls import SharedCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx

    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.wire import Wire

READ_TIMEOUT = 60.0
"""Seconds that the service may take for an answer, less where the operation has less."""

TRANSIENT = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""Statuses after which the same request may succeed."""


class Transport:
    """Sends requests to one service."""

    def __init__(
        self, token: str | None, *, base_url: str, user_agent: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """`token` and `base_url` have passed `address`; without a token only requests that need none can be sent."""
        self._token = token
        self._base_url = base_url
        self._host = urlsplit(base_url).netloc.rpartition("@")[2]
        self._user_agent = user_agent
        self._transport = transport
        self._connections = Connections()
        self._opening: SharedCall[Wire] | None = None

    async def send(self, request: Request, deadline: Deadline) -> Answer:
        """The answer to a request that succeeded. Raises ConnectError."""
        headers, body = self._headers(request), request.encode()
        pauses = RETRIES.pauses()
        attempts, failed = 0, None
        try:
            while True:
                async with self._connections.one(deadline):
                    attempts += 1
                    outcome = await self._attempt(request, headers, body, attempts, deadline)
                if isinstance(outcome, Answer) and request.accepts(outcome.status):
                    return replace(outcome, attempts=attempts)
                asked = _asked_pause(outcome)
                failed = failure(request, outcome, host=self._host, attempts=attempts, retry_after=asked)
                pause = _pause_before_next(request, outcome, asked, pauses)
                if pause is None:
                    raise failed
                await deadline.pause_before_attempt(pause)
        except EndedError as ended:
            if failed is None:
                raise
            raise ended.after(failed, attempts) from failed

    async def download(self, address: str, deadline: Deadline) -> Answer:
        """What an absolute address serves, asked for without the token, wherever it is. Raises ConnectError."""
        parts = urlsplit(address)
        elsewhere = Transport(
            None,
            base_url=f"{parts.scheme}://{parts.netloc}",
            user_agent=self._user_agent,
            transport=self._transport,
        )
        path = parts.path or "/"
        try:
            return await elsewhere.send(
                Request("GET", f"{path}?{parts.query}" if parts.query else path, bearer=False), deadline
            )
        finally:
            await elsewhere.aclose()

    @property
    def base_url(self) -> str:
        """The address of the service, without a slash at its end."""
        return self._base_url

    @property
    def host(self) -> str:
        """The host of that address, with its port where one is given."""
        return self._host

    async def aclose(self) -> None:
        """Close the connections, if there are any."""
        if self._opening is not None and (wire := self._opening.value) is not None:
            await wire.aclose()

    def _headers(self, request: Request) -> Mapping[str, str]:
        headers = {"Content-Type": request.media_type}
        if not request.bearer:
            return headers
        if self._token is None:
            raise UnauthorizedError(f"{request}: there is no API token to make this call with", sent=False)
        return headers | {"Authorization": f"Bearer {self._token}"}

    async def _attempt(
        self, request: Request, headers: Mapping[str, str], body: bytes | None, attempt: int, deadline: Deadline
    ) -> Answer | ExchangeError:
        clock = asyncio.get_running_loop().time
        began = clock()
        remaining = deadline.remaining()
        seconds = READ_TIMEOUT if remaining is None else min(READ_TIMEOUT, remaining)
        outcome: Answer | ExchangeError
        try:
            wire = await self._open()
            outcome = await wire.exchange(request.method, request.path, body, seconds, headers)
        except ExchangeError as error:
            outcome = error
        log_exchange(
            method=request.method,
            path=request.route,
            status=outcome.status if isinstance(outcome, Answer) else outcome.reason,
            seconds=clock() - began,
            attempt=attempt,
        )
        return outcome

    async def _open(self) -> Wire:
        """The wire, made by the first request: in a thread, as the event loop has other work in the meantime."""
        if self._opening is None or not self._opening.usable:
            self._opening = SharedCall(self._make_wire)
        return self._opening.value or await self._opening.result()

    async def _make_wire(self) -> Wire:
        if self._transport is not None:
            return self._wire()
        return await asyncio.to_thread(self._wire)

    def _wire(self) -> Wire:
        from stitch_provider.connect.wire import Wire

        return Wire(self._base_url, {"Accept": "application/json", "User-Agent": self._user_agent}, self._transport)


def _asked_pause(outcome: Answer | ExchangeError) -> float | None:
    """Seconds that the service asks to wait, None where it does not."""
    if isinstance(outcome, ExchangeError):
        return None
    return parse_retry_after(outcome.headers.get("Retry-After"), outcome.server_time)


def _pause_before_next(
    request: Request, outcome: Answer | ExchangeError, asked: float | None, pauses: Iterator[float]
) -> float | None:
    """Seconds until the request may be sent again, None where it may not."""
    return next_pause(next(pauses, None), asked) if _repeatable(request, outcome) else None


def _repeatable(request: Request, outcome: Answer | ExchangeError) -> bool:
    """Whether the same request may be sent again and may succeed then."""
    if isinstance(outcome, ExchangeError):
        return outcome.delivery is Delivery.NOT_DELIVERED or (
            outcome.delivery is Delivery.UNKNOWN and not request.create
        )
    if request.create:
        return outcome.status == HTTPStatus.TOO_MANY_REQUESTS and not request.lookup
    return outcome.status in TRANSIENT
