"""Read a resource: refresh its state (rpc ReadResource)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.engine.binding import state_of
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.engine.identity import completed, identify
from stitch_provider.terraform.engine.outcome import known_object, left_unknown
from stitch_provider.terraform.engine.private import decode_private, encode_private
from stitch_provider.terraform.resource import ReadRequest
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """A state to refresh."""

    type_name: str
    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    deferral_allowed: bool = False


class Response(Struct, frozen=True, kw_only=True):
    """The current state, or None if the object does not exist any more."""

    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def read(session: Session, request: Request) -> Response:
    """Read the object. Without provider data, its state stays unchanged."""
    resource = session.resource(request.type_name)
    unchanged = Response(state=request.state, private=request.private, identity=request.identity)
    if request.state is None:
        return unchanged
    if session.provider_data is None:
        defer = request.deferral_allowed and session.configuration_unknown
        return replace(unchanged, deferred=DeferredReason.PROVIDER_CONFIG_UNKNOWN if defer else None)
    try:
        private, model = decode_private(request.private), bind(resource.model, request.state)
        found = await resource.read(ReadRequest(state=model, private=private), session.provider_data)
        if found is None:
            named = identify(resource, model, request.identity) or request.identity or {}
            missing = await session.provider.check_missing(session.provider_data, request.type_name, named)
            return Response(state=None, diagnostics=tuple(missing))
    except DiagnosticError as refused:
        return replace(unchanged, diagnostics=refused.diagnostics)
    state = state_of(resource, found.state)
    return Response(
        state=known_object(state),
        private=request.private if found.private is private else encode_private(found.private),
        identity=await completed(session, identify(resource, found.state, request.identity)),
        diagnostics=(*found.diagnostics, *left_unknown(state, "reading")),
    )
