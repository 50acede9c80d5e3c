"""The model of `stitch_notification_email`, which is its schema, and how the service's object becomes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.attributes import OwnedModel
from stitch_provider.stitch.ids import to_id, to_optional_id
from stitch_provider.terraform.schema.declaration import optional, required, schema_of
from stitch_provider.terraform.schema.validators import EMAIL_ADDRESS
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Email

NOUN = "notification email"


class EmailModel(OwnedModel):
    """Configuration, plan or state of a notification email."""

    email_address: str | Unknown = required(
        "The address. Another address means another notification email: it is replaced.",
        requires_replace=True,
        validators=(EMAIL_ADDRESS,),
    )
    enabled: bool | Unknown | None = optional(
        "Whether Stitch writes to the address. Changed in place. Default: `true`.", default=True
    )


SCHEMA = schema_of(
    EmailModel,
    "An email address beside those of the account's users that Stitch writes to when something goes wrong, such as "
    "that of a team or a ticket system. An account has ten at most, disabled ones included; whether it can have any "
    "depends on its plan.",
    noun=NOUN,
)


def shown(email: Email) -> EmailModel:
    """The state that the service shows."""
    return EmailModel(
        id=to_id(email.id),
        email_address=email.email_address or "",
        enabled=email.enabled,
        stitch_client_id=to_optional_id(email.client_id),
        created_at=email.created_at,
    )
