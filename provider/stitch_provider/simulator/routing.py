"""Calls the handler for an HTTP request.

A handler is a synchronous function that takes a `Call` and returns an `Answer` or raises `RefusalError`. It runs in a
transaction and never waits, so a request never sees another one that is incomplete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from stitch_provider.simulator.answers import Answer, RefusalError, answer_refusal, unauthorized
from stitch_provider.simulator.lifecycle import advance
from stitch_provider.simulator.simulator import Simulator
from stitch_provider.simulator.store import parse_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    Handler: TypeAlias = "Callable[[Call], Answer]"

_BEARER: Final = "bearer "
_NO_JSON: Final = object()


@dataclass(frozen=True, slots=True)
class Call:
    """A request, in the form in which handlers get it.

    `client_id` is the account that the bearer token belongs to, or 0 for public calls.
    """

    simulator: Simulator
    client_id: int
    path: Mapping[str, Any]
    query: Mapping[str, str]
    raw: bytes
    base_url: str

    @property
    def body(self) -> Any:
        """The body, decoded from JSON. If it is not JSON, an object that is equal to no JSON value."""
        try:
            return msgspec.json.decode(self.raw)
        except msgspec.DecodeError:
            return _NO_JSON

    def number(self, name: str) -> int | None:
        """A parameter of the path as a number, or None if it cannot be an id."""
        return parse_id(str(self.path[name]))


def route(method: str, path: str, handler: Handler, *, public: bool = False) -> Route:
    """A route of the API. Unless it is public, it requires a bearer token."""

    async def endpoint(request: Request) -> Response:
        simulator: Simulator = request.app.state.simulator
        raw = await request.body()
        result = _perform(simulator, handler, request, raw, public=public)
        return Response(result.body, result.status, dict(result.headers))

    return Route(path, endpoint, methods=[method])


def _perform(simulator: Simulator, handler: Handler, request: Request, raw: bytes, *, public: bool) -> Answer:
    try:
        advance(simulator)
        client_id = 0 if public else _authenticate(simulator, request.headers.get("authorization", ""))
        call = Call(simulator, client_id, request.path_params, request.query_params, raw, str(request.base_url))
        with simulator.transaction():
            return handler(call)
    except RefusalError as refusal:
        return answer_refusal(refusal, simulator.switches.string_errors)


def _authenticate(simulator: Simulator, authorization: str) -> int:
    if not authorization.lower().startswith(_BEARER):
        raise unauthorized()
    client_id = simulator.store.client_of_token(authorization[len(_BEARER) :].strip())
    switches = simulator.switches
    if client_id is None or (switches.plan == "standard" and not switches.standard_api_access):
        raise unauthorized()
    return client_id
