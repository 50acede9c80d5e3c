"""The resource `stitch_post_load_hook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch import importing
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.notifications.hook_model import NOUN, SCHEMA, HookModel, destinations, shown
from stitch_provider.stitch.notifications.refusals import not_created
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    PlanRequest,
    PlanResponse,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import Connect, Hook
    from stitch_provider.terraform.values.value import Value

_DESTINATION = Path.of("destination_id")
_ENABLED = Path.of("enabled")


class HookResource(Resource[HookModel, ProviderData]):
    """A post-load hook: added, switched, removed."""

    type_name = "stitch_post_load_hook"
    schema = SCHEMA
    identity = identity(NOUN)
    model = HookModel

    async def plan(self, request: PlanRequest[HookModel], provider: ProviderData | None) -> PlanResponse[HookModel]:
        """Look for the destination of a new hook; replace a hook whose destination is known to be another.

        An imported hook whose destination nobody could tell takes what the configuration says, without a call.
        """
        planned, prior = request.proposed, request.prior
        found: tuple[Diagnostic, ...] = ()
        if prior is None and provider is not None and isinstance(planned.destination_id, str):
            found = await _missing_destination(provider.connect, planned.destination_id)
        moves = prior is not None and prior.destination_id not in {None, planned.destination_id}
        return PlanResponse(
            planned=planned,
            private=request.private,
            requires_replace=(_DESTINATION,) if moves else (),
            diagnostics=found,
        )

    async def read(self, request: ReadRequest[HookModel], provider: ProviderData) -> ReadResponse[HookModel] | None:
        """Find it in the list; there is no other way to read it."""
        state = request.state
        hook = await _find(provider.connect, to_number(str(state.id)), f"read {_label(state)}")
        return None if hook is None else ReadResponse(state=shown(hook, state.destination_id), private=request.private)

    async def create(self, request: CreateRequest[HookModel], provider: ProviderData) -> ApplyResponse[HookModel]:
        """Add it, then disable it where that is planned; a failure of that is a warning and drift, not a loss."""
        plan, connect = request.plan, provider.connect
        destination = to_number(str(plan.destination_id), _DESTINATION)
        try:
            hook = await connect.hooks.create(destination, str(plan.url))
        except ConnectError as refusal:
            action = f"add a hook to destination {destination}"
            raise DiagnosticError(not_created(refusal, action, Path(), "post-load hooks")) from refusal
        state = shown(hook, plan.destination_id)
        request.save(state, request.private)
        if plan.enabled is not False:
            return ApplyResponse(state=state, private=request.private)
        try:
            await connect.hooks.set_enabled(hook.id, enabled=False)
        except ConnectError as refusal:
            explained = explain(refusal, f"disable {_label(state)}")
            text = f"{explained.detail} Stitch calls it until it is disabled; the next apply tries again."
            failed = warning(explained.summary, text, _ENABLED)
            return ApplyResponse(state=state, private=request.private, diagnostics=(failed,))
        return ApplyResponse(state=replace(state, enabled=False), private=request.private)

    async def update(self, request: UpdateRequest[HookModel], provider: ProviderData) -> ApplyResponse[HookModel]:
        """Switch it; a destination that an import left open is only written down."""
        plan = request.plan
        if plan.enabled == request.prior.enabled:
            return ApplyResponse(state=plan, private=request.private)
        try:
            await provider.connect.hooks.set_enabled(to_number(str(plan.id)), enabled=plan.enabled is True)
        except ConnectError as refusal:
            verb = "enable" if plan.enabled else "disable"
            raise DiagnosticError(explain(refusal, f"{verb} {_label(plan)}", path=_ENABLED)) from refusal
        return ApplyResponse(state=plan, private=request.private)

    async def delete(self, request: DeleteRequest[HookModel], provider: ProviderData) -> Iterable[Diagnostic]:
        """Remove it; it may have gone with its destination."""
        try:
            await provider.connect.hooks.delete(to_number(str(request.state.id)))
        except ConnectError as refusal:
            return (explain(refusal, f"remove {_label(request.state)}"),)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[HookModel]:
        """Take it over as it is; the import id may say which destination it belongs to, for Stitch may not."""
        named, number = _named(request)
        hook = await _find(provider.connect, number, f"import {NOUN} {number}")
        if hook is None:
            text = f"The account has no {NOUN} {number}. The data source stitch_post_load_hooks shows what it has."
            raise DiagnosticError(error(f"No such {NOUN}", text, Path.of("id")))
        importing.check_owner(request, provider, f"{NOUN} {number}", hook.client_id)
        try:
            destination = named or (await destinations(provider.connect, [hook]))[hook.id]
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"import {NOUN} {number}")) from refusal
        unknown = () if destination else (_homeless(number),)
        return ReadResponse(state=shown(hook, destination), private={}, diagnostics=unknown)

    def identify(self, state: HookModel) -> Mapping[str, Value]:
        """Id and account."""
        return {"id": state.id, "client_id": state.stitch_client_id}


def _named(request: ImportRequest) -> tuple[str | None, int]:
    """The destination, where the import id begins with one, and the hook to import."""
    destination, slash, hook = (request.id or "").partition("/")
    if not slash:
        return None, importing.number(request)
    number = to_number(destination.strip())
    return str(number), to_number(hook.strip())


def _homeless(number: int) -> Diagnostic:
    return warning(
        "The hook's destination is not known",
        f"Stitch does not show which destination hook {number} belongs to, and the account has several. The first "
        "apply takes what destination_id says in the configuration; it is not checked.",
        _DESTINATION,
    )


async def _missing_destination(connect: Connect, destination_id: str) -> tuple[Diagnostic, ...]:
    """An error where the account does not have the destination."""
    number = to_number(destination_id, _DESTINATION)
    try:
        await connect.destinations.get(number)
    except NotFoundError:
        text = f"The account has no destination {number}. A hook belongs to a destination, which must exist first."
        return (error("No such destination", text, _DESTINATION),)
    except ConnectError as refusal:
        return (explain(refusal, f"read destination {number}", path=_DESTINATION),)
    return ()


async def _find(connect: Connect, number: int, action: str) -> Hook | None:
    try:
        everything = await connect.hooks.list()
    except ConnectError as refusal:
        raise DiagnosticError(explain(refusal, action)) from refusal
    return next((hook for hook in everything if hook.id == number), None)


def _label(model: HookModel) -> str:
    return f"{NOUN} {model.id} of destination {model.destination_id}"
