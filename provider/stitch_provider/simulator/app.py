"""The ASGI application: the routes of the API and the admin paths, inside the middleware."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount

from stitch_provider.simulator.admin import admin_routes
from stitch_provider.simulator.middleware import ADMIN, Middleware
from stitch_provider.simulator.routes import (
    accounts,
    connection_checks,
    destinations,
    emails,
    extractions,
    hooks,
    loads,
    sources,
    streams,
    sync,
    tokens,
    types,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from stitch_provider.simulator.simulator import Simulator


def create_app(simulator: Simulator) -> ASGIApp:
    """The application with this state. Unknown paths and methods are 404, as the service has no 405 (reference 1.5)."""
    families = (
        accounts, types, destinations, sources, tokens, connection_checks, streams, sync, emails, hooks, extractions,
        loads,
    )  # fmt: skip
    simulator.store.create(emails.EMAILS, hooks.HOOKS)
    api = Starlette(
        routes=[
            Mount(ADMIN, routes=admin_routes()),
            *(route for family in families for route in family.ROUTES),
        ],
        exception_handlers={HTTPStatus.NOT_FOUND: _unknown, HTTPStatus.METHOD_NOT_ALLOWED: _unknown},
    )
    api.router.redirect_slashes = False
    api.state.simulator = simulator
    return Middleware(simulator, api)


async def _unknown(_request: Request, _error: Exception) -> Response:
    return Response(status_code=HTTPStatus.NOT_FOUND)
