"""The answers of the service that a process keeps, and the calls that read them.

A write makes the caches of what it changes invalid, or updates them where it contains all that there is to know. What a
write changes is decided here, as a write to one noun can change another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stitch_provider.connect.errors import MalformedError, NotFoundError
from stitch_provider.connect.models import Destination, ReportCard, Source, Stream, StreamMetadata, StreamSchema
from stitch_provider.connect.owner import Owner
from stitch_provider.connect.reads import SourceReads
from stitch_provider.connect.shared_calls import Cache
from stitch_provider.connect.spelling import Spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.entries import Entries
    from stitch_provider.connect.models import MetadataChange

SOURCES = "/v4/sources"
DESTINATIONS = "/v4/destinations"


class TypeCaches:
    """Report cards of types: the list, and single ones by type."""

    def __init__(self) -> None:
        self.all: Cache[None, Entries[ReportCard]] = Cache()
        self.single: Cache[str, ReportCard] = Cache()


class Caches:
    """Results of reads, until a write changes them. A `Connect` and those made by its `within` share them."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.owner = Owner()
        self.sources = SourceReads(self._fetch_source, self._fetch_sources)
        self.destinations: Cache[None, Entries[Destination]] = Cache()
        self.source_types = TypeCaches()
        self.destination_types = TypeCaches()
        self.streams: Cache[int, Entries[Stream]] = Cache()
        self.schemas: Cache[tuple[int, int], StreamSchema] = Cache()
        self.spellings = Spellings()
        self._accepted: set[int] = set()

    def forget_source(self, source_id: int) -> None:
        """Drop a source and its streams, which a write has changed, or may have."""
        self.sources.written(source_id)
        self.streams.forget(source_id)
        self.schemas.forget_where(lambda key: key[0] == source_id)
        self._accepted.discard(source_id)

    def streams_written(self, source_id: int, changes: Mapping[str, tuple[MetadataChange, ...]]) -> None:
        """Update the streams with what the service has accepted, by tap_stream_id.

        A write contains all that changes about a stream. That is not so for fields, some of which only appear once
        their stream is selected (reference 3.9), nor for the source, whose step may change. A list under way may be
        older than the write.
        """
        listed = self.streams.get(source_id)
        if listed is None:
            self.forget_source(source_id)
        else:
            numbers = {stream.stream_id for stream in listed.readable if stream.tap_stream_id in changes}
            self.streams.set(
                source_id, listed.each(lambda stream: _changed(stream, changes.get(stream.tap_stream_id, ())))
            )
            self.schemas.forget_where(lambda key: key[0] == source_id and key[1] in numbers)
            self.sources.written(source_id)
        self._accepted.add(source_id)

    def has_accepted_changes(self, source_id: int) -> bool:
        """Whether the service accepted metadata of a source's streams, and the source was not written since."""
        return source_id in self._accepted

    async def fetch_destinations(self) -> Entries[Destination]:
        """Read the destinations in use (A46)."""
        destinations, _ = await self._calls.get_all(DESTINATIONS, Destination)
        self.owner.shown(each.stitch_client_id for each in destinations.readable)
        return destinations.where(lambda destination: not destination.deleted)

    async def _fetch_sources(self) -> Entries[Source]:
        sources, _ = await self._calls.get_all(SOURCES, Source)
        self.owner.shown(each.stitch_client_id for each in sources.readable)
        return sources

    async def _fetch_source(self, source_id: int) -> Source | None:
        path = f"{SOURCES}/{source_id}"
        try:
            source = await self._calls.get(path, Source)
        except NotFoundError:
            return None
        if source.id != source_id:
            raise MalformedError(f"GET {path}: the answer is another source")
        self.owner.shown((source.stitch_client_id,))
        return source


def _changed(stream: Stream, changes: Iterable[MetadataChange]) -> Stream:
    """The stream once the changes about it, and not those about its fields, are made."""
    change = {key: value for one in changes if not one.breadcrumb for key, value in one.metadata.items()}
    if not change:
        return stream
    metadata = msgspec.convert(msgspec.to_builtins(stream.metadata) | change, StreamMetadata)
    return msgspec.structs.replace(stream, selected=change.get("selected", stream.selected), metadata=metadata)
