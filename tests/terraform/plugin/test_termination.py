"""What a plugin process does after SIGTERM, which Terraform may have received too."""

from __future__ import annotations

import asyncio

import pytest

from connect.virtual_time import in_virtual_time
from fakes.widgets import WidgetProvider
from stitch_provider.terraform.engine import configure
from stitch_provider.terraform.plugin import termination
from stitch_provider.terraform.plugin.instance import Instance


class Terminated:
    """A process with instances that are not connected to anything, after SIGTERM."""

    def __init__(self, connections: int = 1) -> None:
        received, self.ending = asyncio.Event(), asyncio.Event()
        received.set()
        self.instances = [Instance(WidgetProvider(), asyncio.Event()) for _ in range(connections)]
        self.task = asyncio.create_task(termination.end(self.instances, received, self.ending))

    @property
    def instance(self) -> Instance:
        return self.instances[0]

    @property
    def ended(self) -> bool:
        return self.ending.is_set()


@pytest.mark.parametrize("connections", [0, 1, 2])
def test_an_idle_process_ends(connections: int) -> None:
    @in_virtual_time
    async def check() -> None:
        process = Terminated(connections)
        await asyncio.wait_for(process.ending.wait(), 2 * termination.SECONDS_TO_STOP)

    check()


@in_virtual_time
async def test_running_operations_are_asked_to_end_early_and_are_waited_for() -> None:
    process = Terminated()
    with process.instance.activity.rpc():
        await asyncio.sleep(600)
        assert process.instance.session.stop.is_set()
        assert not process.ended
    await asyncio.wait_for(process.ending.wait(), 2 * termination.SECONDS_TO_STOP)


@in_virtual_time
async def test_an_operation_that_starts_later_is_asked_to_end_early_and_waited_for_too() -> None:
    process = Terminated()
    await asyncio.sleep(termination.SECONDS_TO_STOP / 2)
    process.instance.session.stop = asyncio.Event()  # as ConfigureProvider does
    with process.instance.activity.rpc():
        await asyncio.sleep(600)
        assert not process.ended
    await asyncio.wait_for(process.ending.wait(), 3 * termination.SECONDS_TO_STOP)
    assert process.instance.session.stop.is_set()


@pytest.mark.parametrize("when", ["before", "during an operation", "after"])
def test_after_stop_provider_the_end_is_left_to_terraform(when: str) -> None:
    @in_virtual_time
    async def check() -> None:
        process = Terminated()
        session = process.instance.session
        if when == "before":
            configure.stop(session)
        with process.instance.activity.rpc():
            await asyncio.sleep(1)
            if when == "during an operation":
                configure.stop(session)
        if when == "after":
            await asyncio.sleep(termination.SECONDS_TO_STOP / 2)
            configure.stop(session)
        await asyncio.sleep(600)
        assert not process.ended
        assert process.task.done()

    check()


@in_virtual_time
async def test_a_process_with_several_connections_ends_if_not_all_of_them_are_stopped() -> None:
    process = Terminated(connections=2)
    configure.stop(process.instances[0].session)
    with process.instances[1].activity.rpc():
        await asyncio.sleep(600)
        assert process.instances[1].session.stop.is_set()
        assert not process.ended
    await asyncio.wait_for(process.ending.wait(), 2 * termination.SECONDS_TO_STOP)
