"""Discovery: the streams of a source, waiting until Stitch has discovered them, and writing their metadata.

Stitch discovers the streams of a source by itself once it can connect to it (reference 3.3, 3.7), and takes metadata
only while the source is at `field_selection` or `fully_configured` (reference 2.9, A20).

Functions raise ConnectError where they do not say otherwise, NotFoundError where the source does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import OutOfTimeError, RefusedError, RetryPolicy
from stitch_provider.connect.models import DISCOVER_SCHEMA, FIELD_SELECTION, FORM, FULLY_CONFIGURED, OAUTH, Stream
from stitch_provider.stitch.parent_source import SOURCE_ID, read_child
from stitch_provider.stitch.redaction import redact
from stitch_provider.stitch.together import together
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.schema.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from stitch_provider.connect import ConnectError, ConnectionCheck, Entries, MetadataChange, Source
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.values.path import Path

_PAUSES = RetryPolicy(first=0.5, longest=3.0)
"""Between two reads while waiting."""


class Discovered(Struct, frozen=True):
    """The streams of a source by tap_stream_id. Not `complete` where Stitch has yet to discover them, or others.

    `unreadable` is how many more Stitch listed that cannot be read.
    """

    source_id: int
    streams: Mapping[str, Stream]
    complete: bool
    unreadable: int = 0

    def missing(self, name: str, path: Path) -> Diagnostic:
        """The error for a stream that is not among them; `path` is where it is named."""
        if not self.complete:
            return error(
                "Stream is not discovered",
                f'Stitch has not found the stream "{name}" of source {self.source_id} yet, and is still '
                "discovering its streams. Try again later. The data source stitch_source shows the current step of "
                "the source.",
                path,
            )
        return error(
            "No such stream",
            f'Source {self.source_id} has no stream "{name}".{nearest(name, self.streams)} Streams are named by '
            "their tap_stream_id, which the data source stitch_streams lists. A new table appears when Stitch has "
            "discovered it. If a change of the source adds the stream, apply that change first.",
            path,
        )


async def list_streams(provider: ProviderData, source_id: int, wanted: Collection[str] = ()) -> Discovered:
    """The streams as they are now.

    The source is read as well: nothing says that a deleted one has no streams any more (reference 2.9, A49). Discovery
    may end between the two answers. So where no stream is listed, or one of the `wanted` is not, the streams are listed
    again after the source has shown that its discovery is over. A source that has taken metadata in this process need
    not be read.

    Raises IncompleteError where one of the `wanted` may be among streams that cannot be read, and MalformedError where
    the service does not find the source of the streams, and yet shows it.
    """
    return await read_child(provider, source_id, lambda: _list_streams(provider, source_id, wanted))


async def _list_streams(provider: ProviderData, source_id: int, wanted: Collection[str]) -> Discovered:
    connect = provider.connect
    if connect.streams.has_accepted_changes(source_id):
        listed = await connect.streams.list(source_id)
        streams = _by_id(listed)
        if streams and streams.keys() >= set(wanted):
            return Discovered(source_id, streams, complete=True, unreadable=listed.unreadable)
    source, listed = await together(connect.sources.get(source_id), connect.streams.list(source_id))
    streams, over = _by_id(listed), takes_metadata(source)
    if over and not (streams and streams.keys() >= set(wanted)):
        listed = await connect.streams.list(source_id, fresh=True)
        streams = _by_id(listed)
    if not streams.keys() >= set(wanted):
        listed.all()
    complete = over and (source.report_card.step is not None or bool(streams))
    return Discovered(source_id, streams, complete, listed.unreadable)


async def wait_for(provider: ProviderData, source_id: int, wanted: Mapping[str, Path]) -> Mapping[str, Stream]:
    """The streams of the source, by tap_stream_id, as soon as Stitch has discovered all the wanted ones.

    `wanted` maps the tap_stream_ids to where they are named in the configuration. Raises DiagnosticError where waiting
    does not help: the source is incomplete, its check failed, its discovery is over without them, or it takes too long.
    Raises IncompleteError as `list_streams` does.
    """
    connect, pauses = provider.connect, _PAUSES.pauses()
    # another operation may have listed the streams during the pause
    while not wanted.keys() <= (streams := _by_id(await connect.streams.list(source_id))).keys():
        source = await connect.sources.get(source_id, fresh=True)
        listed = await connect.streams.list(source_id, fresh=True)
        streams = _by_id(listed)
        missing = [name for name in wanted if name not in streams]
        if not missing:
            break
        listed.all()
        if not await _may_discover(provider, source):
            over = _is_discovered(source)
            if over is False or (over is None and not streams):
                raise DiagnosticError(_unknown_step(source))
            found = Discovered(source_id, streams, complete=True)
            raise DiagnosticError(*(found.missing(name, wanted[name]) for name in missing))
        await _pause(provider, source_id, next(pauses))
    return streams


async def write(
    provider: ProviderData, source_id: int, changes: Callable[[], Mapping[str, tuple[MetadataChange, ...]]]
) -> None:
    """Set metadata by tap_stream_id. While Stitch discovers the source again, wait until it takes them.

    `changes` are called for right before each attempt. Without changes nothing is sent. Raises what the last attempt
    raised, or DiagnosticError where waiting does not help.
    """
    connect, pauses = provider.connect, _PAUSES.pauses()
    while differing := changes():
        try:
            await connect.streams.update(source_id, differing)
        except RefusedError:
            source = await connect.sources.get(source_id, fresh=True)
            if takes_metadata(source) or not await _may_discover(provider, source):
                raise
            await _pause(provider, source_id, next(pauses))
        else:
            return


def takes_metadata(source: Source) -> bool:
    """Whether metadata of streams may be written. Where the service does not name the step, it is worth a try."""
    return source.report_card.step in {FIELD_SELECTION, FULLY_CONFIGURED, None}


def _is_discovered(source: Source) -> bool | None:
    """Whether the source is past the discovery of its streams; None where its step does not show that."""
    card = source.report_card
    if card.step in {FIELD_SELECTION, FULLY_CONFIGURED}:
        return True
    if card.step not in card.order or DISCOVER_SCHEMA not in card.order:
        return None
    return card.order.index(card.step) > card.order.index(DISCOVER_SCHEMA)


async def _may_discover(provider: ProviderData, source: Source) -> bool:
    """Whether Stitch may still discover streams by itself. Raises DiagnosticError where a person has to act first."""
    step = source.report_card.step
    if step in {FORM, OAUTH}:
        raise DiagnosticError(_incomplete(source))
    check = await provider.connect.sources.last_check(source.id)
    if step != DISCOVER_SCHEMA:
        return check is not None and check.running
    if check is not None and not check.running and not check.succeeded and _is_current(check, source):
        raise DiagnosticError(_failed(provider, source, check))
    return True


def _is_current(check: ConnectionCheck, source: Source) -> bool:
    """Whether the check is of the settings that the source has now: a change of them starts another check."""
    return source.check_job_name is None or check.name is None or check.name == source.check_job_name


async def _pause(provider: ProviderData, source_id: int, seconds: float) -> None:
    def refine(failure: ConnectError, explanation: Explanation) -> Explanation:
        late = isinstance(failure, OutOfTimeError)
        return replace(explanation, said="Stitch is still discovering the streams.") if late else explanation

    with provider.explaining(f"wait for the streams of source {source_id}", path=SOURCE_ID, refine=refine):
        await provider.connect.pause(seconds)


def _incomplete(source: Source) -> Diagnostic:
    card = source.report_card
    if card.step == OAUTH:
        return error(
            "Source is not authorized",
            f"Stitch cannot discover the streams of source {source.id} until the source is authorized. Authorize "
            "it in the Stitch web application, then apply again.",
            SOURCE_ID,
        )
    missing = sorted(name for name, spec in card.properties.items() if spec.is_required and not spec.provided)
    names = f" Missing: {redact(', '.join(missing))}." if missing else ""
    return error(
        "Source is incomplete",
        f"Stitch cannot discover the streams of source {source.id} until all its required properties are set. Set "
        f"the missing properties or credentials, then apply again.{names}",
        SOURCE_ID,
    )


def _failed(provider: ProviderData, source: Source, check: ConnectionCheck) -> Diagnostic:
    reason = redact(check.reason or "Stitch gives no reason", provider.secrets).rstrip(". ")
    return error(
        "Stitch cannot connect to the source",
        f"The connection check of source {source.id} failed: {reason}. Streams are discovered after a successful "
        "check. Correct the properties or credentials of the source, then apply again. If the cause was elsewhere, "
        "such as a firewall, remove it, and check and save the settings of the source in the Stitch web application: "
        "Stitch checks the connection only when its settings are saved. Then apply again.",
        SOURCE_ID,
    )


def _unknown_step(source: Source) -> Diagnostic:
    """The error for a source whose streams are not discovered at a step that this provider does not know."""
    step = source.report_card.step
    shown = "has yet to discover the" if _is_discovered(source) is False else "shows no"
    if step is None:
        reason = " and does not say at which step of its configuration the source is."
    else:
        reason = f': it is at the step "{redact(step)}" of its configuration, which this provider does not know.'
    return error(
        "Streams are not discovered",
        f"Stitch {shown} streams of source {source.id}{reason} Complete the configuration of the source in the Stitch "
        "web application, then apply again.",
        SOURCE_ID,
    )


def _by_id(streams: Entries[Stream]) -> Mapping[str, Stream]:
    return {stream.tap_stream_id: stream for stream in streams.readable}
