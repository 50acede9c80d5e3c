"""Discovery: finding streams, waiting until Stitch has discovered them, and writing their metadata.

Stitch discovers the streams of a source by itself once it could connect (reference 3.3, 3.7), and takes metadata only
while the source stands at `field_selection` or `fully_configured` (reference 2.9, A20).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect import RetryPolicy
from stitch_provider.connect.errors import NotFoundError, OutOfTimeError, RefusedError
from stitch_provider.connect.models import DISCOVER_SCHEMA, FIELD_SELECTION, FORM, FULLY_CONFIGURED, OAUTH, Stream
from stitch_provider.stitch.parent_source import SOURCE_ID
from stitch_provider.stitch.redaction import redact
from stitch_provider.stitch.streams.checks import unknown_stream
from stitch_provider.stitch.streams.selection import DESELECTION, is_selected
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from stitch_provider.connect import Connect
    from stitch_provider.connect.models import ConnectionCheck, MetadataChange, Source
    from stitch_provider.terraform.values.path import Path

_PAUSES = RetryPolicy(first=0.5, longest=3.0)
"""Between one look and the next."""


class Discovered(Struct, frozen=True):
    """The streams of a source by tap_stream_id; not `complete` where Stitch has yet to discover them (again)."""

    streams: Mapping[str, Stream]
    complete: bool


async def look(connect: Connect, source_id: int, wanted: Collection[str] = ()) -> Discovered:
    """The streams as they are now. Raises NotFoundError where the source is gone.

    The source is asked for as well: nothing says that a deleted one stops listing its streams (reference 2.9, A49).
    Discovery may end between the two answers. So that what it brought is not taken for missing, streams are listed
    again after the source has said that it is over, where there are none or one of the `wanted` is not among them.
    A source that has taken metadata in this process need not be asked.
    """
    if connect.streams.has_accepted_changes(source_id):
        streams = _by_id(await connect.streams.list(source_id))
        if streams and streams.keys() >= set(wanted):
            return Discovered(streams, complete=True)
    source, listed = await asyncio.gather(connect.sources.get(source_id), connect.streams.list(source_id))
    streams, over = _by_id(listed), _takes_metadata(source)
    if over and not (streams and streams.keys() >= set(wanted)):
        streams = _by_id(await connect.streams.list(source_id, fresh=True))
    return Discovered(streams, complete=over and (source.report_card.step is not None or bool(streams)))


async def wait_for(connect: Connect, source_id: int, wanted: Mapping[str, Path]) -> Mapping[str, Stream]:
    """The streams of the source, by tap_stream_id, as soon as Stitch has discovered all the wanted ones.

    `wanted` maps the tap_stream_ids to where they stand in the configuration. Raises DiagnosticError where waiting does
    not help: the source is incomplete, its check failed, discovery is over without them, or it takes too long;
    NotFoundError where the source is gone.
    """
    pauses = _PAUSES.pauses()
    # Others may have listed the streams during the pause.
    while not wanted.keys() <= (streams := _by_id(await connect.streams.list(source_id))).keys():
        source = await connect.sources.get(source_id, fresh=True)
        streams = _by_id(await connect.streams.list(source_id, fresh=True))
        missing = [name for name in wanted if name not in streams]
        if not missing:
            break
        if not await _may_discover(connect, source):
            over = _is_discovered(source)
            if over is False or (over is None and not streams):
                raise DiagnosticError(_undiscovered(source))
            raise DiagnosticError(
                *(unknown_stream(name, str(source_id), streams, wanted[name]) for name in missing),
            )
        await _pause(connect, source, next(pauses))
    return streams


async def write(connect: Connect, source_id: int, changes: Mapping[str, tuple[MetadataChange, ...]]) -> None:
    """Set metadata by tap_stream_id; while Stitch discovers the source again, waits until it takes them.

    Raises what the last attempt raised, or DiagnosticError where waiting does not help.
    """
    pauses = _PAUSES.pauses()
    while True:
        try:
            await connect.streams.update(source_id, changes)
        except RefusedError:
            source = await connect.sources.get(source_id, fresh=True)
            if _takes_metadata(source) or not await _may_discover(connect, source):
                raise
            await _pause(connect, source, next(pauses))
        else:
            return


async def deselect(connect: Connect, source_id: int, names: Collection[str]) -> tuple[Diagnostic, ...]:
    """End the replication of streams; those that are gone, with their source or without, are a success."""
    try:
        streams = (await look(connect, source_id, names)).streams
        targets = [name for name in names if name in streams and is_selected(streams[name]) is not False]
        if targets:
            await connect.streams.update(source_id, dict.fromkeys(targets, DESELECTION))
    except NotFoundError:
        return ()
    except RefusedError:
        try:
            source = await connect.sources.get(source_id, fresh=True)
        except NotFoundError:
            return ()
        if _takes_metadata(source):
            raise
        return (
            warning(
                "Streams are still selected",
                f"Stitch changes the selection of streams only once a source is connected; source {source_id} stands "
                f"at the step {source.report_card.step}. Nothing replicates until then, and its streams stay selected: "
                "deselect them in Stitch if the source is to go on without them.",
                SOURCE_ID,
            ),
        )
    return ()


async def _may_discover(connect: Connect, source: Source) -> bool:
    """Whether Stitch may still discover streams by itself; raises DiagnosticError where a person has to act first."""
    step = source.report_card.step
    if step in {FORM, OAUTH}:
        raise DiagnosticError(_incomplete(source))
    check = await connect.sources.last_check(source.id)
    if step != DISCOVER_SCHEMA:
        return check is not None and check.running
    if check is not None and not check.running and not check.succeeded and _is_last(check, source):
        raise DiagnosticError(_failed(source, check))
    return True


def _is_last(check: ConnectionCheck, source: Source) -> bool:
    """Whether the check belongs to the settings that the source has now: a change starts another check."""
    return source.check_job_name is None or check.name is None or check.name == source.check_job_name


def _incomplete(source: Source) -> Diagnostic:
    card = source.report_card
    missing = sorted(name for name, spec in card.properties.items() if spec.is_required and not spec.provided)
    names = f" Missing: {', '.join(missing)}." if missing else ""
    if card.step == OAUTH:
        return error(
            "Source is not authorised",
            f"Source {source.id} has no streams until somebody authorises it: open it in the Stitch web application, "
            f"then apply again.{names}",
            SOURCE_ID,
        )
    return error(
        "Source is incomplete",
        f"Source {source.id} has no streams until all its required properties are set. Complete its properties or "
        f"credentials, then apply again.{names}",
        SOURCE_ID,
    )


def _undiscovered(source: Source) -> Diagnostic:
    step = source.report_card.step
    return error(
        "Streams are not discovered",
        (
            f"Stitch shows no streams of source {source.id}"
            if _is_discovered(source) is None
            else f"Stitch has yet to discover the streams of source {source.id}"
        )
        + (
            " and does not say at which step of its configuration the source is."
            if step is None
            else f': it is at the step "{redact(step)}" of its configuration, which this provider does not know.'
        )
        + " Complete the configuration of the source in the Stitch web application, then apply again.",
        SOURCE_ID,
    )


def _failed(source: Source, check: ConnectionCheck) -> Diagnostic:
    reason = check.reason or "Stitch says no more"
    return error(
        "Source cannot be connected",
        f"Stitch discovers no streams of source {source.id}, as its connection check failed: {reason.rstrip('. ')}. "
        "Correct the properties or credentials of the source, or let Stitch reach its host, then apply again.",
        SOURCE_ID,
    )


async def _pause(connect: Connect, source: Source, seconds: float) -> None:
    try:
        await connect.pause(seconds)
    except OutOfTimeError as late:
        raise DiagnosticError(
            error(
                "Discovery takes long",
                f"Stitch is still discovering the streams of source {source.id}. Allow more time in timeouts, or apply "
                "again later.",
                SOURCE_ID,
            )
        ) from late


def _is_discovered(source: Source) -> bool | None:
    """Whether the source is past the discovery of its streams; None where its step does not show that."""
    card = source.report_card
    if card.step in {FIELD_SELECTION, FULLY_CONFIGURED}:
        return True
    if card.step not in card.order or DISCOVER_SCHEMA not in card.order:
        return None
    return card.order.index(card.step) > card.order.index(DISCOVER_SCHEMA)


def _takes_metadata(source: Source) -> bool:
    """Whether discovery is over; a step that the service does not tell is given the benefit of the doubt."""
    return source.report_card.step in {FIELD_SELECTION, FULLY_CONFIGURED, None}


def _by_id(streams: Iterable[Stream]) -> Mapping[str, Stream]:
    return {stream.tap_stream_id: stream for stream in streams}
