"""The model of `stitch_post_load_hook`, which is its schema, and its conversion from an object of the client."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from stitch_provider.stitch.ids import StitchId, same_id, to_id, to_optional_id
from stitch_provider.stitch.notifications.hook_address import HttpsUrl, StoredUrl, after_read, masked
from stitch_provider.stitch.notifications.model import NotificationModel
from stitch_provider.terraform.schema.declaration import optional, required, schema_of
from stitch_provider.terraform.schema.validators import ExactlyOneOf
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Hook

NOUN = "hook"


class HookModel(NotificationModel, validators=(ExactlyOneOf(("url", "url_wo")),)):
    """Configuration, plan or state of a post-load hook.

    `destination_id` is null only in a state, after an import that could not find the destination (A29).
    """

    destination_id: str | Unknown | None = required(
        "Id of the destination whose loads call the hook, a string of digits. Another destination replaces the hook. "
        "If Stitch does not show the destination, the state keeps the configured one.",
        validators=(StitchId(),),
    )
    url: str | Unknown | None = optional(
        "Address that Stitch calls with a POST request, beginning with `https`, stored in the state. Another "
        "address replaces the hook. Exactly one of `url` and `url_wo` must be set.",
        default=None,
        validators=(HttpsUrl(), StoredUrl()),
    )
    url_wo: str | Unknown | None = optional(
        "The same for an address with a secret: it is stored in no plan and no state. Another address replaces the "
        "hook; the guide *Secrets* explains how it is detected. Exactly one of `url` and `url_wo` must be set.",
        default=None,
        sensitive=True,
        write_only=True,
        validators=(HttpsUrl(),),
    )
    url_wo_version: int | Decimal | Unknown | None = optional(
        "Version of `url_wo`, a number of your choice. A change of the version replaces the hook. Default: none; then "
        "the provider detects a change of `url_wo` itself.",
        default=None,
    )


SCHEMA = schema_of(
    HookModel,
    "A post-load hook: an address that Stitch calls after each load of a table into a destination. On the plans Free "
    "Trial, Advanced and Premium, an account can have ten of them, including disabled ones. Deleting a destination "
    "also deletes its hooks.",
    noun=NOUN,
)


def to_state(hook: Hook, known: HookModel | None = None) -> HookModel:
    """The state that Stitch shows; `known` is the state before, None where there is none.

    It keeps the spelling of what has not changed, and what Stitch does not show: the destination (A29) or the address.
    """
    destination_id = to_optional_id(hook.destination_id)
    if known is not None and (destination_id is None or same_id(known.destination_id, destination_id)):
        destination_id = known.destination_id  # type: ignore[assignment]
    return HookModel(
        id=to_id(hook.id),
        destination_id=destination_id,
        url=masked(hook.url) if known is None else after_read(known.url, hook.url),
        url_wo_version=None if known is None else known.url_wo_version,
        enabled=hook.enabled,
        stitch_client_id=to_optional_id(hook.client_id),
        created_at=hook.created_at,
    )
