"""The process: from its start to the handshake line, and what becomes of it then.

Only what the handshake line needs is imported before it is out.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from stitch_provider.terraform.plugin import handshake, sockets

if TYPE_CHECKING:
    from collections.abc import Callable

    from stitch_provider.terraform.resource import Provider


def serve(make_provider: Callable[[], Provider[Any, Any]]) -> int:
    """Serve the host that started this process, and end the process when the host is done.

    Returns only where it cannot serve, with the exit status for that. `make_provider` is called after the handshake
    line is out, and should import what it needs then.
    """
    parent = os.getppid()
    # Ctrl-C reaches the whole process group, and Terraform decides what becomes of what runs.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What imports allocate stays: looking for garbage among it only costs start-up time.
    gc.disable()
    try:
        host = handshake.read_host(os.environ)
        directory, listener = sockets.announced(host, os.environ)
    except handshake.HandshakeError as error:
        return _refuse(error)
    try:
        from stitch_provider.terraform.plugin import certificate, tls

        identity = certificate.make()
        context = tls.context(identity, host.certificate, directory)
        _announce(handshake.line(host, directory.file("plugin"), identity.der))

        import asyncio

        from stitch_provider.terraform.plugin import lifecycle

        asyncio.run(lifecycle.serve(make_provider, parent=parent, listener=listener, context=context))
    except handshake.HandshakeError as error:
        return _refuse(error)
    finally:
        directory.remove()
    return _leave()


def debug(make_provider: Callable[[], Provider[Any, Any]], address: str) -> int:
    """Serve a Terraform that somebody starts with what is printed here; returns the exit status."""
    import asyncio

    from stitch_provider.terraform.plugin import lifecycle

    asyncio.run(lifecycle.debug(make_provider, address))
    return 0


def _announce(line: str) -> None:
    """Print the handshake line. Whatever is printed after it goes to stderr: stdout carries nothing else."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def _leave() -> NoReturn:
    """End the process at once: Terraform waits for its end, and Python takes 30 ms to take everything apart.

    Nothing is lost: what is written to stderr is flushed line by line, and what the provider held open is closed.
    """
    sys.stderr.flush()
    os._exit(0)


def _refuse(error: handshake.HandshakeError) -> int:
    sys.stderr.write(f"terraform-provider-stitch: {error}\n")
    return 1
