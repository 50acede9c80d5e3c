"""Operations on any number of streams of one source: check what is planned, apply it, read it, deselect.

Functions raise ConnectError where they do not say otherwise, NotFoundError where the source does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import NotFoundError, RefusedError
from stitch_provider.stitch.ids import is_id, to_number
from stitch_provider.stitch.ownership import check_token
from stitch_provider.stitch.parent_source import SOURCE_ID, missing_at_plan, unknown_source
from stitch_provider.stitch.redaction import redact
from stitch_provider.stitch.streams import discovery
from stitch_provider.stitch.streams.checks import check, needs_schema
from stitch_provider.stitch.streams.planned_stream import PlannedStream
from stitch_provider.stitch.streams.selection import (
    DESELECTION,
    RESELECTION,
    KnownStream,
    changes,
    choice_of,
    deselected,
    is_selected,
    observed,
)
from stitch_provider.stitch.streams.settings import SERVICE_DECIDES, StreamSettings
from stitch_provider.stitch.together import together
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, Severity, has_error, warning
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from stitch_provider.connect import MetadataChange, Source, Stream, StreamSchema
    from stitch_provider.stitch.provider_data import ProviderData


class Change(Struct, frozen=True, kw_only=True):
    """A stream to create or change; `before` is None at create.

    `planned` has the settings that the stream will have, with unknown for what Stitch decides. `declared` has null for
    those that the configuration leaves out, and so has `before`: these are neither checked nor written.

    `stream_path` is where the stream is named and `settings_path` where its settings are. `checked` is whether a plan
    has checked them, so that the apply need not repeat the warnings.
    """

    planned: StreamSettings
    declared: StreamSettings
    before: StreamSettings | None
    stream_path: Path
    settings_path: Path
    checked: bool

    def settings_of(self, stream: Stream) -> StreamSettings:
        """The planned settings, with those of the stream where Stitch decides."""
        found = observed(stream, StreamSettings())
        decided = {
            name: getattr(found, name)
            for name in SERVICE_DECIDES
            if getattr(self.declared, name) is None and isinstance(getattr(self.planned, name), Unknown)
        }
        return replace(self.planned, **decided) if decided else self.planned

    def needs_schema(self, stream: Stream) -> bool:
        """Whether checking or writing takes the schema of the stream."""
        if self.checked:
            return self.declared.selected is True and self.declared.fields is not None
        return needs_schema(PlannedStream(stream, self.declared, self.before))


async def preview(
    provider: ProviderData | None, source_id: str | Unknown, streams: Mapping[str, Change]
) -> tuple[Collection[str], tuple[Diagnostic, ...]]:
    """The streams that could be checked, and what is wrong. Those that are not discovered yet cannot be checked.

    Raises DiagnosticError.
    """
    if provider is None or not is_id(source_id) or not streams:
        return (), ()
    number = to_number(source_id, SOURCE_ID)
    with provider.explaining(f"plan streams of source {source_id}", path=SOURCE_ID):
        try:
            found = await discovery.list_streams(provider, number, streams)
        except NotFoundError:
            return (), (missing_at_plan(unknown_source(source_id)),)
        discovered = {name: change for name, change in streams.items() if name in found.streams}
        _, diagnostics = await _check(provider, number, discovered, found.streams)
    if found.complete:
        diagnostics += (
            found.missing(name, change.stream_path) for name, change in streams.items() if name not in found.streams
        )
    return discovered.keys(), tuple(diagnostics)


def claim(provider: ProviderData, source_id: int, streams: Mapping[str, StreamSettings]) -> Collection[str]:
    """Claim the streams that are selected by these settings; those that another operation of this run deselects.

    Must be called before the streams are read: what is read then may be older than the deselection.
    """
    return [
        name
        for name, settings in streams.items()
        if settings.selected is True and not provider.claims.claim("stream", str(source_id), name)
    ]


async def apply(
    provider: ProviderData,
    source_id: int,
    streams: Mapping[str, Change],
    *,
    deselects: Callable[[str], bool],
    reselects: Collection[str],
) -> tuple[Mapping[str, KnownStream], tuple[Diagnostic, ...]]:
    """Wait for the streams, then write what differs: their settings, and the deselection of others, in one call.

    `deselects` decides by their names which others are deselected. `reselects` are those streams of the configuration
    that another operation deselects. Raises DiagnosticError as well, where the settings turn out to be impossible.
    """
    found = await discovery.wait_for(provider, source_id, {name: each.stream_path for name, each in streams.items()})
    known, diagnostics = await _check(provider, source_id, streams, found)
    if has_error(diagnostics):
        raise DiagnosticError(*diagnostics)
    settings: dict[str, tuple[MetadataChange, ...]] = dict.fromkeys(reselects, RESELECTION)
    for name, each in known.items():
        stream = deselected(each.stream) if name in reselects else each.stream
        settings[name] = changes(streams[name].declared, stream, each.fields)
    others = [name for name, stream in found.items() if deselects(name) and is_selected(stream)]

    def writes() -> Mapping[str, tuple[MetadataChange, ...]]:
        deselections = dict.fromkeys(_unclaimed(provider, source_id, others), DESELECTION)
        return {name: change for name, change in {**settings, **deselections}.items() if change}

    await discovery.write(provider, source_id, writes)
    return known, tuple(diagnostics)


async def observe(
    provider: ProviderData, source_id: int, streams: Mapping[str, Stream], prior: Mapping[str, StreamSettings]
) -> Mapping[str, KnownStream]:
    """The streams of `prior` as they are. Schemas are read only where fields are managed and can be seen."""
    found = {name: streams[name] for name in prior if name in streams}
    managed = [each for name, each in found.items() if is_selected(each) and choice_of(prior[name].fields) is not None]
    schemas = await schemas_of(provider, source_id, managed)
    fields = {name: schema.fields for name, schema in schemas.items()}
    return {
        name: KnownStream(
            stream=stream, settings=observed(stream, prior[name], fields.get(name)), fields=fields.get(name)
        )
        for name, stream in found.items()
    }


async def deselect(provider: ProviderData, source_id: int, names: Collection[str]) -> tuple[Diagnostic, ...]:
    """End the replication of streams that no operation of this run has claimed.

    Those that do not exist, by themselves or with their source, are a success.
    """
    connect = provider.connect
    try:
        try:
            streams = (await discovery.list_streams(provider, source_id, names)).streams
            selected = [name for name in names if name in streams and is_selected(streams[name]) is not False]
            if ended := _unclaimed(provider, source_id, selected):
                await connect.streams.update(source_id, dict.fromkeys(ended, DESELECTION))
        except RefusedError:
            source = await connect.sources.get(source_id, fresh=True)
            if discovery.takes_metadata(source):
                raise
            return (_still_selected(source),)
    except NotFoundError:
        await check_token(provider)
    return ()


def _unclaimed(provider: ProviderData, source_id: int, names: Iterable[str]) -> Sequence[str]:
    """The streams to deselect. Whoever claims one of them later writes it after this operation.

    So nothing may be awaited between this and the write.
    """
    return [name for name in names if provider.claims.end("stream", str(source_id), name)]


def _still_selected(source: Source) -> Diagnostic:
    return warning(
        "Streams are still selected",
        f"Stitch changes the selection of streams only after it has discovered them, and source {source.id} is at "
        f'the step "{redact(source.report_card.step or "")}". It replicates nothing at this step, but its streams '
        "stay selected. Deselect them in the Stitch web application if you use the source again.",
        SOURCE_ID,
    )


async def schemas_of(provider: ProviderData, source_id: int, streams: Iterable[Stream]) -> Mapping[str, StreamSchema]:
    """The schemas of these streams by tap_stream_id, read at the same time."""
    streams = tuple(streams)
    schemas = await together(*(provider.connect.streams.get(source_id, stream.stream_id) for stream in streams))
    return {stream.tap_stream_id: schema for stream, schema in zip(streams, schemas, strict=True)}


async def _check(
    provider: ProviderData, source_id: int, changes: Mapping[str, Change], found: Mapping[str, Stream]
) -> tuple[Mapping[str, KnownStream], list[Diagnostic]]:
    """The streams with the settings that they are going to have, and what is wrong with these."""
    needing = [found[name] for name, change in changes.items() if change.needs_schema(found[name])]
    schemas = await schemas_of(provider, source_id, needing)
    known: dict[str, KnownStream] = {}
    diagnostics: list[Diagnostic] = []
    for name, change in changes.items():
        stream, schema = found[name], schemas.get(name)
        planned = PlannedStream(stream, change.declared, change.before)
        if schema is not None:
            writable = schema.non_discoverable_metadata_keys
            planned = replace(planned, fields=schema.fields, columns=schema.columns, writable=writable)
        known[name] = KnownStream(
            stream=stream, settings=change.settings_of(stream), fields=None if schema is None else planned.fields
        )
        diagnostics += (
            each.at(change.settings_path)
            for each in check(planned)
            if not change.checked or each.severity is Severity.ERROR
        )
    return known, diagnostics
