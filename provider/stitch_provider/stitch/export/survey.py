"""Survey: everything in an account that Terraform can adopt, read through the collections."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from stitch_provider.connect import RefusedError
from stitch_provider.stitch.destinations.collection import DESTINATIONS
from stitch_provider.stitch.notifications.collection import EMAILS, HOOKS
from stitch_provider.stitch.ownership import check_account
from stitch_provider.stitch.sources.collection import SOURCES
from stitch_provider.stitch.streams.collection import STREAMS_BY_SOURCE
from stitch_provider.stitch.tokens.collection import IMPORT_TOKENS
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.schema.model import unbind
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.stitch.collection import Collection
    from stitch_provider.stitch.provider_data import ProviderData

COLLECTIONS: tuple[Collection[Any, Any, Any], ...] = (
    DESTINATIONS,
    SOURCES,
    STREAMS_BY_SOURCE,
    IMPORT_TOKENS,
    EMAILS,
    HOOKS,
)
"""What is exported."""

_NOT_IN_EVERY_PLAN = (EMAILS, HOOKS)
"""What the plan of an account may not include. Stitch refuses to list it then (reference 1.4)."""


class Progress(Protocol):
    """Is informed of how much has been read."""

    def begin(self, what: str) -> None:
        """Reading objects of this kind begins."""

    def advance(self) -> None:
        """One of them was read."""


class Found(Struct, frozen=True, kw_only=True):
    """An object of the account: how it is imported, and the state that its import gives.

    `title` is its name for people. `secrets` are the names of the credentials that Stitch has of it.
    """

    type_name: str
    import_id: str
    title: str
    state: Mapping[str, Value]
    secrets: tuple[str, ...] = ()


class Survey(Struct, frozen=True, kw_only=True):
    """What was found, each kind in the order of its ids; what is deleted is left out.

    `selections` are those of each source that has selected streams.
    """

    client_id: str | None
    destinations: tuple[Found, ...]
    sources: tuple[Found, ...]
    selections: tuple[Found, ...]
    tokens: tuple[Found, ...]
    emails: tuple[Found, ...]
    hooks: tuple[Found, ...]


async def survey(provider: ProviderData, progress: Progress) -> Survey:
    """Read the whole account. Raises DiagnosticError where anything of it cannot be read."""
    found = {collection.type_name: await _read(provider, collection, progress) for collection in COLLECTIONS}
    destinations, sources = found[DESTINATIONS.type_name], found[SOURCES.type_name]
    return Survey(
        client_id=provider.client_id or _client_id((*destinations, *sources)),
        destinations=destinations,
        sources=sources,
        selections=found[STREAMS_BY_SOURCE.type_name],
        tokens=found[IMPORT_TOKENS.type_name],
        emails=found[EMAILS.type_name],
        hooks=found[HOOKS.type_name],
    )


async def _read(provider: ProviderData, collection: Collection[Any, Any, Any], progress: Progress) -> tuple[Found, ...]:
    """Everything in a collection; nothing where the account's plan does not include such objects."""
    progress.begin(collection.plural)
    objects = []
    try:
        with provider.explaining(f"read the {collection.plural} of the account"):
            async with aclosing(collection.find_with_states(provider, collection.no_filters())) as pairs:
                async for found, state in pairs:
                    objects.append(_found(provider, collection, found, state))
                    progress.advance()
    except DiagnosticError as refused:
        if collection in _NOT_IN_EVERY_PLAN and isinstance(refused.__cause__, RefusedError):
            return ()
        raise
    return tuple(objects)


def _found(provider: ProviderData, collection: Collection[Any, Any, Any], found: Any, state: Any) -> Found:
    """Raises DiagnosticError if the object belongs to another account than the configured one."""
    owner = collection.identity(found).get("client_id")
    check_account(f"{collection.type_name} {collection.import_id(found)}", provider.client_id or "", str(owner or ""))
    return Found(
        type_name=collection.type_name,
        import_id=collection.import_id(found),
        title=collection.title(found),
        state=unbind(state),
        secrets=collection.secrets(found),
    )


def _client_id(found: Iterable[Found]) -> str | None:
    owners = (each.state["stitch_client_id"] for each in found)
    return next((owner for owner in owners if isinstance(owner, str)), None)
