"""The simulator: a local Connect API that behaves as the reference, `docs/design/connect-api.md`, describes.

Holds an HTTP server that stores its data in SQLite:

- pure functions for the rules of the service: names, properties, report cards, discovery, selection, schedules, checks
- the store
- one module per family of endpoints, in `routes/`
- the admin paths under `/_simulator`: faults, request log, switches and seeds

Importing this package imports none of that. The server is imported when it is started.

Must never import `terraform`, `connect` or `stitch`: if the simulator shared the models of the client, it would share
the client's mistakes too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.simulator.options import Options, Switches

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from stitch_provider.simulator.server import Ready

__all__ = ["Options", "Switches", "create_app", "serve"]


def create_app(options: Options | None = None) -> ASGIApp:
    """The simulator as an ASGI application, for tests in the same process."""
    from stitch_provider.simulator.app import create_app as create
    from stitch_provider.simulator.simulator import Simulator

    return create(Simulator(options or Options()))


def serve(options: Options, announce: Callable[[Ready], None]) -> None:
    """Serve until SIGTERM, SIGINT or, if the options say so, the end of the parent process.

    Calls `announce` as soon as connections are accepted.

    Raises:
        OSError: the host is unknown or the port is in use.
        ValueError: an option is invalid, or the database cannot be used.
    """
    from stitch_provider.simulator.server import serve as run

    run(options, announce)
