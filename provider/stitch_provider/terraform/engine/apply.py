"""Apply a plan (rpc ApplyResourceChange).

However an apply ends, Terraform must receive the state of what exists then. A resource therefore saves the state that
it has reached into a `Progress`, as soon as there is one. If it reports errors, the response of `apply` has the last
saved state. If it raises an exception other than `DiagnosticError`, which is a bug, `apply` raises that too. The caller
can then get the response from `unfinished`, with the same `Progress`:

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
from msgspec.structs import replace

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, has_error
from stitch_provider.terraform.engine.binding import state_of
from stitch_provider.terraform.engine.created import warn_created
from stitch_provider.terraform.engine.identity import completed, identify
from stitch_provider.terraform.engine.outcome import known_object, left_unknown, overlay, storable
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
    """A plan to apply. `prior` is None for a create, and `planned` and `config` are None for a destroy."""

    type_name: str
    config: Mapping[str, Value] | None
    prior: Mapping[str, Value] | None
    planned: Mapping[str, Value] | None
    private: bytes = b""
    planned_identity: Mapping[str, Value] | None = None


class Response(Struct, frozen=True, kw_only=True):
    """The new state, which is wholly known, or None if there is no object."""

    state: Mapping[str, Value] | None
    private: bytes = b""
    identity: Mapping[str, Value] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class Progress:
    """What an apply has saved: the model of the state and the private state, or None before the first time."""

    __slots__ = ("saved",)

    def __init__(self) -> None:
        self.saved: tuple[Any, Private] | None = None

    def save(self, state: Any, private: Private) -> None:
        """Save a state; this is the `save` of the requests to resources."""
        self.saved = (state, private)


async def apply(session: Session, request: Request, progress: Progress | None = None) -> Response:
    """Create, update or delete an object. What the resource saves is in `progress`."""
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
        finished = _finished(resource, request, request.planned, reached)
        return replace(finished, identity=await completed(session, finished.identity))
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
        await session.provider.check_target(session.provider_data, request.type_name)
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


def _finished(resource: Resource[Any, Any], request: Request, planned: Object, reached: ApplyResponse[Any]) -> Response:
    """The response after a success: the planned values, and the actual values of what was unknown."""
    reached_state = state_of(resource, reached.state)
    state = {name: overlay(value, reached_state[name]) for name, value in planned.items()}
    missing = left_unknown(state, "apply")
    return _stored(resource, request, state, reached.private, (*reached.diagnostics, *missing))


def unfinished(session: Session, request: Request, progress: Progress, *diagnostics: Diagnostic) -> Response:
    """The response after a failure, with these diagnostics.

    Its state is the last saved one. If none was saved, it is the prior state, which is None for a create.
    """
    resource = session.resource(request.type_name)
    if progress.saved is None:
        return _kept(resource, request, diagnostics)
    model, private = progress.saved
    return _stored(resource, request, state_of(resource, model), private, diagnostics)


def _kept(resource: Resource[Any, Any], request: Request, diagnostics: Iterable[Diagnostic]) -> Response:
    """The response with the prior state, because no change is known."""
    if request.prior is None:
        return Response(state=None, diagnostics=tuple(diagnostics))
    return Response(
        state=request.prior,
        private=request.private,
        identity=identify(resource, bind(resource.model, request.prior), request.planned_identity),
        diagnostics=tuple(diagnostics),
    )


def _stored(
    resource: Resource[Any, Any],
    request: Request,
    state: Object,
    private: Private,
    diagnostics: tuple[Diagnostic, ...],
) -> Response:
    """The response with a state that Terraform can store, even if the state of the resource has errors."""
    kept, wrong = storable(known_object(state), resource.schema.object_type)
    identity = identify(resource, bind(resource.model, kept), request.planned_identity)
    if identity is not None:
        identity, wrong_identity = storable(identity, resource.identity.object_type)
        wrong += wrong_identity
        identity = None if wrong_identity else identity
    try:
        data = encode_private(private)
    except DiagnosticError as refused:
        data, wrong = b"", (*wrong, *refused.diagnostics)
    diagnostics = (*diagnostics, *wrong)
    if request.prior is None and has_error(diagnostics):
        diagnostics = (*diagnostics, *warn_created(resource, identity))
    return Response(state=kept, private=data, identity=identity, diagnostics=diagnostics)
