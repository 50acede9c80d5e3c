"""Survey: everything in an account that Terraform can adopt, read through the imports of its resources."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar
from urllib.parse import urlsplit

from stitch_provider.connect import ConnectError, RefusedError
from stitch_provider.stitch.connections.properties import secrets
from stitch_provider.stitch.ids import to_id
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.streams.selection import is_selected
from stitch_provider.stitch.tokens.model import IMPORT_API
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import ImportRequest
from stitch_provider.terraform.schema.model import unbind
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from stitch_provider.connect import Destination, Email, Hook, ImportToken, Source
    from stitch_provider.terraform.resource import Resource

T = TypeVar("T")
R = TypeVar("R")

Resources: TypeAlias = "Mapping[str, Resource[Any, ProviderData]]"
"""The provider's resources by type name."""

_AT_ONCE = 8
"""Sources that are read at the same time."""


class Progress(Protocol):
    """Hears how far a survey has come."""

    def begin(self, what: str, total: int) -> None:
        """So many of these are going to be read."""
        ...

    def advance(self) -> None:
        """One of them was read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An object of the account: how it is imported, and the state that its import gives.

    `title` is its name for people. `secrets` are the names of the credentials that Stitch has of it.
    """

    type_name: str
    import_id: str
    title: str
    state: Mapping[str, Value]
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """A source, its selected streams if it has any, and its import tokens in the order of their ids."""

    source: Found
    selections: Found | None
    tokens: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was found, each kind in the order of its ids; what is deleted is left out."""

    client_id: str | None
    destinations: tuple[Found, ...]
    sources: tuple[FoundSource, ...]
    emails: tuple[Found, ...] = ()
    hooks: tuple[Found, ...] = ()


async def survey(resources: Resources, provider: ProviderData, progress: Progress) -> Survey:
    """Read the whole account. Raises DiagnosticError where anything of it cannot be read."""
    connect = provider.connect
    try:
        destinations = sorted(await connect.destinations.list(), key=_id)
        sources = sorted(await connect.sources.list(), key=_id)
        emails = sorted(await _permitted(connect.emails.list()), key=_id)
        hooks = sorted(await _permitted(connect.hooks.list()), key=_id)
    except ConnectError as refusal:
        raise DiagnosticError(explain(refusal, "read the account")) from refusal
    live = [each for each in sources if each.deleted_at is None]
    reader = _Reader(resources, provider)
    return Survey(
        client_id=provider.client_id or _client_id((*destinations, *live)),
        destinations=await _each("destinations", destinations, reader.destination, progress),
        sources=await _each("sources", live, reader.source, progress),
        emails=await _each("notification emails", emails, reader.email, progress),
        hooks=await _each("post-load hooks", hooks, reader.hook, progress),
    )


def _id(found: Source | Destination | Email | Hook | ImportToken) -> int:
    return found.id


async def _permitted(listing: Awaitable[tuple[T, ...]]) -> tuple[T, ...]:
    """What a listing gives; nothing where the account's plan does not include such objects."""
    try:
        return await listing
    except RefusedError:
        return ()


async def _each(
    what: str, objects: Sequence[T], read: Callable[[T], Awaitable[R]], progress: Progress
) -> tuple[R, ...]:
    """What `read` makes of the objects, a few at the same time; the first that cannot be read ends it."""
    progress.begin(what, len(objects))
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(found: T) -> R:
        async with places:
            result = await read(found)
        progress.advance()
        return result

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(found)) for found in objects]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures
    return tuple(task.result() for task in tasks)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what belongs to one listed object."""

    resources: Resources
    provider: ProviderData

    async def destination(self, found: Destination) -> Found:
        return await self._found(
            "stitch_destination", to_id(found.id), found.name or found.type, secrets(found.report_card)
        )

    async def source(self, found: Source) -> FoundSource:
        title = found.display_name or found.name or found.type
        source = await self._found("stitch_source", to_id(found.id), title, secrets(found.report_card))
        try:
            streams = await self.provider.connect.streams.list(found.id)
            tokens = await self.provider.connect.tokens.list(found.id) if found.type == IMPORT_API else ()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f'read source "{title}"')) from refusal
        selected = any(map(is_selected, streams))
        return FoundSource(
            source=source,
            selections=await self._found("stitch_stream_selections", to_id(found.id), title) if selected else None,
            tokens=tuple(
                [
                    await self._found("stitch_import_token", f"{found.id}/{each.id}", title)
                    for each in sorted(tokens, key=_id)
                ]
            ),
        )

    async def email(self, found: Email) -> Found:
        return await self._found("stitch_notification_email", to_id(found.id), found.email_address or "")

    async def hook(self, found: Hook) -> Found:
        return await self._found("stitch_post_load_hook", to_id(found.id), urlsplit(found.url or "").hostname or "")

    async def _found(self, type_name: str, import_id: str, title: str, secret: tuple[str, ...] = ()) -> Found:
        request = ImportRequest(id=import_id, identity=None)
        imported = await self.resources[type_name].import_state(request, self.provider)
        return Found(
            type_name=type_name, import_id=import_id, title=title, state=unbind(imported.state), secrets=secret
        )


def _client_id(found: Iterable[Source | Destination]) -> str | None:
    return next((to_id(each.stitch_client_id) for each in found if each.stitch_client_id is not None), None)
