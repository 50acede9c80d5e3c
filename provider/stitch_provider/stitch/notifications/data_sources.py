"""The data sources `stitch_notification_emails` and `stitch_post_load_hooks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import ConnectError
from stitch_provider.stitch.attributes import fact
from stitch_provider.stitch.ids import StitchId, to_id, to_optional_id
from stitch_provider.stitch.notifications.attributes import ENABLED_FILTER
from stitch_provider.stitch.notifications.hook_model import destinations
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.values.types import BOOL, STRING, ListType
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.connect import Email, Hook


class ListedEmail(Struct, frozen=True, kw_only=True):
    """A notification email as a list shows it."""

    id: str
    email_address: str | None
    enabled: bool
    disabled_at: str | None
    stitch_client_id: str | None
    created_at: str | None


class EmailsView(Struct, frozen=True, kw_only=True):
    """`stitch_notification_emails`: a filter, and the emails that pass it."""

    enabled: bool | Unknown | None
    ids: tuple[str, ...] | None = None
    emails: tuple[ListedEmail, ...] | None = None


class ListedHook(Struct, frozen=True, kw_only=True):
    """A hook as a list shows it."""

    id: str
    destination_id: str | None
    url: str | None
    enabled: bool
    disabled_at: str | None
    stitch_client_id: str | None
    created_at: str | None
    modified_at: str | None


class HooksView(Struct, frozen=True, kw_only=True):
    """`stitch_post_load_hooks`: filters, and the hooks that pass all of them."""

    destination_id: str | Unknown | None
    enabled: bool | Unknown | None
    ids: tuple[str, ...] | None = None
    hooks: tuple[ListedHook, ...] | None = None


def _facts(noun: str) -> Mapping[str, Attribute]:
    return {
        "id": fact(STRING, f"Id of the {noun}, a string of digits."),
        "enabled": fact(BOOL, "Whether it is in use."),
        "disabled_at": fact(STRING, "When it was disabled, in UTC; null while it is enabled."),
        "stitch_client_id": fact(STRING, f"Id of the Stitch account that has the {noun}."),
        "created_at": fact(STRING, "When it was created, in UTC."),
    }


class EmailsDataSource(DataSource[EmailsView, ProviderData]):
    """All notification emails, or some of them."""

    type_name = "stitch_notification_emails"
    model = EmailsView
    schema = Schema(
        description="The email addresses that Stitch writes to beside those of the account's users, in order of their "
        "ids.",
        attributes={
            "enabled": ENABLED_FILTER,
            "ids": fact(ListType(STRING), "Ids of the notification emails found."),
            "emails": Attribute(
                type=NestedAttributes(
                    nesting="list",
                    attributes={**_facts("notification email"), "email_address": fact(STRING, "The address.")},
                ),
                computed=True,
                description="The notification emails found.",
            ),
        },
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
    schema = Schema(
        description="The addresses that Stitch calls after loads, in order of their ids.",
        attributes={
            "destination_id": Attribute(
                type=STRING,
                optional=True,
                validators=(StitchId(),),
                description="Only hooks of the destination with this id. Default: those of every destination.",
            ),
            "enabled": ENABLED_FILTER,
            "ids": fact(ListType(STRING), "Ids of the hooks found."),
            "hooks": Attribute(
                type=NestedAttributes(
                    nesting="list",
                    attributes={
                        **_facts("hook"),
                        "destination_id": fact(
                            STRING,
                            "Id of the destination whose loads it follows; null where Stitch does not show it and the "
                            "account has several.",
                        ),
                        "url": fact(STRING, "The address that is called."),
                        "modified_at": fact(STRING, "When it was changed last, in UTC."),
                    },
                ),
                computed=True,
                description="The hooks found.",
            ),
        },
    )

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
