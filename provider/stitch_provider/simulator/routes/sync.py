"""Replication jobs (reference 2.10)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from stitch_provider.simulator.answers import answer, sync_error
from stitch_provider.simulator.lifecycle import start_job, stop_job, type_of
from stitch_provider.simulator.rendering import is_running, progress_of
from stitch_provider.simulator.report_card import current_step
from stitch_provider.simulator.routes.sources import find_source
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.tables import JOBS

if TYPE_CHECKING:
    from stitch_provider.simulator.answers import Answer, RefusalError
    from stitch_provider.simulator.routing import Call


def start_sync(call: Call) -> Answer:
    """POST: starts a job, also of a paused source.

    If a job is already running, the request is refused with status 200. A source that is not fully configured is
    refused with 400 (A21).
    """
    source, simulator = find_source(call), call.simulator
    if source is None:
        raise _unknown(call)
    if source.deleted_at is not None:
        raise sync_error("invalid_source", "Integration is deleted.")
    if is_running(simulator, source.id):
        message = (
            f"Did not create job for client-id: {call.client_id}; connection-id: {source.id} because one already exists"
        )
        raise sync_error("already_running", message, HTTPStatus.OK)
    if current_step(type_of(source), progress_of(simulator, source))[1] != "fully_configured":
        raise sync_error("invalid_source", "Integration is not fully configured.")
    if source.destination_id is None:
        raise sync_error("invalid_source", "Integration has no destination.")
    return answer({"job_name": start_job(simulator, source, simulator.now()).name})


def stop_sync(call: Call) -> Answer:
    """DELETE: stops the job. The answer is the same if no job is running."""
    source = find_source(call)
    if source is None:
        raise _unknown(call)
    job = call.simulator.store.one(JOBS, "source_id = ? AND completed_time IS NULL", source.id)
    if job is not None:
        stop_job(call.simulator, job)
    return answer({"status": 200})


def _unknown(call: Call) -> RefusalError:
    return sync_error("invalid_source", f"Unable to locate source({call.path['id']}) for client ({call.client_id})")


ROUTES: Final = (
    route("POST", "/v4/sources/{id}/sync", start_sync),
    route("DELETE", "/v4/sources/{id}/sync", stop_sync),
)
