from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider.connect import Connect, RefusedError
from stitch_provider.stitch.collection import Collection, Listing
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import ListRequest
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Mapping

    from stitch_provider.terraform.values.value import Value


class NumberFilter(Model):
    below: int | Unknown | None = optional("Only numbers below this one. Default: all.")


class Numbers(Collection[int, NumberFilter, str]):
    """The numbers from 0 on, whose states are read; counts how many reads run at the same time."""

    type_name = "stitch_number"
    plural = "numbers"
    filters = NumberFilter

    def __init__(self, *, refused: int | None = None) -> None:
        self.reading = self.most = self.reads = 0
        self._refused = refused

    async def find(self, provider: ProviderData, filters: NumberFilter) -> AsyncGenerator[int, None]:
        for number in range(filters.below if isinstance(filters.below, int) else 100):
            yield number

    def label(self, found: int) -> str:
        return f"number {found}"

    def import_id(self, found: int) -> str:
        return str(found)

    def identity(self, found: int) -> Mapping[str, Value]:
        return {"id": str(found)}

    async def state(self, provider: ProviderData, found: int) -> str:
        self.reads, self.reading = self.reads + 1, self.reading + 1
        self.most = max(self.most, self.reading)
        await asyncio.sleep(0)
        self.reading -= 1
        if found == self._refused:
            raise RefusedError("not this one")
        return f"state of {found}"


@pytest.fixture
async def provider() -> AsyncIterator[ProviderData]:
    connect = Connect.to("https://stitch.example", token="made-up", user_agent="test", stop=asyncio.Event())
    yield ProviderData(connect, None)
    await connect.aclose()


def request(*, below: int, include_resource: bool = True, limit: int = 0) -> ListRequest[Any]:
    return ListRequest(config=NumberFilter(below=below), include_resource=include_resource, limit=limit)


async def listed(numbers: Numbers, provider: ProviderData, wanted: ListRequest[Any]) -> list[tuple[str, str | None]]:
    listing = Listing(numbers, "Numbers.")
    return [(each.display_name, each.state) async for each in listing.list(wanted, provider)]


@pytest.mark.parametrize("count", [0, 1, 8, 20])
async def test_objects_are_listed_in_order_with_their_states(provider: ProviderData, count: int) -> None:
    found = await listed(Numbers(), provider, request(below=count))
    assert found == [(f"number {each}", f"state of {each}") for each in range(count)]


async def test_at_most_eight_states_are_read_at_the_same_time(provider: ProviderData) -> None:
    numbers = Numbers()
    await listed(numbers, provider, request(below=20))
    assert (numbers.most, numbers.reads) == (8, 20)


async def test_states_are_read_only_where_they_are_wanted(provider: ProviderData) -> None:
    numbers = Numbers()
    found = await listed(numbers, provider, request(below=3, include_resource=False))
    assert found == [("number 0", None), ("number 1", None), ("number 2", None)]
    assert numbers.reads == 0


async def test_a_limit_keeps_states_from_being_read_that_are_not_wanted(provider: ProviderData) -> None:
    numbers = Numbers()
    async for _ in Listing(numbers, "Numbers.").list(request(below=20, limit=2), provider):
        break
    assert numbers.reads == 3


async def test_a_refused_state_is_an_error_of_the_list(provider: ProviderData) -> None:
    with pytest.raises(DiagnosticError) as raised:
        await listed(Numbers(refused=11), provider, request(below=20))
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.summary == "Could not list the numbers"
