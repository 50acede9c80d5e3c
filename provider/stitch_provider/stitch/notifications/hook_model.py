"""The model of `stitch_post_load_hook`, which is its schema, and how the service's object becomes one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from stitch_provider.stitch.attributes import OwnedModel
from stitch_provider.stitch.ids import StitchId, to_id, to_optional_id
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.declaration import optional, required, schema_of
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import Connect, Hook
    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Value

NOUN = "hook"


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


class HookModel(OwnedModel):
    """Configuration, plan or state of a post-load hook.

    `destination_id` is null in a state only after an import that could not find it out (A29).
    """

    destination_id: str | Unknown | None = required(
        "Id of the destination whose loads the hook follows, a string of digits. Another destination means another "
        "hook: it is replaced. Where Stitch does not show it, what was configured stands.",
        validators=(StitchId(),),
    )
    url: str | Unknown = required(
        "The address that is called with a POST; it begins with `https`. Another address means another hook: it is "
        "replaced.",
        requires_replace=True,
        validators=(HttpsUrl(),),
    )
    enabled: bool | Unknown | None = optional(
        "Whether Stitch calls the address. Changed in place. Default: `true`.", default=True
    )


SCHEMA = schema_of(
    HookModel,
    "A post-load hook: an address that Stitch calls after each load of a table into a destination. An account has ten "
    "at most, disabled ones included, on the plans Free Trial, Advanced and Premium. Stitch removes a destination's "
    "hooks with the destination.",
    noun=NOUN,
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
