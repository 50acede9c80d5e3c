"""The collections of the notification emails and post-load hooks of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from stitch_provider.connect import Email, Hook
from stitch_provider.stitch.collection import Collection
from stitch_provider.stitch.ids import StitchId, same_id, to_id, to_optional_id
from stitch_provider.stitch.notifications import email_model, hook_model
from stitch_provider.stitch.notifications.email_model import EmailModel
from stitch_provider.stitch.notifications.hook_model import HookModel
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from stitch_provider.connect import Connect
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.values.value import Value


class EmailFilter(Model):
    """Which emails to list. A filter that is null matches every email."""

    enabled: bool | Unknown | None = optional("Only notification emails that are, or are not, enabled. Default: both.")


class HookFilter(Model):
    """Which hooks to list. A filter that is null matches every hook."""

    destination_id: str | Unknown | None = optional(
        "Only hooks of the destination with this id. Default: all destinations.", validators=(StitchId(),)
    )
    enabled: bool | Unknown | None = optional("Only hooks that are, or are not, enabled. Default: both.")

    def passes(self, hook: Hook) -> bool:
        of_destination = self.destination_id is None or same_id(
            self.destination_id, to_optional_id(hook.destination_id)
        )
        return of_destination and self.enabled in {None, hook.enabled}


class EmailCollection(Collection[Email, EmailFilter, EmailModel]):
    """The notification emails of the account. States cost no further call."""

    type_name = "stitch_notification_email"
    plural = "notification emails"
    filters = EmailFilter

    async def find(self, provider: ProviderData, filters: EmailFilter) -> AsyncGenerator[Email, None]:
        emails = await provider.connect.emails.list()
        for email in sorted(emails.readable, key=lambda each: each.id):
            if filters.enabled in {None, email.enabled}:
                yield email
        emails.all()

    def label(self, found: Email) -> str:
        return found.email_address or f"{email_model.NOUN} {found.id}"

    def identity(self, found: Email) -> Mapping[str, Value]:
        return {"id": to_id(found.id), "client_id": to_optional_id(found.client_id)}

    async def state(self, provider: ProviderData, found: Email) -> EmailModel:
        return email_model.to_state(found)


class HookCollection(Collection[Hook, HookFilter, HookModel]):
    """The post-load hooks of the account. States cost no further call.

    Each hook is found with the id of its destination, also where Stitch does not show it (A29) but it is known.
    """

    type_name = "stitch_post_load_hook"
    plural = "post-load hooks"
    filters = HookFilter

    async def find(self, provider: ProviderData, filters: HookFilter) -> AsyncGenerator[Hook, None]:
        """Takes a second call where a hook does not show its destination."""
        hooks = await provider.connect.hooks.list()
        hidden = any(hook.destination_id is None for hook in hooks.readable)
        only = await only_destination(provider.connect) if hidden else None
        for hook in sorted(hooks.readable, key=lambda each: each.id):
            found = replace(hook, destination=only) if hook.destination_id is None else hook
            if filters.passes(found):
                yield found
        hooks.all()

    def label(self, found: Hook) -> str:
        """Without its address, which may hold a secret."""
        destination = f" of destination {found.destination_id}" if found.destination_id else ""
        return f"{hook_model.NOUN} {found.id}{destination}"

    def title(self, found: Hook) -> str:
        """The host of its address, which is no secret; nothing if the address is not valid."""
        try:
            return urlsplit(found.url or "").hostname or ""
        except ValueError:
            return ""

    def identity(self, found: Hook) -> Mapping[str, Value]:
        return {"id": to_id(found.id), "client_id": to_optional_id(found.client_id)}

    async def state(self, provider: ProviderData, found: Hook) -> HookModel:
        return hook_model.to_state(found)


EMAILS = EmailCollection()
HOOKS = HookCollection()


async def only_destination(connect: Connect) -> str | None:
    """The id of the account's destination where there is one only: then each hook belongs to it (A29). Else None."""
    destinations = await connect.destinations.list()
    if destinations.unreadable or len(destinations.readable) != 1:
        return None
    return to_id(destinations.readable[0].id)
