"""The attributes that the models of sources and destinations share, and the values that Stitch shows of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stitch_provider.stitch.attributes import OwnedModel
from stitch_provider.stitch.ids import to_id, to_optional_id
from stitch_provider.stitch.timeouts import TIMEOUTS, Timeouts
from stitch_provider.terraform.schema.declaration import Model, computed, optional
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Destination, Source


class CheckSettings(Model):
    """Whether an apply waits for Stitch's connection check, and what a failed check is to it."""

    wait: bool | Unknown | None = optional(
        "Whether to wait for the connection check that Stitch runs after the {noun} is created or its properties or "
        "credentials change. Default: `false`.",
        default=None,
    )
    on_failure: str | Unknown | None = optional(
        "How the apply reports a failed check: `error` for an error, `warn` for a warning. After an error, each apply "
        "sends what changed again and waits for a check, until one succeeds. Default: `error`.",
        default=None,
        validators=(OneOf(("error", "warn")),),
    )


class ConnectionModel(OwnedModel):
    """Configuration, plan or state of a connection. Its noun declares `type`.

    What the service changes by itself, such as the step of the set-up, is shown by the data sources: in a managed
    resource's state it would be drift after every apply.
    """

    type: str | Unknown
    properties: Mapping[str, str | Unknown | None] | Unknown | None = optional(
        'Settings of the {noun} that are not secret, by name, with every value as text (`"5432"`, `"true"`). The '
        "page of each {noun} type lists the names, and the guide *Properties of sources and destinations* explains "
        "what is managed. Default: none."
    )
    credentials: Mapping[str, str | Unknown | None] | Unknown | None = optional(
        "Secret settings by name, stored in the state. With Terraform or OpenTofu 1.11 or newer, use `credentials_wo` "
        "instead; the guide *Secrets* compares the two. Default: none.",
        default=None,
        sensitive=True,
    )
    credentials_wo: Mapping[str, str | Unknown | None] | Unknown | None = optional(
        "Secret settings by name, stored in no plan and no state. They are sent again when they change, or only when "
        "`credentials_wo_version` changes if that is set; the guide *Secrets* explains how. Default: none.",
        default=None,
        sensitive=True,
        write_only=True,
    )
    credentials_wo_version: int | Decimal | Unknown | None = optional(
        "Version of `credentials_wo`, a number of your choice. A change of the version sends the credentials again. "
        "Default: none; then the provider detects a change of `credentials_wo` itself.",
        default=None,
    )
    connection_check: CheckSettings | Unknown | None = optional(
        "Whether an apply waits for the connection check of Stitch. Default: it does not wait.",
        default=None,
    )
    timeouts: Timeouts | Unknown | None = TIMEOUTS
    effective_properties: Mapping[str, str] | Unknown | None = computed(
        "Properties of the {noun} that Stitch shows and `properties` does not set, such as those that Stitch sets "
        "itself. Credentials and properties that the integration renews itself are left out."
    )


def shown(connection: Source | Destination) -> dict[str, Any]:
    """The computed attributes, but for the properties."""
    return {
        "id": to_id(connection.id),
        "stitch_client_id": to_optional_id(connection.stitch_client_id),
        "created_at": connection.created_at,
    }
