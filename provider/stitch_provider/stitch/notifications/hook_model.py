"""The schema of `stitch_post_load_hook`, its model, and how the service's object becomes one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from stitch_provider.stitch.attributes import id_attribute, origin
from stitch_provider.stitch.ids import StitchId, to_id, to_optional_id
from stitch_provider.stitch.notifications.attributes import enabled_attribute
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import Connect, Hook
    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Value

NOUN = "hook"


class HookModel(Struct, frozen=True, kw_only=True):
    """Configuration, plan or state of a post-load hook; attributes as in `SCHEMA`.

    `destination_id` is null in a state only after an import that could not find it out (A29).
    """

    id: str | Unknown | None
    destination_id: str | Unknown | None
    url: str | Unknown
    enabled: bool | Unknown | None
    stitch_client_id: str | Unknown | None
    created_at: str | Unknown | None


class HttpsUrl(Struct, frozen=True):
    """Validates that a value is an address that begins with https."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where it is not; the address may hold a secret and is not repeated."""
        try:
            parts = urlsplit(str(value))
            fine = parts.scheme == "https" and bool(parts.hostname) and not any(map(str.isspace, str(value)))
        except ValueError:
            fine = False
        if not fine:
            text = f"Stitch calls only addresses that begin with https. Write {path} such as "
            yield error("Not an HTTPS address", f"{text}https://hooks.acme.example/stitch.", path)


SCHEMA = Schema(
    description="A post-load hook: an address that Stitch calls after each load of a table into a destination. An "
    "account has ten at most, disabled ones included, on the plans Free Trial, Advanced and Premium. Stitch removes a "
    "destination's hooks with the destination.",
    attributes={
        "id": id_attribute(NOUN),
        "destination_id": Attribute(
            type=STRING,
            required=True,
            validators=(StitchId(),),
            description="Id of the destination whose loads the hook follows, a string of digits. Another destination "
            "means another hook: it is replaced. Where Stitch does not show it, what was configured stands.",
        ),
        "url": Attribute(
            type=STRING,
            required=True,
            requires_replace=True,
            validators=(HttpsUrl(),),
            description="The address that is called with a POST; it begins with `https`. Another address means another "
            "hook: it is replaced.",
        ),
        "enabled": enabled_attribute("Stitch calls the address"),
        **origin(NOUN),
    },
)


def shown(hook: Hook, destination_id: str | Unknown | None) -> HookModel:
    """The state that the service shows; `destination_id` stands where it does not show one (A29)."""
    return HookModel(
        id=to_id(hook.id),
        destination_id=destination_id if hook.destination_id is None else to_id(hook.destination_id),
        url=hook.url or "",
        enabled=hook.enabled,
        stitch_client_id=to_optional_id(hook.client_id),
        created_at=hook.created_at,
    )


async def destinations(connect: Connect, hooks: Iterable[Hook]) -> Mapping[int, str | None]:
    """The destination of each hook, by the hook's id: what it shows, else the account's only one, else None."""
    told = {hook.id: hook.destination_id for hook in hooks}
    if None in told.values():
        everything = await connect.destinations.list()
        only = everything[0].id if len(everything) == 1 else None
        told = {hook: only if destination is None else destination for hook, destination in told.items()}
    return {hook: to_optional_id(destination) for hook, destination in told.items()}
