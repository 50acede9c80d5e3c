"""Running a job: starting it, and waiting until its extraction is over. What the resource and the action share.

Stitch tells the end of a job in one place only, the list of each source's last completed extraction, which has an
allowance of its own; everyone who waits in this process shares one poll of it (`Connect.extractions.next`). The job is
recognised by its name. A list that shows a later job instead ends the wait as well: ours is over, its result is gone.

A job that ran already has no name that anyone tells: it is the one that ends at or after the moment when Stitch said
that it runs. Stitch's times have a precision of one second.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect import ConnectError, Extraction, NotFoundError, RefusedError, UnauthorizedError
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.refusals import explain, sentence
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from stitch_provider.connect import Connect, JobStarted
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.resource import Report

ON_ALREADY_RUNNING = Path.of("on_already_running")

ATTACH = "attach"
REFUSE = "error"

_NOT_READY = "invalid_source"


class Ended(Struct, frozen=True, kw_only=True):
    """The end of a job: its extraction, or that of a later job that hides it (`superseded`)."""

    extraction: Extraction
    superseded: bool


async def require_source(provider: ProviderData | None, source_id: object) -> tuple[Diagnostic, ...]:
    """An error where a source that can be asked for does not exist; for plans."""
    if provider is None or not (isinstance(source_id, str) and source_id.isascii() and source_id.isdigit()):
        return ()
    try:
        await provider.connect.sources.get(int(source_id))
    except NotFoundError:
        return (unknown_source(source_id),)
    except ConnectError as refusal:
        return (explain(refusal, f"read source {source_id}", path=SOURCE_ID),)
    return ()


async def start(connect: Connect, source_id: str, on_already_running: str) -> tuple[JobStarted, tuple[Diagnostic, ...]]:
    """Start a job, or attach to the one that runs, with a warning. Raises DiagnosticError."""
    try:
        started = await connect.jobs.start(int(source_id))
    except NotFoundError as refusal:
        raise DiagnosticError(unknown_source(source_id)) from refusal
    except ConnectError as refusal:
        raise DiagnosticError(_not_started(refusal, source_id)) from refusal
    if not started.already_running:
        return started, ()
    running = f"A replication job of source {source_id} was running already, so Stitch started none."
    if on_already_running == REFUSE:
        advice = f"Try again when it is over, or set on_already_running to {ATTACH} to take it for this one."
        raise DiagnosticError(error("A job runs already", f"{running} {advice}", ON_ALREADY_RUNNING))
    meaning = "It stands for the one asked for; what was changed since it began may have no part in it."
    return started, (warning("A job runs already", f"{running} {meaning}", ON_ALREADY_RUNNING),)


async def wait_for_end(
    provider: ProviderData, connect: Connect, source_id: str, started: JobStarted, report: Report
) -> Ended:
    """Wait until the job is over, reporting at every look. `connect` bounds the time. Raises DiagnosticError."""
    name = f"Job {started.job_name}" if started.job_name else f"The job of source {source_id}"
    try:
        client_id = await provider.number()
        while True:
            extractions = await connect.extractions.next(client_id)
            found = next((one for one in extractions if one.source_id == int(source_id)), None)
            ended = None if found is None else end_of(started, found)
            if ended is not None:
                return ended
            report(f"{name} is running.")
    except ConnectError as refusal:
        action = f"wait for the replication job of source {source_id}, which goes on without Terraform"
        raise DiagnosticError(reports_refused(refusal, action, provider)) from refusal


def end_of(started: JobStarted, found: Extraction) -> Ended | None:
    """What the last extraction of its source says about the end of a job; None where it is an earlier one."""
    if found.completion_time is None:
        return None
    if started.job_name is not None:
        if found.job_name == started.job_name:
            return Ended(extraction=found, superseded=False)
        later = _moment(found.start_time)
        return Ended(extraction=found, superseded=True) if later is not None and later > started.at else None
    completed = _moment(found.completion_time)
    if completed is not None and completed >= started.at.replace(microsecond=0):
        return Ended(extraction=found, superseded=False)
    return None


def superseded_warning(ended: Ended, job_name: str | None) -> tuple[Diagnostic, ...]:
    """A warning where the extraction shown is not that of the job asked for."""
    if not ended.superseded:
        return ()
    return (
        warning(
            "A later job ran",
            f"Stitch shows only the last extraction of a source. That is job {ended.extraction.job_name}, which "
            f"started after job {job_name}; its result is shown.",
        ),
    )


def reports_refused(refusal: ConnectError, action: str, provider: ProviderData) -> Diagnostic:
    """The error when reports cannot be read: they are the only calls that name the account."""
    if isinstance(refusal, UnauthorizedError) and provider.client_id is not None:
        return error(
            f"Could not {action}",
            f"Stitch does not accept the API access token for account {provider.client_id}. Check the provider's "
            "attribute client_id (environment variable STITCH_CLIENT_ID): it must be the account of the token. Without "
            "it the provider finds it out.",
        )
    if isinstance(refusal, NotFoundError):
        return error(
            f"Could not {action}",
            f"{sentence(refusal.message)} Set the provider's attribute client_id or the environment variable "
            "STITCH_CLIENT_ID to the id of the account.",
        )
    return explain(refusal, action)


def _not_started(refusal: ConnectError, source_id: str) -> Diagnostic:
    diagnostic = explain(refusal, f"start a replication job of source {source_id}", path=SOURCE_ID)
    if isinstance(refusal, RefusedError) and refusal.code == _NOT_READY:
        return error(
            diagnostic.summary,
            f"{diagnostic.detail} A job needs a source that is fully configured: a destination, a connection that "
            "works, and a selected stream. Where the same configuration brings these about, name them in depends_on.",
            diagnostic.path,
        )
    return diagnostic


def _moment(text: str | None) -> datetime | None:
    """A time of the service; None where it is none."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
