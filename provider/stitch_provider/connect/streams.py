"""Streams of a source: what there is, and which of it replicates (reference 2.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.connect.errors import ConnectError
from stitch_provider.connect.memory import SOURCES
from stitch_provider.connect.models import MetadataChange, Stream, StreamSchema
from stitch_provider.connect.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.connect.patience import Patience
    from stitch_provider.connect.writes import StreamWrites


class Streams(Noun):
    """Calls about streams."""

    _stream_writes: StreamWrites

    async def list_streams(self, source_id: int, *, fresh: bool = False) -> tuple[Stream, ...]:
        """The streams of a source, none before discovery. Raises NotFoundError."""

        async def fetch() -> tuple[Stream, ...]:
            return await self._calls.get_list(f"{SOURCES}/{source_id}/streams", Stream)

        return await self._remembered(self._memory.streams, source_id, fetch, fresh=fresh)

    async def get_stream(self, source_id: int, stream_id: int) -> StreamSchema:
        """Schema and metadata of a stream; `stream_id` is the number. Raises NotFoundError."""

        async def fetch() -> StreamSchema:
            return await self._calls.get_stream_schema(f"{SOURCES}/{source_id}/streams/{stream_id}")

        return await self._remembered(self._memory.schemas, (source_id, stream_id), fetch)

    def takes_metadata(self, source_id: int) -> bool:
        """Whether it is known without a call that the source exists and its discovery is over: it took metadata."""
        return self._memory.takes_metadata(source_id)

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
            await self._calls.update(f"{SOURCES}/{source_id}/streams/metadata", content, Any, patience)
        except ConnectError:
            self._memory.forget_source(source_id)
            raise
        self._memory.streams_written(source_id, changes)
