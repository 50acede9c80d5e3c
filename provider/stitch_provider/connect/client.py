"""The Connect API as Python calls."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from msgspec import UNSET, UnsetType

from stitch_provider.connect.accounts import Accounts
from stitch_provider.connect.address import check_base_url, check_token
from stitch_provider.connect.calls import Calls
from stitch_provider.connect.errors import NotFoundError, RefusedError
from stitch_provider.connect.models import (
    ConnectionCheck,
    Destination,
    MetadataChange,
    ReportCard,
    Source,
    Stream,
    StreamSchema,
)
from stitch_provider.connect.notifications import Notifications
from stitch_provider.connect.patience import Patience
from stitch_provider.connect.reads import SourceReads
from stitch_provider.connect.recovery import Creation, Creations, Sighting
from stitch_provider.connect.reports import JobReports, Reports
from stitch_provider.connect.shared import Remembered
from stitch_provider.connect.syncs import Syncs
from stitch_provider.connect.tokens import Tokens
from stitch_provider.connect.transport import Transport
from stitch_provider.connect.writes import StreamWrites

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine, Hashable, Mapping

    import httpx

K = TypeVar("K", bound="Hashable")
T = TypeVar("T")

_SOURCES = "/v4/sources"
_DESTINATIONS = "/v4/destinations"
_SOURCE_TYPES = "/v4/source-types"
_DESTINATION_TYPES = "/v4/destination-types"


class Connect(Tokens, Syncs, Reports, Notifications, Accounts):
    """The Connect API of one account.

    Every call raises ConnectError: UnauthorizedError, UnavailableError, MalformedError, StoppedError and OutOfTimeError
    anywhere, RefusedError where it sends something, NotFoundError where it names an object. What a read brought is
    remembered until a write touches it, or it is asked for with `fresh`.
    """

    def __init__(
        self,
        token: str | None,
        *,
        base_url: str,
        user_agent: str,
        stop: asyncio.Event,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Connect nothing yet. Raises InvalidBaseUrlError and, for what cannot be a token, UnauthorizedError.

        Without a token only the calls about accounts can be made; the others raise UnauthorizedError. `stop` is set
        when Terraform asks every operation to end: waits, retries and reads then raise StoppedError, a write under way
        is finished. `transport` stands in for the network in tests.
        """
        self._patience = Patience(stop)
        self._transport = Transport(
            None if token is None else check_token(token),
            base_url=check_base_url(base_url),
            user_agent=user_agent,
            transport=transport,
        )
        self._calls = Calls(self._transport)
        self._sources = SourceReads(self._fetch_source, self._fetch_sources)
        self._destinations: Remembered[None, tuple[Destination, ...]] = Remembered()
        self._type_lists: Remembered[str, tuple[ReportCard, ...]] = Remembered()
        self._types: Remembered[str, ReportCard] = Remembered()
        self._streams: Remembered[int, tuple[Stream, ...]] = Remembered()
        self._schemas: Remembered[tuple[int, int], StreamSchema] = Remembered()
        self._stream_writes = StreamWrites(self._put_streams)
        self._creations = Creations()
        self._job_reports = JobReports(self._calls)

    def within(self, seconds: float) -> Connect:
        """A view that shares connection and caches, whose calls and pauses end after so many seconds."""
        view = copy.copy(self)
        view._patience = self._patience.within(seconds)  # noqa: SLF001 - it is one of us
        return view

    async def pause(self, seconds: float) -> None:
        """Wait. Raises StoppedError at once when asked to stop, OutOfTimeError at the deadline."""
        await self._patience.pause(seconds)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def client_id(self) -> int:
        """The id of the account, learnt from any of its objects: nothing else tells (reference 1.3).

        Raises NotFoundError where the account has no object.
        """
        known = (self._sources.sighted(), *(self._destinations.get(None) or ()))
        for one in known:
            if one is not None and one.stitch_client_id is not None:
                return one.stitch_client_id
        for list_objects in (self.list_destinations, self.list_sources):
            for found in await list_objects():
                if found.stitch_client_id is not None:
                    return found.stitch_client_id
        for list_notices in (self.list_emails, self.list_hooks):
            for notice in await list_notices():
                if notice.client_id is not None:
                    return notice.client_id
        raise NotFoundError("the account has no destination, source or notification that tells its id")

    # Destinations

    async def list_destinations(self, *, fresh: bool = False) -> tuple[Destination, ...]:
        """The destinations in use; deleted ones are left out (A46)."""
        return await self._remembered(self._destinations, None, self._fetch_destinations, fresh=fresh)

    async def get_destination(self, id: int, *, fresh: bool = False) -> Destination:  # noqa: A002 - the API's word
        """One destination, out of the list. Raises NotFoundError."""
        for destination in await self.list_destinations(fresh=fresh):
            if destination.id == id:
                return destination
        raise NotFoundError(f"there is no destination {id}")

    async def create_destination(
        self,
        *,
        type: str,  # noqa: A002 - the API's word
        properties: Mapping[str, Any],
        name: str | None = None,
        description: str | None = None,
        ignore_unmapped_sources: bool | None = None,
    ) -> Destination:
        """Create a destination, once, even if the answer is lost (see `recovery`)."""
        content = _without(
            None,
            type=type,
            properties=properties,
            name=name,
            description=description,
            ignore_unmapped_sources=ignore_unmapped_sources,
        )

        async def look(patience: Patience) -> Sighting[Destination]:
            found, now = await self._calls.get_all(_DESTINATIONS, Destination, patience)
            return Sighting([one for one in found if _fits(one, type) and name in {None, one.name}], now)

        async with self._creations.turn("destinations"):
            known = frozenset(destination.id for destination in await self.list_destinations())
            creation = Creation(
                noun=f'destination "{name or type}"',
                send=lambda: self._calls.create(_DESTINATIONS, content, Destination, self._patience),
                look=look,
                known=known,
                looks=(0, 1, 2, 4),
            )
            try:
                return await self._creations.create(creation, self._patience)
            finally:
                self._destinations.forget(None)

    async def update_destination(
        self,
        id: int,  # noqa: A002 - the API's word
        *,
        properties: Mapping[str, Any],
        name: str | UnsetType | None = UNSET,
        description: str | UnsetType | None = UNSET,
    ) -> Destination:
        """Change a destination; properties are merged (A9). Raises NotFoundError."""
        content = _without(UNSET, properties=properties, name=name, description=description)
        try:
            return await self._calls.update(f"{_DESTINATIONS}/{id}", content, Destination, self._patience)
        finally:
            self._destinations.forget(None)

    async def delete_destination(self, id: int) -> None:  # noqa: A002 - the API's word
        """Delete a destination; one that is gone already is a success. Its sources come to a stop."""
        try:
            await self._calls.delete(f"{_DESTINATIONS}/{id}", self._patience)
        finally:
            self._destinations.forget(None)
            self._sources.forget_all()

    # Sources

    async def list_sources(self, *, fresh: bool = False) -> tuple[Source, ...]:
        """Every source of the account, deleted ones included."""
        return await self._patience.wait(lambda: self._sources.every(fresh=fresh))

    async def get_source(self, id: int, *, fresh: bool = False) -> Source:  # noqa: A002 - the API's word
        """One source. Raises NotFoundError where there is none or it is deleted."""
        source = None if fresh else self._sources.known(id)
        if source is None:
            source = await self._patience.wait(lambda: self._sources.get(id, fresh=fresh))
        if source is None:
            raise NotFoundError(f"there is no source {id}")
        if source.deleted_at is not None:
            raise NotFoundError(f"source {id} was deleted at {source.deleted_at}")
        return source

    async def create_source(
        self,
        *,
        type: str,  # noqa: A002 - the API's word
        display_name: str,
        properties: Mapping[str, Any],
        destination_id: int | None = None,
    ) -> Source:
        """Create a source, once, even if the answer is lost (see `recovery`)."""
        content = _without(
            None, type=type, display_name=display_name, properties=properties, destination_id=destination_id
        )

        async def look(patience: Patience) -> Sighting[Source]:
            found, now = await self._calls.get_all(_SOURCES, Source, patience)
            return Sighting([one for one in found if _fits(one, type) and one.display_name == display_name], now)

        async with self._creations.turn(f"source {display_name}"):
            creation = Creation(
                noun=f'source "{display_name}"',
                send=lambda: self._calls.create(_SOURCES, content, Source, self._patience),
                look=look,
                known=self._sources.seen,
                looks=(0, 1),
            )
            source = await self._creations.create(creation, self._patience)
        self._sources.written(source.id)
        return source

    async def update_source(
        self,
        id: int,  # noqa: A002 - the API's word
        *,
        display_name: str | UnsetType = UNSET,
        paused_at: str | UnsetType | None = UNSET,
        destination_id: int | UnsetType | None = UNSET,
        properties: Mapping[str, Any] | UnsetType = UNSET,
    ) -> Source:
        """Change a source; properties are merged (A9). Raises NotFoundError."""
        content = _without(
            UNSET,
            display_name=display_name,
            paused_at=paused_at,
            destination_id=destination_id,
            properties=properties,
        )
        try:
            return await self._calls.update(f"{_SOURCES}/{id}", content, Source, self._patience)
        finally:
            self._forget_source(id)

    async def delete_source(self, id: int) -> None:  # noqa: A002 - the API's word
        """Delete a source; one that is gone already is a success."""
        try:
            await self._calls.delete(f"{_SOURCES}/{id}", self._patience)
        finally:
            self._forget_source(id)

    # Connection checks

    async def source_check(self, id: int) -> ConnectionCheck | None:  # noqa: A002 - the API's word
        """The last connection check of a source, None where there was none yet (A19). Never cached."""
        return await self._check(f"{_SOURCES}/{id}")

    async def destination_check(self, id: int) -> ConnectionCheck | None:  # noqa: A002 - the API's word
        """The last connection check of a destination, None where there is none (A18, A19). Never cached."""
        return await self._check(f"{_DESTINATIONS}/{id}")

    # Types

    async def list_source_types(self) -> tuple[ReportCard, ...]:
        """The source types that can be configured: those with steps. About 1 MB."""
        return await self._list_types(_SOURCE_TYPES)

    async def list_destination_types(self) -> tuple[ReportCard, ...]:
        """The destination types that can be configured: those with steps. Not every usable type is listed (A6)."""
        return await self._list_types(_DESTINATION_TYPES)

    async def source_type(self, type: str) -> ReportCard:  # noqa: A002 - the API's word
        """One source type. Raises NotFoundError where there is none that can be configured."""
        return await self._get_type(_SOURCE_TYPES, type, "source type")

    async def destination_type(self, type: str) -> ReportCard:  # noqa: A002 - the API's word
        """One destination type. Raises NotFoundError where there is none that can be configured."""
        return await self._get_type(_DESTINATION_TYPES, type, "destination type")

    # Streams

    async def list_streams(self, source_id: int, *, fresh: bool = False) -> tuple[Stream, ...]:
        """The streams of a source, none before discovery. Raises NotFoundError."""

        async def fetch() -> tuple[Stream, ...]:
            return await self._calls.get_list(f"{_SOURCES}/{source_id}/streams", Stream)

        return await self._remembered(self._streams, source_id, fetch, fresh=fresh)

    async def get_stream(self, source_id: int, stream_id: int) -> StreamSchema:
        """Schema and metadata of a stream; `stream_id` is the number. Raises NotFoundError."""

        async def fetch() -> StreamSchema:
            return await self._calls.get_stream_schema(f"{_SOURCES}/{source_id}/streams/{stream_id}")

        return await self._remembered(self._schemas, (source_id, stream_id), fetch)

    async def update_streams(self, source_id: int, changes: Mapping[str, tuple[MetadataChange, ...]]) -> None:
        """Set metadata of streams, by tap_stream_id. Calls for one source that come together become one PUT."""
        await self._stream_writes.write(source_id, changes, self._patience)

    async def _put_streams(
        self, source_id: int, changes: Mapping[str, tuple[MetadataChange, ...]], patience: Patience
    ) -> None:
        content = {
            "streams": [{"tap_stream_id": stream, "metadata": entries} for stream, entries in changes.items()],
        }
        try:
            await self._calls.update(f"{_SOURCES}/{source_id}/streams/metadata", content, Any, patience)
        finally:
            self._forget_source(source_id)

    # What the caches call, and how they are asked

    async def _fetch_destinations(self) -> tuple[Destination, ...]:
        destinations, _ = await self._calls.get_all(_DESTINATIONS, Destination)
        return tuple(destination for destination in destinations if destination.deleted_at is None)

    async def _fetch_sources(self) -> tuple[Source, ...]:
        sources, _ = await self._calls.get_all(_SOURCES, Source)
        return sources

    async def _fetch_source(self, source_id: int) -> Source | None:
        try:
            return await self._calls.get(f"{_SOURCES}/{source_id}", Source)
        except NotFoundError:
            return None

    async def _list_types(self, path: str) -> tuple[ReportCard, ...]:
        async def fetch() -> tuple[ReportCard, ...]:
            cards, _ = await self._calls.get_all(path, ReportCard)
            return tuple(card for card in cards if card.type and card.steps)

        return await self._remembered(self._type_lists, path, fetch)

    async def _get_type(self, path: str, type: str, noun: str) -> ReportCard:  # noqa: A002 - the API's word
        """One type, out of the list where that is there. An unknown type is undocumented: 404, 400 or an empty card."""

        async def fetch() -> ReportCard:
            try:
                card = await self._calls.get(f"{path}/{quote(type, safe='')}", ReportCard)
            except (NotFoundError, RefusedError) as error:
                raise NotFoundError(f'there is no {noun} "{type}"', status=error.status) from error
            if not card.steps:
                raise NotFoundError(f'{noun} "{type}" cannot be configured through the API')
            return card

        for card in self._type_lists.get(path) or ():
            if card.type == type:
                return card
        return await self._remembered(self._types, f"{path}/{type}", fetch)

    async def _check(self, path: str) -> ConnectionCheck | None:
        async def fetch() -> ConnectionCheck | None:
            return await self._calls.get_check(f"{path}/last-connection-check", self._patience)

        return await self._patience.wait(fetch)

    async def _remembered(
        self, results: Remembered[K, T], key: K, fetch: Callable[[], Coroutine[Any, Any, T]], *, fresh: bool = False
    ) -> T:
        known = None if fresh else results.get(key)
        if known is not None:
            return known
        return await self._patience.wait(lambda: results.fetch(key, fetch, fresh=fresh))

    def _forget_source(self, source_id: int) -> None:
        self._sources.written(source_id)
        self._streams.forget(source_id)
        self._schemas.forget_where(lambda key: key[0] == source_id)


def _without(missing: Any, **content: Any) -> dict[str, Any]:
    """The content whose values are not `missing`."""
    return {name: value for name, value in content.items() if value is not missing}


def _fits(one: Source | Destination, type: str) -> bool:  # noqa: A002 - the API's word
    return one.type == type and one.deleted_at is None
