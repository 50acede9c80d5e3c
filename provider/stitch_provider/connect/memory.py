"""What one process remembers of an account, and the calls that fill it.

A write makes the memory of what it touches void, or brings it up to date where the write tells all there is to know.
What it touches is decided here, as a write to one noun can change another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stitch_provider.connect.errors import NotFoundError
from stitch_provider.connect.models import Destination, ReportCard, Source, Stream, StreamMetadata, StreamSchema
from stitch_provider.connect.reads import SourceReads
from stitch_provider.connect.shared import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.models import MetadataChange

SOURCES = "/v4/sources"
DESTINATIONS = "/v4/destinations"


class KnownTypes:
    """Report cards of types: the list, and single ones by type."""

    def __init__(self) -> None:
        self.all: Remembered[None, tuple[ReportCard, ...]] = Remembered()
        self.single: Remembered[str, ReportCard] = Remembered()


class Memory:
    """Results of reads, until a write touches them. `Connect` and its views share one."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.sources = SourceReads(self._fetch_source, self._fetch_sources)
        self.destinations: Remembered[None, tuple[Destination, ...]] = Remembered()
        self.source_types = KnownTypes()
        self.destination_types = KnownTypes()
        self.streams: Remembered[int, tuple[Stream, ...]] = Remembered()
        self.schemas: Remembered[tuple[int, int], StreamSchema] = Remembered()
        self._accepted: set[int] = set()

    def forget_source(self, source_id: int) -> None:
        """Drop a source and its streams, which a write has changed, or may have."""
        self.sources.written(source_id)
        self.streams.forget(source_id)
        self.schemas.forget_where(lambda key: key[0] == source_id)
        self._accepted.discard(source_id)

    def streams_written(self, source_id: int, changes: Mapping[str, tuple[MetadataChange, ...]]) -> None:
        """Take over what the service has accepted, by tap_stream_id; the source may stand at another step now.

        Of the streams, a write tells all that changes about them; not of their fields, as some only show once their
        stream is selected (reference 3.9). A list under way may be older than the write.
        """
        listed = self.streams.get(source_id)
        if listed is None:
            self.forget_source(source_id)
        else:
            numbers = {stream.stream_id for stream in listed if stream.tap_stream_id in changes}
            self.streams.tell(
                source_id, tuple(_changed(stream, changes.get(stream.tap_stream_id, ())) for stream in listed)
            )
            self.schemas.forget_where(lambda key: key[0] == source_id and key[1] in numbers)
            self.sources.written(source_id)
        self._accepted.add(source_id)

    def has_accepted_changes(self, source_id: int) -> bool:
        """Whether the service took metadata of a source's streams, and the source was not written since."""
        return source_id in self._accepted

    async def fetch_destinations(self) -> tuple[Destination, ...]:
        """Read the destinations in use (A46)."""
        destinations, _ = await self._calls.get_all(DESTINATIONS, Destination)
        return tuple(destination for destination in destinations if destination.deleted_at is None)

    async def _fetch_sources(self) -> tuple[Source, ...]:
        sources, _ = await self._calls.get_all(SOURCES, Source)
        return sources

    async def _fetch_source(self, source_id: int) -> Source | None:
        try:
            return await self._calls.get(f"{SOURCES}/{source_id}", Source)
        except NotFoundError:
            return None


def _changed(stream: Stream, changes: Iterable[MetadataChange]) -> Stream:
    """The stream once the changes about it, and not those about its fields, are made."""
    change = {key: value for one in changes if not one.breadcrumb for key, value in one.metadata.items()}
    if not change:
        return stream
    metadata = msgspec.convert(msgspec.to_builtins(stream.metadata) | change, StreamMetadata)
    return msgspec.structs.replace(stream, selected=change.get("selected", stream.selected), metadata=metadata)
