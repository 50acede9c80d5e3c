"""Extractions and their logs (reference 2.11)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from stitch_provider.simulator.answers import Answer, answer, not_found, too_many, unauthorized
from stitch_provider.simulator.paging import page_of
from stitch_provider.simulator.plans import retention_days
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.tables import JOBS

if TYPE_CHECKING:
    from stitch_provider.simulator.routing import Call
    from stitch_provider.simulator.tables import Job

_DAY: Final = 86400.0
_LAST_ENDED: Final = (
    "client_id = ? AND completed_time >= ? AND completed_time = (SELECT max(completed_time) FROM jobs AS other "
    "WHERE other.source_id = jobs.source_id) GROUP BY source_id ORDER BY source_id"
)


def list_extractions(call: Call) -> Answer:
    """GET: the last completed extraction of each source."""
    admit(call)
    since = earliest(call)
    jobs = call.simulator.store.many(JOBS, _LAST_ENDED, call.client_id, since)
    return answer(page_of([_body(job) for job in jobs], f"/v4/{call.client_id}/extractions", call.query))


def get_log(call: Call) -> Answer:
    """GET a log: redirects to the address of its text, which is outside the API, unless the text is the answer."""
    admit(call)
    since, name = earliest(call), call.path["job_name"]
    job = call.simulator.store.one(JOBS, "client_id = ? AND name = ?", call.client_id, name)
    if job is None or (job.completed_time is not None and job.completed_time < since):
        raise not_found()
    status = HTTPStatus(call.simulator.switches.log_status)
    if status == HTTPStatus.OK:
        return Answer(HTTPStatus.OK, log_text(job).encode(), headers={"content-type": "text/plain; charset=utf-8"})
    base = call.simulator.switches.log_base_url or f"{call.base_url}_simulator/logs"
    location = f"{base.rstrip('/')}/{quote(job.name)}?x-amz-security-token=example"
    return Answer(status, headers={"location": location})


def admit(call: Call) -> None:
    """Count a request in the allowance of the account.

    Raises:
        RefusalError: the account in the path is not that of the token, or it has used up its allowance.
    """
    simulator = call.simulator
    if call.number("client_id") != call.client_id:
        raise unauthorized()
    most = simulator.switches.report_requests
    if most is not None and not simulator.allowance.take(call.client_id, simulator.now(), most):
        raise too_many()


def earliest(call: Call) -> float:
    """The time since which records of the account are kept."""
    return call.simulator.now() - retention_days(call.simulator.switches.plan) * _DAY


def log_text(job: Job) -> str:
    """The text of the log of a job."""
    tap = job.source_type.replace("platform.", "tap-")
    lines = [f"{job.started_at}  tap - INFO  {tap} starting for source {job.source_id}"]
    if job.terminated:
        lines.append(f"{job.completed_at}  main - INFO  Terminated")
    elif job.completed_at is not None:
        ending = job.tap_description or "No more records, extraction completed"
        lines.append(f"{job.completed_at}  main - {'CRITICAL' if job.tap_exit_status else 'INFO'}  {ending}")
    return "\n".join(lines) + "\n"


def _body(job: Job) -> dict[str, Any]:
    failed = bool(job.tap_exit_status)
    description = "Terminated" if job.terminated else None
    return {
        "target_exit_status": None if job.terminated else 0,
        "job_name": job.name,
        "start_time": job.started_at,
        "stitch_client_id": job.client_id,
        "tap_exit_status": job.tap_exit_status,
        "source_type": job.source_type.replace("platform.", "tap-"),
        "target_description": description,
        "discovery_exit_status": None if job.terminated else 0,
        "discovery_description": description,
        "tap_description": job.tap_description if failed else description,
        "completion_time": job.completed_at,
        "source_id": job.source_id,
    }


ROUTES: Final = (
    route("GET", "/v4/{client_id}/extractions", list_extractions),
    route("GET", "/v4/{client_id}/extractions/{job_name}", get_log),
)
