"""Plan the change of a resource (rpc PlanResourceChange)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.engine.binding import from_model
from stitch_provider.terraform.engine.contradictions import contradictions
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.engine.private import decode_private, encode_private
from stitch_provider.terraform.engine.proposal import plan_by_schema, replacements, with_defaults
from stitch_provider.terraform.engine.validate import check_late
from stitch_provider.terraform.resource import PlanRequest
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.nested import Object
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.resource import Resource


class Request(Struct, frozen=True, kw_only=True):
    """A change to plan. `prior` is None for a create, and `proposed` and `config` are None for a destroy.

    `planned_private` is the private state of the first plan where Terraform 1.16 or later plans again before an apply.
    """

    type_name: str
    config: Mapping[str, Value] | None
    prior: Mapping[str, Value] | None
    proposed: Mapping[str, Value] | None
    private: bytes = b""
    planned_private: bytes = b""
    prior_identity: Mapping[str, Value] | None = None
    deferral_allowed: bool = False


class Response(Struct, frozen=True, kw_only=True):
    """The plan. `planned` is None for a destroy and after an error."""

    planned: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    requires_replace: tuple[Path, ...] = ()
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


async def plan(session: Session, request: Request) -> Response:
    """Plan a create, an update or a destroy.

    A prior null means the same as the default of its attribute. A state can have it because it was written before the
    attribute existed.
    """
    resource = session.resource(request.type_name)
    if request.prior is None:
        return await _plan(session, resource, request)
    meant = with_defaults(resource.schema, request.prior, request.prior)
    response = await _plan(session, resource, replace(request, prior=meant))
    return replace(response, planned=request.prior) if response.planned == meant else response


async def _plan(session: Session, resource: Resource[Any, Any], request: Request) -> Response:
    try:
        if request.proposed is None or request.config is None:
            return await _plan_destroy(resource, request)
        check_late(resource, request.config)
        proposed = plan_by_schema(resource.schema, request.proposed, request.config, request.prior)
        if request.deferral_allowed and session.configuration_unknown:
            return _response(
                resource, request, proposed, private=request.private, deferred=DeferredReason.PROVIDER_CONFIG_UNKNOWN
            )
        return await _plan_change(session, resource, request, request.config, proposed)
    except DiagnosticError as refused:
        return Response(planned=None, private=request.private, diagnostics=refused.diagnostics)


async def _plan_destroy(resource: Resource[Any, Any], request: Request) -> Response:
    diagnostics: tuple[Diagnostic, ...] = ()
    if request.prior is not None:
        diagnostics = tuple(await resource.plan_destroy(bind(resource.model, request.prior)))
    return Response(planned=None, private=request.private, identity=request.prior_identity, diagnostics=diagnostics)


async def _plan_change(
    session: Session, resource: Resource[Any, Any], request: Request, config: Object, proposed: Object
) -> Response:
    """Let the resource change the proposal, and check the result."""
    if request.prior is None and session.provider_data is not None:
        await session.provider.check_target(session.provider_data, request.type_name)
    model, private = bind(resource.model, proposed), decode_private(request.private)
    refined = await resource.plan(
        PlanRequest(
            config=bind(resource.model, config),
            prior=None if request.prior is None else bind(resource.model, request.prior),
            proposed=model,
            private=private,
            planned_private=decode_private(request.planned_private) if request.planned_private else None,
        ),
        session.provider_data,
    )
    diagnostics = tuple(refined.diagnostics)
    planned = proposed
    if refined.planned is not model:
        planned = from_model(resource.schema, refined.planned)
        diagnostics += tuple(contradictions(resource.schema, planned, config, request.prior))
    return _response(
        resource,
        request,
        planned,
        private=request.private if refined.private is private else encode_private(refined.private),
        requires_replace=refined.requires_replace,
        diagnostics=diagnostics,
    )


def _response(
    resource: Resource[Any, Any],
    request: Request,
    planned: Object,
    *,
    private: bytes = b"",
    requires_replace: tuple[Path, ...] = (),
    deferred: DeferredReason | None = None,
    diagnostics: tuple[Diagnostic, ...] = (),
) -> Response:
    if request.prior is not None:
        found = replacements(resource.schema, planned, request.config, request.prior)
        requires_replace = tuple(dict.fromkeys((*found, *requires_replace)))
    return Response(
        planned=planned,
        private=private,
        identity=request.prior_identity,
        requires_replace=requires_replace if request.prior is not None else (),
        deferred=deferred,
        diagnostics=diagnostics,
    )
