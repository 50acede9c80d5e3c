from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.stitch.functions.quartz_next import QuartzNext
from stitch_provider.terraform.resource import FunctionError

if TYPE_CHECKING:
    from stitch_provider.terraform.values.value import Value

NOON_ON_WORKDAYS = "0 0 12 ? * MON-FRI"


def quartz_next(*arguments: Value) -> Value:
    return QuartzNext().call(arguments)


def test_the_next_moments_are_later_than_the_given_one_and_in_utc() -> None:
    assert quartz_next(NOON_ON_WORKDAYS, "2024-05-16T12:00:00Z", 3) == (
        "2024-05-17T12:00:00Z",
        "2024-05-20T12:00:00Z",
        "2024-05-21T12:00:00Z",
    )


@pytest.mark.parametrize(
    "after",
    [
        "2024-05-17T13:30:00+02:00",
        "2024-05-17t11:30:00z",
        "2024-05-17T11:59:59.999999999Z",
        "2024-05-17T06:00:00-05:59",
    ],
)
def test_the_moment_is_any_rfc_3339_timestamp(after: str) -> None:
    assert quartz_next(NOON_ON_WORKDAYS, after, 1) == ("2024-05-17T12:00:00Z",)


def test_seconds_other_than_0_are_part_of_the_moments() -> None:
    assert quartz_next("30 0 12 ? * MON-FRI", "2024-05-17T12:00:00Z", 1) == ("2024-05-17T12:00:30Z",)


def test_an_expression_that_ends_gives_fewer_moments() -> None:
    assert quartz_next("0 0 0 1 1 ? 2025-2026", "2025-06-01T00:00:00Z", 5) == ("2026-01-01T00:00:00Z",)
    assert quartz_next("0 0 0 31 2 ?", "2025-06-01T00:00:00Z", 5) == ()


@pytest.mark.parametrize(
    ("arguments", "argument", "words"),
    [
        (("0 0 12 * * MON", "2024-05-14T09:30:00Z", 1), 0, '"?"'),
        (("", "2024-05-14T09:30:00Z", 1), 0, "six fields"),
        ((NOON_ON_WORKDAYS, "2024-05-14", 1), 1, "RFC 3339"),
        ((NOON_ON_WORKDAYS, "2024-05-14T09:30:00", 1), 1, "RFC 3339"),
        ((NOON_ON_WORKDAYS, "2024-02-30T09:30:00Z", 1), 1, "RFC 3339"),
        ((NOON_ON_WORKDAYS, "0001-01-01T00:00:00+10:00", 1), 1, "RFC 3339"),
        ((NOON_ON_WORKDAYS, "٢٠٢٤-05-14T09:30:00Z", 1), 1, "RFC 3339"),
        ((NOON_ON_WORKDAYS, "2024-05-14T09:30:00Z", 0), 2, "1 to 1000"),
        ((NOON_ON_WORKDAYS, "2024-05-14T09:30:00Z", -3), 2, "1 to 1000"),
        ((NOON_ON_WORKDAYS, "2024-05-14T09:30:00Z", 1001), 2, "1 to 1000"),
        ((NOON_ON_WORKDAYS, "2024-05-14T09:30:00Z", Decimal("1.5")), 2, "whole number"),
    ],
)
def test_an_invalid_argument_is_named(arguments: tuple[Value, ...], argument: int, words: str) -> None:
    with pytest.raises(FunctionError) as refused:
        quartz_next(*arguments)
    assert refused.value.argument == argument
    assert words in refused.value.text


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_call_with_the_last_moment_continues_the_list(first: int, second: int) -> None:
    expression = "0 0/20 9-17 ? * MON-FRI"
    one = quartz_next(expression, "2024-05-14T09:30:00Z", first)
    assert isinstance(one, tuple)
    other = quartz_next(expression, one[-1], second)
    assert isinstance(other, tuple)
    assert one + other == quartz_next(expression, "2024-05-14T09:30:00Z", first + second)
