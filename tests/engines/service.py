"""Simulators in this process, one after the other at the same address and with the same token.

To start a simulator process takes a quarter of a second of processor time, and so does a provider process. With this
server, each test has a simulator of its own without a process of its own. All tests can attach to one provider process,
because address and token stay the same.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import threading
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
from starlette.responses import Response

from rehearsal.simulator import Simulator
from stitch_provider.simulator import Options
from stitch_provider.simulator.app import create_app
from stitch_provider.simulator.server import create_server, url_of
from stitch_provider.simulator.simulator import Simulator as State

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

T = TypeVar("T")
_NO_ACCOUNT: ASGIApp = Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
_SECONDS_TO_START = 30


class Service:
    """A server at `url`, in a thread with this event loop. Every account has the same `token`.

    Without an account, the server answers with 503.
    """

    def __init__(self, url: str, loop: asyncio.AbstractEventLoop) -> None:
        self.url = url
        self.token = f"ac_{secrets.token_hex(20)}"
        self._loop = loop
        self._app = _NO_ACCOUNT

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables with which the provider uses the account of the current test."""
        return {"STITCH_BASE_URL": self.url, "STITCH_API_TOKEN": self.token}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    @contextmanager
    def account(self, database: Path | None = None) -> Iterator[Simulator]:
        """A new simulator, whose account is in this file or in memory."""
        options = Options(token=self.token, database=None if database is None else str(database))
        state = self._run(self._open(options))
        try:
            with httpx.Client(timeout=30, trust_env=False) as http:
                yield Simulator(self.url, state.token, str(state.client_id), http, os.getpid())
        finally:
            self._run(self._close(state))

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run in the thread of the server: only one thread can use a simulator."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _open(self, options: Options) -> State:
        state = State(options)
        self._app = create_app(state)
        return state

    async def _close(self, state: State) -> None:
        self._app = _NO_ACCOUNT
        state.store.close()


@contextmanager
def running_service() -> Iterator[Service]:
    """Start the server, on a free port. It ends with the block."""
    started = threading.Event()
    loop = asyncio.new_event_loop()
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        service = Service(url_of(listener), loop)
        server = create_server(service, started.set)
        thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(sockets=[listener]),))
        thread.start()
        try:
            assert started.wait(_SECONDS_TO_START)
            yield service
        finally:
            server.should_exit = True
            thread.join()
            loop.close()
