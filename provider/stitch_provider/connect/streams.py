"""The streams of a source and their metadata (reference 2.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.connect.caches import SOURCES
from stitch_provider.connect.errors import ConnectError
from stitch_provider.connect.models import MetadataChange, Stream, StreamSchema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.connect.caches import Caches
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.entries import Entries
    from stitch_provider.connect.new_sources import NewSources
    from stitch_provider.connect.spelling import Spelled
    from stitch_provider.connect.writes import StreamWrites


class Streams:
    """Calls about streams. That there is no such source is final where it is not new (`new_sources`)."""

    def __init__(
        self, calls: Calls, caches: Caches, writes: StreamWrites, new_sources: NewSources, deadline: Deadline
    ) -> None:
        self._calls = calls
        self._new_sources = new_sources
        self._caches = caches
        self._writes = writes
        self._deadline = deadline

    async def list(self, source_id: int, *, fresh: bool = False) -> Entries[Stream]:
        """The streams of a source, none before discovery. Raises NotFoundError."""

        async def fetch() -> Entries[Stream]:
            spelled: Spelled = {}
            streams = await self._calls.get_list(f"{SOURCES}/{source_id}/streams", Stream, spelled)
            self._caches.spellings.listed(source_id, streams, spelled)
            return streams

        return await self._new_sources.look(
            source_id,
            lambda: self._caches.streams.read(source_id, fetch, self._deadline, fresh=fresh),
            self._deadline,
        )

    async def get(self, source_id: int, stream_id: int) -> StreamSchema:
        """Schema and metadata of a stream; `stream_id` is the number. Raises NotFoundError."""

        async def fetch() -> StreamSchema:
            spelled: Spelled = {}
            schema = await self._calls.get_stream_schema(f"{SOURCES}/{source_id}/streams/{stream_id}", spelled)
            self._caches.spellings.described(source_id, stream_id, spelled)
            return schema

        return await self._new_sources.look(
            source_id,
            lambda: self._caches.schemas.read((source_id, stream_id), fetch, self._deadline),
            self._deadline,
        )

    def has_accepted_changes(self, source_id: int) -> bool:
        """Whether the service accepted an `update` in this process, and the source was not written since.

        Then the source exists and its discovery is over, and no call is needed to know it.
        """
        return self._caches.has_accepted_changes(source_id)

    async def update(self, source_id: int, changes: Mapping[str, tuple[MetadataChange, ...]]) -> None:
        """Set metadata of streams, by tap_stream_id. Calls for one source that come together become one PUT."""
        await self._new_sources.look(
            source_id, lambda: self._writes.write(source_id, changes, self._deadline), self._deadline
        )


async def put_metadata(
    calls: Calls,
    caches: Caches,
    source_id: int,
    changes: Mapping[str, tuple[MetadataChange, ...]],
    deadline: Deadline,
) -> None:
    """Send one PUT for a source, and keep in `caches` what it changes."""
    spelled = caches.spellings.restored(source_id, changes)
    content = {
        "streams": [{"tap_stream_id": stream, "metadata": entries} for stream, entries in spelled.items()],
    }
    try:
        await calls.update(f"{SOURCES}/{source_id}/streams/metadata", content, Any, deadline)
    except ConnectError:
        caches.forget_source(source_id)
        raise
    caches.streams_written(source_id, changes)
