from __future__ import annotations

import asyncio

import pytest

from stitch_provider.connect import RefusedError, UnavailableError
from stitch_provider.stitch.together import together


async def test_results_come_in_the_order_of_the_calls() -> None:
    begun = asyncio.Event()

    async def first() -> str:
        await begun.wait()
        return "first"

    async def second() -> str:
        begun.set()
        return "second"

    assert await together(first(), second()) == ("first", "second")


async def test_no_calls_give_no_results() -> None:
    assert await together() == ()


async def test_a_failure_cancels_the_other_calls_and_is_raised_as_it_is() -> None:
    cancelled = asyncio.Event()

    async def fails() -> None:
        raise RefusedError("no")

    async def goes_on() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    with pytest.raises(RefusedError, match="no"):
        await together(goes_on(), fails())
    assert cancelled.is_set()


async def test_of_several_failures_the_first_is_raised() -> None:
    async def fails(failure: Exception) -> None:
        raise failure

    with pytest.raises(UnavailableError):
        await together(fails(UnavailableError("first")), fails(RefusedError("second")))
