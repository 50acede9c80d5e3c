"""Signals that reach a plugin process while an operation is running in it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import textwrap
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from fakes import host
from fakes.client import Client, dynamic
from fakes.waiting import SECONDS
from fakes.widgets import WIDGET, WidgetProvider, widget_config
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

STATE = dynamic(widget_config(id="7", nickname="n", revision=1, title="t", secret="s"), WIDGET.object_type)
SETTINGS = dynamic({"region": None}, WidgetProvider.schema.object_type)

GATED = """
    import asyncio, os, sys
    from stitch_provider.terraform.plugin import process

    def make_provider():
        from fakes.widgets import WidgetProvider, WidgetResource
        from stitch_provider.terraform.resource import ConfigureResponse, ReadResponse

        class GatedResource(WidgetResource):
            async def read(self, request, stop):
                reader, writer = await asyncio.open_unix_connection(os.environ["GATE"])
                await stop.wait()
                writer.write(b"asked to stop\\n")
                await reader.readline()
                return ReadResponse(state=request.state, private=request.private)

        class GatedProvider(WidgetProvider):
            async def configure(self, request):
                return ConfigureResponse(provider_data=request.stop)

            async def close(self, stop):
                pass

        provider = GatedProvider()
        provider.resources = {WidgetResource.type_name: GatedResource()}
        return provider

    if sys.argv[1:] == ["debug"]:
        sys.exit(process.debug(make_provider, ["registry.terraform.io/fakes/memory"]))
    sys.exit(process.serve(make_provider))
"""
COMMAND = (sys.executable, "-c", textwrap.dedent(GATED))


@dataclass
class Running:
    """A process in which a read is running. It writes a line when it is asked to stop, and ends when it gets one."""

    process: asyncio.subprocess.Process
    channel: grpc.aio.Channel
    answer: asyncio.Task[Any]
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process group."""
        os.killpg(self.process.pid, number)

    async def asked_to_stop(self) -> None:
        assert await self.reader.readline() == b"asked to stop\n"

    async def answered(self) -> None:
        """Let the read end, and check its answer."""
        self.writer.write(b"end\n")
        answer = await self.answer
        assert (answer.new_state, list(answer.diagnostics)) == (STATE, [])

    async def ended(self) -> int:
        return await asyncio.wait_for(self.process.wait(), SECONDS)


@asynccontextmanager
async def reading(process: asyncio.subprocess.Process, channel: grpc.aio.Channel, gate: Path) -> AsyncIterator[Running]:
    arrived: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    server = await asyncio.start_unix_server(lambda *streams: arrived.put_nowait(streams), gate)
    client = Client(channel)
    await client.call("ConfigureProvider", pb.ConfigureProvider.Request(config=SETTINGS))
    request = pb.ReadResource.Request(type_name="memory_widget", current_state=STATE)
    answer = asyncio.create_task(client.call("ReadResource", request))
    reader, writer = await asyncio.wait_for(arrived.get(), SECONDS)
    try:
        yield Running(process, channel, answer, reader, writer)
    finally:
        answer.cancel()
        writer.close()
        server.close()


@pytest.fixture
def gate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("t") / "gate"


@pytest.fixture
async def plugin(gate: Path) -> AsyncIterator[Running]:
    """A plugin as Terraform starts it."""
    async with (
        host.started(COMMAND, TMPDIR=str(gate.parent), GATE=str(gate)) as started,
        started.channel() as channel,
        reading(started.process, channel, gate) as running,
    ):
        yield running


@pytest.fixture
async def debugged(gate: Path) -> AsyncIterator[Running]:
    """A process to which Terraform attaches."""
    variables = {**host.environment(), "TMPDIR": str(gate.parent), "GATE": str(gate)}
    async with host.running((*COMMAND, "debug"), variables) as process:
        assert process.stdout is not None
        _, value = (await process.stdout.readline()).decode().rstrip().split("=", 1)
        (how,) = json.loads(value.strip("'")).values()
        async with (
            grpc.aio.insecure_channel(f"unix:{how['Addr']['String']}") as channel,
            reading(process, channel, gate) as running,
        ):
            yield running


async def test_sigterm_lets_an_operation_end_and_answer_before_the_process_ends(plugin: Running) -> None:
    plugin.send(signal.SIGTERM)
    await plugin.asked_to_stop()
    await plugin.answered()
    assert await plugin.ended() == 0


async def test_a_process_that_got_sigterm_serves_until_terraform_ends_it(plugin: Running) -> None:
    plugin.send(signal.SIGTERM)
    await plugin.asked_to_stop()
    await Client(plugin.channel).call("StopProvider", pb.StopProvider.Request())
    await plugin.answered()
    assert (await Client(plugin.channel).call("GetMetadata", pb.GetMetadata.Request())).resources
    assert await plugin.channel.unary_unary("/plugin.GRPCController/Shutdown")(b"") == b""
    assert await plugin.ended() == 0


async def test_sigint_is_left_to_terraform(plugin: Running) -> None:
    plugin.send(signal.SIGINT)
    await Client(plugin.channel).call("StopProvider", pb.StopProvider.Request())
    await plugin.asked_to_stop()
    await plugin.answered()
    assert await plugin.channel.unary_unary("/plugin.GRPCController/Shutdown")(b"") == b""
    assert await plugin.ended() == 0


async def test_a_second_sigterm_ends_the_process_while_the_operation_is_running(plugin: Running) -> None:
    plugin.send(signal.SIGTERM)
    await plugin.asked_to_stop()
    plugin.send(signal.SIGTERM)
    assert await plugin.ended() == 0
    with pytest.raises(grpc.aio.AioRpcError):
        await plugin.answer


@pytest.mark.usefixtures("default_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_process_for_debugging_lets_an_operation_end_and_answer_before_it_ends(
    debugged: Running, number: signal.Signals
) -> None:
    debugged.send(number)
    await debugged.asked_to_stop()
    await debugged.answered()
    assert await debugged.ended() == 0


async def test_a_second_interrupt_ends_a_process_for_debugging_while_the_operation_is_running(
    debugged: Running,
) -> None:
    debugged.send(signal.SIGINT)
    await debugged.asked_to_stop()
    debugged.send(signal.SIGINT)
    assert await debugged.ended() == 0
    with pytest.raises(grpc.aio.AioRpcError):
        await debugged.answer
