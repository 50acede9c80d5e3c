"""The resource `stitch_notification_email`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.connect import Email
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.notifications.email_model import NOUN, SCHEMA, EmailModel, to_state
from stitch_provider.stitch.notifications.resource import NotificationResource
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from stitch_provider.connect import Connect
    from stitch_provider.connect.emails import Emails


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

    async def call_create(self, connect: Connect, plan: EmailModel) -> Email:
        return await connect.emails.create(str(plan.email_address))

    def to_state(self, found: Email, known: EmailModel | None) -> EmailModel:
        return to_state(found, known)

    def label(self, model: EmailModel) -> str:
        return f'{NOUN} "{model.email_address}"'
