"""The list resources `stitch_notification_email` and `stitch_post_load_hook`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.connect import ConnectError
from stitch_provider.stitch.notifications import email_model, hook_model
from stitch_provider.stitch.notifications.data_sources import EmailQuery, HookQuery
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import Listed, ListRequest, ListResource
from stitch_provider.terraform.schema.declaration import schema_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class EmailListing(ListResource[EmailQuery, ProviderData]):
    """The notification emails of the account."""

    type_name = "stitch_notification_email"
    model = EmailQuery
    schema = schema_of(EmailQuery, "The notification emails of the account, in order of their ids.")

    async def list(self, request: ListRequest[EmailQuery], provider: ProviderData) -> AsyncGenerator[Listed[Any], None]:
        """One call."""
        try:
            emails = await provider.connect.emails.list()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the notification emails")) from refusal
        for email in sorted(emails, key=lambda each: each.id):
            if request.config.enabled in {None, email.enabled}:
                state = email_model.shown(email)
                yield Listed(
                    display_name=email.email_address or f"notification email {email.id}",
                    identity={"id": state.id, "client_id": state.stitch_client_id},
                    state=state if request.include_resource else None,
                )


class HookListing(ListResource[HookQuery, ProviderData]):
    """The post-load hooks of the account."""

    type_name = "stitch_post_load_hook"
    model = HookQuery
    schema = schema_of(HookQuery, "The post-load hooks of the account, in order of their ids.")

    async def list(self, request: ListRequest[HookQuery], provider: ProviderData) -> AsyncGenerator[Listed[Any], None]:
        """One call, and one more where hooks do not show their destination."""
        config = request.config
        try:
            hooks = await provider.connect.hooks.list()
            homes = await hook_model.destinations(provider.connect, hooks)
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the post-load hooks")) from refusal
        for hook in sorted(hooks, key=lambda each: each.id):
            home = homes[hook.id]
            if config.enabled in {None, hook.enabled} and config.destination_id in {None, home}:
                state = hook_model.shown(hook, home)
                yield Listed(
                    display_name=f"hook {hook.id} of destination {home}" if home else f"hook {hook.id}",
                    identity={"id": state.id, "client_id": state.stitch_client_id},
                    state=state if request.include_resource else None,
                )
