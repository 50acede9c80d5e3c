"""The connections of a process that several clients attach to. Each has a configuration of its own."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from fakes.client import Client, dynamic
from fakes.waiting import SECONDS
from fakes.widgets import WIDGET, Account, Settings, Widget, WidgetProvider, WidgetResource, widget_config
from stitch_provider.terraform.plugin import sockets
from stitch_provider.terraform.plugin.connections import Connections
from stitch_provider.terraform.plugin.instance import finish
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from stitch_provider.terraform.resource import ConfigureRequest, ConfigureResponse, ReadRequest, ReadResponse
from stitch_provider.terraform.values import msgpack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


KIND = WIDGET.object_type
STATE = dynamic(widget_config(id="7", nickname="n", revision=1, title="t", secret="s"), KIND)


@dataclass
class RegionalAccount(Account):
    """The account of one configuration."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Event = field(default_factory=asyncio.Event)
    is_closed: asyncio.Event = field(default_factory=asyncio.Event)


class SlowResource(WidgetResource):
    """A widget whose read ends when it is asked to stop."""

    async def read(self, request: ReadRequest[Widget], account: Account) -> ReadResponse[Widget]:
        assert isinstance(account, RegionalAccount)
        account.reading.set()
        await account.stop.wait()
        return ReadResponse(state=request.state, private=request.private)


class RegionalProvider(WidgetProvider):
    """Each configuration leads to an account of its own; `accounts` has the last one of each region."""

    def __init__(self) -> None:
        super().__init__()
        self.resources = {WidgetResource.type_name: SlowResource()}
        self.accounts: dict[Any, RegionalAccount] = {}

    async def configure(self, request: ConfigureRequest[Settings]) -> ConfigureResponse[Account]:
        account = self.accounts[request.config.region] = RegionalAccount(stop=request.stop)
        return ConfigureResponse(provider_data=account)

    async def close(self, account: Account) -> None:
        assert isinstance(account, RegionalAccount)
        account.is_closed.set()


@dataclass
class Debugged:
    """A provider to which clients can attach. `shut_down` is set when one of them has called Shutdown."""

    provider: RegionalProvider
    connections: Connections
    path: str
    shut_down: asyncio.Event

    @asynccontextmanager
    async def attached(self, region: str) -> AsyncIterator[grpc.aio.Channel]:
        """A connection of its own with a configuration. In this process, gRPC would share one between channels."""
        options = [("grpc.use_local_subchannel_pool", 1)]
        async with grpc.aio.insecure_channel(f"unix:{self.path}", options=options) as channel:
            settings = dynamic({"region": region}, WidgetProvider.schema.object_type)
            answer = await Client(channel).call("ConfigureProvider", pb.ConfigureProvider.Request(config=settings))
            assert not answer.diagnostics
            yield channel


@pytest.fixture
async def debugged(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Debugged]:
    directory = sockets.PrivateDirectory(str(tmp_path_factory.mktemp("t")))
    provider = RegionalProvider()
    shut_down = asyncio.Event()
    connections = Connections(provider, directory, host_shut_down=shut_down.set)
    path = directory.file("plugin")
    server = await connections.accept(sockets.listen(path), None)
    yield Debugged(provider, connections, path, shut_down)
    server.close()
    await connections.close()
    directory.remove()


async def create(channel: grpc.aio.Channel, name: str) -> None:
    client, config = Client(channel), dynamic(widget_config(name=name), KIND)
    planned = await client.call(
        "PlanResourceChange",
        pb.PlanResourceChange.Request(
            type_name="memory_widget", prior_state=dynamic(None, KIND), config=config, proposed_new_state=config
        ),
    )
    request = pb.ApplyResourceChange.Request(
        type_name="memory_widget",
        prior_state=dynamic(None, KIND),
        config=config,
        planned_state=planned.planned_state,
        planned_private=planned.planned_private,
    )
    assert not (await client.call("ApplyResourceChange", request)).diagnostics


def read(channel: grpc.aio.Channel) -> asyncio.Task[Any]:
    request = pb.ReadResource.Request(type_name="memory_widget", current_state=STATE)
    return asyncio.create_task(Client(channel).call("ReadResource", request))


def names(account: Account) -> list[Any]:
    return [widget.name for widget in account.widgets.values()]


async def test_each_connection_has_the_account_of_its_own_configuration(debugged: Debugged) -> None:
    """The second configuration neither replaces nor closes the account of the first one."""
    async with debugged.attached("eu") as first, debugged.attached("us") as second:
        await create(first, "a")
        await create(second, "b")
        await create(first, "c")
        accounts = debugged.provider.accounts
        assert (names(accounts["eu"]), names(accounts["us"])) == (["a", "c"], ["b"])
        assert not accounts["eu"].is_closed.is_set()


async def test_an_account_is_closed_when_its_client_has_disconnected(debugged: Debugged) -> None:
    async with debugged.attached("eu"):
        async with debugged.attached("us"):
            pass
        accounts = debugged.provider.accounts
        await asyncio.wait_for(accounts["us"].is_closed.wait(), SECONDS)
        assert not accounts["eu"].is_closed.is_set()


async def test_stopping_the_operations_of_one_connection_does_not_stop_those_of_another(debugged: Debugged) -> None:
    async with debugged.attached("eu") as first, debugged.attached("us") as second:
        reads = read(first), read(second)
        accounts = debugged.provider.accounts
        for account in accounts.values():
            await account.reading.wait()
        await Client(first).call("StopProvider", pb.StopProvider.Request())
        assert not (await reads[0]).diagnostics
        assert not accounts["us"].stop.is_set()
        assert not reads[1].done()
        accounts["us"].stop.set()
        await reads[1]


async def test_shutdown_ends_only_the_connection_on_which_it_was_called(debugged: Debugged) -> None:
    async with debugged.attached("eu") as first, debugged.attached("us") as second:
        assert not debugged.shut_down.is_set()
        assert await first.unary_unary("/plugin.GRPCController/Shutdown")(b"") == b""
        await asyncio.wait_for(debugged.provider.accounts["eu"].is_closed.wait(), SECONDS)
        assert debugged.shut_down.is_set()
        await create(second, "b")


async def test_finishing_lets_running_operations_end_and_answer(debugged: Debugged) -> None:
    async with debugged.attached("eu") as first, debugged.attached("us") as second:
        reads = read(first), read(second)
        for account in debugged.provider.accounts.values():
            await account.reading.wait()
        await finish(debugged.connections.instances)
        await debugged.connections.close()
        for answer in await asyncio.gather(*reads):
            assert answer.new_state == STATE
            assert not answer.diagnostics
        assert all(account.is_closed.is_set() for account in debugged.provider.accounts.values())


async def test_closing_aborts_running_operations(debugged: Debugged) -> None:
    async with debugged.attached("eu") as channel:
        running = read(channel)
        await debugged.provider.accounts["eu"].reading.wait()
        await debugged.connections.close()
        with pytest.raises(grpc.aio.AioRpcError):
            await running


async def test_the_private_sockets_are_removed_as_soon_as_they_are_connected(debugged: Debugged) -> None:
    async with debugged.attached("eu"), debugged.attached("us"):
        assert sorted(path.name for path in Path(debugged.path).parent.iterdir()) == ["plugin"]


async def test_a_client_that_cannot_be_served_is_disconnected(debugged: Debugged) -> None:
    """Here the directory for the private sockets does not exist."""
    path = Path(debugged.path)
    elsewhere = path.parent.rename(f"{path.parent}-moved")
    reader, writer = await asyncio.open_unix_connection(elsewhere / path.name)
    assert await reader.read() == b""
    writer.close()
    assert not debugged.connections.instances
    elsewhere.rename(path.parent)


async def test_large_messages_arrive_whole(debugged: Debugged) -> None:
    async with debugged.attached("eu") as channel:
        state = widget_config(id="7", settings={"k": "x" * 2_000_000})
        request = pb.GenerateResourceConfig.Request(type_name="memory_widget", state=dynamic(state, KIND))
        answer = await Client(channel).call("GenerateResourceConfig", request)
        assert msgpack.decode(answer.config.msgpack, KIND)["settings"] == state["settings"]


async def test_any_number_of_requests_can_be_open_at_the_same_time(debugged: Debugged) -> None:
    """With a high `-parallelism`. By default gRPC refuses some of more than 1000 requests and all of more than 3000."""
    async with grpc.aio.insecure_channel(f"unix:{debugged.path}") as channel:
        stop = channel.unary_unary("/tfplugin6.Provider/StopProvider")
        assert await asyncio.gather(*(stop(b"") for _ in range(4000))) == [b""] * 4000
