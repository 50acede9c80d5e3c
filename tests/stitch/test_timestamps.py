from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stitch_provider.stitch.timestamps import moment


@pytest.mark.parametrize(
    "text",
    ["2024-05-14T09:30:00Z", "2024-05-14T09:30:00", "2024-05-14T11:30:00+02:00", "2024-05-14T09:30:00.000Z"],
)
def test_a_timestamp_is_a_moment_and_without_offset_one_in_utc(text: str) -> None:
    found = moment(text)
    assert found == datetime(2024, 5, 14, 9, 30, tzinfo=UTC)
    assert found is not None
    assert found.tzinfo is not None


@pytest.mark.parametrize("text", [None, "", "yesterday", "2024-02-30T09:30:00Z"])
def test_any_other_text_is_no_moment(text: str | None) -> None:
    assert moment(text) is None
