"""The end of an instance, which closes what Terraform left open."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from fakes.client import Client, dynamic
from fakes.kinds import EveryKindProvider, LeaseResource
from fakes.widgets import Account
from stitch_provider.terraform.plugin.instance import Instance
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LEASE = LeaseResource.schema.object_type


@pytest.fixture
def account() -> Account:
    return Account()


@asynccontextmanager
async def client_of(account: Account, directory: Path) -> AsyncIterator[Client]:
    """A client of an instance that is closed at the end of the block."""
    instance = Instance(EveryKindProvider(account), asyncio.Event())
    await instance.serve(f"{directory}/s")
    async with grpc.aio.insecure_channel(f"unix:{directory}/s") as channel:
        client = Client(channel)
        settings = dynamic({"region": None}, EveryKindProvider.schema.object_type)
        await client.call("ConfigureProvider", pb.ConfigureProvider.Request(config=settings))
        yield client
    await instance.close()
    assert account.closed


async def opened(client: Client, widget: str) -> bytes:
    """Open a lease; returns its private state."""
    config = dynamic({"widget": widget, "token": None}, LEASE)
    request = pb.OpenEphemeralResource.Request(type_name="memory_lease", config=config)
    private: bytes = (await client.call("OpenEphemeralResource", request)).private
    return private


async def ask(client: Client, verb: str, private: bytes) -> Any:
    kind = getattr(pb, f"{verb}EphemeralResource")
    return await client.call(f"{verb}EphemeralResource", kind.Request(type_name="memory_lease", private=private))


def closed(account: Account) -> list[str]:
    return [call for call in account.calls if call.startswith("closed ")]


async def test_an_ephemeral_object_that_terraform_left_open_is_closed(account: Account, tmp_path: Path) -> None:
    async with client_of(account, tmp_path) as client:
        await ask(client, "Renew", await opened(client, "a"))
        await opened(client, "b")
        await client.call("StopProvider", pb.StopProvider.Request())
        assert closed(account) == []
    assert sorted(closed(account)) == ["closed a after 1 renewals", "closed b after 0 renewals"]


async def test_an_ephemeral_object_that_terraform_closed_is_not_closed_again(account: Account, tmp_path: Path) -> None:
    async with client_of(account, tmp_path) as client:
        await ask(client, "Close", await opened(client, "a"))
    assert closed(account) == ["closed a after 0 renewals"]


async def test_an_ephemeral_object_that_cannot_be_closed_is_logged(
    account: Account, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with client_of(account, tmp_path) as client:
        await opened(client, "a")
    assert "Returned" in capfd.readouterr().err
