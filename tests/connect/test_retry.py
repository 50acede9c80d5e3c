from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stitch_provider.connect import retry

NOW = datetime(2024, 5, 14, 9, 30, tzinfo=UTC)


def test_pauses_grow_up_to_the_longest_one_and_go_on_for_ever() -> None:
    policy = retry.RetryPolicy(first=2, growth=1.5, longest=6)
    assert list(itertools.islice(policy.pauses(), 6)) == [2, 3, 4.5, 6, 6, 6]


@pytest.mark.parametrize(("attempts", "pauses"), [(1, []), (2, [1]), (4, [1, 2, 4])])
def test_there_is_a_pause_between_each_two_attempts(attempts: int, pauses: list[float]) -> None:
    assert list(retry.RetryPolicy(first=1, longest=9, attempts=attempts).pauses()) == pauses


@settings(deadline=None)
@given(st.floats(0, 1), st.integers(2, 60))
def test_jitter_shortens_a_pause_by_its_share_at_most(jitter: float, attempts: int) -> None:
    whole = retry.RetryPolicy(first=0.25, longest=8, attempts=attempts)
    shortened = retry.RetryPolicy(first=0.25, longest=8, attempts=attempts, jitter=jitter)
    for pause, longest in zip(shortened.pauses(), whole.pauses(), strict=True):
        assert longest * (1 - jitter) <= pause <= longest * (1 + 1e-9)


def test_two_callers_do_not_pause_equally_long() -> None:
    policy = retry.RetryPolicy(first=1, longest=1, jitter=0.5, attempts=9)
    assert set(policy.pauses()).isdisjoint(policy.pauses())


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
        ("Tue, 14 May 99999 09:30:12 GMT", None),
        ("Tue, 14 May 99999999999999999999 09:30:12 GMT", None),
        ("Tue, 14 May 2024 09:30:12 -99999999999999", None),
        ("9" * 5000, None),
    ],
)
def test_retry_after_is_read_in_both_forms(text: str | None, seconds: float | None) -> None:
    assert retry.parse_retry_after(text, NOW) == seconds


@settings(deadline=None)
@given(st.text())
def test_any_retry_after_can_be_read(text: str) -> None:
    seconds = retry.parse_retry_after(text, NOW)
    assert seconds is None or seconds >= 0
