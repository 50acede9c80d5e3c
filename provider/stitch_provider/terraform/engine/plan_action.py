"""Plan an action (rpc PlanAction)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.engine.validate import check_action
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """The configuration of an action, whose values can be unknown."""

    type_name: str
    config: Mapping[str, Value]
    deferral_allowed: bool = False


class Response(Struct, frozen=True, kw_only=True):
    """The diagnostics. After an error, the action is not invoked."""

    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def plan_action(session: Session, request: Request) -> Response:
    """Plan the action."""
    action = session.action(request.type_name)
    if request.deferral_allowed and session.configuration_unknown:
        return Response(deferred=DeferredReason.PROVIDER_CONFIG_UNKNOWN)
    try:
        check_action(action, request.config)
        return Response(diagnostics=tuple(await action.plan(bind(action.model, request.config), session.provider_data)))
    except DiagnosticError as refused:
        return Response(diagnostics=refused.diagnostics)
