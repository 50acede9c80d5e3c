"""The model of `stitch_notification_email`, which is its schema, and its conversion from an object of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.ids import to_id, to_optional_id
from stitch_provider.stitch.notifications.model import NotificationModel
from stitch_provider.terraform.schema.declaration import required, schema_of
from stitch_provider.terraform.schema.validators import EMAIL_ADDRESS
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Email

NOUN = "notification email"


class EmailModel(NotificationModel):
    """Configuration, plan or state of a notification email."""

    email_address: str | Unknown = required(
        "Address to which Stitch sends notifications. Another address replaces the notification email.",
        requires_replace=True,
        validators=(EMAIL_ADDRESS,),
    )


SCHEMA = schema_of(
    EmailModel,
    "An email address that Stitch notifies of problems in addition to the account's users, such as the address of a "
    "team or a ticket system. An account can have ten of them, including disabled ones, if its plan includes them.",
    noun=NOUN,
)


def same_address(one: object, other: object) -> bool:
    """Whether Stitch writes to the same address: it may show the letters of an address in another case."""
    return str(one).casefold() == str(other).casefold()


def to_state(email: Email, known: EmailModel | None = None) -> EmailModel:
    """The state that Stitch shows, with the address of `known` if that is the same or Stitch does not show it."""
    before = known.email_address if known else ""
    shown = email.email_address or before
    return EmailModel(
        id=to_id(email.id),
        email_address=before if same_address(before, shown) else shown,
        enabled=email.enabled,
        stitch_client_id=to_optional_id(email.client_id),
        created_at=email.created_at,
    )
