"""The schema of `stitch_notification_email`, its model, and how the service's object becomes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.stitch.attributes import id_attribute, origin
from stitch_provider.stitch.ids import to_id, to_optional_id
from stitch_provider.stitch.notifications.attributes import enabled_attribute
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.schema.validators import Matches
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Email

NOUN = "notification email"


class EmailModel(Struct, frozen=True, kw_only=True):
    """Configuration, plan or state of a notification email; attributes as in `SCHEMA`."""

    id: str | Unknown | None
    email_address: str | Unknown
    enabled: bool | Unknown | None
    stitch_client_id: str | Unknown | None
    created_at: str | Unknown | None


SCHEMA = Schema(
    description="An email address beside those of the account's users that Stitch writes to when something goes wrong, "
    "such as that of a team or a ticket system. An account has ten at most, disabled ones included; whether it can "
    "have any depends on its plan.",
    attributes={
        "id": id_attribute(NOUN),
        "email_address": Attribute(
            type=STRING,
            required=True,
            requires_replace=True,
            validators=(Matches(r"[^@\s]+@[^@\s]+\.[^@\s]+", "an email address, such as oncall@acme.example"),),
            description="The address. Another address means another notification email: it is replaced.",
        ),
        "enabled": enabled_attribute("Stitch writes to the address"),
        **origin(NOUN),
    },
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
