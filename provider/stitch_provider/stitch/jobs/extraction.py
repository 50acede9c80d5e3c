"""An extraction as Terraform shows it, and the diagnostics of its end. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.explaining import sentence
from stitch_provider.stitch.ids import to_id
from stitch_provider.stitch.redaction import hide_in, redact
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.declaration import Model, computed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stitch_provider.connect import Extraction

_EXIT_STATUS = "Exit status of {}: 0 for success. Null if it did not run to its end."
_DESCRIPTION = "Message of Stitch about {}, such as the reason of a failure. Null if there is none."


class ExtractionView(Model):
    """The last extraction of a source (reference 3.10)."""

    job_name: str = computed("Name of the replication job that the extraction was part of.")
    source_id: str = computed("Id of the source, a string of digits.")
    source_type: str | None = computed("Type of the source in the form that extractions use, such as `tap-github`.")
    status: str = computed(
        "Status of the extraction: `running`, `succeeded`, `failed` (`failed_phase` is the phase) or `terminated` "
        "(the job was stopped)."
    )
    failed_phase: str | None = computed(
        "First phase that failed: `discovery` (finding streams), `tap` (reading from the source) or `target` "
        "(passing the data on to be loaded). Null if no phase failed."
    )
    failure: str | None = computed("Reason why that phase failed, as Stitch describes it. Null if no phase failed.")
    started_at: str | None = computed("When the extraction started, in UTC.")
    completed_at: str | None = computed("When the extraction ended, in UTC.")
    discovery_exit_status: int | None = computed(_EXIT_STATUS.format("discovery"))
    discovery_description: str | None = computed(_DESCRIPTION.format("discovery"))
    tap_exit_status: int | None = computed(_EXIT_STATUS.format("the tap"))
    tap_description: str | None = computed(_DESCRIPTION.format("the tap"))
    target_exit_status: int | None = computed(_EXIT_STATUS.format("the target"))
    target_description: str | None = computed(_DESCRIPTION.format("the target"))


def view(extraction: Extraction, secrets: Sequence[str]) -> ExtractionView:
    """What is shown of an extraction. `secrets` are hidden in what Stitch says."""
    return ExtractionView(
        job_name=extraction.job_name,
        source_id=to_id(extraction.source_id),
        source_type=extraction.tap,
        status=extraction.status,
        failed_phase=extraction.failed_phase,
        failure=hide_in(extraction.reason, secrets),
        started_at=extraction.start_time,
        completed_at=extraction.completion_time,
        discovery_exit_status=extraction.discovery_exit_status,
        discovery_description=hide_in(extraction.discovery_description, secrets),
        tap_exit_status=extraction.tap_exit_status,
        tap_description=hide_in(extraction.tap_description, secrets),
        target_exit_status=extraction.target_exit_status,
        target_description=hide_in(extraction.target_description, secrets),
    )


def unsuccessful(extraction: Extraction, secrets: Sequence[str]) -> tuple[Diagnostic, ...]:
    """The error of an extraction that was stopped or failed; none for one that succeeded. It contains no secret."""
    job = f"Job {extraction.job_name} of source {extraction.source_id}"
    if extraction.status == "terminated":
        detail = f"{job} was stopped before its extraction ended. The data that it extracted may be incomplete."
        return (error("The extraction was stopped", detail),)
    phase = extraction.failed_phase
    if phase is None:
        return ()
    status = getattr(extraction, f"{phase}_exit_status")
    reason = sentence(redact(extraction.reason or "", secrets) or "Stitch gives no reason")
    detail = (
        f"{job} failed in its phase {phase} with exit status {status}: {reason} The data source stitch_extraction_log "
        "shows its log."
    )
    return (error("The extraction failed", detail),)
