from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stitch_provider.connect import retry

NOW = datetime(2024, 5, 14, 9, 30, tzinfo=UTC)


@settings(deadline=None)
@given(st.integers(1, 60))
def test_pauses_double_up_to_a_limit_with_jitter(attempt: int) -> None:
    whole = min(retry.LONGEST_PAUSE, retry.FIRST_PAUSE * 2 ** (attempt - 1))
    assert whole / 2 <= retry.pause_after(attempt) <= whole


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("0", 0),
        ("7", 7),
        ("-5", 0),
        ("9" * 400, 10**9),
        ("Tue, 14 May 2024 09:30:12 GMT", 12),
        ("Tue, 14 May 2024 09:29:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("Tue, 99 May 2024 09:29:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms(text: str | None, seconds: float | None) -> None:
    assert retry.parse_retry_after(text, NOW) == seconds


@settings(deadline=None)
@given(st.text())
def test_no_header_is_too_strange(text: str) -> None:
    seconds = retry.parse_retry_after(text, NOW)
    assert seconds is None or seconds >= 0
