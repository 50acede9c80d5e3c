"""What one process remembers of an account, and the calls that fill it.

A write makes the memory of what it touches void; what it touches is decided here, as a write to one noun can change
another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.connect.errors import NotFoundError
from stitch_provider.connect.models import Destination, ReportCard, Source, Stream, StreamSchema
from stitch_provider.connect.reads import SourceReads
from stitch_provider.connect.shared import Remembered

if TYPE_CHECKING:
    from stitch_provider.connect.calls import Calls

SOURCES = "/v4/sources"
DESTINATIONS = "/v4/destinations"


class Memory:
    """Results of reads, until a write touches them. `Connect` and its views share one."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.sources = SourceReads(self._fetch_source, self._fetch_sources)
        self.destinations: Remembered[None, tuple[Destination, ...]] = Remembered()
        self.type_lists: Remembered[str, tuple[ReportCard, ...]] = Remembered()
        self.types: Remembered[str, ReportCard] = Remembered()
        self.streams: Remembered[int, tuple[Stream, ...]] = Remembered()
        self.schemas: Remembered[tuple[int, int], StreamSchema] = Remembered()

    def forget_source(self, source_id: int) -> None:
        """Drop a source and its streams, which a write has changed, or may have."""
        self.sources.written(source_id)
        self.streams.forget(source_id)
        self.schemas.forget_where(lambda key: key[0] == source_id)

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
