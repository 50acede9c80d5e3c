"""One call: sent, sent again where that is safe, and its failures turned into the errors of this package.

What may be sent again:

- a request that can be repeated (GET, PUT, DELETE): after failed connections, timeouts and the statuses in
  `TRANSIENT`;
- a create: only when it surely did not reach the service, or was turned away with 429. Any other failure leaves open
  whether the object exists, which is a `LostAnswerError`, which `recovery` finds out.

A request that was sent is never broken off here: a caller of a read may stop waiting for it (`Deadline.run`), and a
write ends by itself. Terraform's request to stop ends pauses and prevents the next attempt.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec import Struct

from stitch_provider.connect.error_bodies import read_error
from stitch_provider.connect.errors import (
    ConnectError,
    LostAnswerError,
    MalformedError,
    NotFoundError,
    OutOfTimeError,
    RefusedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.connect.exchange import Answer, Delivery, ExchangeError
from stitch_provider.connect.log import log_exchange
from stitch_provider.connect.retry import RetryPolicy, parse_date, parse_retry_after
from stitch_provider.connect.shared import SharedCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx

    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.wire import Wire

READ_TIMEOUT = 60.0
"""Seconds that the service may take for an answer, less where the operation has less."""

RETRIES = RetryPolicy(first=0.25, longest=8.0, jitter=0.5, attempts=6)
"""About six seconds of pauses in all."""

LONGEST_RETRY_AFTER = 120.0
"""Seconds; a service that asks for more is better reported than waited for."""

TRANSIENT = frozenset({429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed."""

_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Request(Struct, frozen=True):
    """A request, without secrets in its text.

    `path` is encoded. `content` is sent as JSON, None for no body; as a form where `form`. A `create` must not be
    repeated. Without `bearer` the token stays here. A `redirect` is answered with one, which is its success.
    """

    method: str
    path: str
    content: Any = None
    create: bool = False
    form: bool = False
    bearer: bool = True
    redirect: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.route}"

    @property
    def route(self) -> str:
        """The path without its query, which may hold a signature."""
        return self.path.partition("?")[0]

    @property
    def media_type(self) -> str:
        """What the body is."""
        return "application/x-www-form-urlencoded" if self.form else "application/json"

    def encode(self) -> bytes | None:
        """The body."""
        if self.content is None:
            return None
        return urlencode(self.content).encode() if self.form else _ENCODER.encode(self.content)

    def accepts(self, status: int) -> bool:
        """Whether a status is success."""
        return status == 302 if self.redirect else status // 100 == 2  # noqa: PLR2004 - reference 1.5


class Transport:
    """Sends requests to one service."""

    def __init__(
        self, token: str | None, *, base_url: str, user_agent: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """`token` and `base_url` have passed `address`; without a token only requests that need none can be sent."""
        self._token = token
        self._base_url = base_url
        self._host = urlsplit(base_url).netloc
        self._user_agent = user_agent
        self._transport = transport
        self._opening: SharedCall[Wire] | None = None

    async def send(self, request: Request, deadline: Deadline) -> Answer:
        """The answer to a request that succeeded. Raises ConnectError."""
        headers, body = self._headers(request), request.encode()
        pauses = RETRIES.pauses()
        for attempt in count(1):
            deadline.check()
            outcome = await self._attempt(request, headers, body, attempt, deadline)
            if isinstance(outcome, Answer) and request.accepts(outcome.status):
                return outcome
            error = self._error(request, outcome)
            pause = _pause_before_next(request, outcome, pauses)
            if pause is None:
                raise error
            if pause > LONGEST_RETRY_AFTER:
                raise UnavailableError(f"{error.message}; it asks to try again in {pause:.0f} s", status=error.status)
            remaining = deadline.remaining()
            if remaining is not None and remaining <= pause:
                raise OutOfTimeError(f"the time for this operation is over; last, {error.message}", status=error.status)
            await deadline.pause(pause)
        raise AssertionError("unreachable")

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

    async def aclose(self) -> None:
        """Close the connections, if there are any."""
        if self._opening is not None and (wire := self._opening.value) is not None:
            await wire.aclose()

    def _headers(self, request: Request) -> Mapping[str, str]:
        headers = {"Content-Type": request.media_type}
        if not request.bearer:
            return headers
        if self._token is None:
            raise UnauthorizedError(f"{request}: there is no API token to make this call with")
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
        except ExchangeError as failure:
            outcome = failure
        log_exchange(
            method=request.method,
            path=request.route,
            status=outcome.status if isinstance(outcome, Answer) else outcome.reason,
            seconds=clock() - began,
            attempt=attempt,
        )
        return outcome

    async def _open(self) -> Wire:
        """The wire, made by the first request: beside the event loop, which has other work in the meantime."""
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

    def _error(self, request: Request, outcome: Answer | ExchangeError) -> ConnectError:
        if isinstance(outcome, Answer):
            return _refusal(request, outcome, self._host)
        text = f"{request}: {self._host} cannot be reached: {outcome.reason}; check base_url and the network"
        if outcome.delivery in {Delivery.UNKNOWN, Delivery.UNREADABLE}:
            text = f"{request}: no usable answer from {self._host}: {outcome.reason}"
            if request.create:
                return LostAnswerError(text)
        return MalformedError(text) if outcome.delivery is Delivery.UNREADABLE else UnavailableError(text)


def _pause_before_next(request: Request, outcome: Answer | ExchangeError, pauses: Iterator[float]) -> float | None:
    """Seconds until the request may be sent again, None where it may not."""
    usual = next(pauses, None)
    if usual is None:
        return None
    if isinstance(outcome, ExchangeError):
        again = outcome.delivery is Delivery.NOT_DELIVERED or (
            outcome.delivery is Delivery.UNKNOWN and not request.create
        )
        return usual if again else None
    if outcome.status not in TRANSIENT or (request.create and outcome.status != 429):  # noqa: PLR2004
        return None
    now = server_time(outcome)
    asked = parse_retry_after(outcome.headers.get("Retry-After"), now)
    return usual if asked is None else asked


def server_time(answer: Answer) -> datetime:
    """The service's clock when it answered, to the second; ours where it does not tell."""
    return parse_date(answer.headers.get("Date")) or datetime.now(UTC)


def _refusal(request: Request, answer: Answer, host: str) -> ConnectError:
    """The error that an answer other than success stands for (reference 1.5, 1.6; bodies of 401 and 404: A45)."""
    status = answer.status
    if status < 400:  # noqa: PLR2004
        text = f"{request}: {host} answered with a redirect, which is not followed; check base_url"
        return MalformedError(text, status=status)
    if status == 401:  # noqa: PLR2004
        return UnauthorizedError("the service does not accept the API token", status=status)
    if status == 404:  # noqa: PLR2004
        return NotFoundError(f"{request}: there is no such object", status=status)
    facts = read_error(answer.body)
    if status == 429 or status >= 500:  # noqa: PLR2004
        text = f"{request}: {host} answered with status {status}" + (f": {facts.message}" if facts.message else "")
        lost = request.create and status != 429  # noqa: PLR2004
        return (LostAnswerError if lost else UnavailableError)(text, status=status, code=facts.code)
    message = facts.message or f"{request}: refused with status {status}" + (f" ({facts.code})" if facts.code else "")
    return (NotFoundError if facts.not_found else RefusedError)(
        message,
        status=status,
        code=facts.code,
        bad_properties=facts.bad_properties,
        invalid_streams=facts.invalid_streams,
    )
