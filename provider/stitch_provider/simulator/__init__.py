"""The simulator: a local Connect API that behaves as the reference says, quirks included.

Holds a real HTTP server over SQLite: pure rules (names, properties, report cards, discovery, selection, schedules,
checks), the store, one module of routes per endpoint family in `routes/`, and the admin paths under `/_simulator`
(faults, request log, switches, seeds). The reference is `docs/design/connect-api.md`. Importing this package is cheap;
the server is imported when it is asked for.

Must never import `terraform`, `connect` or `stitch`: a simulator that shares the client's models repeats its mistakes.
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
    """Serve until SIGTERM, SIGINT or, if so asked, the end of the parent process.

    Calls `announce` as soon as connections are accepted.

    Raises:
        OSError: the port is taken or the database cannot be opened.
        ValueError: the options name faults or a seed that cannot be.
    """
    from stitch_provider.simulator.server import serve as run

    run(options, announce)
