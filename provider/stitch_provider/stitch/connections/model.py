"""What the models of sources and destinations have alike, and what of it Stitch shows."""

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
        "Whether creating, and changing properties or credentials, waits for the connection check that Stitch then "
        "runs. Default: `false`.",
        default=None,
    )
    on_failure: str | Unknown | None = optional(
        "What a failed check is to the apply: an `error`, or `warn` for a warning. Default: `error`.",
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
        "Settings of the {noun} that are no secrets, by the names that its type gives them (data source "
        '`stitch_{noun}_type`). Values are text, numbers and booleans included (`"5432"`, `"true"`); they are sent as '
        "the type wants them. Only the keys that are set here are managed; what Stitch fills in by itself shows in "
        "`effective_properties`. A key that is removed is unset, unless the type lets it be set only once. A change of "
        "such a key replaces the resource. Default: none."
    )
    credentials: Mapping[str, str | Unknown | None] | Unknown | None = optional(
        "Secret settings by name, kept in Terraform's state. With Terraform 1.11 or newer use `credentials_wo`, which "
        "is kept nowhere. Stitch never shows a credential: a change made elsewhere cannot be seen, but one that Stitch "
        "lost is sent again. A key that is removed is unset; leaving out the whole attribute unsets nothing. Default: "
        "none.",
        default=None,
        sensitive=True,
    )
    credentials_wo: Mapping[str, str | Unknown | None] | Unknown | None = optional(
        "Secret settings by name, never kept in plan or state (Terraform 1.11 or newer). Sent at creation and again "
        "when `credentials_wo_version` changes; where that is not set, when they differ from what was sent, for which "
        "a salted hash is kept in the resource's private state. A key that is removed is unset; leaving out the whole "
        "attribute unsets nothing. Default: none.",
        default=None,
        sensitive=True,
        write_only=True,
    )
    credentials_wo_version: int | Decimal | Unknown | None = optional(
        "Version of `credentials_wo`, a number of your choice: change it to have them sent again. Default: none, a "
        "change of `credentials_wo` itself is noticed.",
        default=None,
    )
    connection_check: CheckSettings | Unknown | None = optional(
        "What to do about the connection check. Default: not to wait for it.", default=None
    )
    timeouts: Timeouts | Unknown | None = TIMEOUTS
    effective_properties: Mapping[str, str] | Unknown | None = computed(
        "All properties that Stitch shows of the {noun}, those that it filled in by itself included. Credentials are "
        "never among them, nor what the integration itself renews."
    )


def shown(connection: Source | Destination) -> dict[str, Any]:
    """The computed attributes, but for the properties."""
    return {
        "id": to_id(connection.id),
        "stitch_client_id": to_optional_id(connection.stitch_client_id),
        "created_at": connection.created_at,
    }
