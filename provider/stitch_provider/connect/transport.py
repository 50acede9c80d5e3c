"""Sends a request, repeats it if that is safe, and raises its failure as an error of this package.

What may be sent again:

- a request that can be repeated (GET, PUT, DELETE): after failed connections, timeouts and the statuses in
  `TRANSIENT`;
- a create: only if it certainly did not reach the service, or was refused with 429 and its object cannot be looked
  up. Any other failure leaves open whether the object exists, and `recovery` searches for it.

A request that was sent is broken off when its time is over (`Limits.answer`, less where the operation has less), and
not when Terraform asks to stop: that ends pauses and prevents the next attempt. A caller of a read may stop waiting for
it (`Deadline.run`). How often and for how long a request is repeated is decided in `attempts`.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from stitch_provider.connect.attempts import Attempts
from stitch_provider.connect.connections import Connections
from stitch_provider.connect.errors import EndedError, UnauthorizedError
from stitch_provider.connect.exchange import Answer, Delivery, ExchangeError
from stitch_provider.connect.failures import failure
from stitch_provider.connect.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from stitch_provider.connect.log import log_exchange
from stitch_provider.connect.request import Request
from stitch_provider.connect.retry import parse_retry_after
from stitch_provider.connect.shared_calls import SharedCall

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.wire import Wire

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
        self,
        token: str | None,
        *,
        base_url: str,
        user_agent: str,
        limits: Limits = DEFAULT_LIMITS,
        ca_bundle: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`token` and `base_url` have passed `address`; without a token only requests that need none can be sent."""
        self._token = token
        self._base_url = base_url
        self._host = urlsplit(base_url).netloc.rpartition("@")[2]
        self._user_agent = user_agent
        self._limits = limits
        self._ca_bundle = ca_bundle
        self._transport = transport
        self._connections = Connections()
        self._opening: SharedCall[Wire] | None = None

    async def send(self, request: Request, deadline: Deadline) -> Answer:
        """The answer to a request that succeeded. Raises ConnectError."""
        headers, body = self._headers(request), request.encode()
        attempts = Attempts(self._limits, deadline, rationed=request.rationed)
        made, failed = 0, None
        try:
            while True:
                async with self._connections.one(deadline):
                    made += 1
                    began = _clock()
                    outcome = await self._attempt(request, headers, body, made, attempts.seconds)
                    took = _clock() - began
                if isinstance(outcome, Answer) and request.accepts(outcome.status):
                    return replace(outcome, attempts=made)
                asked = _asked_pause(outcome)
                failed = failure(request, outcome, host=self._host, attempts=made, retry_after=asked)
                too_many = failed.status == HTTPStatus.TOO_MANY_REQUESTS
                again = _repeatable(request, outcome)
                if not (again and await attempts.next(too_many=too_many, asked=asked, took=took)):
                    raise failed
        except EndedError as ended:
            if failed is None:
                raise
            raise ended.after(failed, made) from failed

    async def download(self, address: str, deadline: Deadline) -> Answer:
        """What an absolute address serves, asked for without the token, wherever it is. Raises ConnectError.

        Only the beginning of a long text is read (`Limits.log_size`).
        """
        parts = urlsplit(address)
        elsewhere = Transport(
            None,
            base_url=f"{parts.scheme}://{parts.netloc}",
            user_agent=self._user_agent,
            limits=self._limits,
            ca_bundle=self._ca_bundle,
            transport=self._transport,
        )
        path = parts.path or "/"
        try:
            return await elsewhere.send(
                Request("GET", f"{path}?{parts.query}" if parts.query else path, bearer=False, partial=True), deadline
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
        self, request: Request, headers: Mapping[str, str], body: bytes | None, attempt: int, seconds: float
    ) -> Answer | ExchangeError:
        began = _clock()
        outcome: Answer | ExchangeError
        try:
            wire = await self._open()
            most = self._limits.log_size if request.partial else self._limits.answer_size
            answer = await wire.exchange(request.method, request.path, body, seconds, headers, most=most)
            outcome = _too_large(most) if answer.cut and request.needs_all_of(answer.status) else answer
        except ExchangeError as error:
            outcome = error
        log_exchange(
            method=request.method,
            path=request.route,
            status=outcome.status if isinstance(outcome, Answer) else outcome.reason,
            seconds=_clock() - began,
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

        headers = {"Accept": "application/json", "User-Agent": self._user_agent}
        return Wire(
            self._base_url,
            headers,
            self._transport,
            connect_within=self._limits.connection,
            ca_bundle=self._ca_bundle,
        )


def _asked_pause(outcome: Answer | ExchangeError) -> float | None:
    """Seconds that the service asks to wait, None where it does not."""
    if isinstance(outcome, ExchangeError):
        return None
    return parse_retry_after(outcome.headers.get("Retry-After"), outcome.server_time)


def _too_large(most: int) -> ExchangeError:
    return ExchangeError(Delivery.UNREADABLE, f"its answer is larger than {most // MEBIBYTE} MiB")


def _repeatable(request: Request, outcome: Answer | ExchangeError) -> bool:
    """Whether the same request may be sent again and may succeed then."""
    if isinstance(outcome, ExchangeError):
        return outcome.delivery is Delivery.NOT_DELIVERED or (
            outcome.delivery is Delivery.UNKNOWN and not request.create
        )
    if request.create:
        return outcome.status == HTTPStatus.TOO_MANY_REQUESTS and not request.lookup
    return outcome.status in TRANSIENT


def _clock() -> float:
    return asyncio.get_running_loop().time()
