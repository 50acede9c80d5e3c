"""The data sources `stitch_notification_emails` and `stitch_post_load_hooks`."""

from __future__ import annotations

from typing import Any

from stitch_provider.connect import Email, Hook
from stitch_provider.stitch.collection import PluralDataSource
from stitch_provider.stitch.ids import to_id, to_optional_id
from stitch_provider.stitch.notifications.collection import EMAILS, HOOKS, EmailFilter, HookFilter
from stitch_provider.terraform.schema.declaration import Model, computed, schema_of


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
    url: str | None = computed("Address that Stitch calls.")
    modified_at: str | None = computed("When the hook was last changed, in UTC.")


class EmailsView(EmailFilter):
    """`stitch_notification_emails`: a filter, and the emails that pass it."""

    ids: tuple[str, ...] | None = computed("Ids of the notification emails found.")
    emails: tuple[EmailDetails, ...] | None = computed("The notification emails found.")


class HooksView(HookFilter):
    """`stitch_post_load_hooks`: filters, and the hooks that pass all of them."""

    ids: tuple[str, ...] | None = computed("Ids of the hooks found.")
    hooks: tuple[HookDetails, ...] | None = computed("The hooks found.")


class EmailsDataSource(PluralDataSource[Email, EmailsView]):
    """All notification emails, or some of them."""

    type_name = "stitch_notification_emails"
    model = EmailsView
    schema = schema_of(
        EmailsView,
        "The email addresses that Stitch notifies in addition to those of the account's users, sorted by id.",
        noun="notification email",
    )
    collection = EMAILS
    attribute = "emails"

    def view(self, found: Email) -> EmailDetails:
        return EmailDetails(**_details(found), email_address=found.email_address)


class HooksDataSource(PluralDataSource[Hook, HooksView]):
    """All post-load hooks, or some of them."""

    type_name = "stitch_post_load_hooks"
    model = HooksView
    schema = schema_of(
        HooksView,
        "The post-load hooks of the account: the addresses that Stitch calls after loads, sorted by id.",
        noun="hook",
    )
    collection = HOOKS
    attribute = "hooks"

    def view(self, found: Hook) -> HookDetails:
        return HookDetails(
            **_details(found),
            destination_id=to_optional_id(found.destination_id),
            url=found.url,
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
