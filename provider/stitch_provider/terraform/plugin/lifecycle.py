"""The plugin process after the handshake: it loads the provider and serves until it has to end."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.plugin import handshake, log, parents, signals, sockets, termination
from stitch_provider.terraform.plugin.connections import Connections
from stitch_provider.terraform.plugin.instance import finish

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable, Iterable

    from stitch_provider.terraform.plugin.started import Started
    from stitch_provider.terraform.resource import Provider


async def serve(
    provider: Provider[Any, Any],
    *,
    started: Started,
    listener: socket.socket,
    context: ssl.SSLContext | None,
) -> None:
    """Serve clients on `listener`, with TLS or without, until one calls Shutdown or the host ends.

    `termination` describes what happens after a SIGTERM. A second one ends the process immediately.
    """
    ending, terminated = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGTERM, *started.signals_passed_on):
        signals.on((number,), first=terminated.set, later=ending.set)
    parents.watch(started, ending.set)
    log.prepare(os.environ)
    directory = sockets.private_directory(os.environ)
    try:
        connections = Connections(provider, directory, host_shut_down=ending.set)
        clients = await connections.accept(listener, context)
        gc.freeze()
        gc.enable()
        sweeping = asyncio.create_task(_sweep(started, os.path.dirname(directory.path)))
        terminating = asyncio.create_task(termination.end(connections.instances, terminated, ending))
        await ending.wait()
        terminating.cancel()
        await sweeping
        clients.close()
        await connections.close()
        await _end_tasks()
    finally:
        directory.remove()


async def _end_tasks() -> None:
    """Cancel all other tasks, such as rpcs that were aborted, and wait for them."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _sweep(started: Started, parent: str) -> None:
    """Remove what processes that were killed have left in the parent of private directories.

    A worker does not, because the first process has done it.
    """
    if started.is_this_process:
        await asyncio.to_thread(sockets.sweep, parent, time.time())


async def debug(make_provider: Callable[[], Provider[Any, Any]], addresses: Iterable[str]) -> None:
    """Serve without TLS until a signal ends the process; prints the environment variable that makes commands attach.

    `addresses` has the addresses of the provider, such as `registry.terraform.io/hashicorp/null`. Shutdown ends only
    the connection on which it is called. The first signal waits for operations that are running, and a second one
    aborts them.
    """
    ending, aborted = asyncio.Event(), asyncio.Event()
    signals.on(_signals_to_end(), first=ending.set, later=aborted.set)
    log.configure()
    log.prepare(os.environ)
    directory = sockets.private_directory(os.environ)
    try:
        path = directory.file("plugin")
        connections = Connections(make_provider(), directory, host_shut_down=lambda: None)
        clients = await connections.accept(sockets.listen(path), None)
        sys.stdout.write(f"TF_REATTACH_PROVIDERS='{_reattach(addresses, path)}'\n")
        sys.stdout.flush()
        await ending.wait()
        clients.close()
        finishing, aborting = asyncio.create_task(finish(connections.instances)), asyncio.create_task(aborted.wait())
        await asyncio.wait((finishing, aborting), return_when=asyncio.FIRST_COMPLETED)
        await connections.close()
    finally:
        directory.remove()


def _signals_to_end() -> tuple[signal.Signals, ...]:
    """Those that end a process in a terminal. `nohup` starts it with SIGHUP ignored, and then it stays ignored."""
    hangup = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
    return (signal.SIGINT, signal.SIGTERM, *hangup)


def _reattach(addresses: Iterable[str], path: str) -> str:
    attachment = {
        "Protocol": "grpc",
        "ProtocolVersion": handshake.PROTOCOL,
        "Pid": os.getpid(),
        "Test": True,
        "Addr": {"Network": "unix", "String": path},
    }
    return json.dumps(dict.fromkeys(addresses, attachment))
