"""The resource `stitch_post_load_hook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import Hook
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.ids import to_id, to_number
from stitch_provider.stitch.notifications.address_secrets import secrets_of
from stitch_provider.stitch.notifications.collection import only_destination
from stitch_provider.stitch.notifications.hook_model import NOUN, SCHEMA, HookModel, to_state
from stitch_provider.stitch.notifications.resource import NotificationResource
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.resource import ImportRequest, PlanRequest, PlanResponse, ReadResponse
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import Connect
    from stitch_provider.connect.hooks import Hooks
    from stitch_provider.stitch.provider_data import ProviderData

_DESTINATION = Path.of("destination_id")


class HookResource(NotificationResource[HookModel, Hook]):
    """A post-load hook."""

    type_name = "stitch_post_load_hook"
    schema = SCHEMA
    identity = identity(NOUN)
    model = HookModel
    noun = NOUN
    plural = "post-load hooks"

    def calls(self, connect: Connect) -> Hooks:
        return connect.hooks

    async def call_create(self, connect: Connect, plan: HookModel) -> Hook:
        return await connect.hooks.create(to_number(str(plan.destination_id), _DESTINATION), str(plan.url))

    def to_state(self, found: Hook, known: HookModel | None) -> HookModel:
        return to_state(found, known)

    def label(self, model: HookModel) -> str:
        """By its id once it has one, as its address may hold a secret."""
        number = f" {model.id}" if isinstance(model.id, str) else ""
        return f"{NOUN}{number} of destination {model.destination_id}"

    def secrets(self, model: HookModel) -> Iterable[str]:
        return secrets_of(str(model.url))

    async def plan(self, request: PlanRequest[HookModel], provider: ProviderData | None) -> PlanResponse[HookModel]:
        """Check the destination of a new hook. Replace a hook whose destination changes from one that is known."""
        planned, prior = request.proposed, request.prior
        if prior is None and provider is not None and isinstance(planned.destination_id, str):
            await _check_destination(provider, planned.destination_id)
        moves = prior is not None and prior.destination_id not in {None, planned.destination_id}
        return PlanResponse(planned=planned, private=request.private, requires_replace=(_DESTINATION,) if moves else ())

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[HookModel]:
        """Import what Stitch shows. Before the id there may be that of the destination, as in `581220/4410`."""
        named, slash, number = (request.id or "").partition("/")
        destination_id = to_id(to_number(named.strip())) if slash else None
        imported = await super().import_state(replace(request, id=number) if slash else request, provider)
        if imported.state.destination_id is not None:
            return imported
        if destination_id is None:
            with provider.explaining(f"import {NOUN} {imported.state.id}"):
                destination_id = await only_destination(provider.connect)
        state = replace(imported.state, destination_id=destination_id)
        unknown = () if destination_id else (_unknown_destination(state.id),)
        return replace(imported, state=state, diagnostics=unknown)


def _unknown_destination(hook_id: object) -> Diagnostic:
    return warning(
        "The hook's destination is not known",
        f"Stitch does not show which destination hook {hook_id} belongs to, and the account has several. The first "
        "apply takes destination_id from the configuration without checking it.",
        _DESTINATION,
    )


async def _check_destination(provider: ProviderData, destination_id: str) -> None:
    """Raise DiagnosticError where the account does not have the destination."""
    number = to_number(destination_id, _DESTINATION)
    text = f"The account has no destination {number}. A hook belongs to a destination, which must exist first."
    missing = error("No such destination", text, _DESTINATION)
    with provider.explaining(f"read destination {number}", path=_DESTINATION, missing=missing):
        await provider.connect.destinations.get(number)
