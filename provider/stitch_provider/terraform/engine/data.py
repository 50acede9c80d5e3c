"""Read a data source (rpc ReadDataSource)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.engine.binding import from_model
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.engine.outcome import known_object, left_unknown
from stitch_provider.terraform.engine.unconfigured import not_configured
from stitch_provider.terraform.engine.validate import check_late
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """The configuration of a data source, which is wholly known."""

    type_name: str
    config: Mapping[str, Value]
    deferral_allowed: bool = False


class Response(Struct, frozen=True, kw_only=True):
    """The state of the data source, or None after an error or a deferral."""

    state: Mapping[str, Value] | None
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def read_data(session: Session, request: Request) -> Response:
    """Read the data source."""
    source = session.data_source(request.type_name)
    if session.provider_data is None and request.deferral_allowed and session.configuration_unknown:
        return Response(state=None, deferred=DeferredReason.PROVIDER_CONFIG_UNKNOWN)
    try:
        if session.provider_data is None:
            raise not_configured()
        check_late(source, request.config)
        found = await source.read(bind(source.model, request.config), session.provider_data)
    except DiagnosticError as refused:
        return Response(state=None, diagnostics=refused.diagnostics)
    state = from_model(source.schema, found.state)
    return Response(state=known_object(state), diagnostics=(*found.diagnostics, *left_unknown(state, "reading")))
