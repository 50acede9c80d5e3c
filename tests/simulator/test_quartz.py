from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stitch_provider.simulator.quartz import check_quartz, next_fire, parse_quartz

TUESDAY = datetime(2024, 5, 14, 9, 30, 15, tzinfo=UTC)
BOTH = "Support for specifying both a day-of-week AND a day-of-month parameter is not implemented."


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("0 0 12 ? * MON-FRI *", None),
        ("0 0 12 1W * ?", None),
        ("0 0/15 * ? * *", None),
        ("0 0 12 ? * 6#3", None),
        ("0 0 12 L-3 * ?", None),
        ("0 0 12 * * *", BOTH),
        ("0 0 12 ? * ?", "'?' can only be specified for Day-of-Month -OR- Day-of-Week."),
        ("0 0 12 ? *", "Unexpected end of expression."),
        ("5 0 12 ? * MON", "Seconds must be 0."),
        ("0 60 12 ? * MON", "Minute and Second values must be between 0 and 59"),
        ("0 0 24 ? * MON", "Hour values must be between 0 and 23"),
        ("0 0 12 32 * ?", "Day of month values must be between 1 and 31"),
        ("0 0 12 1 13 ?", "Month values must be between 1 and 12"),
        ("0 0 12 ? * 8", "Day-of-Week values must be between 1 and 7"),
        ("0 0 12 ? * THUR", "Invalid Day-of-Week value: 'THUR'"),
        ("0 0 12 ? * MON#6", "A numeric value between 1 and 5 must follow the '#' option"),
        ("0 0/0 12 ? * MON", "Increment must be positive: 0/0"),
        ("0 x 12 ? * MON", "Illegal characters for this position: 'X'"),
        ("0 0 12 ? * MON 2025 9", "Illegal characters for this position: '9'"),
    ],
)
def test_an_expression_is_taken_or_refused_with_a_reason(expression: str, reason: str | None) -> None:
    assert check_quartz(expression) == reason


@pytest.mark.parametrize(
    ("expression", "moment"),
    [
        ("0 0 12 ? * MON-FRI *", datetime(2024, 5, 14, 12, tzinfo=UTC)),
        ("0 30 9 ? * *", datetime(2024, 5, 15, 9, 30, tzinfo=UTC)),
        ("0 0/20 * ? * *", datetime(2024, 5, 14, 9, 40, tzinfo=UTC)),
        ("0 0 0 L * ?", datetime(2024, 5, 31, tzinfo=UTC)),
        ("0 0 0 L-1 2 ?", datetime(2025, 2, 27, tzinfo=UTC)),
        ("0 0 0 1W 6 ?", datetime(2024, 6, 3, tzinfo=UTC)),
        ("0 0 0 LW 6 ?", datetime(2024, 6, 28, tzinfo=UTC)),
        ("0 0 0 ? * 6L", datetime(2024, 5, 31, tzinfo=UTC)),
        ("0 0 0 ? * TUE#3", datetime(2024, 5, 21, tzinfo=UTC)),
        ("0 0 0 29 2 ?", datetime(2028, 2, 29, tzinfo=UTC)),
        ("0 0 22-2 ? * *", datetime(2024, 5, 14, 22, tzinfo=UTC)),
        ("0 0 0 1 1 ? 2023", None),
    ],
)
def test_the_next_fire_time(expression: str, moment: datetime | None) -> None:
    assert next_fire(parse_quartz(expression), TUESDAY) == moment
