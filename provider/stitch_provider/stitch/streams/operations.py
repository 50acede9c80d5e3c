"""Previewing, writing and observing: what both resources do with any number of streams of one source."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect.errors import ConnectError, NotFoundError
from stitch_provider.connect.models import Stream, StreamSchema
from stitch_provider.stitch import importing
from stitch_provider.stitch.ids import is_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.streams import discovery
from stitch_provider.stitch.streams.checks import check, unknown_stream, wants_schema
from stitch_provider.stitch.streams.selection import (
    DESELECTION,
    changes,
    choice_of,
    is_selected,
    names_set,
    observed,
    replicated,
    wanted,
)
from stitch_provider.stitch.streams.settings import StreamSettings
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, has_error
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import Connect
    from stitch_provider.connect.models import MetadataChange
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.resource import ImportRequest


class Change(Struct, frozen=True, kw_only=True):
    """A stream to create or change.

    `settings_path` is where its settings stand and `stream_path` where its name does. `checked` is whether the plan has
    seen the stream already, so that an apply need not repeat its warnings.
    """

    settings: StreamSettings
    before: StreamSettings | None
    stream_path: Path
    settings_path: Path
    checked: bool = True


class Outlook(Struct, frozen=True, kw_only=True):
    """What is known of a stream at plan or after apply; `schema` is None where nobody needed it."""

    stream: Stream
    settings: StreamSettings
    schema: StreamSchema | None

    @property
    def replicated_fields(self) -> SetValue | Unknown | None:
        """The fields that replicate once the settings hold; None where they are not managed."""
        if self.settings.fields is None:
            return None
        if self.settings.selected is False:
            return SetValue()
        choice = choice_of(self.settings.fields)
        if choice is None or self.schema is None or self.settings.selected is not True:
            return Unknown()
        return names_set(wanted(choice, self.schema.fields))


class Observation(Struct, frozen=True, kw_only=True):
    """A stream as a read finds it. `replicated_fields` as in `Outlook`."""

    stream: Stream
    settings: StreamSettings
    replicated_fields: SetValue | None


async def preview(
    provider: ProviderData | None, source_id: str | Unknown, streams: Mapping[str, Change]
) -> tuple[Mapping[str, Outlook], tuple[Diagnostic, ...]]:
    """What a plan can know of the streams to change: nothing of those that Stitch has yet to discover."""
    if provider is None or isinstance(source_id, Unknown) or not is_id(source_id) or not streams:
        return {}, ()
    connect, number = provider.connect, to_number(source_id, SOURCE_ID)
    try:
        found = await discovery.look(connect, number, streams)
        seen = {name: change for name, change in streams.items() if name in found.streams}
        schemas = await schemas_of(
            connect,
            number,
            [found.streams[name] for name, change in seen.items() if _wants_schema(found.streams[name], change)],
        )
    except NotFoundError as gone:
        raise DiagnosticError(unknown_source(source_id)) from gone
    except ConnectError as refusal:
        raise DiagnosticError(explain(refusal, f"plan streams of source {source_id}", path=SOURCE_ID)) from refusal
    diagnostics = [
        diagnostic.at(change.settings_path)
        for name, change in seen.items()
        for diagnostic in check(found.streams[name], change.settings, change.before, schemas.get(name))
    ]
    if found.complete:
        diagnostics += [
            unknown_stream(name, source_id, found.streams, change.stream_path)
            for name, change in streams.items()
            if name not in found.streams
        ]
    outlooks = {
        name: Outlook(stream=found.streams[name], settings=change.settings, schema=schemas.get(name))
        for name, change in seen.items()
    }
    return outlooks, tuple(diagnostics)


async def carry_out(
    connect: Connect,
    source_id: str,
    streams: Mapping[str, Change],
    *,
    deselected: Iterable[str] = (),
    keep: Iterable[str] | None = None,
) -> tuple[Mapping[str, Outlook], tuple[Diagnostic, ...]]:
    """Wait for the streams, then write what differs, in one call: theirs, and the deselection of others.

    `deselected` names streams to deselect as far as they exist; where `keep` names streams, all others are. Raises
    DiagnosticError where the settings prove impossible, ConnectError where Stitch refuses.
    """
    number = to_number(source_id, SOURCE_ID)
    found = await discovery.wait_for(connect, number, {name: change.stream_path for name, change in streams.items()})
    schemas = await schemas_of(
        connect,
        number,
        [
            found[name]
            for name, change in streams.items()
            if (_writes_fields(change.settings) if change.checked else _wants_schema(found[name], change))
        ],
    )
    diagnostics: list[Diagnostic] = []
    writes: dict[str, tuple[MetadataChange, ...]] = {}
    for name, change in streams.items():
        schema = schemas.get(name)
        diagnostics += (
            diagnostic.at(change.settings_path)
            for diagnostic in check(found[name], change.settings, change.before, schema)
            if not change.checked or has_error([diagnostic])
        )
        writes[name] = changes(change.settings, found[name], schema.fields if schema else None)
    if has_error(diagnostics):
        raise DiagnosticError(*diagnostics)
    others = deselected if keep is None else found.keys() - keep
    writes |= {name: DESELECTION for name in others if name in found and is_selected(found[name])}
    due = {name: change for name, change in writes.items() if change}
    if due:
        await discovery.write(connect, number, due)
    outlooks = {
        name: Outlook(stream=found[name], settings=change.settings, schema=schemas.get(name))
        for name, change in streams.items()
    }
    return outlooks, tuple(diagnostics)


async def observe(
    connect: Connect, source_id: int, streams: Iterable[Stream], prior: Mapping[str, StreamSettings]
) -> Mapping[str, Observation]:
    """The streams as they are, by tap_stream_id; schemas are read only where fields are managed and visible."""
    streams = tuple(streams)
    schemas = await schemas_of(
        connect,
        source_id,
        [
            stream
            for stream in streams
            if is_selected(stream) and choice_of(prior[stream.tap_stream_id].fields) is not None
        ],
    )
    return {
        stream.tap_stream_id: _observation(stream, prior[stream.tap_stream_id], schemas.get(stream.tap_stream_id))
        for stream in streams
    }


def _observation(stream: Stream, prior: StreamSettings, schema: StreamSchema | None) -> Observation:
    fields = None if schema is None else schema.fields
    return Observation(
        stream=stream,
        settings=observed(stream, prior, fields),
        replicated_fields=None if prior.fields is None else names_set(replicated(fields or {})),
    )


async def source_to_import(request: ImportRequest, provider: ProviderData, source_id: str) -> int:
    """The number of the source whose streams are imported; raises DiagnosticError where this cannot be."""
    number = to_number(source_id.strip(), SOURCE_ID)
    try:
        importing.check_account(request, provider, "source", await provider.connect.sources.get(number))
    except NotFoundError as gone:
        raise DiagnosticError(unknown_source(source_id)) from gone
    except ConnectError as refusal:
        raise DiagnosticError(explain(refusal, f"import streams of source {source_id}")) from refusal
    return number


async def schemas_of(connect: Connect, source_id: int, streams: Iterable[Stream]) -> Mapping[str, StreamSchema]:
    """The schemas of these streams by tap_stream_id, read at the same time."""
    streams = tuple(streams)
    schemas = await asyncio.gather(*(connect.streams.get(source_id, stream.stream_id) for stream in streams))
    return {stream.tap_stream_id: schema for stream, schema in zip(streams, schemas, strict=True)}


def _wants_schema(stream: Stream, change: Change) -> bool:
    return wants_schema(stream, change.settings, change.before)


def _writes_fields(settings: StreamSettings) -> bool:
    return settings.selected is True and settings.fields is not None
