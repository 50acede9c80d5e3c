from __future__ import annotations

import pytest

from stitch_provider.terraform.schema.duration import parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("90s", 90),
        ("1h30m", 5400),
        ("1.5h", 5400),
        (".5m", 30),
        ("300ms", 0.3),
        ("1h0m0s", 3600),
        ("1us", 1e-6),
        ("1µs", 1e-6),
        ("10ns", 1e-8),
        ("-2s", -2),
        ("+2s", 2),
    ],
)
def test_durations_are_parsed_to_seconds_as_in_go(text: str, seconds: float) -> None:
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "s", "1", "10", "1 h", "1d", "1h 30m", "h1", "--1s", "1.2.3s", "\u0661s", "1H"])
def test_durations_that_are_invalid_in_go_are_errors(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        parse_duration(text)
