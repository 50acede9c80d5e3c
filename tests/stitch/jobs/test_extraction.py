from __future__ import annotations

import pytest

from stitch_provider.connect import Extraction
from stitch_provider.stitch.jobs.extraction import unsuccessful


def extraction(**phases: int | str | None) -> Extraction:
    return Extraction(job_name="204417.5.sync.a", source_id=5, completion_time="2024-05-14T09:30:00Z", **phases)  # type: ignore[arg-type]


def test_an_extraction_that_succeeded_is_no_error() -> None:
    assert unsuccessful(extraction(discovery_exit_status=0, tap_exit_status=0, target_exit_status=0), ()) == ()


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("no replication key", "no replication key."),
        ("\x1b[31mno replication key!\x1b[0m\nline 2.", "no replication key! line 2."),
        (None, "Stitch gives no reason."),
    ],
)
def test_the_error_of_a_failed_extraction_names_job_phase_status_and_reason(reason: str | None, said: str) -> None:
    (failed,) = unsuccessful(extraction(discovery_exit_status=0, tap_exit_status=2, tap_description=reason), ())
    assert failed.summary == "The extraction failed"
    assert failed.detail == (
        f"Job 204417.5.sync.a of source 5 failed in its phase tap with exit status 2: {said} "
        "The data source stitch_extraction_log shows its log."
    )


def test_an_extraction_that_was_stopped_is_an_error() -> None:
    (stopped,) = unsuccessful(extraction(discovery_exit_status=0, tap_description="Terminated"), ())
    assert stopped.summary == "The extraction was stopped"
    assert "Job 204417.5.sync.a of source 5" in stopped.detail
