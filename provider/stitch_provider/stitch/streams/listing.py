"""The list resources `stitch_stream_selection` and `stitch_stream_selections`."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect import ConnectError, NotFoundError, Source
from stitch_provider.connect.models import DISCOVER_SCHEMA, Stream
from stitch_provider.stitch.ids import StitchId, to_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.sources.collection import SOURCES
from stitch_provider.stitch.streams import operations
from stitch_provider.stitch.streams.selection import is_selected
from stitch_provider.stitch.streams.selection_resource import StreamSelectionResource, imported_stream
from stitch_provider.stitch.streams.selections_resource import StreamSelectionsResource, imported_streams
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import Listed, ListRequest, ListResource
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.types import BOOL, STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from stitch_provider.connect import Connect
    from stitch_provider.connect.models import StreamSchema
    from stitch_provider.stitch.streams.selection_model import StreamSelectionModel
    from stitch_provider.stitch.streams.selections_model import StreamSelectionsModel

_AT_ONCE = 8
"""How many sources are asked for their streams at the same time."""


class StreamFilter(Struct, frozen=True, kw_only=True):
    """Which streams to list: those of one source (None: of all), and whether only those that are selected (default)."""

    source_id: str | Unknown | None
    selected_only: bool | Unknown | None


class _Found(Struct, frozen=True):
    """A source and those of its streams that pass the filter, at least one."""

    source: Source
    streams: tuple[Stream, ...]


class StreamSelectionListing(ListResource[StreamFilter, ProviderData]):
    """The streams of the account, each on its own."""

    type_name = StreamSelectionResource.type_name
    model = StreamFilter
    schema = Schema(
        description="The selected streams of the account, or of one source, one by one. `stitch_stream_selections` "
        "lists them by source, which makes fewer and larger resources: adopt one kind or the other.",
        attributes={
            "source_id": Attribute(
                type=STRING,
                optional=True,
                validators=(StitchId(),),
                description="Only streams of this source, by its id, a string of digits. Default: of all sources.",
            ),
            "selected_only": Attribute(
                type=BOOL,
                optional=True,
                description="Whether streams that are not selected are left out. Default: `true`.",
            ),
        },
    )

    async def list(
        self, request: ListRequest[StreamFilter], provider: ProviderData
    ) -> AsyncGenerator[Listed[StreamSelectionModel], None]:
        """List the streams of each source; states need each stream's schema as well."""
        async with aclosing(_found(provider.connect, request.config)) as sources:
            async for found in sources:
                schemas = await _schemas(provider.connect, found) if request.include_resource else {}
                source_id = to_id(found.source.id)
                for stream in found.streams:
                    name = stream.tap_stream_id
                    yield Listed(
                        display_name=f"{SOURCES.label(found.source)}: {name}",
                        identity={"source_id": source_id, "stream": name},
                        state=imported_stream(source_id, stream, schemas[name]) if name in schemas else None,
                    )


class StreamSelectionsListing(ListResource[StreamFilter, ProviderData]):
    """The streams of the account, by source."""

    type_name = StreamSelectionsResource.type_name
    model = StreamFilter
    schema = Schema(
        description="The sources of the account that have selected streams, each with all of them. "
        "`stitch_stream_selection` lists the streams one by one: adopt one kind or the other.",
        attributes={
            "source_id": Attribute(
                type=STRING,
                optional=True,
                validators=(StitchId(),),
                description="Only this source, by its id, a string of digits. Default: all sources.",
            ),
            "selected_only": Attribute(
                type=BOOL,
                optional=True,
                description="Whether sources without selected streams are left out. Default: `true`.",
            ),
        },
    )

    async def list(
        self, request: ListRequest[StreamFilter], provider: ProviderData
    ) -> AsyncGenerator[Listed[StreamSelectionsModel], None]:
        """List the sources that have streams; states need each selected stream's schema as well."""
        async with aclosing(_found(provider.connect, request.config)) as sources:
            async for found in sources:
                source_id = to_id(found.source.id)
                chosen = _Found(found.source, tuple(filter(is_selected, found.streams)))
                yield Listed(
                    display_name=SOURCES.label(found.source),
                    identity={"source_id": source_id},
                    state=imported_streams(source_id, chosen.streams, await _schemas(provider.connect, chosen))
                    if request.include_resource
                    else None,
                )


async def _found(connect: Connect, wanted: StreamFilter) -> AsyncGenerator[_Found, None]:
    """The sources that have streams to list, in order of their ids."""
    everything = wanted.selected_only is False
    try:
        sources = await _sources(connect, wanted)
        for at in range(0, len(sources), _AT_ONCE):
            some = sources[at : at + _AT_ONCE]
            for source, streams in zip(
                some, await asyncio.gather(*(_streams(connect, each) for each in some)), strict=True
            ):
                passed = tuple(stream for stream in streams if everything or is_selected(stream))
                if passed:
                    yield _Found(source, passed)
    except ConnectError as refusal:
        raise DiagnosticError(explain(refusal, "list the streams")) from refusal


async def _sources(connect: Connect, wanted: StreamFilter) -> Sequence[Source]:
    """The sources to ask for their streams: types without discovery have none."""
    if isinstance(wanted.source_id, str):
        try:
            return [await connect.sources.get(to_number(wanted.source_id, SOURCE_ID))]
        except NotFoundError as gone:
            raise DiagnosticError(unknown_source(wanted.source_id)) from gone
    return sorted(
        (
            source
            for source in await connect.sources.list()
            if source.deleted_at is None and any(step.type == DISCOVER_SCHEMA for step in source.report_card.steps)
        ),
        key=lambda each: each.id,
    )


async def _streams(connect: Connect, source: Source) -> tuple[Stream, ...]:
    try:
        return await connect.streams.list(source.id)
    except NotFoundError:  # deleted since it was listed
        return ()


async def _schemas(connect: Connect, found: _Found) -> Mapping[str, StreamSchema]:
    try:
        return await operations.schemas_of(connect, found.source.id, found.streams)
    except ConnectError as refusal:
        raise DiagnosticError(explain(refusal, f"read the streams of source {found.source.id}")) from refusal
