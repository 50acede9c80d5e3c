"""What changes with time: checks run and end, streams are discovered, and jobs run, end and load.

Nothing runs in the background. Before each request, `advance` updates the store according to the simulator's clock, so
a test that sets the clock decides what has happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider import catalog
from stitch_provider.catalog.models import SourceType
from stitch_provider.simulator.checks import failure_of
from stitch_provider.simulator.clock import timestamp
from stitch_provider.simulator.discovery import discover
from stitch_provider.simulator.rendering import is_running, last_start, progress_of
from stitch_provider.simulator.report_card import current_step, steps_complete
from stitch_provider.simulator.schedule import schedule_of
from stitch_provider.simulator.selection import extraction_failure
from stitch_provider.simulator.tables import (
    CHECKS,
    DESTINATIONS,
    JOBS,
    LOADS,
    SHAPES,
    SOURCES,
    STREAMS,
    Check,
    Job,
    Load,
    Shape,
    Source,
    Stream,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.catalog.models import DestinationType
    from stitch_provider.simulator.discovery import Discovered
    from stitch_provider.simulator.simulator import Simulator
    from stitch_provider.simulator.tables import ConnectionKind, Destination

FIRST_STREAM_ID = 5128801
_SCAN_SECONDS = 1.0


def advance(simulator: Simulator) -> None:
    """End the checks and jobs that are due, and start scheduled jobs."""
    store, now = simulator.store, simulator.now()
    checks = store.many(CHECKS, "status = 'running' AND due <= ?", now)
    jobs = store.many(JOBS, "completed_time IS NULL AND due <= ?", now)
    scan = simulator.switches.run_schedules and now >= simulator.scheduled_until + _SCAN_SECONDS
    if not (checks or jobs or scan):
        return
    with simulator.transaction():
        for check in checks:
            finish_check(simulator, check)
        for job in jobs:
            finish_job(simulator, job)
        if scan:
            _start_scheduled(simulator, now)


def type_of(connection: Source | Destination) -> SourceType | DestinationType:
    """The type of a stored connection in the catalog."""
    types = catalog.source_types() if isinstance(connection, Source) else catalog.destination_types()
    return types[connection.type]


def start_check(simulator: Simulator, connection: Source | Destination) -> None:
    """Start a connection check if the steps form and oauth are complete. A check of zero seconds ends immediately.

    Webhook and Import API sources are not checked, because Stitch does not connect to anything for them.
    """
    connection_type = type_of(connection)
    is_sent = isinstance(connection_type, SourceType) and connection_type.kind in {"webhook", "import_api"}
    if is_sent or not steps_complete(connection_type, connection.properties.keys()):
        return
    kind: ConnectionKind = "source" if isinstance(connection, Source) else "destination"
    now, seconds = simulator.now(), simulator.switches.check_seconds
    check = Check(
        kind=kind,
        owner_id=connection.id,
        name=simulator.job_name(connection.client_id, connection.id, "check"),
        status="running",
        started_at=timestamp(now),
        due=None if seconds is None else now + seconds,
    )
    simulator.store.save(CHECKS, check)
    if seconds == 0:
        finish_check(simulator, check)


def finish_check(simulator: Simulator, check: Check, error: str | None = None) -> None:
    """End a check, with the given error or with the result for the connection's properties.

    If the check succeeds, streams are discovered.
    """
    store = simulator.store
    connection: Source | Destination | None
    if check.kind == "source":
        connection = store.one(SOURCES, "id = ?", check.owner_id)
    else:
        connection = store.one(DESTINATIONS, "id = ?", check.owner_id)
    if connection is None:
        return
    message = error or failure_of(type_of(connection), connection.properties)
    ended = timestamp(simulator.now() if check.due is None else check.due)
    status = "failed" if message else "succeeded"
    store.save(CHECKS, msgspec.structs.replace(check, status=status, completed_at=ended, due=None, error=message))
    if isinstance(connection, Source):
        store.save(SOURCES, msgspec.structs.replace(connection, discovered=message is None))
        if message is None:
            discover_streams(simulator, connection)


def discover_streams(simulator: Simulator, source: Source) -> None:
    """Add the streams that the source does not have yet. Known streams keep their ids and selections."""
    source_type = catalog.source_type(source.type)
    if source_type is None or "discover_schema" not in source_type.steps:
        return
    store = simulator.store
    known = {stream.tap_stream_id for stream in store.many(STREAMS, "source_id = ?", source.id)}
    found = discover(source_type, source.properties)
    store.save_all(
        STREAMS,
        [
            Stream(
                id=store.next_id("stream", FIRST_STREAM_ID),
                source_id=source.id,
                tap_stream_id=each.tap_stream_id,
                stream_name=each.stream_name,
                shape_id=save_shape(simulator, each),
            )
            for each in found
            if each.tap_stream_id not in known
        ],
    )


def save_shape(simulator: Simulator, discovered: Discovered) -> int:
    """Store the shape if it is new, and return its id."""
    store, digest = simulator.store, discovered.digest()
    known = store.numbers("SELECT id FROM shapes WHERE digest = ?", digest)
    if known:
        return known[0]
    shape = Shape(
        id=store.next_id("shape", 1),
        digest=digest,
        schema=discovered.schema,
        stream=discovered.stream,
        fields=discovered.fields,
    )
    store.save(SHAPES, shape)
    return shape.id


def start_job(simulator: Simulator, source: Source, started: float) -> Job:
    """Start a replication job. A job of zero seconds ends immediately."""
    seconds = simulator.switches.job_seconds
    job = Job(
        name=simulator.job_name(source.client_id, source.id, "sync"),
        client_id=source.client_id,
        source_id=source.id,
        source_type=source.type,
        started_at=timestamp(started),
        started_time=started,
        due=None if seconds is None else started + seconds,
    )
    simulator.store.save(JOBS, job)
    if seconds == 0:
        finish_job(simulator, job)
    return job


def stop_job(simulator: Simulator, job: Job) -> None:
    """Terminate a job. It loads nothing."""
    now = simulator.now()
    simulator.store.save(
        JOBS, msgspec.structs.replace(job, completed_at=timestamp(now), completed_time=now, due=None, terminated=True)
    )


def finish_job(simulator: Simulator, job: Job) -> None:
    """Complete a job: it fails if a selection cannot be extracted, else it loads the selected streams."""
    store = simulator.store
    source = store.one(SOURCES, "id = ?", job.source_id)
    if source is None:
        return
    streams = store.many(STREAMS, "source_id = ? AND selected = 1 ORDER BY id", source.id)
    failure = _job_failure(simulator, source, streams)
    ended = simulator.now() if job.due is None else job.due
    store.save(
        JOBS,
        msgspec.structs.replace(
            job,
            completed_at=timestamp(ended),
            completed_time=ended,
            due=None,
            tap_exit_status=1 if failure else 0,
            tap_description=failure,
        ),
    )
    if failure is None:
        store.save_all(LOADS, _loads(simulator, source, streams, ended))


def unmap_sources(simulator: Simulator, destination: Destination) -> None:
    """Remove the destination from its sources, which Stitch then pauses (A47)."""
    now = timestamp(simulator.now())
    mapped = simulator.store.many(SOURCES, "destination_id = ?", destination.id)
    simulator.store.save_all(
        SOURCES,
        [
            msgspec.structs.replace(source, destination_id=None, system_paused_at=source.system_paused_at or now)
            for source in mapped
        ],
    )


def map_sources(simulator: Simulator, destination: Destination) -> None:
    """Map every source of the account that has no destination to this one, and resume it (reference 2.4)."""
    unmapped = simulator.store.many(
        SOURCES, "client_id = ? AND destination_id IS NULL AND deleted_at IS NULL", destination.client_id
    )
    simulator.store.save_all(
        SOURCES,
        [msgspec.structs.replace(each, destination_id=destination.id, system_paused_at=None) for each in unmapped],
    )


def _job_failure(simulator: Simulator, source: Source, streams: Iterable[Stream]) -> str | None:
    failure = failure_of(type_of(source), source.properties)
    if failure:
        return failure
    default_method = source.properties.get("default_replication_method")
    failures = (extraction_failure(stream, simulator.shape(stream.shape_id), default_method) for stream in streams)
    return next((each for each in failures if each), None)


def _loads(simulator: Simulator, source: Source, streams: Iterable[Stream], ended: float) -> list[Load]:
    destination = simulator.store.one(DESTINATIONS, "id = ? AND deleted_at IS NULL", source.destination_id)
    failure = None if destination is None else failure_of(type_of(destination), destination.properties)
    error_state: dict[str, Any] | None = None
    if failure is not None and destination is not None:
        error_state = {
            "notification_data": {
                "message": "The load was not successful",
                "error": "The load was not successful",
                "warehouse_message": failure,
                "status": "error",
                "action": "create_table",
                "warehouse_type": destination.type,
            },
            "exception_chain": [{"class": "java.sql.SQLException", "message": failure}],
        }
    return [
        Load(
            client_id=source.client_id,
            source_id=source.id,
            source_name=source.name,
            stream_name=stream.stream_name,
            attempted_time=ended,
            last_batch_loaded_at=None if error_state else timestamp(ended),
            error_state=error_state,
        )
        for stream in streams
    ]


def _start_scheduled(simulator: Simulator, now: float) -> None:
    since, simulator.scheduled_until = simulator.scheduled_until, now
    candidates = "destination_id IS NOT NULL AND deleted_at IS NULL AND paused_at IS NULL AND system_paused_at IS NULL"
    for source in simulator.store.many(SOURCES, candidates):
        schedule = schedule_of(source.properties, since, last_start(simulator, source.id))
        if schedule is None or schedule.fires_at > now or is_running(simulator, source.id):
            continue
        if current_step(type_of(source), progress_of(simulator, source))[1] == "fully_configured":
            start_job(simulator, source, schedule.fires_at)
