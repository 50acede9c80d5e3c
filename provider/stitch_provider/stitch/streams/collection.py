"""The collections of the streams of the account: one by one, and by source."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict

from stitch_provider.connect import Source, Stream
from stitch_provider.connect.entries import Entries, check_complete
from stitch_provider.connect.models import DISCOVER_SCHEMA
from stitch_provider.stitch.collection import Collection
from stitch_provider.stitch.ids import StitchId, to_id, to_optional_id
from stitch_provider.stitch.parent_source import each_source, live_sources
from stitch_provider.stitch.sources.collection import SOURCES
from stitch_provider.stitch.streams import selection_model, selections_model
from stitch_provider.stitch.streams.operations import schemas_of
from stitch_provider.stitch.streams.selection import KnownStream, adopted, is_selected
from stitch_provider.stitch.streams.selection_model import SelectionModel
from stitch_provider.stitch.streams.selections_model import IGNORE, SelectionsModel
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.values.value import Value


class StreamFilter(Model):
    """Which streams to list."""

    source_id: str | Unknown | None = optional(
        "Only streams of the source with this id, a string of digits. Default: all sources.",
        validators=(StitchId(),),
    )
    selected_only: bool | Unknown | None = optional(
        "Whether to leave out streams that are not selected. Default: `true`."
    )


class StreamsBySourceFilter(StreamFilter):
    """Of which sources to list the streams."""

    selected_only: bool | Unknown | None = optional(
        "Whether to leave out sources without selected streams. Default: `true`."
    )


class SourceStream(Struct, frozen=True):
    """A stream and its source."""

    source: Source
    stream: Stream


class SourceStreams(Struct, frozen=True):
    """A source and streams of it."""

    source: Source
    streams: tuple[Stream, ...]


class StreamCollection(Collection[SourceStream, StreamFilter, SelectionModel]):
    """Each stream on its own. A state takes the schema of the stream."""

    type_name = "stitch_stream_selection"
    plural = "streams"
    filters = StreamFilter

    async def find(self, provider: ProviderData, filters: StreamFilter) -> AsyncGenerator[SourceStream, None]:
        async with aclosing(STREAMS_BY_SOURCE.find(provider, filters)) as sources:
            async for found in sources:
                for stream in found.streams:
                    yield SourceStream(found.source, stream)

    def label(self, found: SourceStream) -> str:
        return f"{SOURCES.label(found.source)}: {found.stream.tap_stream_id}"

    def identity(self, found: SourceStream) -> Mapping[str, Value]:
        return {
            "source_id": to_id(found.source.id),
            "stream": found.stream.tap_stream_id,
            "client_id": to_optional_id(found.source.stitch_client_id),
        }

    async def state(self, provider: ProviderData, found: SourceStream) -> SelectionModel:
        (known,) = (await _adopted(provider, found.source, (found.stream,))).values()
        return SelectionModel(
            id=self.import_id(found),
            source_id=to_id(found.source.id),
            stream=found.stream.tap_stream_id,
            timeouts=None,
            **asdict(known.settings),
            **selection_model.shown(known),
        )


class StreamsBySourceCollection(Collection[SourceStreams, StreamsBySourceFilter, SelectionsModel]):
    """The sources that have streams, with these. A state takes the schemas of all selected streams."""

    type_name = "stitch_stream_selections"
    plural = "streams"
    filters = StreamsBySourceFilter

    async def find(self, provider: ProviderData, filters: StreamFilter) -> AsyncGenerator[SourceStreams, None]:
        """The sources with at least one stream that passes. Types without discovery have none."""
        sources = await live_sources(provider, filters.source_id)
        discoverable = [source for source in sources.readable if DISCOVER_SCHEMA in source.report_card.order]
        lists: list[Entries[Any]] = [sources]
        found = each_source(discoverable, lambda source: provider.connect.streams.list(source.id))
        async with aclosing(found):
            async for source, streams in found:
                lists.append(streams)
                passing = streams.where(lambda each: filters.selected_only is False or is_selected(each) is True)
                if passing.readable:
                    yield SourceStreams(source, passing.readable)
        check_complete(lists)

    def label(self, found: SourceStreams) -> str:
        return SOURCES.label(found.source)

    def identity(self, found: SourceStreams) -> Mapping[str, Value]:
        return {"source_id": to_id(found.source.id), "client_id": to_optional_id(found.source.stitch_client_id)}

    async def state(self, provider: ProviderData, found: SourceStreams) -> SelectionsModel:
        """With the streams that are selected, and all settings that are set in Stitch."""
        selected = tuple(filter(is_selected, found.streams))
        return SelectionsModel(
            id=self.import_id(found),
            source_id=to_id(found.source.id),
            unlisted_streams=IGNORE,
            timeouts=None,
            **selections_model.shown(await _adopted(provider, found.source, selected)),
        )


async def _adopted(provider: ProviderData, source: Source, streams: Sequence[Stream]) -> Mapping[str, KnownStream]:
    """The streams with all settings that are set in Stitch, by tap_stream_id."""
    schemas = await schemas_of(provider, source.id, streams)
    known = {}
    for stream in streams:
        fields = schemas[stream.tap_stream_id].fields
        known[stream.tap_stream_id] = KnownStream(stream=stream, settings=adopted(stream, fields), fields=fields)
    return known


STREAMS = StreamCollection()
STREAMS_BY_SOURCE = StreamsBySourceCollection()
