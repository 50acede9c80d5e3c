"""The resource `stitch_notification_email`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError
from stitch_provider.stitch import importing
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.notifications.email_model import NOUN, SCHEMA, EmailModel, shown
from stitch_provider.stitch.notifications.refusals import not_created
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import Connect, Email
    from stitch_provider.terraform.values.value import Value

_ADDRESS = Path.of("email_address")


class EmailResource(Resource[EmailModel, ProviderData]):
    """A notification email: added, switched, removed."""

    type_name = "stitch_notification_email"
    schema = SCHEMA
    identity = identity(NOUN)
    model = EmailModel

    async def read(self, request: ReadRequest[EmailModel], provider: ProviderData) -> ReadResponse[EmailModel] | None:
        """Find it in the list; there is no other way to read it."""
        email = await _find(provider.connect, to_number(str(request.state.id)), f"read {_label(request.state)}")
        return None if email is None else ReadResponse(state=shown(email), private=request.private)

    async def create(self, request: CreateRequest[EmailModel], provider: ProviderData) -> ApplyResponse[EmailModel]:
        """Add it, then disable it where that is planned; a failure of that is a warning and drift, not a loss."""
        plan, connect = request.plan, provider.connect
        action = f"add {_label(plan)}"
        try:
            email = await connect.emails.create(str(plan.email_address))
        except ConnectError as refusal:
            explained = not_created(refusal, action, _ADDRESS, "custom notification email addresses")
            raise DiagnosticError(explained) from refusal
        state = shown(email)
        request.save(state, request.private)
        if plan.enabled is not False:
            return ApplyResponse(state=state, private=request.private)
        try:
            await connect.emails.set_enabled(email.id, enabled=False)
        except ConnectError as refusal:
            explained = explain(refusal, f"disable {_label(plan)}")
            text = f"{explained.detail} Stitch writes to it until it is disabled; the next apply tries again."
            failed = warning(explained.summary, text, Path.of("enabled"))
            return ApplyResponse(state=state, private=request.private, diagnostics=(failed,))
        return ApplyResponse(state=replace(state, enabled=False), private=request.private)

    async def update(self, request: UpdateRequest[EmailModel], provider: ProviderData) -> ApplyResponse[EmailModel]:
        """Switch it."""
        plan = request.plan
        try:
            await provider.connect.emails.set_enabled(to_number(str(plan.id)), enabled=plan.enabled is True)
        except ConnectError as refusal:
            verb = "enable" if plan.enabled else "disable"
            explained = explain(refusal, f"{verb} {_label(plan)}", path=Path.of("enabled"))
            raise DiagnosticError(explained) from refusal
        return ApplyResponse(state=plan, private=request.private)

    async def delete(self, request: DeleteRequest[EmailModel], provider: ProviderData) -> Iterable[Diagnostic]:
        """Remove it."""
        try:
            await provider.connect.emails.delete(to_number(str(request.state.id)))
        except ConnectError as refusal:
            return (explain(refusal, f"remove {_label(request.state)}"),)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[EmailModel]:
        """Take it over as it is."""
        number = importing.number(request)
        email = await _find(provider.connect, number, f"import {NOUN} {number}")
        if email is None:
            text = f"The account has no {NOUN} {number}. The data source stitch_notification_emails shows what it has."
            raise DiagnosticError(error(f"No such {NOUN}", text, Path.of("id")))
        importing.check_owner(request, provider, f"{NOUN} {number}", email.client_id)
        return ReadResponse(state=shown(email), private={})

    def identify(self, state: EmailModel) -> Mapping[str, Value]:
        """Id and account."""
        return {"id": state.id, "client_id": state.stitch_client_id}


async def _find(connect: Connect, number: int, action: str) -> Email | None:
    try:
        everything = await connect.emails.list()
    except ConnectError as refusal:
        raise DiagnosticError(explain(refusal, action)) from refusal
    return next((email for email in everything if email.id == number), None)


def _label(model: EmailModel) -> str:
    return f'{NOUN} "{model.email_address}"'
