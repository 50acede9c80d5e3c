"""The server process of the simulator."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sqlite3
import threading
from typing import TYPE_CHECKING, Final

import msgspec
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from stitch_provider.simulator.app import create_app
from stitch_provider.simulator.middleware import TRANSPORT
from stitch_provider.simulator.seed import apply_seed, parse_seed
from stitch_provider.simulator.simulator import Simulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

    from stitch_provider.simulator.options import Options

_PARENT_POLL_SECONDS: Final = 0.2
_GRACE_SECONDS: Final = 1
_LAST_PORT: Final = 2**16 - 1
_LAST_ID: Final = 10**18 - 1


class Ready(msgspec.Struct, frozen=True):
    """The address of a simulator that accepts connections, and its account."""

    url: str
    token: str
    client_id: int


def serve(options: Options, announce: Callable[[Ready], None]) -> None:
    """Serve until SIGTERM, SIGINT or, if the options say so, the end of the parent process (see the package)."""
    if not 0 <= options.port <= _LAST_PORT:
        raise ValueError(f"the port must be a number from 0 to {_LAST_PORT}")
    if not 0 < options.client_id <= _LAST_ID:
        raise ValueError(f"the client id must be a number from 1 to {_LAST_ID}")
    try:
        simulator = Simulator(options)
    except sqlite3.Error as error:
        raise ValueError(f"the database {options.database}: {error}") from error
    try:
        if options.seed:
            _apply_seed(simulator, options.seed)
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        with socket.create_server((options.host, options.port), family=family, backlog=512) as listener:
            asyncio.run(_run(simulator, listener, announce))
    finally:
        simulator.store.close()


def _apply_seed(simulator: Simulator, seed: str) -> None:
    try:
        apply_seed(simulator, parse_seed(seed.encode()))
    except (msgspec.DecodeError, LookupError) as error:
        raise ValueError(f"the seed: {error}") from error


async def _run(simulator: Simulator, listener: socket.socket, announce: Callable[[Ready], None]) -> None:
    options = simulator.options
    ready = Ready(url_of(listener), simulator.token, simulator.client_id)
    server = create_server(create_app(simulator), lambda: announce(ready), log=options.log)
    async with asyncio.TaskGroup() as tasks:
        watch = tasks.create_task(_watch_parent(server)) if options.exit_with_parent else None
        await server.serve(sockets=[listener])
        if watch is not None:
            watch.cancel()


def url_of(listener: socket.socket) -> str:
    """The address of a server that listens on this socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def create_server(app: ASGIApp, announce: Callable[[], None], *, log: bool = False) -> Server:
    """A server of an application. With `log`, warnings and errors are written to stderr."""
    if not log:
        logging.getLogger("uvicorn").addHandler(logging.NullHandler())
        logging.getLogger("uvicorn").propagate = False
    config = uvicorn.Config(
        app,
        http=AbortableProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        timeout_keep_alive=60,
    )
    return Server(config, announce)


async def _watch_parent(server: Server) -> None:
    parent = os.getppid()
    while not server.should_exit:
        await asyncio.sleep(_PARENT_POLL_SECONDS)
        if os.getppid() != parent:
            server.should_exit = True


class Server(uvicorn.Server):
    """A uvicorn server that announces when it is ready, and exits with status 0 when a signal stops it."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept connections, then announce that."""
        await super().startup(sockets)
        self._announce()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at SIGTERM and SIGINT. Unlike uvicorn, do not raise the signal again afterwards."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class AbortableProtocol(H11Protocol):
    """A uvicorn protocol that lets the application abort the connection, which faults need."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put the transport into the scope of every request of this connection.

        Head and body are sent in two writes. Without TCP_NODELAY the second one is delayed by 40 ms until the first is
        acknowledged. asyncio sets TCP_NODELAY only for sockets that were created with an explicit protocol number.
        """
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        app: ASGIApp = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope[TRANSPORT] = transport
            await app(scope, receive, send)

        self.app = with_transport
