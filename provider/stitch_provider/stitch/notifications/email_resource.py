"""The resource `stitch_notification_email`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import Email
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.notifications.email_model import NOUN, SCHEMA, EmailModel, same_address, to_state
from stitch_provider.stitch.notifications.resource import NotificationResource
from stitch_provider.terraform.resource import PlanRequest, PlanResponse
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from stitch_provider.connect import Connect
    from stitch_provider.connect.emails import Emails
    from stitch_provider.stitch.provider_data import ProviderData


class EmailResource(NotificationResource[EmailModel, Email]):
    """A notification email."""

    type_name = "stitch_notification_email"
    schema = SCHEMA
    identity = identity(NOUN)
    model = EmailModel
    noun = NOUN
    plural = "custom notification email addresses"
    create_path = Path.of("email_address")

    def calls(self, connect: Connect) -> Emails:
        return connect.emails

    async def call_create(self, connect: Connect, config: EmailModel, plan: EmailModel) -> Email:
        return await connect.emails.create(str(plan.email_address))

    def to_state(self, found: Email, known: EmailModel | None) -> EmailModel:
        return to_state(found, known)

    def created(self, created: Email, plan: EmailModel) -> EmailModel:
        return replace(to_state(created), email_address=plan.email_address)

    def label(self, model: EmailModel) -> str:
        return f'{NOUN} "{model.email_address}"'

    async def plan(self, request: PlanRequest[EmailModel], provider: ProviderData | None) -> PlanResponse[EmailModel]:
        """Keep the address of the state if the configuration only writes it in another case."""
        planned, prior = request.proposed, request.prior
        if prior is not None and same_address(planned.email_address, prior.email_address):
            planned = replace(planned, email_address=prior.email_address)
        return PlanResponse(planned=planned, private=request.private)
