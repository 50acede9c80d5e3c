"""The plugin process, from its start to its end.

Before the handshake line is printed, only modules that it needs are imported.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from stitch_provider.terraform.plugin import handshake, sockets
from stitch_provider.terraform.plugin.spare import lifetime
from stitch_provider.terraform.plugin.started import Started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from ssl import SSLContext

    from stitch_provider.terraform.plugin.spare.forking import Forked
    from stitch_provider.terraform.plugin.spare.waiting import Spare
    from stitch_provider.terraform.plugin.started import Launcher
    from stitch_provider.terraform.resource import Provider


def serve(make_provider: Callable[[], Provider[Any, Any]], launcher: Launcher | None = None) -> int:
    """Serve the host that started this process, then end the process.

    Returns only if the process cannot serve, with its exit status. Terraform shows the line that it has printed then.
    `make_provider` is called after the handshake line is printed, and should import what it needs then. With a
    `launcher`, a spare is forked after that (`spare`).
    """
    # Ctrl-C reaches the whole process group. It is Terraform that decides how to end what is running. See termination.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Imports allocate many objects that are never freed, so garbage collection would only cost start-up time.
    gc.disable()
    served = _serve_host(make_provider, Started.itself(), launcher)
    while not isinstance(served, int):
        started = served.wait()
        served = _exit(None) if started is None else _serve_host(make_provider, started, None)
    return served


def _serve_host(
    make_provider: Callable[[], Provider[Any, Any]], started: Started, launcher: Launcher | None
) -> int | Spare:
    """Serve in the place of the process that the host has started. Returns in a spare, and as `serve`."""
    try:
        wanted = None if launcher is None else lifetime.read(os.environb)
        host = handshake.read_host(os.environ)
        directory, listener = sockets.announced(host, os.environ)
    except handshake.HandshakeError as error:
        return _refuse(error)
    try:
        certificate, context = (b"", None) if host.certificate is None else _identity(host.certificate, directory)
        _announce(handshake.line(host, directory.file("plugin"), certificate))

        import asyncio

        from stitch_provider.terraform.plugin import lifecycle

        provider = make_provider()
        forked = None if launcher is None or wanted is None else _fork(launcher, started, wanted)
        if forked is not None and forked.spare is not None:
            return forked.spare
        # Unlike `asyncio.run`, this does not wait for threads at the end. One can wait for a name server.
        asyncio.new_event_loop().run_until_complete(
            lifecycle.serve(provider, started=started, listener=listener, context=context)
        )
        if forked is not None:
            forked.reap()
    except handshake.HandshakeError as error:
        return _refuse(error)
    finally:
        directory.remove()
    return _exit(started)


def debug(make_provider: Callable[[], Provider[Any, Any]], addresses: Iterable[str]) -> int:
    """Serve every command that attaches to this process; prints how to attach and returns the exit status."""
    import asyncio

    from stitch_provider.terraform.plugin import lifecycle

    try:
        asyncio.run(lifecycle.debug(make_provider, addresses))
    except handshake.HandshakeError as error:
        return _refuse(error)
    return 0


def _fork(launcher: Launcher, started: Started, wanted: lifetime.Lifetime) -> Forked | None:
    from stitch_provider.terraform.plugin.spare import forking

    return forking.fork(launcher, started, wanted)


def _identity(client_certificate: str, directory: sockets.PrivateDirectory) -> tuple[bytes, SSLContext]:
    """The certificate of this process as DER, and TLS with it. Raises HandshakeError."""
    try:
        from stitch_provider.terraform.plugin import certificate, tls

        identity = certificate.make()
        return identity.der, tls.context(identity, client_certificate, directory)
    except ImportError as cause:
        raise handshake.HandshakeError(
            f"a library that the provider requires cannot be loaded ({cause}). Install the provider again."
        ) from cause
    except OSError as cause:
        raise handshake.HandshakeError(
            f"cannot write to {directory.path} ({cause.strerror}). Set TMPDIR to a writable directory with free space."
        ) from cause


def _announce(line: str) -> None:
    """Print the handshake line, then redirect stdout to stderr, because nothing else may be printed to stdout."""
    sys.stdout.buffer.write(os.fsencode(line) + b"\n")  # the encoding of stdout may be unable to write the path
    sys.stdout.flush()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def _exit(started: Started | None) -> NoReturn:
    """End the process immediately, because Terraform waits for its end and an ordinary exit of Python takes 30 ms.

    Nothing is lost by that: stderr is flushed after every line, and the provider is already closed.
    """
    sys.stderr.flush()
    if started is not None:
        started.report_success()
    os._exit(0)


def _refuse(error: handshake.HandshakeError) -> int:
    sys.stdout.buffer.write(os.fsencode(handshake.refusal(error)) + b"\n")
    sys.stdout.flush()
    return 1
