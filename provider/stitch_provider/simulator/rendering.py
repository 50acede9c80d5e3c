"""Sources and destinations in the form of the API (reference 3.1, 3.2).

A rendered source is cached as bytes until it is written or its schedule fires, which makes the list of a thousand
sources cheap.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from stitch_provider import catalog
from stitch_provider.simulator.answers import to_json
from stitch_provider.simulator.properties import visible_properties
from stitch_provider.simulator.report_card import Progress, current_step, report_card
from stitch_provider.simulator.schedule import schedule_of
from stitch_provider.simulator.selection import replicates
from stitch_provider.simulator.tables import CHECKS, JOBS, SOURCES, STREAMS

if TYPE_CHECKING:
    from stitch_provider.simulator.schedule import Schedule
    from stitch_provider.simulator.simulator import Simulator
    from stitch_provider.simulator.tables import Destination, Source


def render_source(simulator: Simulator, source: Source) -> bytes:
    """The source as JSON."""
    source_type = catalog.source_types()[source.type]
    progress = progress_of(simulator, source)
    step = current_step(source_type, progress)
    schedule = _schedule(simulator, source, step[1])
    rendered = to_json(_source_body(simulator, source, schedule, report_card(source_type, progress)))
    # With `all`, a source also changes when a destination is created or deleted, so it is not cached.
    if source.id not in simulator.store.touched and simulator.switches.mapped_destination_ids != "all":
        simulator.rendered[source.id] = (rendered, schedule.fires_at if schedule else math.inf)
    return rendered


def render_sources(simulator: Simulator, client_id: int) -> bytes:
    """Every source of an account as a JSON array, including deleted ones (reference 2.6)."""
    now, store = simulator.now(), simulator.store
    parts: list[bytes] = []
    for source_id in store.numbers("SELECT id FROM sources WHERE client_id = ? ORDER BY id", client_id):
        known = simulator.rendered.get(source_id)
        if known is not None and now < known[1]:
            parts.append(known[0])
        else:
            parts.extend(render_source(simulator, source) for source in store.many(SOURCES, "id = ?", source_id))
    return b"[" + b",".join(parts) + b"]"


def destination_body(simulator: Simulator, destination: Destination) -> dict[str, Any]:
    """A destination in the form of the API."""
    destination_type = catalog.destination_types()[destination.type]
    check = simulator.store.one(CHECKS, "kind = 'destination' AND owner_id = ?", destination.id)
    return {
        "description": destination.description,
        "properties": visible_properties(destination_type, destination.properties, "absent"),
        "updated_at": destination.updated_at,
        **({"check_job_name": check.name} if check else {}),
        "name": destination.name,
        "type": destination.type,
        "deleted_at": destination.deleted_at,
        "system_paused_at": None,
        "stitch_client_id": destination.client_id,
        "paused_at": None,
        "id": destination.id,
        "display_name": None,
        "created_at": destination.created_at,
        "report_card": report_card(destination_type, Progress(destination.properties.keys())),
    }


def progress_of(simulator: Simulator, source: Source) -> Progress:
    """Which conditions for the steps of its configuration a source fulfills."""
    selected = source.discovered and any(
        replicates(stream, simulator.shape(stream.shape_id))
        for stream in simulator.store.each(STREAMS, "source_id = ? AND selected = 1", source.id)
    )
    return Progress(source.properties.keys(), source.discovered, selected)


def last_start(simulator: Simulator, source_id: int) -> float | None:
    """When the last replication job of the source started, in seconds since the epoch."""
    query = "SELECT started_time FROM jobs WHERE source_id = ? ORDER BY started_time DESC LIMIT 1"
    found = simulator.store.numbers(query, source_id)
    return found[0] if found else None


def is_running(simulator: Simulator, source_id: int) -> bool:
    """Whether a replication job of the source is running. A source runs one job at a time (A34)."""
    return simulator.store.one(JOBS, "source_id = ? AND completed_time IS NULL", source_id) is not None


def _schedule(simulator: Simulator, source: Source, step: str) -> Schedule | None:
    if step != "fully_configured" or source.paused_at or source.system_paused_at or source.deleted_at:
        return None
    return schedule_of(source.properties, simulator.now(), last_start(simulator, source.id))


def _source_body(
    simulator: Simulator, source: Source, schedule: Schedule | None, card: dict[str, Any]
) -> dict[str, Any]:
    check = simulator.store.one(CHECKS, "kind = 'source' AND owner_id = ?", source.id)
    source_type = catalog.source_types()[source.type]
    return {
        "properties": visible_properties(source_type, source.properties, simulator.switches.cron_expression),
        "updated_at": source.updated_at,
        "schedule": schedule.body if schedule else None,
        **({"check_job_name": check.name} if check else {}),
        "name": source.name,
        "type": source.type,
        "deleted_at": source.deleted_at,
        "system_paused_at": source.system_paused_at,
        "stitch_client_id": source.client_id,
        "paused_at": source.paused_at,
        "id": source.id,
        "display_name": source.display_name,
        "created_at": source.created_at,
        **_mapping(simulator, source),
        "report_card": card,
    }


def _mapping(simulator: Simulator, source: Source) -> dict[str, list[int]]:
    """The ids of the destinations that a source loads into, in the form of the switch (A12)."""
    form = simulator.switches.mapped_destination_ids
    if form == "absent":
        return {}
    if form == "all":
        query = "SELECT id FROM destinations WHERE client_id = ? AND deleted_at IS NULL ORDER BY id"
        return {"mapped_destination_ids": simulator.store.numbers(query, source.client_id)}
    return {"mapped_destination_ids": [] if source.destination_id is None else [source.destination_id]}
