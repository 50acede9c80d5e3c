"""Streams that one operation of a run declares and another one deselects: they are selected at the end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.streams.accounts import CUSTOMERS, ORDERS, POSTGRES, add_source, exclude, metadata, puts
from stitch.workspace import SimulatedAccount, Workspace, simulated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

FULL: dict[str, Any] = {"replication_method": "FULL_TABLE"}
SOME = FULL | {"fields": exclude("status")}
ORDER = ("declared first", "deselected first", "together", "together, deselected first")


def one_stream(account: SimulatedAccount, source: str) -> tuple[Workspace, Mapping[str, Any]]:
    return Workspace(account, "stitch_stream_selection"), {"source_id": source, "stream": ORDERS, **SOME}


def all_streams(account: SimulatedAccount, source: str) -> tuple[Workspace, Mapping[str, Any]]:
    streams = {ORDERS: SOME, CUSTOMERS: FULL}
    return Workspace(account, "stitch_stream_selections"), {"source_id": source, "streams": streams}


async def in_order(order: str, declare: Awaitable[Any], deselect: Awaitable[Any]) -> None:
    """Run both as Terraform may."""
    match order:
        case "declared first":
            assert (await declare, await deselect) == ((), ())
        case "deselected first":
            assert (await deselect, await declare) == ((), ())
        case "together":
            assert await asyncio.gather(declare, deselect) == [(), ()]
        case _:
            assert await asyncio.gather(deselect, declare) == [(), ()]


async def left_out(account: SimulatedAccount, source: str) -> set[str]:
    """The fields of the stream that do not replicate; all of them where the stream itself does not."""
    found = await metadata(account, source, ORDERS)
    stream = found.pop(())
    return {name for (_, name), facts in found.items() if not stream["selected"] or facts.get("selected") is False}


@pytest.mark.parametrize("order", ORDER)
@pytest.mark.parametrize("after", [one_stream, all_streams])
@pytest.mark.parametrize("before", [one_stream, all_streams])
@in_virtual_time
async def test_a_stream_stays_selected_where_one_resource_replaces_another(
    before: Callable[[SimulatedAccount, str], tuple[Workspace, Mapping[str, Any]]],
    after: Callable[[SimulatedAccount, str], tuple[Workspace, Mapping[str, Any]]],
    order: str,
) -> None:
    async with simulated() as account:
        source = await add_source(account, POSTGRES)
        (old, old_config), (new, new_config) = before(account, source), after(account, source)
        await old.apply(**old_config)
        await old.refresh()
        planned = await new.plan(**new_config)
        await in_order(order, new.carry_out(planned, **new_config), old.destroy())
        assert await left_out(account, source) == {"status"}


@pytest.mark.parametrize("order", ORDER)
@in_virtual_time
async def test_a_stream_that_leaves_a_map_stays_selected_where_another_resource_declares_it(order: str) -> None:
    async with simulated() as account:
        source = await add_source(account, POSTGRES)
        (many, both), (one, config) = all_streams(account, source), one_stream(account, source)
        await many.apply(**both)
        await many.refresh()
        without = {"source_id": source, "streams": {CUSTOMERS: FULL}}
        plans = await one.plan(**config), await many.plan(**without)
        await in_order(order, one.carry_out(plans[0], **config), many.carry_out(plans[1], **without))
        assert await left_out(account, source) == {"status"}


@pytest.mark.parametrize("order", ORDER)
@in_virtual_time
async def test_an_update_that_changes_something_else_keeps_its_streams_selected(order: str) -> None:
    async with simulated() as account:
        source = await add_source(account, POSTGRES)
        (old, old_config), (new, new_config) = one_stream(account, source), all_streams(account, source)
        await new.apply(**new_config)
        await old.apply(**old_config)
        await old.refresh()
        changed = {**new_config, "timeouts": {"create": "5m"}}
        planned = await new.plan(**changed)
        await in_order(order, new.carry_out(planned, **changed), old.destroy())
        assert await left_out(account, source) == {"status"}


@in_virtual_time
async def test_a_stream_that_is_declared_as_not_selected_is_deselected() -> None:
    async with simulated() as account:
        source = await add_source(account, POSTGRES)
        (old, old_config), (new, config) = one_stream(account, source), one_stream(account, source)
        await old.apply(**old_config)
        await old.refresh()
        off = {**config, "selected": False}
        planned = await new.plan(**off)
        await old.destroy()
        await new.carry_out(planned, **off)
        assert len(await left_out(account, source)) > 1


@in_virtual_time
async def test_a_deselection_that_waits_for_discovery_skips_what_is_declared_meanwhile() -> None:
    async with simulated(check_seconds=None) as account:
        source = await add_source(account, POSTGRES)
        await account.call("POST", "/_simulator/checks", {})
        (many, both), (one, config) = all_streams(account, source), one_stream(account, source)
        await many.apply(**both)
        await many.refresh()
        without = {"source_id": source, "streams": {CUSTOMERS: FULL}}
        plans = await many.plan(**without), await one.plan(**config)
        await account.call("PUT", f"/v4/sources/{source}", {"properties": {"host": "other.acme.example"}})
        leaving = asyncio.create_task(many.carry_out(plans[0], **without))
        await asyncio.sleep(5)
        assert len(await puts(account)) > 0
        await account.call("POST", "/_simulator/checks", {})
        assert await one.carry_out(plans[1], **config) == ()
        assert await leaving == ()
        assert await left_out(account, source) == {"status"}
