"""The resource `stitch_post_load_hook`."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import Hook, NotFoundError, RefusedError
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.ids import same_id, to_id, to_number
from stitch_provider.stitch.notifications import hook_address
from stitch_provider.stitch.notifications.address_secrets import secrets_of
from stitch_provider.stitch.notifications.collection import only_destination
from stitch_provider.stitch.notifications.hook_model import NOUN, SCHEMA, HookModel, to_state
from stitch_provider.stitch.notifications.resource import NotificationResource
from stitch_provider.stitch.parent_source import missing_at_plan
from stitch_provider.stitch.redaction import HIDDEN
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.resource import ImportRequest, PlanRequest, PlanResponse, ReadResponse
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import Connect
    from stitch_provider.connect.hooks import Hooks
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.resource import Private

_DESTINATION = Path.of("destination_id")
_ID = Path.of("id")
_VERSION = Path.of("url_wo_version")


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

    async def call_create(self, connect: Connect, config: HookModel, plan: HookModel) -> Hook:
        """Create it. The service does not say that the destination does not exist, so a refusal looks for it."""
        url = plan.url if config.url_wo is None else config.url_wo
        number = to_number(str(plan.destination_id), _DESTINATION)
        try:
            return await connect.hooks.create(number, str(url))
        except RefusedError as refused:
            if not await _exists(connect, number):
                raise DiagnosticError(_no_destination(number)) from refused
            raise

    def to_state(self, found: Hook, known: HookModel | None) -> HookModel:
        return to_state(found, known)

    def created(self, created: Hook, plan: HookModel) -> HookModel:
        return replace(to_state(created, plan), destination_id=plan.destination_id, url=plan.url)

    def label(self, model: HookModel) -> str:
        """By its id once it has one, as its address may hold a secret."""
        number = f" {model.id}" if isinstance(model.id, str) else ""
        return f"{NOUN}{number} of destination {model.destination_id}"

    def secrets(self, model: HookModel) -> Iterable[str]:
        given = (url for url in (model.url, model.url_wo) if isinstance(url, str))
        return chain.from_iterable(map(secrets_of, given))

    def private(self, config: HookModel) -> Private:
        return hook_address.after_create(config)

    def imported_private(self, found: Hook) -> Private:
        return hook_address.after_import(found.url)

    async def plan(self, request: PlanRequest[HookModel], provider: ProviderData | None) -> PlanResponse[HookModel]:
        """Check the destination of a new hook, else decide whether the hook is replaced.

        It is if it gets another address, or another destination than one that is known. Values that mean what the hook
        has stay as they are in the state. A plan that is repeated before an update keeps the address, as the first plan
        did: Terraform refuses a replacement that the user has not seen.
        """
        planned, prior, private = request.proposed, request.prior, request.private
        if prior is None:
            if wrong := hook_address.incomplete(planned.url):
                raise DiagnosticError(*wrong)
            found = await _check_destination(provider, planned.destination_id)
            return PlanResponse(planned=planned, private=private, diagnostics=found)
        replaced: list[Path] = []
        if same_id(planned.destination_id, prior.destination_id):
            planned = replace(planned, destination_id=prior.destination_id)
        elif prior.destination_id is not None:
            replaced.append(_DESTINATION)
        kept = request.planned_private
        if kept is None and hook_address.differs(request.config, prior, private):
            path, planned = _with_change(planned, prior)
            replaced.append(path)
        else:
            private = hook_address.after_plan(request.config, private) if kept is None else kept
            if isinstance(planned.url, str):
                planned = replace(planned, url=prior.url)
        return PlanResponse(planned=planned, private=private, requires_replace=tuple(replaced))

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[HookModel]:
        """Import what Stitch shows. Before the id there may be that of the destination, as in `581220/4410`."""
        named, slash, number = (request.id or "").partition("/")
        destination_id = to_id(to_number(named.strip())) if slash else None
        imported = await super().import_state(replace(request, id=number) if slash else request, provider)
        notes = _hidden_parts(imported.state)
        if imported.state.destination_id is not None:
            return replace(imported, diagnostics=notes)
        if destination_id is None:
            with provider.explaining(f"import {NOUN} {imported.state.id}"):
                destination_id = await only_destination(provider.connect)
        state = replace(imported.state, destination_id=destination_id)
        unknown = () if destination_id else (_unknown_destination(state.id),)
        return replace(imported, state=state, diagnostics=(*notes, *unknown))


def _with_change(planned: HookModel, prior: HookModel) -> tuple[Path, HookModel]:
    """The attribute whose change shows that the address changes, and the plan in which it changes.

    A write-only attribute is null in every plan. Then the id is the attribute that is certain to change.
    """
    if planned.url != prior.url:
        return hook_address.URL, planned
    if planned.url_wo_version != prior.url_wo_version:
        return _VERSION, planned
    return _ID, replace(planned, id=UNKNOWN)


def _hidden_parts(imported: HookModel) -> tuple[Diagnostic, ...]:
    if not hook_address.is_hidden(imported.url):
        return ()
    text = (
        f"Parts of the address of hook {imported.id} can be secret, so the state has {HIDDEN} in place of them. Set "
        "the whole address in url_wo, or in url. Until then the hook can be changed, but not created again."
    )
    return (warning("Hidden parts of the address", text, hook_address.URL),)


def _unknown_destination(hook_id: object) -> Diagnostic:
    return warning(
        "The hook's destination is not known",
        f"Stitch does not show which destination hook {hook_id} belongs to, and the account has several. The first "
        "apply takes destination_id from the configuration without checking it.",
        _DESTINATION,
    )


async def _check_destination(provider: ProviderData | None, destination_id: object) -> tuple[Diagnostic, ...]:
    """A warning where the account does not have the destination that a plan names."""
    if provider is None or not isinstance(destination_id, str):
        return ()
    number = to_number(destination_id, _DESTINATION)
    with provider.explaining(f"read destination {number}", path=_DESTINATION):
        exists = await _exists(provider.connect, number)
    return () if exists else (missing_at_plan(_no_destination(number)),)


async def _exists(connect: Connect, destination_id: int) -> bool:
    try:
        await connect.destinations.get(destination_id)
    except NotFoundError:
        return False
    return True


def _no_destination(number: int) -> Diagnostic:
    text = f"The account has no destination {number}. A hook belongs to a destination, which must exist first."
    return error("No such destination", text, _DESTINATION)
