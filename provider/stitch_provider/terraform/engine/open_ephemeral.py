"""Open an ephemeral object (rpc OpenEphemeralResource)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.engine.binding import from_model
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.engine.outcome import known_object, left_unknown
from stitch_provider.terraform.engine.private import encode_private
from stitch_provider.terraform.engine.unconfigured import not_configured
from stitch_provider.terraform.engine.validate import check_late
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """The configuration of an object to open, which is wholly known."""

    type_name: str
    config: Mapping[str, Value]
    deferral_allowed: bool = False


class Response(Struct, frozen=True, kw_only=True):
    """The opened object, or None after an error or a deferral. `renew_at` is an aware datetime, or None for never."""

    result: Mapping[str, Value] | None
    private: bytes = b""
    renew_at: datetime | None = None
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def open_ephemeral(session: Session, request: Request) -> Response:
    """Open the object."""
    resource = session.ephemeral_resource(request.type_name)
    if session.provider_data is None and request.deferral_allowed and session.configuration_unknown:
        return Response(result=None, deferred=DeferredReason.PROVIDER_CONFIG_UNKNOWN)
    try:
        if session.provider_data is None:
            raise not_configured()
        check_late(resource, request.config)
        opened = await resource.open(bind(resource.model, request.config), session.provider_data)
    except DiagnosticError as refused:
        return Response(result=None, diagnostics=refused.diagnostics)
    result, private = from_model(resource.schema, opened.result), encode_private(opened.private)
    session.opened.append((request.type_name, private))
    return Response(
        result=known_object(result),
        private=private,
        renew_at=opened.renew_at,
        diagnostics=(*opened.diagnostics, *left_unknown(result, "opening")),
    )
