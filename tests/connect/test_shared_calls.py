from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import httpx
import pytest

from connect.service import Service, together
from connect.virtual_time import in_virtual_time
from stitch_provider.connect import ConnectError, MetadataChange, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from stitch_provider.connect import Connect

KNOWN: Mapping[int, ConnectError] = {}


def read(connect: Connect, _: int) -> Awaitable[object]:
    return connect.destinations.list()


def write(connect: Connect, number: int) -> Awaitable[object]:
    return connect.streams.update(7, {f"stream {number}": (MetadataChange((), {"selected": True}),)})


@pytest.mark.parametrize("call", [read, write])
@in_virtual_time
async def test_each_caller_that_shares_a_failure_gets_an_error_of_its_own(
    call: Callable[[Connect, int], Awaitable[object]],
) -> None:
    service = Service(latency=0)
    service.before = [httpx.Response(501, json="not here")]
    connect = service.connect()

    async def fail(number: int) -> ConnectError:
        try:
            return KNOWN[number]
        except KeyError:
            with pytest.raises(ConnectError) as caught:
                await call(connect, number)
            return caught.value

    errors = await together(*map(fail, range(4)))
    assert len(service.calls) == 1
    assert len({id(error) for error in errors}) == 4
    assert [error.__context__.args for error in errors] == [(0,), (1,), (2,), (3,)]
    assert len({len(traceback.extract_tb(error.__traceback__)) for error in errors}) == 1


def test_a_copy_of_an_error_has_its_facts_and_where_it_came_from() -> None:
    with pytest.raises(UnavailableError) as caught:
        raise UnavailableError("503", status=503, attempts=6, host="h", retry_after=2.0) from KeyError("cause")
    original = caught.value
    copied = original.copy()
    assert copied is not original
    assert (type(copied), copied.args, vars(copied)) == (UnavailableError, original.args, vars(original))
    assert copied.__cause__ is original.__cause__
    assert copied.__traceback__ is original.__traceback__
