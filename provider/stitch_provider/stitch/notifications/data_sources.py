"""The data sources `stitch_notification_emails` and `stitch_post_load_hooks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError
from stitch_provider.stitch.ids import StitchId, to_id, to_optional_id
from stitch_provider.stitch.notifications.hook_model import destinations
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.declaration import Model, computed, optional, schema_of
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Email, Hook


class EmailQuery(Model):
    """Which emails."""

    enabled: bool | Unknown | None = optional("Only those that are, or are not, enabled. Default: both.")


class HookQuery(Model):
    """Which hooks."""

    destination_id: str | Unknown | None = optional(
        "Only hooks of the destination with this id. Default: those of every destination.", validators=(StitchId(),)
    )
    enabled: bool | Unknown | None = optional("Only those that are, or are not, enabled. Default: both.")


class _Listed(Model):
    id: str = computed("Id of the {noun}, a string of digits.")
    enabled: bool = computed("Whether it is in use.")
    disabled_at: str | None = computed("When it was disabled, in UTC; null while it is enabled.")
    stitch_client_id: str | None = computed("Id of the Stitch account that has the {noun}.")
    created_at: str | None = computed("When it was created, in UTC.")


class ListedEmail(_Listed):
    """A notification email as a list shows it."""

    email_address: str | None = computed("The address.")


class EmailsView(EmailQuery):
    """`stitch_notification_emails`: a filter, and the emails that pass it."""

    ids: tuple[str, ...] | None = computed("Ids of the notification emails found.", default=None)
    emails: tuple[ListedEmail, ...] | None = computed("The notification emails found.", default=None)


class ListedHook(_Listed):
    """A hook as a list shows it."""

    destination_id: str | None = computed(
        "Id of the destination whose loads it follows; null where Stitch does not show it and the account has several."
    )
    url: str | None = computed("The address that is called.")
    modified_at: str | None = computed("When it was changed last, in UTC.")


class HooksView(HookQuery):
    """`stitch_post_load_hooks`: filters, and the hooks that pass all of them."""

    ids: tuple[str, ...] | None = computed("Ids of the hooks found.", default=None)
    hooks: tuple[ListedHook, ...] | None = computed("The hooks found.", default=None)


class EmailsDataSource(DataSource[EmailsView, ProviderData]):
    """All notification emails, or some of them."""

    type_name = "stitch_notification_emails"
    model = EmailsView
    schema = schema_of(
        EmailsView,
        "The email addresses that Stitch writes to beside those of the account's users, in order of their ids.",
        noun="notification email",
    )

    async def read(self, config: EmailsView, provider: ProviderData) -> DataResponse[EmailsView]:
        """List and filter."""
        try:
            everything = await provider.connect.emails.list()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the notification emails")) from refusal
        found = tuple(
            _listed_email(email)
            for email in sorted(everything, key=lambda each: each.id)
            if config.enabled in {None, email.enabled}
        )
        return DataResponse(state=replace(config, ids=tuple(each.id for each in found), emails=found))


class HooksDataSource(DataSource[HooksView, ProviderData]):
    """All post-load hooks, or some of them."""

    type_name = "stitch_post_load_hooks"
    model = HooksView
    schema = schema_of(HooksView, "The addresses that Stitch calls after loads, in order of their ids.", noun="hook")

    async def read(self, config: HooksView, provider: ProviderData) -> DataResponse[HooksView]:
        """List and filter."""
        try:
            everything = await provider.connect.hooks.list()
            homes = await destinations(provider.connect, everything)
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the post-load hooks")) from refusal
        found = tuple(
            _listed_hook(hook, homes[hook.id])
            for hook in sorted(everything, key=lambda each: each.id)
            if config.enabled in {None, hook.enabled} and config.destination_id in {None, homes[hook.id]}
        )
        return DataResponse(state=replace(config, ids=tuple(each.id for each in found), hooks=found))


def _listed_email(email: Email) -> ListedEmail:
    return ListedEmail(
        id=to_id(email.id),
        email_address=email.email_address,
        enabled=email.enabled,
        disabled_at=email.disabled_at,
        stitch_client_id=to_optional_id(email.client_id),
        created_at=email.created_at,
    )


def _listed_hook(hook: Hook, destination_id: str | None) -> ListedHook:
    return ListedHook(
        id=to_id(hook.id),
        destination_id=destination_id,
        url=hook.url,
        enabled=hook.enabled,
        disabled_at=hook.disabled_at,
        stitch_client_id=to_optional_id(hook.client_id),
        created_at=hook.created_at,
        modified_at=hook.modified_at,
    )
