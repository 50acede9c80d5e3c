"""A service that answers as a test has written down, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx

from connect.service import BASE, EPOCH, TOKEN
from connect.virtual_time import now
from stitch_provider.connect import DEFAULT_LIMITS, Connect, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

Step: TypeAlias = "Exception | httpx.Response | Callable[[httpx.Request], Any] | Any"
"""A failure, a response, a body, or what makes one of them of a request."""


class Script:
    """Answers by `METHOD /path?query`: `Steps` one after the other, any other answer for ever.

    What is not written down does not exist (404). Each answer takes a tenth of a second and has a `Date`.
    """

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.requests: list[httpx.Request] = []
        self.moments: list[float] = []
        self.stop = asyncio.Event()

    @property
    def calls(self) -> list[str]:
        """Method and path of each request."""
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.requests]

    @property
    def bodies(self) -> list[Any]:
        """The JSON bodies that were sent; None where there was none."""
        return [json.loads(request.content) if request.content else None for request in self.requests]

    def connect(self, token: str | None = TOKEN, limits: Limits = DEFAULT_LIMITS) -> Connect:
        """A client of this service."""
        transport = httpx.MockTransport(self._handle)
        return Connect.to(BASE, token=token, user_agent="test", stop=self.stop, limits=limits, transport=transport)

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.moments.append(now())
        step = self.answers.get(self.calls[-1], httpx.Response(404))
        await asyncio.sleep(0.1)
        if isinstance(step, Steps):
            step = step.take()
        if callable(step):
            step = step(request)
        if isinstance(step, Exception):
            raise step
        if not isinstance(step, httpx.Response):
            step = httpx.Response(200, json=step)
        step.headers.setdefault("Date", format_datetime(EPOCH, usegmt=True))
        return step


class Steps:
    """Answers one after the other, the last one for ever."""

    def __init__(self, *steps: Step) -> None:
        self._steps = list(steps)

    def take(self) -> Step:
        """The next one."""
        return self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
