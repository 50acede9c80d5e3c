"""An extraction as Terraform sees it, and what its end means. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.stitch.attributes import fact
from stitch_provider.stitch.ids import to_id
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.values.types import NUMBER, STRING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.connect import Extraction
    from stitch_provider.terraform.schema.attribute import Attribute


class ExtractionView(Struct, frozen=True, kw_only=True):
    """The last extraction of a source (reference 3.10)."""

    job_name: str
    source_id: str
    source_type: str | None
    status: str
    failed_phase: str | None
    failure: str | None
    started_at: str | None
    completed_at: str | None
    discovery_exit_status: int | None
    discovery_description: str | None
    tap_exit_status: int | None
    tap_description: str | None
    target_exit_status: int | None
    target_description: str | None


def view(extraction: Extraction) -> ExtractionView:
    """What is shown of an extraction."""
    return ExtractionView(
        job_name=extraction.job_name,
        source_id=to_id(extraction.source_id),
        source_type=extraction.tap,
        status=extraction.status,
        failed_phase=extraction.failed_phase,
        failure=extraction.reason,
        started_at=extraction.start_time,
        completed_at=extraction.completion_time,
        discovery_exit_status=extraction.discovery_exit_status,
        discovery_description=extraction.discovery_description,
        tap_exit_status=extraction.tap_exit_status,
        tap_description=extraction.tap_description,
        target_exit_status=extraction.target_exit_status,
        target_description=extraction.target_description,
    )


def _exit_status(phase: str) -> Attribute:
    return fact(NUMBER, f"Exit status of {phase}: 0 for success; null where it did not end by itself.")


def _description(phase: str) -> Attribute:
    return fact(STRING, f"What Stitch says of {phase}, such as the reason of a failure; null where it says nothing.")


def attributes() -> Mapping[str, Attribute]:
    """The attributes of an extraction, all computed."""
    return {
        "job_name": fact(STRING, "Name of the replication job that it was part of."),
        "source_id": fact(STRING, "Id of the source, a string of digits."),
        "source_type": fact(STRING, "Type of the source as extractions name it, such as `tap-github`."),
        "status": fact(
            STRING,
            "How it ended: `succeeded`; `failed`, see `failed_phase`; `terminated`, when it was stopped by force; "
            "`running` where it has not ended.",
        ),
        "failed_phase": fact(
            STRING,
            "First phase that failed: `discovery` (finding streams), `tap` (reading from the source) or `target` "
            "(handing the data on to be loaded); null where none did.",
        ),
        "failure": fact(STRING, "Why that phase failed, in the words of Stitch; null where none did."),
        "started_at": fact(STRING, "When it started, in UTC."),
        "completed_at": fact(STRING, "When it ended, in UTC."),
        "discovery_exit_status": _exit_status("discovery"),
        "discovery_description": _description("discovery"),
        "tap_exit_status": _exit_status("the tap"),
        "tap_description": _description("the tap"),
        "target_exit_status": _exit_status("the target"),
        "target_description": _description("the target"),
    }


def verdict(extraction: Extraction) -> tuple[Diagnostic, ...]:
    """An error where the extraction did not succeed."""
    name, source_id = extraction.job_name, extraction.source_id
    if extraction.status == "terminated":
        return (
            error(
                "The extraction was stopped",
                f"Job {name} of source {source_id} was stopped by force before it ended; what it had extracted until "
                "then may be incomplete.",
            ),
        )
    phase = extraction.failed_phase
    if phase is None:
        return ()
    said = f": {extraction.reason}" if extraction.reason else ", and Stitch does not say why"
    return (
        error(
            "The extraction failed",
            f"Job {name} of source {source_id} failed in its phase {phase} with exit status "
            f"{getattr(extraction, f'{phase}_exit_status')}{said}\n\n"
            "The data source stitch_extraction_log has its log.",
        ),
    )
