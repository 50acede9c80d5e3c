"""Running a job: starting it, and waiting until its extraction has ended. The resource and the actions share this.

The only place where Stitch shows the end of a job is the list of each source's last completed extraction, for which it
allows few requests. So everything that waits in this process shares one poll of that list (`Extractions.next`). The job
is identified by its name. A list that shows a later job ends the wait too: then the job has ended, and its result is no
longer shown.

Stitch does not show the name of a job that was running already. It is the job that ends at or after the moment when
Stitch answered that one is running. Times of Stitch have a precision of one second.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, LostAnswerError, OutOfTimeError, StoppedError
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.jobs.extraction import unsuccessful
from stitch_provider.stitch.jobs.reports import report_advice
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.timestamps import moment
from stitch_provider.stitch.waiting import look_until
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from stitch_provider.connect import Extraction, JobStarted
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.resource import Report

ATTACH = "attach"
REFUSE = "error"
"""What `on_already_running` takes."""

_ON_ALREADY_RUNNING = Path.of("on_already_running")
_NOT_READY = "invalid_source"


async def start(
    provider: ProviderData, source_id: str, on_already_running: str
) -> tuple[JobStarted, tuple[Diagnostic, ...]]:
    """Start a job, or attach to the one that is running, with a warning. Raises DiagnosticError."""
    tried = f"start a replication job of source {source_id}"
    with provider.explaining(tried, path=SOURCE_ID, missing=unknown_source(source_id), refine=_refine_start):
        started = await provider.connect.jobs.start(to_number(source_id, SOURCE_ID))
    if not started.already_running:
        return started, ()
    running = f"A replication job of source {source_id} is already running, so Stitch did not start another one."
    if on_already_running == REFUSE:
        advice = f'Try again when it has ended, or set on_already_running to "{ATTACH}" to use that job.'
        raise DiagnosticError(error("A job is already running", f"{running} {advice}", _ON_ALREADY_RUNNING))
    used = "That job is used instead. It may not include changes that were made after it started."
    return started, (warning("A job is already running", f"{running} {used}", _ON_ALREADY_RUNNING),)


async def wait_for_end(
    provider: ProviderData, client_id: int, source_id: str, started: JobStarted, report: Report, *, limited_by: str
) -> tuple[Extraction, tuple[Diagnostic, ...]]:
    """Wait until the job has ended, with a report after each poll: its extraction, and what is wrong with it.

    `client_id` is the id of the account. `limited_by` is the attribute that limits the time. Raises DiagnosticError.
    """
    refine_report = report_advice(provider)

    def refine(failure: ConnectError, explanation: Explanation) -> Explanation:
        if isinstance(failure, StoppedError):
            return replace(
                explanation,
                said="The command was stopped while the job was running.",
                advice="The data source stitch_extractions shows how it ended.",
            )
        if isinstance(failure, OutOfTimeError):
            return replace(explanation, advice=f"Increase the time limit in the attribute {limited_by}.")
        return refine_report(failure, explanation)

    name = f"Job {started.job_name}" if started.job_name else f"The job of source {source_id}"

    async def look() -> Extraction | None:
        extractions = await provider.connect.extractions.next(client_id)
        found = next((each for each in extractions.readable if each.source_id == int(source_id)), None)
        if found is not None and has_ended(started, found):
            return found
        report(f"{name} is running.")
        return None

    tried = f"wait for the replication job of source {source_id}"
    with provider.explaining(tried, exists="The job continues in Stitch.", refine=refine):
        found = await look_until(provider, look, repeat(0.0))
    return found, (*superseded_warning(started, found), *unsuccessful(found, provider.secrets))


def has_ended(started: JobStarted, found: Extraction) -> bool:
    """Whether a job has ended, going by the last extraction of its source: its own, or that of a later job."""
    if found.completion_time is None:
        return False
    if started.job_name is not None:
        found_start = moment(found.start_time)
        later = found_start is not None and found_start > started.at
        return later or found.job_name == started.job_name
    completed = moment(found.completion_time)
    return completed is not None and completed >= started.at.replace(microsecond=0)


def superseded_warning(started: JobStarted, found: Extraction) -> tuple[Diagnostic, ...]:
    """A warning where the extraction is not that of the job that was waited for."""
    if started.job_name in {None, found.job_name}:
        return ()
    detail = (
        f"Job {started.job_name} has ended, but its result is not known. Stitch shows only the last extraction of "
        f"a source, which is that of the later job {found.job_name}. The result shown is that of the later job."
    )
    return (warning("A later job ran", detail),)


def _refine_start(failure: ConnectError, explanation: Explanation) -> Explanation:
    if isinstance(failure, LostAnswerError):
        return replace(
            explanation,
            exists="The job may have been started anyway.",
            advice="Look for it in the Stitch web application before you apply again.",
        )
    if failure.code == _NOT_READY:
        return replace(
            explanation,
            advice="A job requires a source that is fully configured: with a destination, a connection that works and "
            "a selected stream. If other resources of the configuration provide these, add them to depends_on.",
        )
    return explanation
