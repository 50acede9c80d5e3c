"""Whether the last extraction of a source is the end of a job."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stitch_provider.connect import Extraction, JobStarted
from stitch_provider.stitch.jobs.running import has_ended, superseded_warning

AT = datetime(2024, 5, 14, 9, 30, 20, 500_000, tzinfo=UTC)
NAMED = JobStarted("the job", already_running=False, at=AT)
NAMELESS = JobStarted(None, already_running=True, at=AT)


def extraction(job_name: str, started: str | None, ended: str | None) -> Extraction:
    """Times are seconds of the minute in which the job was started, at second 20."""
    return Extraction(
        job_name=job_name,
        source_id=5,
        start_time=started and f"2024-05-14T09:30:{started}Z",
        completion_time=ended and f"2024-05-14T09:30:{ended}Z",
    )


@pytest.mark.parametrize(
    ("started", "found", "superseded"),
    [
        pytest.param(NAMED, extraction("the job", "21", "30"), False, id="the job itself"),
        pytest.param(NAMED, extraction("the job", "21", None), None, id="the job itself is running"),
        pytest.param(NAMED, extraction("another", "10", "15"), None, id="an earlier job"),
        pytest.param(NAMED, extraction("another", None, "15"), None, id="another job that started at an unknown time"),
        pytest.param(NAMED, extraction("another", "40", "50"), True, id="a later job"),
        pytest.param(NAMED, extraction("another", "40", None), None, id="a later job is running"),
        pytest.param(NAMELESS, extraction("another", "10", "19"), None, id="a job that ended before"),
        pytest.param(NAMELESS, extraction("another", "10", "20"), False, id="a job that ended in the same second"),
        pytest.param(NAMELESS, extraction("another", "10", "30"), False, id="a job that ended after"),
        pytest.param(NAMELESS, extraction("another", "10", None), None, id="a job that is running"),
        pytest.param(NAMELESS, extraction("another", "10", "xx"), None, id="a job that ended at an unknown time"),
    ],
)
def test_a_job_has_ended_when_it_or_a_later_one_is_the_last_extraction(
    *, started: JobStarted, found: Extraction, superseded: bool | None
) -> None:
    assert has_ended(started, found) is (superseded is not None)
    assert superseded is None or bool(superseded_warning(started, found)) is superseded


def test_the_result_of_a_later_job_is_shown_with_a_warning() -> None:
    found = extraction("another", "40", "50")
    (warned,) = superseded_warning(NAMED, found)
    assert warned.summary == "A later job ran"
    assert "the later job another" in warned.detail
