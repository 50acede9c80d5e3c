"""Close an ephemeral object (rpc CloseEphemeralResource).

Terraform does not close an object if something that uses it failed, or after an interrupt. The provider closes what is
still open when the session ends.
"""

from __future__ import annotations

import asyncio
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
    session.opened = [each for each in session.opened if each != (request.type_name, request.private)]
    try:
        if session.provider_data is None:
            raise not_configured()
        return Response(diagnostics=tuple(await resource.close(decode_private(request.private), session.provider_data)))
    except DiagnosticError as refused:
        return Response(diagnostics=refused.diagnostics)


async def close_opened(session: Session) -> tuple[Diagnostic, ...]:
    """Close every object that is still open. No operation may be running any more.

    A request to stop concerns operations that are running, so it is withdrawn before.
    """
    session.stop.clear()
    requests = [Request(type_name=type_name, private=private) for type_name, private in session.opened]
    responses = await asyncio.gather(*(close_ephemeral(session, request) for request in requests))
    return tuple(diagnostic for response in responses for diagnostic in response.diagnostics)
