"""Apply: carry out a plan (rpc ApplyResourceChange).

However an apply ends, Terraform has to learn what exists now. A resource therefore saves what it has reached as it goes
along, into a `Progress`. Where the resource reports errors, `apply` answers with the last state saved. Where it raises
anything but `DiagnosticError`, the exception is a bug that `apply` lets pass; whoever turns it into an answer calls
`unfinished` with the same `Progress` and loses nothing:

    progress = Progress()
    try:
        response = await apply(session, request, progress)
    except Exception:
        response = unfinished(session, request, progress, diagnostic)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, has_error
from stitch_provider.terraform.engine.binding import identify, state_of
from stitch_provider.terraform.engine.outcome import closed_object, left_unknown, overlay, storable
from stitch_provider.terraform.engine.private import decode_private, encode_private
from stitch_provider.terraform.engine.unconfigured import not_configured
from stitch_provider.terraform.resource import ApplyResponse, CreateRequest, DeleteRequest, UpdateRequest
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.nested import Object
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.resource import Private, Resource


class Request(Struct, frozen=True, kw_only=True):
    """A plan to carry out: `prior` is None for a create, `planned` and `config` are None for a destroy."""

    type_name: str
    config: Mapping[str, Value] | None
    prior: Mapping[str, Value] | None
    planned: Mapping[str, Value] | None
    private: bytes = b""
    planned_identity: Mapping[str, Value] | None = None


class Response(Struct, frozen=True, kw_only=True):
    """The state reached, wholly known; None where there is no object."""

    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class Progress:
    """What an apply has saved so far: the model of the state and the private state; None before the first time."""

    __slots__ = ("saved",)

    def __init__(self) -> None:
        self.saved: tuple[Any, Private] | None = None

    def save(self, state: Any, private: Private) -> None:
        """Remember what has been reached; this is the `save` that resources get."""
        self.saved = (state, private)


async def apply(session: Session, request: Request, progress: Progress | None = None) -> Response:
    """Create, update or delete; what the resource saves on the way stands in `progress`."""
    resource = session.resource(request.type_name)
    progress = progress or Progress()
    try:
        if session.provider_data is None:
            raise not_configured()
        if request.planned is None or request.config is None:
            return await _delete(session, resource, request)
        reached = await _change(
            session, resource, request, config=request.config, planned=request.planned, progress=progress
        )
        progress.save(reached.state, reached.private)
        if has_error(reached.diagnostics):
            return unfinished(session, request, progress, *reached.diagnostics)
        return _finished(resource, request.planned, reached)
    except DiagnosticError as refused:
        return unfinished(session, request, progress, *refused.diagnostics)


async def _change(
    session: Session,
    resource: Resource[Any, Any],
    request: Request,
    *,
    config: Object,
    planned: Object,
    progress: Progress,
) -> ApplyResponse[Any]:
    configured, plan = bind(resource.model, config), bind(resource.model, planned)
    private = decode_private(request.private)
    if request.prior is None:
        return await resource.create(
            CreateRequest(config=configured, plan=plan, private=private, save=progress.save), session.provider_data
        )
    prior = bind(resource.model, request.prior)
    return await resource.update(
        UpdateRequest(config=configured, plan=plan, prior=prior, private=private, save=progress.save),
        session.provider_data,
    )


async def _delete(session: Session, resource: Resource[Any, Any], request: Request) -> Response:
    if request.prior is None:
        return Response(state=None)
    deleting = DeleteRequest(state=bind(resource.model, request.prior), private=decode_private(request.private))
    diagnostics = tuple(await resource.delete(deleting, session.provider_data))
    if has_error(diagnostics):
        return _kept(resource, request, diagnostics)
    return Response(state=None, diagnostics=diagnostics)


def _finished(resource: Resource[Any, Any], planned: Object, reached: ApplyResponse[Any]) -> Response:
    """A success: the plan came true, and what it left open is known now."""
    reached_state = state_of(resource, reached.state)
    state = {name: overlay(value, reached_state[name]) for name, value in planned.items()}
    missing = left_unknown(state, "apply")
    return _stored(resource, state, reached.private, (*reached.diagnostics, *missing))


def unfinished(session: Session, request: Request, progress: Progress, *diagnostics: Diagnostic) -> Response:
    """What Terraform has to keep of an apply that failed; `diagnostics` says why.

    The last state saved; where none was, the prior state (nothing, for a create).
    """
    resource = session.resource(request.type_name)
    if progress.saved is None:
        return _kept(resource, request, diagnostics)
    model, private = progress.saved
    return _stored(resource, state_of(resource, model), private, diagnostics)


def _kept(resource: Resource[Any, Any], request: Request, diagnostics: Iterable[Diagnostic]) -> Response:
    """The prior state, as nothing is known to have changed."""
    if request.prior is None:
        return Response(state=None, diagnostics=tuple(diagnostics))
    return Response(
        state=request.prior,
        private=request.private,
        identity=request.planned_identity or identify(resource, bind(resource.model, request.prior)),
        diagnostics=tuple(diagnostics),
    )


def _stored(
    resource: Resource[Any, Any], state: Object, private: Private, diagnostics: tuple[Diagnostic, ...]
) -> Response:
    """A state that Terraform can take, whatever the resource handed over."""
    kept, wrong = storable(closed_object(state), resource.schema.object_type)
    identity = identify(resource, bind(resource.model, kept))
    if identity is not None:
        identity, wrong_identity = storable(identity, resource.identity.object_type)
        wrong += wrong_identity
        identity = None if wrong_identity else identity
    try:
        data = encode_private(private)
    except DiagnosticError as refused:
        data, wrong = b"", (*wrong, *refused.diagnostics)
    return Response(state=kept, private=data, identity=identity, diagnostics=(*diagnostics, *wrong))
