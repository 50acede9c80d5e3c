"""The plugin process after the handshake: it loads the provider, serves, and ends immediately when requested."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.engine import configure
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.plugin import handshake, log, parents, relay, server, sockets

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable

    from stitch_provider.terraform.resource import Provider

_SECONDS_TO_ANSWER = 0.2
"""How long the answer to Shutdown can take. Other rpcs that are still running are aborted then."""

_SECONDS_TO_CLOSE = 0.5


async def serve(
    make_provider: Callable[[], Provider[Any, Any]], *, parent: int, listener: socket.socket, context: ssl.SSLContext
) -> None:
    """Serve clients over TLS on `listener`, until the host calls Shutdown or the process `parent` ends."""
    ending = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.set)
    parents.watch(parent, ending.set)
    session = Session(make_provider())
    log.prepare(os.environ)
    grpc_server = server.create(session, log.unexpected, ending)
    directory = sockets.private_directory(os.environ)
    try:
        path = directory.file("plugin")
        grpc_server.add_insecure_port(f"unix:{path}")
        await grpc_server.start()
        clients = await relay.start(listener, context, path)
    finally:
        directory.remove()
    gc.freeze()
    gc.enable()
    await ending.wait()
    clients.close()
    await grpc_server.stop(_SECONDS_TO_ANSWER)
    await _close(session)


async def debug(make_provider: Callable[[], Provider[Any, Any]], address: str) -> None:
    """Serve without TLS until interrupted; prints the environment variable that makes Terraform attach.

    `address` is the address of the provider, such as `registry.terraform.io/hashicorp/null`.
    """
    ending = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ending.set)
    session = Session(make_provider())
    log.configure()
    log.prepare(os.environ)
    grpc_server = server.create(session, log.unexpected, ending)
    directory = sockets.private_directory(os.environ)
    try:
        path = directory.file("plugin")
        grpc_server.add_insecure_port(f"unix:{path}")
        await grpc_server.start()
        sys.stdout.write(f"TF_REATTACH_PROVIDERS='{_reattach(address, path)}'\n")
        sys.stdout.flush()
        await ending.wait()
        await grpc_server.stop(_SECONDS_TO_ANSWER)
        await _close(session)
    finally:
        directory.remove()


def _reattach(address: str, path: str) -> str:
    attachment = {
        "Protocol": "grpc",
        "ProtocolVersion": handshake.PROTOCOL,
        "Pid": os.getpid(),
        "Test": True,
        "Addr": {"Network": "unix", "String": path},
    }
    return json.dumps({address: attachment})


async def _close(session: Session) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(configure.shut_down(session), _SECONDS_TO_CLOSE)
