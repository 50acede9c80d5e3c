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
        ("5 0 12 ? * MON", None),
        ("60 0 12 ? * MON", "Minute and Second values must be between 0 and 59"),
        ("* * * * * *", BOTH),
        ("0 60 12 ? * MON", "Minute and Second values must be between 0 and 59"),
        ("0 0 24 ? * MON", "Hour values must be between 0 and 23"),
        ("0 0 12 32 * ?", "Day of month values must be between 1 and 31"),
        ("0 0 12 1 13 ?", "Month values must be between 1 and 12"),
        ("0 0 12 ? * 8", "Day-of-Week values must be between 1 and 7"),
        ("0 0 12 ? * THR", "Invalid Day-of-Week value: 'THR'"),
        ("0 0 12 ? * MON-6", "Invalid Day-of-Week value: '6'"),
        ("0 0 12 1 JAN-3 ?", "Invalid Month value: '3'"),
        ("0 0 12 ? * MON#6", "A numeric value between 1 and 5 must follow the '#' option"),
        ("0 0 12 ? * MON,FRIL", "Other days of the week cannot be combined with 'L' or a second '#': MON,FRIL"),
        ("0 0 12 ? * MON#1,TUE#2", "Other days of the week cannot be combined with 'L' or a second '#': MON#1,TUE#2"),
        ("0 0 12 L-31 * ?", "An offset from the last day must be at most 30: L-31"),
        ("0 0 12 L-0 * ?", None),
        ("0 0 12 L-3W * ?", None),
        ("0 0 12 31W * ?", None),
        ("0 0 12 32W * ?", "Day of month values must be between 1 and 31"),
        ("0 */60 12 ? * MON", "Increment must be at most 59: 60"),
        ("0 0 12 ? * MON 2030-2025", "The first year of a range must not be later than its last."),
        ("0 , 12 ? * MON", "Illegal characters for this position: ','"),
        (
            "0 \N{ARABIC-INDIC DIGIT TWO} 12 ? * MON",
            "Illegal characters for this position: '\N{ARABIC-INDIC DIGIT TWO}'",
        ),
        ("0 0 12 ? * MON " + "9" * 5000, "Year values must be between 1970 and 2199"),
        ("0 x 12 ? * MON", "Illegal characters for this position: 'X'"),
        ("0 0 12 ? * MON 2025 9", "Illegal characters for this position: '9'"),
    ],
)
def test_an_expression_is_valid_or_refused_with_a_reason(expression: str, reason: str | None) -> None:
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
        ("0 0 0 30 2 ?", None),
        # a range that wraps continues with its step
        ("0 50-10/7 9 ? * *", datetime(2024, 5, 14, 9, 50, tzinfo=UTC)),
        ("0 50-10/7 10 ? * *", datetime(2024, 5, 14, 10, 4, tzinfo=UTC)),
        ("0 0 0 28-3/2 6 ?", datetime(2024, 6, 1, tzinfo=UTC)),
        ("0 0 0 ? * 6-3/2", datetime(2024, 5, 17, tzinfo=UTC)),
        # a month without the day is skipped
        ("0 0 0 31W 6-8 ?", datetime(2024, 7, 31, tzinfo=UTC)),
        ("0 0 0 L-3W 6 ?", datetime(2024, 6, 27, tzinfo=UTC)),
        ("0 0 0 L-30 6-8 ?", datetime(2024, 7, 1, tzinfo=UTC)),
        # far away
        ("0 0 0 1 1 ? 2150", datetime(2150, 1, 1, tzinfo=UTC)),
        ("0 0 0 ? 2 1#5", datetime(2032, 2, 29, tzinfo=UTC)),
        ("0 0 0 29 2 ? 2097-2104", datetime(2104, 2, 29, tzinfo=UTC)),
        # seconds
        ("5,20 30 9 ? * *", datetime(2024, 5, 14, 9, 30, 20, tzinfo=UTC)),
        # lists
        ("0 0 0 20,L 5 ? ", datetime(2024, 5, 20, tzinfo=UTC)),
        ("0 0 0 1,L 5 ?", datetime(2024, 5, 31, tzinfo=UTC)),
        ("0 10,,40, 9 ? * *", datetime(2024, 5, 14, 9, 40, tzinfo=UTC)),
        ("0 0-30/60 10 ? * *", datetime(2024, 5, 14, 10, tzinfo=UTC)),
        # only the first three letters of a name are used
        ("0 0 0 ? * TUE-THUR", datetime(2024, 5, 15, tzinfo=UTC)),
        ("0 0 0 1 JANUARY ?", datetime(2025, 1, 1, tzinfo=UTC)),
        # the rest of an element is ignored
        ("0 0 0 ? * MONDAY-FRIDAY", datetime(2024, 5, 20, tzinfo=UTC)),
        ("0 0 0 ? * MON-FRI/2", datetime(2024, 5, 15, tzinfo=UTC)),
        ("0 0 0 ? * FRIDAYL", datetime(2024, 5, 17, tzinfo=UTC)),
        ("0 0 0 ? * MON#4,FRI", datetime(2024, 5, 27, tzinfo=UTC)),
        ("0 5X 10 ? * *", datetime(2024, 5, 14, 10, 5, tzinfo=UTC)),
        ("0 5/0 10 ? * *", datetime(2024, 5, 14, 10, 5, tzinfo=UTC)),
        ("0 */0 10 ? * *", datetime(2024, 5, 14, 10, tzinfo=UTC)),
        ("0 0 0 1-15W 5 ?", datetime(2024, 5, 15, tzinfo=UTC)),
        ("0 0 0 ? 5-0 *", datetime(2024, 5, 15, tzinfo=UTC)),
    ],
)
def test_the_next_fire_time(expression: str, moment: datetime | None) -> None:
    assert next_fire(parse_quartz(expression), TUESDAY) == moment
