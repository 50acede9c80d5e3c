"""The data sources `stitch_notification_emails` and `stitch_post_load_hooks`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.stitch.collection import PluralDataSource
from stitch_provider.stitch.ids import to_id, to_optional_id
from stitch_provider.stitch.notifications.collection import EMAILS, HOOKS, EmailFilter, HookFilter
from stitch_provider.stitch.notifications.hook_address import masked
from stitch_provider.terraform.schema.declaration import Model, computed

if TYPE_CHECKING:
    from stitch_provider.connect import Email, Hook


class _Details(Model):
    id: str = computed("Id of the {noun}, a string of digits.")
    enabled: bool = computed("Whether Stitch uses the {noun}.")
    disabled_at: str | None = computed("When the {noun} was disabled, in UTC. Null while it is enabled.")
    stitch_client_id: str | None = computed("Id of the Stitch account that the {noun} belongs to.")
    created_at: str | None = computed("When the {noun} was created, in UTC.")


class EmailDetails(_Details):
    """An email as `stitch_notification_emails` shows it."""

    email_address: str | None = computed("Address to which Stitch sends notifications.")


class HookDetails(_Details):
    """A hook as `stitch_post_load_hooks` shows it."""

    destination_id: str | None = computed(
        "Id of the destination whose loads call the hook. Null if Stitch does not show it and the account has "
        "several destinations."
    )
    url: str | None = computed("Address that Stitch calls, with `(hidden)` in place of parts that can be secret.")
    modified_at: str | None = computed("When the hook was last changed, in UTC.")


class EmailsView(EmailFilter):
    """`stitch_notification_emails`: a filter, and the emails that pass it."""

    ids: tuple[str, ...] | None = computed("Ids of the notification emails found.")
    emails: tuple[EmailDetails, ...] | None = computed("The notification emails found.")


class HooksView(HookFilter):
    """`stitch_post_load_hooks`: filters, and the hooks that pass all of them."""

    ids: tuple[str, ...] | None = computed("Ids of the hooks found.")
    hooks: tuple[HookDetails, ...] | None = computed("The hooks found.")


def email_details(found: Email) -> EmailDetails:
    """What the data source shows of an email."""
    return EmailDetails(**_details(found), email_address=found.email_address)


def hook_details(found: Hook) -> HookDetails:
    """What the data source shows of a hook."""
    return HookDetails(
        **_details(found),
        destination_id=to_optional_id(found.destination_id),
        url=masked(found.url),
        modified_at=found.modified_at,
    )


def _details(found: Email | Hook) -> dict[str, Any]:
    return {
        "id": to_id(found.id),
        "enabled": found.enabled,
        "disabled_at": found.disabled_at,
        "stitch_client_id": to_optional_id(found.client_id),
        "created_at": found.created_at,
    }


EMAILS_DATA_SOURCE = PluralDataSource(
    EMAILS,
    EmailsView,
    "The email addresses that Stitch notifies in addition to those of the account's users, sorted by id.",
    noun="notification email",
    attribute="emails",
    view=email_details,
)
HOOKS_DATA_SOURCE = PluralDataSource(
    HOOKS,
    HooksView,
    "The post-load hooks of the account: the addresses that Stitch calls after loads, sorted by id.",
    noun="hook",
    attribute="hooks",
    view=hook_details,
)
