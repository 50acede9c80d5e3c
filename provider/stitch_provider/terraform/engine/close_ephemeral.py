"""Close an ephemeral object (rpc CloseEphemeralResource)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.engine.private import decode_private
from stitch_provider.terraform.engine.unconfigured import not_configured

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """An object to close. `private` is that of the last response about it."""

    type_name: str
    private: bytes = b""


class Response(Struct, frozen=True, kw_only=True):
    """The diagnostics."""

    diagnostics: tuple[Diagnostic, ...] = ()


async def close_ephemeral(session: Session, request: Request) -> Response:
    """Close the object."""
    resource = session.ephemeral_resource(request.type_name)
    try:
        if session.provider_data is None:
            raise not_configured()
        return Response(diagnostics=tuple(await resource.close(decode_private(request.private), session.provider_data)))
    except DiagnosticError as refused:
        return Response(diagnostics=refused.diagnostics)
