"""Renew an ephemeral object (rpc RenewEphemeralResource)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.engine.private import decode_private, encode_private
from stitch_provider.terraform.engine.unconfigured import not_configured

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """An object to renew. `private` is that of the last response about it."""

    type_name: str
    private: bytes = b""


class Response(Struct, frozen=True, kw_only=True):
    """The private state, and when to renew the object next, as an aware datetime or None for never."""

    private: bytes = b""
    renew_at: datetime | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def renew_ephemeral(session: Session, request: Request) -> Response:
    """Renew the object. If that fails, its private state stays unchanged, so that it can still be closed."""
    resource = session.ephemeral_resource(request.type_name)
    try:
        if session.provider_data is None:
            raise not_configured()
        renewed = await resource.renew(decode_private(request.private), session.provider_data)
        private = encode_private(renewed.private)
    except DiagnosticError as refused:
        return Response(private=request.private, diagnostics=refused.diagnostics)
    before = (request.type_name, request.private)
    session.opened = [(request.type_name, private) if each == before else each for each in session.opened]
    return Response(private=private, renew_at=renewed.renew_at, diagnostics=renewed.diagnostics)
