"""The model of `stitch_post_load_hook`, which is its schema, and its conversion from an object of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from stitch_provider.stitch.ids import StitchId, to_id, to_optional_id
from stitch_provider.stitch.notifications.model import NotificationModel
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.declaration import required, schema_of
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import Hook
    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Value

NOUN = "hook"


class HttpsUrl(Struct, frozen=True):
    """Validates that a value is an address that begins with https."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """Does not repeat the address, which may hold a secret."""
        try:
            parts = urlsplit(str(value))
            valid = parts.scheme == "https" and bool(parts.hostname) and not any(map(str.isspace, str(value)))
        except ValueError:
            valid = False
        if not valid:
            text = f"{path} must be an address that begins with https, such as https://hooks.acme.example/stitch."
            yield error("Not an HTTPS address", text, path)


class HookModel(NotificationModel):
    """Configuration, plan or state of a post-load hook.

    `destination_id` is null only in a state, after an import that could not find the destination (A29).
    """

    destination_id: str | Unknown | None = required(
        "Id of the destination whose loads call the hook, a string of digits. Another destination replaces the hook. "
        "If Stitch does not show the destination, the state keeps the configured one.",
        validators=(StitchId(),),
    )
    url: str | Unknown = required(
        "Address that Stitch calls with a POST request, beginning with `https`. Another address replaces the hook.",
        requires_replace=True,
        validators=(HttpsUrl(),),
    )


SCHEMA = schema_of(
    HookModel,
    "A post-load hook: an address that Stitch calls after each load of a table into a destination. On the plans Free "
    "Trial, Advanced and Premium, an account can have ten of them, including disabled ones. Deleting a destination "
    "also deletes its hooks.",
    noun=NOUN,
)


def to_state(hook: Hook, known: HookModel | None = None) -> HookModel:
    """The state that Stitch shows, with what is `known` where it does not show destination (A29) or address."""
    destination_id = known.destination_id if known else None
    return HookModel(
        id=to_id(hook.id),
        destination_id=destination_id if hook.destination_id is None else to_id(hook.destination_id),
        url=hook.url or (known.url if known else ""),
        enabled=hook.enabled,
        stitch_client_id=to_optional_id(hook.client_id),
        created_at=hook.created_at,
    )
