"""Import an existing object (rpc ImportResourceState)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.engine.binding import state_of
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.engine.identity import completed, identify
from stitch_provider.terraform.engine.outcome import known_object, left_unknown
from stitch_provider.terraform.engine.private import encode_private
from stitch_provider.terraform.engine.unconfigured import not_configured
from stitch_provider.terraform.resource import ImportRequest
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Value, known

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.schema.attribute import IdentitySchema


class Request(Struct, frozen=True, kw_only=True):
    """An object to import, by an id that is not empty or by an identity."""

    type_name: str
    id: str = ""
    identity: Mapping[str, Value] | None = None
    deferral_allowed: bool = False


class Response(Struct, frozen=True, kw_only=True):
    """The imported state, or None after an error or a deferral."""

    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def import_state(session: Session, request: Request) -> Response:
    """Import the object."""
    resource = session.resource(request.type_name)
    try:
        wanted = _wanted(request, resource.identity)
        if session.provider_data is None:
            if request.deferral_allowed and session.configuration_unknown:
                return Response(state=None, deferred=DeferredReason.PROVIDER_CONFIG_UNKNOWN)
            raise not_configured()
        found = await resource.import_state(wanted, session.provider_data)
    except DiagnosticError as refused:
        return Response(state=None, diagnostics=refused.diagnostics)
    state = state_of(resource, found.state)
    return Response(
        state=known_object(state),
        private=encode_private(found.private),
        identity=await completed(session, identify(resource, found.state)),
        diagnostics=(*found.diagnostics, *left_unknown(state, "import")),
    )


def _wanted(request: Request, schema: IdentitySchema) -> ImportRequest:
    """The request for the resource; raises DiagnosticError if the id is missing or the identity is incomplete."""
    if request.id:
        return ImportRequest(id=request.id, identity=None)
    identity = request.identity or {}
    required = [name for name, attribute in schema.attributes.items() if attribute.required_for_import]
    listing = ", ".join(required)
    if not any(map(known, identity.values())):
        text = f"The import id is empty. Import the object by its id, or by an identity with {listing}."
        raise DiagnosticError(error("Nothing to import", text))
    missing = [name for name in required if not known(identity.get(name))]
    if missing:
        raise DiagnosticError(
            *(
                error("Incomplete identity", f"The identity of an object to import must have {listing}.", Path.of(name))
                for name in missing
            )
        )
    return ImportRequest(id=None, identity=identity)
