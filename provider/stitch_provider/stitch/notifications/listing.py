"""The list resources `stitch_notification_email` and `stitch_post_load_hook`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from stitch_provider.connect import ConnectError
from stitch_provider.stitch.ids import StitchId
from stitch_provider.stitch.notifications import email_model, hook_model
from stitch_provider.stitch.notifications.attributes import ENABLED_FILTER
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import Listed, ListRequest, ListResource
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class EmailQuery(Struct, frozen=True, kw_only=True):
    """Which emails."""

    enabled: bool | Unknown | None


class HookQuery(Struct, frozen=True, kw_only=True):
    """Which hooks."""

    destination_id: str | Unknown | None
    enabled: bool | Unknown | None


class EmailListing(ListResource[EmailQuery, ProviderData]):
    """The notification emails of the account."""

    type_name = "stitch_notification_email"
    model = EmailQuery
    schema = Schema(
        description="The notification emails of the account, in order of their ids.",
        attributes={"enabled": ENABLED_FILTER},
    )

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
    schema = Schema(
        description="The post-load hooks of the account, in order of their ids.",
        attributes={
            "destination_id": Attribute(
                type=STRING,
                optional=True,
                validators=(StitchId(),),
                description="Only hooks of the destination with this id. Default: those of every destination.",
            ),
            "enabled": ENABLED_FILTER,
        },
    )

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
